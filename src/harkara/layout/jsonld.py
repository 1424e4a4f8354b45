"""Structured data for search engines: schema.org as JSON-LD.

Sources: schema.org types NewsArticle, CorrectionComment, CollectionPage, ProfilePage, BreadcrumbList, WebSite; JSON-LD 1.1,
section 7.1 (HTML script elements).
"""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from harkara.bangla.graphemes import truncate
from harkara.layout import assets, cases, compositor
from harkara.layout.addresses import absolute
from harkara.layout.copy import (
    DocumentCopy,
    LifeCopy,
    PaperCopy,
    PictureCopy,
    PointCopy,
    ProfileCopy,
    SourceLinkCopy,
    StoryCopy,
    UpdateCopy,
)
from harkara.layout.coverage import LiveCopy, LiveEntryCopy

Node = dict[str, Any]

_ESCAPES = {character: f"\\u{ord(character):04x}" for character in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}"}


def script(*nodes: Node) -> Markup:
    """A ``<script type="application/ld+json">`` element with ``nodes``; no text in it can end the element early."""
    document = {"@context": "https://schema.org", "@graph": list(nodes)}
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    for character, escape in _ESCAPES.items():  # five times replace is a tenth of what translate takes
        text = text.replace(character, escape)
    return Markup('<script type="application/ld+json">' + text + "</script>")  # noqa: S704 - escaped above


TYPES = {"opinion": "OpinionNewsArticle", "analysis": "AnalysisNewsArticle", "explainer": "BackgroundNewsArticle"}
"""Kinds of stories of which schema.org has a kind of NewsArticle."""


def news_article(story: StoryCopy, paper: PaperCopy) -> Node:
    """A NewsArticle with the chain of sources a story came through; times carry the paper's offset."""
    zone = ZoneInfo(paper.zone)
    address = absolute(story.href, paper)
    node: Node = {
        "@type": TYPES.get(story.kind, "NewsArticle"),
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": story.headline,
        "inLanguage": paper.language,
        "articleSection": story.section.name,
        "datePublished": _iso(story.published_at, zone),
        "dateModified": _iso(story.updated_at or story.published_at, zone),
        "author": authors(story, paper),
        "publisher": publisher(paper),
        "isAccessibleForFree": True,
    }
    if story.summary:
        node["description"] = story.summary
    if story.sponsor:
        node["sponsor"] = {"@type": "Organization", "name": story.sponsor}
    if story.topics:
        node["keywords"] = [topic.label for topic in story.topics]
    if story.areas:
        points = {point.name: point for point in story.points}
        node["contentLocation"] = [_place(place.label, points.get(place.label)) for place in story.areas]
    if story.video:
        node["video"] = _video(story, paper)
    if story.life:
        node["about"] = _remembered(story.life)
    if pictures := _pictures(story):
        node["image"] = [image(picture, paper) for picture in pictures]
    if story.dateline:
        node["dateline"] = story.dateline
    if based_on := source_chain(story.source_chain):
        node["isBasedOn"] = based_on
        node["creditText"] = chain_text(story.source_chain)
    if story.corrections:
        node["correction"] = [
            {"@type": "CorrectionComment", "text": note.told, "datePublished": _iso(note.made_at, zone)}
            for note in story.corrections
        ]
    return node


def live_blog(story: StoryCopy, updates: tuple[UpdateCopy, ...], paper: PaperCopy) -> Node:
    """Live coverage as a LiveBlogPosting: each of its ``updates``, the newest first, as a BlogPosting of its own."""
    zone, address = ZoneInfo(paper.zone), absolute(story.href, paper)
    assert story.mark is not None  # asked of live coverage
    return {
        "@type": "LiveBlogPosting",
        "@id": f"{address}#live",
        "url": address,
        "headline": story.headline,
        "inLanguage": paper.language,
        "datePublished": _iso(story.published_at, zone),
        "dateModified": _iso(updates[0].at, zone),
        "coverageStartTime": _iso(story.published_at, zone),
        "coverageEndTime": _iso(story.mark.until, zone),
        "author": authors(story, paper),
        "publisher": publisher(paper),
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "headline": one.because,
                "articleBody": one.because,
                "datePublished": _iso(one.at, zone),
                "author": authors(story, paper),
            }
            for one in updates
        ],
    }


