"""The list of abuse: what is done to hide a word does not hide it, and innocent words that contain one are left alone."""

from pathlib import Path

import pytest

from harkara.bangla import lexicon
from harkara.comments import actions, text, words
from harkara.comments.errors import Refused
from harkara.comments.moderators import Moderator

pytestmark = pytest.mark.django_db

LINES = (Path(__file__).parent / "abuse_cases.tsv").read_text(encoding="utf-8").splitlines()
CASES = [line.split("\t") for line in LINES if not line.startswith("#")]
RINA = Moderator(7, "রিনা খাতুন")


@pytest.mark.parametrize(("said", "word", "why"), CASES, ids=[case[2] + ": " + case[0] for case in CASES])
def test_each_case(said: str, word: str, why: str) -> None:
    found = words.found(text.clean(said))
    assert (word in found) if word != "-" else found == []


@pytest.mark.parametrize("sign", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_signs_that_nobody_sees_hide_nothing(sign: str) -> None:
    assert words.found(text.clean(sign.join("হারামি"))) == ["হারামি"]
    assert words.found(text.clean(sign.join("kutta"))) != []


def test_of_all_words_that_newspapers_write_only_listed_ones_are_found() -> None:
    listed = words.made(words.seeds())
    found = {listed.of(words.shape(word)) for word in lexicon.words()} - {None}
    assert found == {"কুত্তা", "চোদা", "জারজ", "বেশ্যা", "মাগি", "হারামজাদা"}


def test_a_long_text_of_tricks_costs_as_many_looks_as_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    shape = words.shape

    def counted(word: str) -> str:
        nonlocal looks
        looks += 1
        return shape(word)

    monkeypatch.setattr(words, "shape", counted)
    words.find("ক " * 2000, words.made([]))
    assert looks < 2000 + words.RUN * words.SPELLED


def test_the_desk_adds_a_word_and_strikes_one_off() -> None:
    assert words.found("রাজার চামচা এসেছে") == []
    assert actions.list_word("  চামচা ", RINA) == "চামচা"
    assert words.found("রাজার চামচাদের খবর") == ["চামচা"]
    actions.strike_word("চামচা", RINA)
    assert words.found("রাজার চামচা এসেছে") == []
    actions.strike_word("জারজ", RINA)
    assert words.found("জারজ") == []
    actions.list_word("জারজ", RINA)
    assert words.found("জারজ") == ["জারজ"]


@pytest.mark.parametrize(
    ("word", "refusal"), [("", "word_short"), ("ক", "word_short"), ("ক" * 60, "word_short"), ("হারামী", "word_known")]
)
def test_what_is_no_word_or_is_known_is_not_put_on_the_list(word: str, refusal: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.list_word(word, RINA)
    assert refused.value.word == refusal


def test_a_word_that_is_not_listed_cannot_be_struck_off() -> None:
    with pytest.raises(Refused) as refused:
        actions.strike_word("ভালোবাসা", RINA)
    assert refused.value.word == "word_unknown"
