"""Structured data against schema.org: every node is of a type that there is, and says nothing that the type does not know.

The table is of schema.org's vocabulary (release 29): of each type that we use, the properties that we use, with what may
stand there. `text` is any text, `url` a full address, `time` ISO 8601 with an offset, `day` a year or
a day of it, `yes` a truth value, `number` a number, `degree` a coordinate;
other words are types. What Google asks of NewsArticle, BreadcrumbList and the logo is in `DEMANDED`.
"""

import json
import re
from datetime import datetime
from typing import Any

import pytest
from lxml import html as parser

from harkara.layout import samples

THING = {
    "@id": "url",
    "name": "text",
    "alternateName": "text",
    "url": "url",
    "description": "text",
    "image": "ImageObject",
}
WORK = THING | {
    "author": "Person Organization NewsMediaOrganization",
    "publisher": "NewsMediaOrganization Organization",
    "datePublished": "time",
    "dateModified": "time",
    "inLanguage": "text",
    "keywords": "text",
    "isAccessibleForFree": "yes",
    "isBasedOn": "CreativeWork",
    "correction": "CorrectionComment",
    "headline": "text",
    "creditText": "text",
    "text": "text",
    "about": "Place Thing Person",
    "contentLocation": "Place",
    "mainEntityOfPage": "url",
}
ARTICLE = WORK | {
    "video": "VideoObject",
    "articleSection": "text",
    "dateline": "text",
    "articleBody": "text",
    "wordCount": "number",
}
ORGANIZATION = THING | {
    "logo": "ImageObject",
    "sameAs": "url",
    "publishingPrinciples": "url",
    "correctionsPolicy": "url",
    "parentOrganization": "Organization NewsMediaOrganization",
}
TYPES: dict[str, dict[str, str]] = {
    "NewsArticle": ARTICLE,
    "OpinionNewsArticle": ARTICLE,
    "AnalysisNewsArticle": ARTICLE,
    "BackgroundNewsArticle": ARTICLE,
    "CreativeWork": WORK,
    "CorrectionComment": WORK,
    "Person": THING
    | {
        "birthDate": "day",
        "deathDate": "day",
        "jobTitle": "text",
        "sameAs": "url",
        "worksFor": "Organization NewsMediaOrganization",
    },
    "Organization": ORGANIZATION,
    "NewsMediaOrganization": ORGANIZATION,
    "Place": THING | {"geo": "GeoCoordinates"},
    "GeoCoordinates": THING | {"latitude": "degree", "longitude": "degree"},
    "ImageObject": WORK | {"width": "number", "height": "number", "caption": "text", "contentUrl": "url"},
    "WebPage": WORK,
    "AboutPage": WORK,
    "ContactPage": WORK,
    "VideoObject": WORK | {"thumbnailUrl": "url", "uploadDate": "time", "embedUrl": "url"},
    "CollectionPage": WORK,
    "ImageGallery": WORK,
    "BlogPosting": ARTICLE,
    "LiveBlogPosting": ARTICLE
    | {"coverageStartTime": "time", "coverageEndTime": "time", "liveBlogUpdate": "BlogPosting"},
    "ProfilePage": WORK | {"mainEntity": "Person Organization"},
    "WebSite": WORK | {"potentialAction": "SearchAction"},
    "SearchAction": THING | {"target": "EntryPoint", "query-input": "text"},
    "EntryPoint": THING | {"urlTemplate": "text"},
    "BreadcrumbList": THING | {"itemListElement": "ListItem"},
    "ListItem": THING | {"position": "number", "item": "url"},
}
OF_ARTICLES = {"@id", "mainEntityOfPage", "headline", "datePublished", "dateModified", "author", "publisher"}
DEMANDED = {
    "NewsArticle": OF_ARTICLES,
    "AnalysisNewsArticle": OF_ARTICLES,
    "VideoObject": {"name", "thumbnailUrl", "uploadDate"},
    "BackgroundNewsArticle": OF_ARTICLES,
    "OpinionNewsArticle": OF_ARTICLES,
    "BlogPosting": {"headline", "articleBody", "datePublished", "author"},
    "LiveBlogPosting": {"@id", "headline", "coverageStartTime", "liveBlogUpdate", "publisher"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name"},
    "ImageObject": {"url", "width", "height"},
    "NewsMediaOrganization": {"name", "url", "logo"},
    "WebSite": {"name", "url"},
}


def faults(node: Any, allowed: str, where: str) -> list[str]:
    """What is wrong with ``node``, which may be any of the words ``allowed``."""
    words = allowed.split()
    if isinstance(node, list):
        return [fault for one in node for fault in faults(one, allowed, where)]
    if isinstance(node, dict):
        kind = node.get("@type")
        if kind not in TYPES or kind not in words:
            return [f"{where} is of the type {kind}, and may be {allowed}"]
        lacking = [f"{where} ({kind}) lacks {name}" for name in sorted(DEMANDED.get(kind, set()) - node.keys())]
        return lacking + [
            fault
            for name, value in node.items()
            if name != "@type"
            for fault in (
                faults(value, TYPES[kind][name], f"{where}.{name}")
                if name in TYPES[kind]
                else [f"{kind} knows no {name}"]
            )
        ]
    fits = {
        "yes": isinstance(node, bool),
        "number": isinstance(node, int) and not isinstance(node, bool) and node > 0,
        "degree": isinstance(node, float) and -180 <= node <= 180,
        "text": isinstance(node, str) and node.strip() == node != "",
        "url": isinstance(node, str) and re.fullmatch(r"https?://[!-~]+", node) is not None,
        "day": isinstance(node, str) and re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", node) is not None,
        "time": isinstance(node, str) and re.fullmatch(r"[0-9T:+-]{25}", node) is not None,
    }
    if not any(fits.get(word) for word in words):
        return [f"{where} says {node!r}, and may be {allowed}"]
    if "time" in words:
        datetime.fromisoformat(node)
    return []


def nodes(html: str) -> list[dict[str, Any]]:
    found = parser.document_fromstring(html).xpath("//script[@type='application/ld+json']/text()")
    documents = [json.loads(text) for text in found]
    assert all(document["@context"] == "https://schema.org" for document in documents)
    return [node for document in documents for node in document["@graph"]]


@pytest.mark.parametrize("name", sorted(samples.sheets()))
def test_every_node_is_what_schema_org_knows(name: str) -> None:
    for node in nodes(samples.sheets()[name]):
        assert faults(node, " ".join(TYPES), name) == []


def test_the_front_says_what_paper_it_is_and_how_it_is_searched_and_a_story_where_it_stands() -> None:
    sheets = samples.sheets()
    assert [node["@type"] for node in nodes(sheets["front"])] == ["NewsMediaOrganization", "WebSite"]
    assert [node["@type"] for node in nodes(sheets["story"])] == ["NewsArticle", "BreadcrumbList"]
    assert [node["@type"] for node in nodes(sheets["section"])] == ["BreadcrumbList"]


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Persn", "name": "ক"}, "is of the type Persn"),
        ({"@type": "WebSite", "name": "ক", "url": "https://k.example/", "colour": "লাল"}, "WebSite knows no colour"),
        ({"@type": "WebSite", "name": "ক"}, "lacks url"),
        ({"@type": "WebSite", "name": "ক", "url": "/"}, "says '/'"),
    ],
)
def test_a_fault_is_found(node: dict[str, str], fault: str) -> None:
    [said] = faults(node, "WebSite Person", "x")
    assert fault in said


def test_only_coverage_that_goes_on_says_no_end() -> None:
    live = [
        (name, node)
        for name, html in samples.sheets().items()
        for node in nodes(html)
        if node["@type"] == "LiveBlogPosting"
    ]
    assert {name for name, node in live if "coverageEndTime" not in node} == {"covered", "covered-empty"}
    assert len(live) > 2
