"""What search engines ask for: sitemap index, days, the news sitemap.

A file a day: what is published or corrected prints the file of its day again and no other, however large the paper is.

Sources: sitemaps.org protocol 0.9; Google's news sitemap (stories of two days, at most 1,000).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from harkara.layout.addresses import absolute
from harkara.layout.copy import PaperCopy, SitemapEntry
from harkara.press.xml import add, document, part, parted

XML = "application/xml; charset=utf-8"
NEWS_LIMIT = 1000
LIMIT = 50_000  # addresses in one file, by the protocol; files in an index, too: 136 years of days
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def index(days: Iterable[date], paper: PaperCopy) -> bytes:
    """The index: the news sitemap, that of the pages beside the news, then one file a day."""
    root = Element("sitemapindex", {"xmlns": NAMESPACE})
    for href in ("/news-sitemap.xml", "/sitemap/pages.xml", *(f"/sitemap/{day.isoformat()}.xml" for day in days)):
        add(add(root, "sitemap"), "loc", absolute(href, paper))
    return document(root)


def pages(hrefs: Iterable[str], paper: PaperCopy) -> bytes:
    """The pages in which the paper speaks of itself. When they changed is not told: no correction prints this file again."""
    root = Element("urlset", {"xmlns": NAMESPACE})
    for href in hrefs:
        add(add(root, "url"), "loc", absolute(href, paper))
    return document(root)


def day(entries: Sequence[SitemapEntry], paper: PaperCopy) -> bytes:
    """The stories of one day."""
    root = Element("urlset", {"xmlns": NAMESPACE})
    return _filled(root, (_dated(entry, paper) for entry in entries[:LIMIT]))


def news(entries: Sequence[SitemapEntry], paper: PaperCopy) -> bytes:
    """The stories of the last two days, newest first, for news search."""
    root = Element("urlset", {"xmlns": NAMESPACE, "xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9"})
    return _filled(root, (_newsy(entry, paper) for entry in entries[:NEWS_LIMIT]))


def _filled(root: Element, urls: Iterable[bytes]) -> bytes:
    """The document ``root`` with ``urls`` in it."""
    inside = b"".join(urls)
    if not inside:
        return document(root)
    before, after = parted(root, add(root, "url"))
    return before + inside + after


@lru_cache(maxsize=NEWS_LIMIT)
def _dated(entry: SitemapEntry, paper: PaperCopy) -> bytes:
    url = Element("url")
    add(url, "loc", absolute(entry.href, paper))
    add(url, "lastmod", _iso(entry.modified_at, paper))
    return part(url)


@lru_cache(maxsize=NEWS_LIMIT)
def _newsy(entry: SitemapEntry, paper: PaperCopy) -> bytes:
    url = Element("url")
    add(url, "loc", absolute(entry.href, paper))
    piece = add(url, "news:news")
    publication = add(piece, "news:publication")
    add(publication, "news:name", paper.name)
    add(publication, "news:language", paper.language)
    add(piece, "news:publication_date", _iso(entry.published_at or entry.modified_at, paper))
    add(piece, "news:title", entry.headline)
    return part(url)


def _iso(moment: datetime, paper: PaperCopy) -> str:
    return moment.astimezone(ZoneInfo(paper.zone)).isoformat(timespec="seconds")
