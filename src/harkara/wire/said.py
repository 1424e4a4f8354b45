"""What a page says to machines: JSON-LD, OpenGraph, Dublin Core and other meta elements, and islands of data."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from harkara.bangla import clock
from harkara.wire import typeset
from harkara.wire.page import tidy

_KINDS = re.compile(r"(?:^|[/#])(?:\w*NewsArticle|Article|LiveBlogPosting|BlogPosting|Report|WebPageElement)$")
_SCRIPTS = 60
_LARGEST = 3_000_000
_NODES = 30_000
_BANGLA = re.compile("[\u0980-\u09ff]")
_LITTLE = re.compile(r"excerpt|description|summary|seo|meta|comment|caption|teaser|subtitle|og:", re.IGNORECASE)
_JOIN = "\x1f"
_WHEN = re.compile(r"publish|^date$|created|first_?published|posted|pub_?date|date_?time", re.IGNORECASE)
_ANEW = re.compile(r"modif|updat|edited", re.IGNORECASE)
_VALUE = r'"\s*:\s*"((?:[^"\\]|\\.){1,600})"'


@dataclass(slots=True)
class Said:
    """What a page says of itself, each with its most trusted word first. Times may lack their zone."""

    headlines: list[tuple[str, float]] = field(default_factory=list)
    body: str = ""
    published: list[datetime] = field(default_factory=list)
    updated: list[datetime] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    outlet: str = ""
    address: str = ""
    pictures: list[str] = field(default_factory=list)
    language: str = ""


def read(root: Any, base: str = "") -> Said:
    """Return what the tree ``root`` of the page at ``base`` says to machines."""
    said = Said(language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:20])
    metas, title, canonical = _metas(root)
    article = _article(list(_linked(root)), canonical or base)
    if article:
        _of_article(article, said)
    _of_metas(metas, said)
    if title:
        said.headlines.append((title, 1.0))
    address = canonical or metas.get("og:url", "") or (said.address if said.address.startswith("http") else "") or base
    try:
        said.address = urljoin(base, address) if address else ""
        if urlsplit(said.address).scheme not in ("http", "https"):
            said.address = base
    except ValueError:
        said.address = base
    return said


def moment(value: str) -> datetime | None:
    """Return the moment that a machine-readable ``value`` names, without a zone where it has none.

    >>> moment("2026-05-12T04:30:00.000Z"), moment("2026-05-12 10:30")
    (datetime.datetime(2026, 5, 12, 4, 30, tzinfo=datetime.timezone.utc), datetime.datetime(2026, 5, 12, 10, 30))
    """
    text = value.strip()[:60]
    for read_it in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read_it(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if 1990 <= found.year <= 2100:
            return found.replace(microsecond=0)
    told = clock.find(text)
    return told[0].moment.replace(tzinfo=None) if told else None


@dataclass(slots=True)
class Island:
    """What a page keeps as data for its scripts: the paragraphs of its story, and the times that stand beside them."""

    body: list[str] = field(default_factory=list)
    published: list[datetime] = field(default_factory=list)
    updated: list[datetime] = field(default_factory=list)


def island(root: Any) -> Island:
    """Return the story that the page keeps as data, in the field that holds most Bangla; an empty one where it keeps none.

    ``__NEXT_DATA__`` and its kin hold the whole story where the page is drawn in the browser.
    """
    best: list[str] = []
    where, most = "", 200.0
    strings: list[tuple[str, str]] = []
    for text in _scripts(root, linked=False):
        groups: dict[str, list[str]] = {}
        rows = list(_strings(_loads(text)))
        for path, value in rows:
            if len(_BANGLA.findall(value[:5000])) >= 25:
                groups.setdefault(path, []).append(value)
        for path, values in groups.items():
            weight = sum(len(_BANGLA.findall(value)) for value in values) * (0.2 if _LITTLE.search(path) else 1.0)
            if weight / len(values) >= 60 and weight > most:
                most, best, where, strings = weight, values, path, rows
    found = Island([line for value in best for line in typeset.fragment(value)])
    for path, value in strings:
        name = path.rpartition(_JOIN)[2]
        if 8 <= len(value) <= 40 and _beside(path, where) and (told := moment(value)):
            if _ANEW.search(name):
                found.updated.append(told)
            elif _WHEN.search(name):
                found.published.append(told)
    return found


def _beside(path: str, where: str) -> bool:
    """Whether ``path`` leads to a field of the object that holds the one at ``where``, or of the one around that."""
    holder = path.rpartition(_JOIN)[0]
    return where.startswith(holder) and where[len(holder) :].count(_JOIN) <= 2


def _metas(root: Any) -> tuple[dict[str, str], str, str]:
    metas: dict[str, str] = {}
    title = canonical = ""
    for number, element in enumerate(root.iter("meta", "title", "link")):
        if number > 2000:
            break
        if element.tag == "meta":
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
            content = element.get("content") or ""
            if name and content and name not in metas:
                metas[name[:60]] = tidy(content[:2000])
        elif element.tag == "title" and not title:
            title = tidy((element.text or "")[:600])
        elif element.tag == "link" and "canonical" in (element.get("rel") or "").lower() and not canonical:
            canonical = (element.get("href") or "").strip()[:3000]
    return metas, title, canonical


def _of_metas(metas: dict[str, str], said: Said) -> None:
    for names, weight in (
        (("og:title",), 2.0),
        (("twitter:title", "dc.title", "dcterms.title", "title"), 1.0),
        (("headline",), 2.0),
    ):
        said.headlines += [(metas[name], weight) for name in names if name in metas]
    published = ("article:published_time", "datepublished", "og:published_time", "dc.date.issued", "dcterms.created",
                 "dc.date", "publish-date", "pubdate", "publishdate", "date", "article.published", "parsely-pub-date")  # fmt: skip
    updated = (
        "article:modified_time",
        "datemodified",
        "og:updated_time",
        "dcterms.modified",
        "dc.date.modified",
        "lastmod",
    )
    for wanted, into in ((published, said.published), (updated, said.updated)):
        into += [found for name in wanted if name in metas and (found := moment(metas[name]))]
    if not said.authors:
        authors = [metas[name] for name in ("author", "article:author", "dc.creator", "byl") if name in metas]
        said.authors = [name for name in authors if not name.startswith("http")][:1]
    said.outlet = said.outlet or metas.get("og:site_name", "") or metas.get("application-name", "")
    said.pictures += [metas[name] for name in ("og:image", "og:image:secure_url", "twitter:image") if name in metas]
    said.language = metas.get("og:locale", "") or said.language


def _of_article(article: dict[str, Any], said: Said) -> None:
    nodes = article.get("@nodes") or {}
    for name in ("headline", "name", "alternativeHeadline"):
        if (text := _text(article.get(name))) and not said.headlines:
            said.headlines.append((text, 2.5))
    said.body = "\n".join(_body(article))
    for name, into in (
        ("datePublished", said.published),
        ("dateCreated", said.published),
        ("dateModified", said.updated),
    ):
        if (found := moment(_text(article.get(name)))) and (name != "dateCreated" or not into):
            into.append(found)
    for author in _list(article.get("author"))[:8]:
        node = nodes.get(author.get("@id"), author) if isinstance(author, dict) else author
        name = _text(node.get("name") if isinstance(node, dict) else node)
        if name and len(name) <= 80:
            said.authors.append(name)
    publisher = next(iter(_list(article.get("publisher"))), None)
    if isinstance(publisher, dict):
        publisher = nodes.get(publisher.get("@id"), publisher) if "name" not in publisher else publisher
        said.outlet = _text(publisher.get("name"))[:80]
    page = article.get("mainEntityOfPage")
    said.address = _text(article.get("url")) or _text(page.get("@id") if isinstance(page, dict) else page)
    for picture in _list(article.get("image"))[:10]:
        address = _text(picture.get("url") or picture.get("contentUrl") if isinstance(picture, dict) else picture)
        if address:
            said.pictures.append(address)


def _body(article: dict[str, Any]) -> list[str]:
    """The paragraphs of ``articleBody``, those of a live blog's entries where it has none of its own."""
    text = _text(article.get("articleBody"), keep=True) or _text(article.get("text"), keep=True)
    if text:
        return _unescaped(text)
    entries = _list(article.get("liveBlogUpdate"))[:300]
    return [
        line
        for entry in entries
        if isinstance(entry, dict)
        for line in _unescaped(_text(entry.get("articleBody"), keep=True))
    ]


