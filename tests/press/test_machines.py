"""robots.txt, llms.txt, ads.txt and security.txt: what the paper chose, and nothing that it did not say."""

import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from PIL import Image

from harkara.desk import clock
from harkara.layout import specimens
from harkara.press import machines
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from tests.desk.factories import NOON, make_paper, make_picture, make_section
from tests.desk.touching import touched

PAPER = replace(specimens.paper(), contact="desk@harkara.example")
STORY = f"{PAPER.origin}/world/12/x"


@pytest.mark.parametrize(
    ("crawlers", "trains", "answers"),
    [("allow", True, True), ("ask", False, True), ("refuse", False, False), ("", False, True)],
)
def test_robots_keeps_out_whom_the_paper_refused(crawlers: str, trains: bool, answers: bool) -> None:
    rules = RobotFileParser()
    rules.parse(machines.robots(replace(PAPER, crawlers=crawlers)).decode().splitlines())
    assert {rules.can_fetch(name, STORY) for name in machines.TRAINING} == {trains}
    assert {rules.can_fetch(name, STORY) for name in machines.ANSWERING} == {answers}
    assert [rules.can_fetch(name, STORY) for name in ("Googlebot", "bingbot", "anybody")] == [True] * 3
    for path in ("/desk/", "/fragment/rail", "/search/?q=x"):
        assert rules.can_fetch("Googlebot", PAPER.origin + path) is False
    assert rules.can_fetch("Googlebot", f"{PAPER.origin}/lite/world/12/x") is True
    assert rules.site_maps() == [f"{PAPER.origin}/sitemap.xml", f"{PAPER.origin}/news-sitemap.xml"]


def test_llms_says_the_terms_in_both_languages_and_where_the_news_is() -> None:
    said = {choice: machines.llms(replace(PAPER, crawlers=choice)).decode() for choice in machines.TERMS}
    for choice, terms in machines.TERMS.items():
        assert [words in said[choice] for words in terms] == [True, True]
        assert said[choice].startswith(f"# {PAPER.name}\n\n> {PAPER.tagline}\n")
        assert (f"[{PAPER.sections[0].name}]({PAPER.origin}/" in said[choice]) is (choice != "refuse")


def test_ads_names_those_who_may_sell_or_says_that_nobody_may() -> None:
    line = "ads.example, 123, DIRECT, f08c47fec0942fa0"
    assert machines.ads(replace(PAPER, ads=f"# ours\n{line}\n")).decode() == f"# ours\n{line}\n"
    for empty in ("", "  \n# to come"):
        said = machines.ads(replace(PAPER, ads=empty)).decode().splitlines()
        assert said[1:] == ["placeholder.example.com, placeholder, DIRECT, placeholder"]


@pytest.mark.parametrize(
    ("contact", "said"),
    [("desk@harkara.example", "mailto:desk@harkara.example"), ("https://x.example/secure", "https://x.example/secure")],
)
def test_security_says_whom_to_write_to_and_until_when(contact: str, said: str) -> None:
    text = machines.security(replace(PAPER, contact=contact), date(2026, 11, 29)).decode()
    assert text.splitlines() == [
        f"Contact: {said}",
        "Expires: 2027-05-01T00:00:00Z",
        "Preferred-Languages: bn, en",
        "Canonical: https://harkara.example/.well-known/security.txt",
    ]


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 8, 31), date(2026, 12, 31), date(2028, 2, 29)])
def test_security_holds_for_months_and_less_than_a_year(today: date) -> None:
    said = machines.security(PAPER, today).decode().splitlines()[1].removeprefix("Expires: ")
    holds = datetime.strptime(said, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) - datetime(
        *today.timetuple()[:3], tzinfo=UTC
    )
    assert timedelta(days=140) < holds < timedelta(days=365)


def test_the_paper_can_be_installed_under_its_own_name_and_mark(turns: Turns) -> None:
    paper = make_paper(name="দৈনিক গাঙচিলের দীর্ঘ নাম", accent="#00573f")
    turns.settle()
    app = json.loads(said(turns, "app"))
    assert (app["name"], app["short_name"], app["lang"], app["start_url"]) == (paper.name, "দৈনিক", "bn", "/")
    for one in app["icons"]:
        icon = drawn(turns, one["src"])
        assert f"{icon.width}x{icon.height}" == one["sizes"]
        assert icon.convert("RGB").getpixel((2, 2)) == (0, 0x57, 0x3F)
        edge = icon.convert("RGB").crop((0, 0, icon.width, round(icon.height * 0.1)))
        assert edge.getcolors() == [(edge.width * edge.height, (0, 0x57, 0x3F))]

    paper.logo = make_picture(width=400, height=200)
    with touched() as keys:
        paper.save()
    assert keys == {"look"}
    turns.settle()
    assert drawn(turns, "/icon/192.png").convert("RGB").getpixel((2, 2)) == (0xFD, 0xFC, 0xF8)
    paper.logo.withdrawn = True
    paper.logo.save()
    turns.settle()
    assert drawn(turns, "/icon/192.png").convert("RGB").getpixel((2, 2)) == (0, 0x57, 0x3F)
    assert check(turns.store).wrong == []


def drawn(turns: Turns, path: str) -> Image.Image:
    entry = turns.store.manifest.find(path)
    assert entry is not None, path
    bake(turns.store, [entry.name])
    page = turns.store.shelf.get(entry.name)
    assert page is not None, path
    return Image.open(io.BytesIO(page.identity()))


def said(turns: Turns, name: str) -> str:
    page = turns.store.shelf.get(name)
    assert page is not None, name
    return page.identity().decode()


def test_what_the_desk_chooses_is_said_at_once_and_touches_nothing_else(turns: Turns) -> None:
    paper = make_paper()
    make_section("world")
    turns.settle()
    assert turns.store.manifest.find("/.well-known/security.txt") is None
    front = turns.store.shelf.mark("front")
    paper.security_contact, paper.crawlers, paper.ads_txt = "desk@paper.example", "refuse", "ads.example, 1, DIRECT"
    paper.save()
    turns.settle()
    entry = turns.store.manifest.find("/.well-known/security.txt")
    assert entry is not None
    assert said(turns, entry.name).startswith("Contact: mailto:desk@paper.example\n")
    assert said(turns, "ads") == "ads.example, 1, DIRECT\n"
    assert ("PerplexityBot" in said(turns, "robots"), machines.TERMS["refuse"][0] in said(turns, "llms")) == (
        True,
        True,
    )
    assert turns.store.shelf.mark("front") == front
    assert check(turns.store).wrong == []
    paper.security_contact = ""
    paper.save()
    turns.settle()
    assert turns.store.manifest.find("/.well-known/security.txt") is None
    assert check(turns.store).wrong == []


def test_security_is_renewed_before_it_ends(turns: Turns) -> None:
    make_paper(security_contact="desk@paper.example")
    turns.settle()
    before = said(turns, "security")
    with clock.at(NOON + timedelta(days=31)):
        turns.settle()
        assert said(turns, "security") != before
        assert check(turns.store).wrong == []
