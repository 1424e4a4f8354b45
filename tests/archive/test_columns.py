"""A record becomes the columns of the one analyser, however fast; and its texts come back as they were."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.archive.columns import GAP, columns, instant, moment, printed, tag, tags
from harkara.archive.packing import Packing, common_words
from harkara.bangla.analyse import analyse

from .records import story

TEXT = st.text(max_size=80) | st.text(st.sampled_from("কিমা্ \n,.'5e়র‍্যঅা ৷|৳"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=TEXT)
def test_the_columns_are_the_analysers(text: str) -> None:
    made = columns(story(1, "", text))
    assert made[:3] == analyse(" ".join(text.split()))


def test_parts_are_apart() -> None:
    made = columns(story(1, "উত্তর কোরিয়া", "কিম ৫.৫", summary="নেতা", writers=("Rahim", "করিম")))
    assert made.exact == f"উত্তর কোরিয়া {GAP} নেতা {GAP} কিম 5·5 {GAP} rahim {GAP} করিম"
    assert made.head == "উত্তর কোরিয়া"
    assert made.lead == f"উত্তর tr{GAP}উত্তর কোরিয়া kr{GAP}কোরিয়া"
    assert GAP not in analyse(f"{GAP} ক{GAP} 5{GAP}").exact.split()


def test_words_as_they_are_printed() -> None:
    assert printed("‘র‍্যাবের’ COVID-১৯: কোরি\u09dfা!") == ["র‍্যাবের", "covid", "১৯", "কোরিয়া"]


def test_tags_are_letters_and_digits() -> None:
    record = story(1, section="ভ্রমণ", topics=("a b", "cricket"), writers=("রহিমা  বেগম",))
    assert all(one.isascii() and one.isalnum() for one in tags(record))
    assert len(set(tags(record))) == 5
    assert tag("t", "a" * 24) != tag("t", "a" * 25) != tag("t", "a" * 26)
    assert tag("s", "x") != tag("t", "x")


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=6))])))
def test_instants(given: datetime) -> None:
    assert moment(instant(given)) == given


@settings(max_examples=200, deadline=None)
@given(text=TEXT | st.text(min_size=100, max_size=300) | st.text(st.characters(codec=None), max_size=90))
@pytest.mark.parametrize("packing", [Packing(), Packing(common_words(["কিমা র‍্যাব কিমা কিমা", "র‍্যাব"] * 9))])
def test_texts_come_back(packing: Packing, text: str) -> None:
    assert packing.unpack(packing.pack(text)) == text


def test_a_story_takes_a_fifth_of_its_letters() -> None:
    body = "পদ্মা সেতুর নির্মাণকাজ শেষ হয়েছে বলে জানালেন মন্ত্রী আজ সকালে ঢাকায় এক অনুষ্ঠানে। "
    taught = Packing(common_words([body] * 5))
    assert len(taught.pack(body)) < len(Packing().pack(body)) < len(body.encode()) / 2


def test_a_card_comes_back() -> None:
    record = story(5, "উত্তর", section="world", summary="ছোট", writers=("ক", "খ"))
    card = Packing().card(Packing().pack_card(record))
    assert (card.kind, card.number, card.href, card.section) == ("story", 5, "/news/5/", "world")
    assert (card.headline, card.summary, card.writers) == ("উত্তর", "ছোট", ("ক", "খ"))