def _unescaped(text: str) -> list[str]:
    if "&lt;" in text or "&#" in text or "&nbsp;" in text:
        text = unescape(text)
    return typeset.fragment(text[:300_000])


def _article(nodes: list[dict[str, Any]], address: str) -> dict[str, Any] | None:
    """The node that is the story: one that names the page's address, or the first."""
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    found = [node for node in nodes if any(_KINDS.search(str(kind)) for kind in _list(node.get("@type")))]
    found = [node for node in found if node.get("headline") or node.get("articleBody") or node.get("datePublished")]
    if not found:
        return None
    path = address.partition("?")[0].rstrip("/")

    def stands_here(node: dict[str, Any]) -> bool:
        page = node.get("mainEntityOfPage")
        named = (node.get("url"), node.get("@id"), page.get("@id") if isinstance(page, dict) else page)
        return bool(path) and any(
            isinstance(name, str) and name.partition("#")[0].partition("?")[0].rstrip("/") == path for name in named
        )

    chosen = next((node for node in found if stands_here(node)), found[0])
    return {**chosen, "@nodes": known}


def _linked(root: Any) -> Iterator[dict[str, Any]]:
    """The nodes of all JSON-LD, those nearer to the top first; broken JSON gives what can be read."""
    for text in _scripts(root, linked=True):
        queue: list[Any] = [_loads(text) or _rescued(text)]
        seen = 0
        while queue and seen < _NODES:
            later: list[Any] = []
            for value in queue:
                seen += 1
                if isinstance(value, dict):
                    yield value
                    later += [
                        one
                        for key, one in value.items()
                        if isinstance(one, dict | list) and key not in ("comment", "isPartOf")
                    ]
                elif isinstance(value, list):
                    later += value[:2000]
            queue = later