def live_coverage(story: StoryCopy, live: LiveCopy, paper: PaperCopy) -> Node:
    """Live coverage with its entries as a LiveBlogPosting, the newest first; ``coverageEndTime`` stands once it has ended."""
    zone, address = ZoneInfo(paper.zone), absolute(story.href, paper)
    node: Node = {
        "@type": "LiveBlogPosting",
        "@id": f"{address}#live",
        "url": f"{address}#live",
        "mainEntityOfPage": address,
        "headline": story.headline,
        "inLanguage": paper.language,
        "datePublished": _iso(story.published_at, zone),
        "dateModified": _iso(max(live.newest_at, story.published_at), zone),
        "coverageStartTime": _iso(live.began_at, zone),
        "author": authors(story, paper),
        "publisher": publisher(paper),
        "liveBlogUpdate": [_update(one, story, address, paper) for one in live.shown],
    }
    if live.summary:
        node["description"] = " ".join(live.summary)
    if live.ended_at:
        node["coverageEndTime"] = _iso(live.ended_at, zone)
    return node


def _update(one: LiveEntryCopy, story: StoryCopy, address: str, paper: PaperCopy) -> Node:
    zone, href = ZoneInfo(paper.zone), f"{address}#e{one.place + 1}"
    node: Node = {
        "@type": "BlogPosting",
        "@id": href,
        "url": href,
        "headline": one.headline or truncate(one.words, 110),
        "articleBody": "\n".join(one.lines) or one.headline,
        "datePublished": _iso(one.at, zone),
        "author": authors(story, paper),
    }
    if one.corrected_at:
        node["dateModified"] = _iso(one.corrected_at, zone)
        node["correction"] = {
            "@type": "CorrectionComment",
            "text": one.correction,
            "datePublished": _iso(one.corrected_at, zone),
        }
    return node


def gallery(story: StoryCopy, paper: PaperCopy) -> Node:
    """The pictures of a photo story as an ImageGallery."""
    address = absolute(story.href, paper)
    return {
        "@type": "ImageGallery",
        "@id": f"{address}#photos",
        "url": address,
        "name": story.headline,
        "inLanguage": paper.language,
        "image": [image(picture, paper) for picture in _pictures(story)],
    }


def _video(story: StoryCopy, paper: PaperCopy) -> Node:
    """The video of a story as a VideoObject."""
    assert story.video is not None  # asked of stories with one
    node: Node = {
        "@type": "VideoObject",
        "name": story.headline,
        "description": story.summary or story.headline,
        "uploadDate": _iso(story.published_at, ZoneInfo(paper.zone)),
        "url": story.video.href,
        "embedUrl": story.video.embed,
    }
    if pictures := _pictures(story):
        node["thumbnailUrl"] = image(pictures[0], paper)["url"]
    return node


def _pictures(story: StoryCopy) -> list[PictureCopy]:
    """The pictures of a story that have a file: of a photo story all of them, each once."""
    above = [story.picture] if story.picture and story.picture.files else []
    if story.kind != "photo":
        return above
    return list({one.id: one for one in (*above, *compositor.shown(story.body))}.values())


def _remembered(life: LifeCopy) -> Node:
    """Whom an obituary is about; years are dates of ISO 8601."""
    node: Node = {"@type": "Person", "name": life.name}
    known = {"birthDate": life.born, "deathDate": life.died}
    return node | {name: f"{year:04}" for name, year in known.items() if year}


def _place(name: str, point: PointCopy | None) -> Node:
    """A place, with where it lies if it is a district."""
    node: Node = {"@type": "Place", "name": name}
    if point:
        node["geo"] = {"@type": "GeoCoordinates", "latitude": point.latitude, "longitude": point.longitude}
    return node


def source_chain(links: tuple[SourceLinkCopy, ...]) -> Node | None:
    """The chain as nested works, each based on the one before it; our own desk is the article itself and left out."""
    based_on: Node | None = None
    for link in links:
        if link.kind == "own":
            continue
        house: Node = {"@type": "Organization", "name": link.name}
        if link.latin:
            house["alternateName"] = link.latin
        work: Node = {"@type": "CreativeWork", "publisher": house}
        if link.url:
            work["url"] = link.url
        if based_on:
            work["isBasedOn"] = based_on
        based_on = work
    return based_on


