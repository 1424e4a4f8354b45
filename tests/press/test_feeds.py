"""Feeds, sitemaps and data: well-formed whatever was typed, complete, and no more than our sources allow."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from lxml import etree

from harkara.layout import specimens
from harkara.layout.copy import Link, PaperCopy, Paragraph, SitemapEntry, Span, StoryCopy
from harkara.press import feeds, jsonfeed, ninjs, sitemaps
from harkara.press.pieces import joined

Form = Callable[..., bytes]

PAPER = specimens.paper()
NASTY = "ক & খ <গ> \"ঘ\" 'ঙ' ]]> \x00\x0b\ufffe চ"
CLEAN = "ক & খ <গ> \"ঘ\" 'ঙ' ]]>  চ"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def rss(stories: list[StoryCopy], paper: PaperCopy, href: str, of: Link | None = None) -> bytes:
    items = [feeds.item(story, feeds.named(paper)) for story in stories]
    return joined(feeds.rss(items, paper, href, of))[0]


def atom(stories: list[StoryCopy], paper: PaperCopy, href: str, of: Link | None = None) -> bytes:
    items = [feeds.item(story, feeds.named(paper)) for story in stories]
    return joined(feeds.atom(items, paper, href, of))[0]


def in_json(stories: list[StoryCopy], paper: PaperCopy, href: str, of: Link | None = None) -> bytes:
    return jsonfeed.feed(stories, paper, href, of)


def text(node: ElementTree.Element, path: str) -> str:
    found = node.find(path)
    assert found is not None, path
    return found.text or ""


def test_rss_says_whole_dates_and_lasting_ids() -> None:
    story = specimens.story()
    channel = ElementTree.fromstring(rss([story], PAPER, "/feed.xml")).find("channel")
    assert channel is not None
    item = channel.find("item")
    assert item is not None
    assert text(item, "title") == story.headline
    assert text(item, "guid") == f"{PAPER.origin}/{story.id}"
    assert parsedate_to_datetime(text(item, "pubDate")) == story.published_at
    assert text(channel, "language") == "bn"
    assert text(item, "link").isascii()
    assert "<p>" in text(item, CONTENT)
    assert f'href="{PAPER.origin}/' in text(item, CONTENT) or "href=" not in text(item, CONTENT)


def test_atom_says_whole_dates_and_lasting_ids() -> None:
    story = specimens.story()
    root = ElementTree.fromstring(atom([story], PAPER, "/world/atom.xml", Link(story.section.name, story.section.href)))
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert text(root, f"{ATOM}title") == f"{story.section.name} | {PAPER.name}"
    assert text(entry, f"{ATOM}id") == f"{PAPER.origin}/{story.id}"
    assert datetime.fromisoformat(text(entry, f"{ATOM}published")) == story.published_at
    assert datetime.fromisoformat(text(root, f"{ATOM}updated")) == story.modified_at


@pytest.mark.parametrize("form", [rss, atom])
def test_whatever_was_typed_stays_words(form: Form) -> None:
    body = (Paragraph((Span(NASTY), Span("সূত্র", "javascript:alert(1)"))),)
    story = replace(specimens.story(), headline=NASTY, summary=NASTY, body=body)
    root = ElementTree.fromstring(form([story], PAPER, "/feed.xml"))
    said = [node.text for node in root.iter() if node.text]
    assert CLEAN in said
    assert not any("javascript" in words for words in said)


@pytest.mark.parametrize("form", [rss, atom, in_json])
def test_a_source_decides_what_is_passed_on(form: Form) -> None:
    secret = "এই বাক্য শুধু পুরো লেখায় আছে"
    body = (Paragraph((Span("প্রথম।"),)), Paragraph((Span(secret),)))
    whole = replace(specimens.story(), id=1, body=body, headline="পুরো")
    excerpt = replace(whole, id=2, syndication="excerpt", headline="সারাংশ মাত্র")
    nothing = replace(whole, id=3, syndication="nothing", headline="কিছুই না")
    assert secret in form([whole], PAPER, "/f").decode()
    assert secret not in form([excerpt], PAPER, "/f").decode()
    assert "সারাংশ মাত্র" in form([excerpt], PAPER, "/f").decode()
    assert "কিছুই না" not in form([nothing], PAPER, "/f").decode()


@pytest.mark.parametrize("form", [rss, atom])
def test_an_empty_feed_is_a_feed(form: Form) -> None:
    ElementTree.fromstring(form([], PAPER, "/feed.xml"))


def test_json_says_the_same_stories_under_the_same_ids() -> None:
    story = specimens.story()
    said = json.loads(in_json([story], PAPER, "/topic/নদী/feed.json", Link("নদী", "/topic/নদী/")))
    assert (said["version"], said["title"]) == ("https://jsonfeed.org/version/1.1", f"নদী | {PAPER.name}")
    assert said["feed_url"].startswith(f"{PAPER.origin}/topic/%E0")
    [item] = said["items"]
    assert (item["id"], item["title"]) == (f"{PAPER.origin}/{story.id}", story.headline)
    assert datetime.fromisoformat(item["date_published"]) == story.published_at
    assert datetime.fromisoformat(item["date_modified"]) == story.modified_at
    assert item["tags"] == [story.section.name, *(topic.label for topic in story.topics)]
    assert item["content_html"].startswith("<p>")


def test_a_feed_in_json_holds_what_the_format_demands_and_nothing_that_it_does_not_know() -> None:
    """JSON Feed 1.1, sections Top-level and Items: what must be there, and what may."""
    stories = [specimens.story(), replace(specimens.bare_story(), syndication="excerpt")]
    said = json.loads(in_json(stories, PAPER, "/feed.json"))
    top = {
        "version",
        "title",
        "home_page_url",
        "feed_url",
        "description",
        "icon",
        "language",
        "authors",
        "hubs",
        "items",
    }
    demanded = {"id", "url", "title", "summary", "date_published", "date_modified", "authors", "tags", "language"}
    assert said.keys() <= top
    assert {"version", "title", "items"} <= said.keys()
    for item in said["items"]:
        assert item.keys() - {"image"} - demanded in ({"content_html"}, {"content_text"})
        assert all(author.keys() <= {"name", "url", "avatar"} and author["name"] for author in item["authors"])


@pytest.mark.parametrize("form", [rss, atom])
def test_a_reader_of_feeds_knows_an_updated_story_again(form: Form) -> None:
    story = specimens.story()
    later = replace(
        story, headline="নতুন শিরোনাম", href="/national/12/নতুন", modified_at=story.modified_at.replace(year=2023)
    )
    before, after = (feedparser.parse(form([one], PAPER, "/feed.xml")) for one in (story, later))
    assert (before.bozo, after.bozo) == (False, False)
    assert before.entries[0].id == after.entries[0].id == f"{PAPER.origin}/{story.id}"
    assert (before.entries[0].title, after.entries[0].title) == (story.headline, "নতুন শিরোনাম")
    assert json.loads(in_json([later], PAPER, "/feed.json"))["items"][0]["id"] == before.entries[0].id


def test_ninjs_carries_the_chain() -> None:
    story = specimens.story()
    said = json.loads(ninjs.story(story, PAPER))
    assert said["standard"]["version"] == "3.0"
    assert said["uri"] == f"{PAPER.origin}/{story.id}"
    assert [source["role"] for source in said["infoSources"]] == [link.kind for link in story.source_chain]
    assert said["headlines"] == [{"role": "main", "value": story.headline}]
    assert datetime.fromisoformat(said["firstCreated"]) == story.published_at
    assert {body["contentType"] for body in said["bodies"]} == {"text/html", "text/plain"}
    assert {body["wordCount"] for body in said["bodies"]} == {len(said["bodies"][1]["value"].split())}


def test_ninjs_holds_back_what_a_source_does_not_give() -> None:
    excerpt = ninjs.item(replace(specimens.story(), syndication="excerpt"), PAPER)
    nothing = ninjs.item(replace(specimens.story(), syndication="nothing"), PAPER)
    assert "bodies" not in excerpt
    assert "descriptions" in excerpt
    assert {"bodies", "descriptions", "associations"} & nothing.keys() == set()
    assert (excerpt["representationType"], nothing["representationType"]) == ("partial", "partial")


def test_the_sitemap_index_names_every_day() -> None:
    root = ElementTree.fromstring(sitemaps.index([date(2022, 8, 15), date(2022, 12, 1)], PAPER))
    assert [node.text for node in root.iter(f"{MAP}loc")] == [
        f"{PAPER.origin}/news-sitemap.xml",
        f"{PAPER.origin}/sitemap/pages.xml",
        f"{PAPER.origin}/sitemap/2022-08-15.xml",
        f"{PAPER.origin}/sitemap/2022-12-01.xml",
    ]


def test_the_news_sitemap() -> None:
    moment = datetime(2026, 11, 28, 6, tzinfo=UTC)
    entries = [SitemapEntry("/world/12/নদীর-ঘাট", moment, NASTY, moment)]
    root = ElementTree.fromstring(sitemaps.news(entries, PAPER))
    assert [node.text for node in root.iter(f"{NEWS}title")] == [CLEAN]
    assert [node.text for node in root.iter(f"{NEWS}publication_date")] == ["2026-11-28T12:00:00+06:00"]
    assert all((node.text or "").isascii() for node in root.iter(f"{MAP}loc"))


def test_a_day() -> None:
    moment = datetime(2026, 11, 28, 6, tzinfo=UTC)
    entries = [SitemapEntry(f"/world/{number}/খবর", moment) for number in range(3)]
    assert len(list(ElementTree.fromstring(sitemaps.day(entries, PAPER)).iter(f"{MAP}url"))) == 3


@pytest.mark.parametrize("which", ["day", "news"])
def test_sitemaps_are_as_our_schema_says(which: str) -> None:
    schema = etree.XMLSchema(etree.parse(Path(__file__).with_name("sitemap.xsd")))
    moment = datetime(2026, 11, 28, 6, tzinfo=UTC)
    entries = [SitemapEntry(f"/world/{number}/নদীর-ঘাট", moment, NASTY, moment) for number in range(3)]
    for some in ([], entries):
        set_map = sitemaps.news if which == "news" else sitemaps.day
        schema.assertValid(etree.fromstring(set_map(some, PAPER)))
    wrong = sitemaps.news(entries, PAPER).replace(b"<news:language>bn</news:language>", b"")
    assert schema.validate(etree.fromstring(wrong)) is False