def _scripts(root: Any, *, linked: bool) -> Iterator[str]:
    for number, element in enumerate(root.iter("script")):
        if number >= _SCRIPTS * 5:
            break
        kind = (element.get("type") or "").lower()
        text = element.text or ""
        if linked and "ld+json" in kind and len(text) <= _LARGEST:
            yield text
        elif not linked and "ld+json" not in kind and ("json" in kind or _assigns(text)) and len(text) <= _LARGEST:
            yield text if "json" in kind else text[text.find("{") :].rstrip("; \n")


def _assigns(text: str) -> bool:
    """Whether a script does nothing but keep data: ``window.__INITIAL_STATE__ = {…}``."""
    return bool(re.match(r"\s*(?:window\.|self\.|var |let |const )?[\w.$\[\]\"']{2,60}\s*=\s*\{", text[:200]))


def _loads(text: str) -> Any:
    """The JSON of ``text``, mended where it is broken in the ways that papers break it; ``None`` where it cannot be."""
    plain = (
        re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", text).strip().rstrip(";")
    )
    for attempt in (plain, re.sub(r",(\s*[}\]])", r"\1", plain)):
        try:
            return json.JSONDecoder(strict=False).raw_decode(attempt.lstrip())[0]
        except (ValueError, RecursionError):
            continue
    return None


def _rescued(text: str) -> dict[str, Any]:
    """The few fields that matter, out of JSON that nothing reads."""
    found: dict[str, Any] = {"@type": "NewsArticle"}
    for name in ("headline", "datePublished", "dateModified", "url"):
        match = re.search(f'"{name}{_VALUE}', text)
        if match:
            value = _loads(f'"{match[1]}"')
            found[name] = value if isinstance(value, str) else match[1]
    return found if len(found) > 1 else {}


def _strings(value: Any) -> Iterator[tuple[str, str]]:
    """All strings in ``value``, each with the names that lead to it; places in lists have none."""
    stack: list[tuple[str, Any]] = [("", value)]
    seen = 0
    while stack and seen < _NODES:
        path, one = stack.pop()
        seen += 1
        if isinstance(one, str):
            yield path, one
        elif isinstance(one, dict):
            stack += [(f"{path}{_JOIN}{key}"[-300:], inner) for key, inner in reversed(one.items())]
        elif isinstance(one, list):
            stack += [(f"{path}[]"[-300:], inner) for inner in reversed(one[:3000])]


def _text(value: Any, *, keep: bool = False) -> str:
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), "")
    if not isinstance(value, str):
        return ""
    return value if keep else tidy(unescape(re.sub(r"<[^>]{1,200}>", "", value[:3000])))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
