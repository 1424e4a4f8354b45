"""Which names stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harkara.bangla.spotting import Spot, Text, key_of

CASES = [
    ("an ending", "সেতুতে উঠল গাড়ি", ["সেতু"], [("সেতু", 1)]),
    ("two words, the last with an ending", "পদ্মা সেতুর টোল", ["পদ্মা সেতু"], [("পদ্মা সেতু", 1)]),
    ("the longer name is meant", "পদ্মা সেতু ও পদ্মা নদী", ["পদ্মা", "পদ্মা সেতু"], [("পদ্মা সেতু", 1), ("পদ্মা", 1)]),
    ("confused letters", "স্রেনিকক্ষ নয়, শ্রেণি", ["শ্রেণী"], [("শ্রেণী", 1)]),
    ("Latin in the text", "Facebook বলেছে", ["ফেসবুক"], [("ফেসবুক", 1)]),
    ("Latin in the name", "ফেসবুকের নতুন নিয়ম", ["Facebook"], [("Facebook", 1)]),
    ("another word with the same beginning", "সেতুবন্ধন নামে নাটক", ["সেতু"], []),
    ("a word alone of a longer name", "সেতু খোলা", ["পদ্মা সেতু"], []),
    ("short words of the other script say too little", "Dhan", ["ধান"], []),
    ("nothing", "", ["সেতু"], []),
]


@pytest.mark.parametrize(("text", "names", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_spots(text: str, names: list[str], found: list[tuple[str, int]]) -> None:
    assert [(spot.name, spot.count) for spot in Text(text).spot(names)] == found


def test_where_it_begins() -> None:
    assert Text("নদীর নাম পদ্মা, পদ্মায় ইলিশ").spot(["পদ্মা"]) == [Spot("পদ্মা", 2, 2)]


@given(
    st.text(alphabet="কখসেতুিা র্যpadm-’. ", max_size=60), st.lists(st.text(alphabet="কসেতু padm", max_size=12), max_size=4)
)
def test_what_is_found_would_have_been_looked_up(text: str, names: list[str]) -> None:
    looked = Text(text)
    keys = looked.keys()
    assert [spot.name for spot in looked.spot(names) if keys.isdisjoint(key_of(spot.name))] == []
