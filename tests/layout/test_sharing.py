"""What others see of a page when it is shared, by its kind; and the links that hand it on."""

from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from lxml import html as parser

from harkara.layout import pages, policy, specimens
from harkara.layout.addresses import shares
from harkara.layout.cases import table
from harkara.layout.copy import BylineCopy, FrontCopy, Link, StoryCopy
from harkara.rack.pages import compressed

PAPER = specimens.paper()
SAY = table("wording")["say"]


def graph(html: str) -> dict[str, list[str]]:
    """The properties of Open Graph, each with its values in their order."""
    found: dict[str, list[str]] = {}
    for meta in parser.document_fromstring(html).xpath("//meta[@property]"):
        found.setdefault(meta.get("property"), []).append(meta.get("content"))
    return found


def of(story: StoryCopy) -> dict[str, list[str]]:
    return graph(pages.story(story, PAPER))


STORIES = {
    "news": specimens.story(),
    "bare": specimens.bare_story(),
    "explainer": specimens.explainer(),
    "photo": specimens.photo_story(),
    "video": specimens.video_story(),
    "live": specimens.live_story(),
    "obituary": specimens.obituary(),
}


@pytest.mark.parametrize("kind", STORIES)
def test_every_kind_of_story_says_what_it_is(kind: str) -> None:
    story = STORIES[kind]
    said = of(story)
    address = quote(PAPER.origin + story.href, safe=":/")
    assert {name: said.get(name) for name in ("og:type", "og:title", "og:url", "og:site_name", "og:locale")} == {
        "og:type": ["article"],
        "og:title": [story.headline],
        "og:url": [address],
        "og:site_name": [PAPER.name],
        "og:locale": ["bn_BD"],
    }
    assert said["og:description"] == [story.summary or story.headline]
    assert said["article:section"] == [story.section.name]
    assert said.get("article:tag", []) == [topic.label for topic in story.topics]
    assert said["article:published_time"] == ["2022-08-15T11:29:00+06:00"]
    assert ("article:modified_time" in said) == (story.updated_at is not None)


def test_a_video_is_played_where_it_is_shared() -> None:
    said, story = of(STORIES["video"]), STORIES["video"]
    assert story.video is not None
    assert (said["og:video"], said["og:video:type"]) == ([story.video.embed], ["text/html"])
    assert [kind for kind in STORIES if "og:video" in of(STORIES[kind])] == ["video"]


def test_a_photo_story_offers_several_of_its_pictures() -> None:
    images = of(STORIES["photo"])["og:image"]
    assert len(images) > 1
    assert all(one.startswith(PAPER.origin) and one.endswith((".jpg", ".webp")) for one in images)
    assert len(of(STORIES["news"])["og:image"]) == 1


def test_who_wrote_it_is_named_and_an_opinion_is_one() -> None:
    signed = replace(STORIES["news"], bylines=(BylineCopy("রওশন আরা", "", "/writer/রওশন-আরা/"), BylineCopy("রবিন সরকার")))
    said = of(replace(signed, kind="opinion"))
    assert said["article:author"] == [f"{PAPER.origin}/writer/{quote('রওশন-আরা')}/", "রবিন সরকার"]
    assert said["article:opinion"] == ["true"]
    assert "article:opinion" not in of(signed)
    assert "article:author" not in of(STORIES["news"])


def test_a_front_has_the_papers_mark_and_a_writer_their_face() -> None:
    empty = FrontCopy(None, (), (), ())
    assert graph(pages.front(empty, PAPER))["og:image"] == [f"{PAPER.origin}/icon/512.png"]
    said = graph(pages.list_page(specimens.writer_page(), PAPER))
    assert (said["og:type"], len(said["og:image"])) == (["profile"], 1)
    assert graph(pages.list_page(specimens.section_page(), PAPER))["og:type"] == ["website"]


ODD = 'নদী & চর: "৫০%" ভাঙন #১ + ২ <b> ‘কেন?’ ক্ষয়'


@pytest.mark.parametrize("headline", [STORIES["news"].headline, ODD, "Latin & বাংলা", "এক\N{ZERO WIDTH JOINER}ই"])
def test_what_is_handed_on_is_the_headline_and_the_short_link(headline: str) -> None:
    story = replace(STORIES["news"], headline=headline)
    links = {}
    for link in shares(story, PAPER, SAY):
        parts = urlsplit(quote(link.href, safe="%/:?#[]@!$&'()*+,;=~"))  # as a browser asks for it
        links[link.label] = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
        assert (parts.scheme, parts.fragment) == ("https", "")
    short = f"{PAPER.origin}/{story.id}"
    assert links == {
        "ফেসবুক": {"u": short},
        "হোয়াটসঅ্যাপ": {"text": f"{headline} {short}"},
        "এক্স": {"text": headline, "url": short},
        "টেলিগ্রাম": {"url": short, "text": headline},
    }


def test_the_links_are_plain_and_nobody_elses_script_is_asked() -> None:
    page = parser.document_fromstring(pages.story(STORIES["news"], PAPER))
    assert len(page.xpath("//section[@class='share']//a[starts-with(@href, 'https://')]")) == 4
    assert page.xpath("//script[@src]") == []
    assert "script-src 'self'" in policy.csp()


def test_others_find_where_to_ask_what_they_may_show() -> None:
    page = parser.document_fromstring(pages.story(STORIES["news"], PAPER))
    assert page.xpath("//link[@type='application/json+oembed']/@href") == [f"/oembed?url={PAPER.origin}/12"]


def test_what_others_show_is_small_closed_and_runs_nothing() -> None:
    lead = specimens.front().lead
    assert lead is not None
    html = pages.embed(replace(lead, summary="নদীর পাড় ভাঙছে। " * 30), PAPER)
    assert len(html.encode()) <= 10_000
    assert len(compressed(html.encode())) <= 2_500
    page = parser.document_fromstring(html)
    assert page.xpath("//script | //iframe | //form") == []
    assert page.xpath("//h1/a/@href | //h1/a/@rel") == [lead.href, "noopener"]
    assert len(page.xpath("string(//p[@class='lead'])")) <= pages.EMBEDDED + 1
    rules = dict(rule.split(" ", 1) for rule in dict(policy.embed_headers())["content-security-policy"].split("; "))
    assert (rules["default-src"], rules["frame-ancestors"]) == ("'none'", "*")
    assert not {"allow-scripts", "allow-same-origin"} & set(rules["sandbox"].split())
    assert "x-frame-options" not in dict(policy.embed_headers())


def test_a_topic_without_anything_leaves_no_empty_line() -> None:
    assert "\n\n" not in pages.story(replace(STORIES["news"], topics=(Link("নদী", "/topic/নদী/"),)), PAPER)
