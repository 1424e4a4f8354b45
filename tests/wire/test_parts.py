"""The parts of the clipping, each with the cases that the page shapes do not reach."""

import doctest
from importlib import import_module

import pytest

from harkara.wire import bylines, chain, signoffs
from harkara.wire.clipping import parse
from harkara.wire.errors import UnreadablePage
from harkara.wire.page import Page
from harkara.wire.rulebook import RULES
from harkara.wire.wording import groups, table

STORY = "সকালে নদীর ঘাটে মেলা বসেছে। সেখানে শত শত মানুষ এসেছেন।\n"


@pytest.mark.parametrize("name", ["bylines", "chain", "headline", "outlets", "page", "signoffs", "wording"])
def test_the_examples_in_docstrings(name: str) -> None:
    assert doctest.testmod(import_module(f"harkara.wire.{name}")).failed == 0


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("কেসিএনএর বরাত দিয়ে রয়টার্স জানিয়েছে, চিঠি গেছে।", ["কেসিএনএ", "রয়টার্স"]),
        ("বার্তা সংস্থা এএফপি এ তথ্য জানায়।", ["এএফপি"]),
        ("মেলায় তাস খেলা নিষিদ্ধ বলে জানিয়েছে পুলিশ।", []),
        ("রুশ বার্তা সংস্থা তাস এ খবর জানিয়েছে।", ["তাস"]),
        ("বিবিসির সাবেক কর্মী সেখানে ছিলেন।", []),
        ("ঢাকা, ৩ মে, ২০২৩ (বাসস) : মেলা বসেছে।", ["বাসস"]),
    ],
)
def test_the_chain(sentence: str, names: list[str]) -> None:
    assert [source.name for source in chain.find([sentence], [], None)] == [
        source.name for source in map(chain.name, names)
    ]


def test_the_outlet_comes_last_and_once() -> None:
    found = chain.find(["রয়টার্স জানিয়েছে, মেলা বসেছে।"], ["সূত্র: এএফপি"], "নীলখাম")
    assert [(source.latin, source.kind) for source in found] == [
        ("Reuters", "agency"),
        ("AFP", "agency"),
        ("", "outlet"),
    ]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("(নীলখাম/১৫আগস্ট/এসএটি)", ("নীলখাম", "১৫ আগস্ট", "এসএটি")),
        ("নীল খাম/এসএটি/০৯মে", ("নীল খাম", "৯ মে", "এসএটি")),
        ("/কে", (None, None, "কে")),
        ("এমএ/এসএ", (None, None, "এমএ/এসএ")),
    ],
)
def test_sign_offs(line: str, parts: tuple[str | None, str | None, str | None]) -> None:
    assert signoffs.is_sign_off(line)
    sign = signoffs.read(line)
    assert (sign.outlet, sign.date, sign.initials) == parts


@pytest.mark.parametrize("line", ["প্রচ্ছদ / জাতীয়", "শুক্র/শনিবার মেলা বসবে না বলে জানানো হয়েছে", "https://example.org/a/b"])
def test_what_is_no_sign_off(line: str) -> None:
    assert not signoffs.is_sign_off(line)


def test_a_sign_off_at_the_end_of_a_paragraph_is_taken_off() -> None:
    got = parse(f"ঘাটে মেলা বসেছে\n{STORY}তিনি বিকেলে সেখানে যান বলে জানান। এমএ/এসএ\n").as_json()
    assert got["body"][-1].endswith("জানান।")
    assert got["sign_off"] == {"outlet": None, "date": None, "initials": "এমএ/এসএ"}


def test_a_desk_and_an_outlet() -> None:
    credit = bylines.read(["আন্তর্জাতিক ডেস্ক, নীলখাম"])
    assert (credit.desk, credit.outlets, credit.byline) == ("আন্তর্জাতিক ডেস্ক", ["নীলখাম"], None)


def test_text_that_is_not_wrapped_stays_as_it_is() -> None:
    assert [line.rows for line in Page.of(f"শিরোনাম\n\n{STORY}{STORY}").lines] == [(1,), (3,), (4,)]


@pytest.mark.parametrize(("place", "offset"), [("কলকাতা", "+05:30"), ("ঢাকা", "+06:00")])
def test_the_zone_follows_the_place(place: str, offset: str) -> None:
    page = f"ঘাটে মেলা বসেছে সকালে\nনিজস্ব সংবাদদাতা, {place}\nপ্রকাশ: ৩ মে ২০২৩, ১০:২০\n{STORY}"
    assert parse(page).as_json()["published"] == f"2023-05-03T10:20:00{offset}"


def test_the_papers_zone_is_asked_for() -> None:
    page = f"ঘাটে মেলা বসেছে সকালে\nপ্রকাশ: ৩ মে ২০২৩, ১০:২০\n{STORY}"
    assert parse(page, "Europe/London").as_json()["published"] == "2023-05-03T10:20:00+01:00"


def test_the_fingerprint_is_of_the_story_not_of_its_furniture() -> None:
    first = parse(f"ঘাটে মেলা বসেছে সকালে\n{STORY}মন্তব্য করুন\n")
    again = parse(f"হোম\nঘাটে মেলা বসেছে  সকালে\n\n{STORY}শেয়ার করুন\n")
    other = parse(f"ঘাটে মেলা বসেনি সকালে\n{STORY}মন্তব্য করুন\n")
    assert first.fingerprint == again.fingerprint != other.fingerprint


def test_a_page_of_menus_is_refused() -> None:
    with pytest.raises(UnreadablePage, match="no story"):
        parse("হোম\nজাতীয়\nখেলা\n")


def test_every_rule_has_a_name_of_its_own() -> None:
    assert len(set(RULES)) == len(RULES)


def test_the_tables_are_whole() -> None:
    assert all(group.reason and (group.whole or group.starts or group.ends or group.has) for group in groups())
    kinds = {source["kind"] for source in table("agencies")["source"]}
    assert kinds == {"agency", "state-media", "outlet"}
    assert all(source["latin"] for source in table("agencies")["source"])