def chain_text(links: tuple[SourceLinkCopy, ...]) -> str:
    """The chain in one line: ``কেসিএনএ → রয়টার্স → আমাদের ডেস্ক``."""
    own = cases.table("wording")["say"]["own_desk"]
    return " → ".join(link.name or own for link in links)


def authors(story: StoryCopy, paper: PaperCopy) -> list[Node]:
    """The bylines as people, else the desk, else the paper."""
    if story.bylines:
        return [_author("Person", byline.name, byline.href, paper) for byline in story.bylines]
    return [_author("Organization", story.desk or story.outlet or paper.name, story.desk_href, paper)]


def _author(kind: str, name: str, href: str, paper: PaperCopy) -> Node:
    node: Node = {"@type": kind, "name": name}
    if href:
        node["url"] = absolute(href, paper)
    return node


def profile(copy: ProfileCopy, href: str, paper: PaperCopy) -> Node:
    """The page of a person or a desk as a ProfilePage."""
    address = absolute(href, paper)
    node = _author("Person" if copy.kind == "writer" else "Organization", copy.name, href, paper)
    if copy.role:
        node["jobTitle"] = copy.role
    if copy.about:
        node["description"] = copy.about
    if copy.picture and copy.picture.files:
        node["image"] = image(copy.picture, paper)
    if copy.links:
        node["sameAs"] = [link.href for link in copy.links]
    node["worksFor" if copy.kind == "writer" else "parentOrganization"] = publisher(paper)
    return {"@type": "ProfilePage", "@id": address, "url": address, "inLanguage": paper.language, "mainEntity": node}


def publisher(paper: PaperCopy) -> Node:
    """The paper as a NewsMediaOrganization."""
    logo = {"@type": "ImageObject", "url": paper.origin + assets.href("mark.svg"), "width": 512, "height": 512}
    return {"@type": "NewsMediaOrganization", "name": paper.name, "url": paper.origin + "/", "logo": logo}


def website(paper: PaperCopy) -> Node:
    """The paper as a WebSite, with the address at which it is searched (schema.org SearchAction)."""
    target = {"@type": "EntryPoint", "urlTemplate": paper.origin + "/search/?q={search_term_string}"}
    action = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
    return {
        "@type": "WebSite",
        "name": paper.name,
        "url": paper.origin + "/",
        "inLanguage": paper.language,
        "potentialAction": action,
    }


def collection(name: str, href: str, paper: PaperCopy) -> Node:
    """A page that gathers pieces of the paper, as a CollectionPage."""
    address = absolute(href, paper)
    return {
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "name": name,
        "inLanguage": paper.language,
        "publisher": publisher(paper),
    }


def about(page: DocumentCopy, paper: PaperCopy) -> Node:
    """A page about the paper: an AboutPage, a ContactPage, or a page like any other."""
    address = absolute(page.href, paper)
    node: Node = {
        "@type": {"about": "AboutPage", "contact": "ContactPage"}.get(page.slug, "WebPage"),
        "@id": address,
        "url": address,
        "name": page.title,
        "inLanguage": paper.language,
        "publisher": publisher(paper),
    }
    if page.summary:
        node["description"] = page.summary
    if page.changed_at:
        node["dateModified"] = _iso(page.changed_at, ZoneInfo(paper.zone))
    return node


def image(picture: PictureCopy, paper: PaperCopy) -> Node:
    """The widest file of ``picture`` as an ImageObject. The picture must have a file."""
    widest = max(picture.files, key=lambda file: (file.width, file.href.endswith(".jpg")))
    node: Node = {
        "@type": "ImageObject",
        "url": absolute(widest.href, paper),
        "width": widest.width,
        "height": widest.height,
    }
    if picture.caption:
        node["caption"] = picture.caption
    if picture.credit:
        node["creditText"] = picture.credit
    return node


def breadcrumbs(*steps: tuple[str, str], paper: PaperCopy) -> Node:
    """A BreadcrumbList of ``(name, href)`` from the front down. The last step is the page itself, which needs no address
    (Google's rule for the list).
    """
    items: list[Node] = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(href, paper)}
        for place, (name, href) in enumerate(steps, 1)
    ]
    if items:
        del items[-1]["item"]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _iso(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="seconds")
