from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from harkara.layout import addresses, cases, specimens

PAPER = specimens.paper()


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/", "https://harkara.example/"),
        ("/world/12/ক", "https://harkara.example/world/12/%E0%A6%95"),
        ("/world/12/%E0%A6%95", "https://harkara.example/world/12/%E0%A6%95"),
        ("https://other.example/ক?a=1&b=2", "https://other.example/%E0%A6%95?a=1&b=2"),
    ],
)
def test_absolute(href: str, address: str) -> None:
    assert addresses.absolute(href, PAPER) == address


@pytest.mark.parametrize("href", ["/a", "#b", "https://c.example/", "HTTP://d.example", "mailto:e@f.example"])
def test_what_a_reader_may_follow(href: str) -> None:
    assert addresses.followable(href) == href


@pytest.mark.parametrize("href", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "vbscript:x", ""])
def test_what_no_reader_may_follow(href: str) -> None:
    assert addresses.followable(href) == ""


def test_share_links_carry_headline_and_short_link_whole() -> None:
    say = cases.table("wording")["say"]
    story = replace(specimens.story(), headline="ক & খ? #১")
    facebook, whatsapp, x, telegram = addresses.shares(story, PAPER, say)
    short = "https://harkara.example/12"
    assert addresses.short(story, PAPER) == short
    assert parse_qs(urlsplit(facebook.href).query) == {"u": [short]}
    assert parse_qs(urlsplit(whatsapp.href).query) == {"text": [f"ক & খ? #১ {short}"]}
    assert parse_qs(urlsplit(x.href).query) == {"text": ["ক & খ? #১"], "url": [short]}
    assert parse_qs(urlsplit(telegram.href).query) == {"text": ["ক & খ? #১"], "url": [short]}
    assert [link.label for link in (facebook, whatsapp, x, telegram)] == ["ফেসবুক", "হোয়াটসঅ্যাপ", "এক্স", "টেলিগ্রাম"]


def test_google_is_asked_only_for_a_paper_that_has_a_host_there() -> None:
    assert addresses.google_source(PAPER) == "https://google.com/preferences/source?q=harkara.example"
    assert addresses.google_source(replace(PAPER, google_source="")) == ""
