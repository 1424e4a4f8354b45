"""ninjs: IPTC's news in JSON, 1.x to 3.x. Source: the schemas ninjs 1.6, 2.2 and 3.1 (https://iptc.org/standards/ninjs/).

The three generations say the same with other names: 1 has ``headline`` and ``body_xhtml``, 2 lists of ``headlines`` and
``bodies``, 3 writes ``versionCreated`` for ``versioncreated``. Names are compared without case and underscores, and a list
is taken where a value alone stood, so one reader reads all.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from harkara.wire import paragraphs
from harkara.wire.dispatch import Dispatch, Picture, State
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import fields
from harkara.wire.formats.sample import Sample

NAME = "ninjs"

Fields = Mapping[str, Any]

_STATES: dict[str, State] = {
    "usable": "usable",
    "withheld": "withheld",
    "canceled": "cancelled",
    "cancelled": "cancelled",
}
_SIGNS = frozenset(
    (
        "headline", "headlines", "bodies", "versioncreated", "firstcreated", "pubstatus", "bodytext", "bodyhtml", "bodyxhtml",
        "slugline", "renditions", "associations", "descriptiontext",
    )
)  # fmt: skip
_TYPES = frozenset(("text", "audio", "video", "picture", "graphic", "composite", "planning", "component", "event"))
_CAPITAL = re.compile(r"[a-z][A-Z]")


def knows(sample: Sample) -> bool:
    """Whether ``sample`` is a ninjs item, or a list of some."""
    items = _items(sample.value)
    return bool(items) and all(isinstance(one, dict) and _is_item(_folded(one)) for one in items)


def generation(item: Mapping[str, Any]) -> int:
    """Of which generation (1, 2 or 3) a ninjs item is: as it says, or by its fields.

    >>> generation({"uri": "x", "headline": "y"}), generation({"headlines": []}), generation({"versionCreated": ""})
    (1, 2, 3)
    """
    folded = _folded(item)
    standard = folded.get("standard", folded.get("$standard"))
    told = str(_folded(standard).get("version", "")) if isinstance(standard, dict) else ""
    if told[:1] in ("1", "2", "3"):
        return int(told[0])
    if any(_CAPITAL.search(name) for name in item):
        return 3
    return 2 if isinstance(folded.get("headlines", folded.get("bodies")), list) else 1


def read(sample: Sample, zone: str = "UTC") -> tuple[Dispatch, ...]:
    """The items of a ninjs file, each with the pictures associated to it.

    ``zone`` is the IANA zone of times without an offset. Raises ``UnreadableItem`` where an item cannot be read; its
    ``read`` holds the others.
    """
    items = _items(sample.value)
    found: list[Dispatch] = []
    wrong: list[str] = []
    for item in items:
        try:
            found.append(_item(item, zone))
        except UnreadableItem as error:
            wrong.append(str(error))
    if wrong:
        of = f"; the other {len(found)} of {len(items)} items are whole" if found else ""
        raise UnreadableItem(f"{'; '.join(wrong)}{of}", tuple(found))
    return tuple(found)


def _item(raw: Mapping[str, Any], zone: str) -> Dispatch:
    item = _folded(raw)
    kind = f"{NAME} {generation(raw)}"
    guid = _text(item, "uri") or _text(item, "guid")
    if not guid:
        raise UnreadableItem(f"a {kind} item has no uri to be known by; ask the agency to send it with one")
    state = _STATES.get(_text(item, "pubstatus").casefold(), "usable")
    headline = _main(item, "headline") or _text(item, "title")
    body = _body(item)
    caption = _main(item, "description")
    urgency = fields.urgency(item.get("urgency"))
    headline, told = fields.in_unicode(headline, body.paragraphs, _text(item, "language"))
    text = told or fields.once([caption])
    if state == "usable":
        headline = headline or (caption if not body.paragraphs else "") or _text(item, "slugline")
        headline, text = fields.whole(kind, guid, headline, text, urgency)
    created = fields.moment(_text(item, "versioncreated"), zone)
    first = fields.moment(_text(item, "firstcreated"), zone)
    chain = _names(item, "infosource") or _names(item, "source")
    chain += [name for name in (_text(item, "copyrightholder"),) if name and name not in chain]
    chain = chain or [host for host in (_host(guid),) if host]
    embargo = fields.moment(_text(item, "embargoed"), zone)
    return Dispatch(
        guid=guid,
        headline=headline,
        body=text,
        version=fields.version(item.get("version")),
        state=state,
        sender=fields.source(chain[-1]).name if chain else "",
        byline=fields.byline(_text(item, "byline") or _text(item, "by")),
        dateline=_text(item, "located"),
        language=_text(item, "language"),
        published=first or created,
        updated=created,
        embargo=embargo,
        urgency=urgency,
        subjects=fields.once([*_concepts(item, "subject"), _text(item, "slugline"), *_keywords(item)]),
        places=fields.once([_text(item, "located"), *_names(item, "place")]),
        source_chain=fields.sources(chain, text),
        pictures=tuple(_pictures(item, caption)) + body.pictures,
        address=_address(item),
        rights="; ".join(fields.once([_text(item, "copyrightnotice"), _text(item, "usageterms")])),
        note=_text(item, "ednote"),
    )


def _items(value: Any) -> list[Any]:
    """The items of a file: one alone, a list, or a list in an envelope."""
    if isinstance(value, dict) and not _is_item(_folded(value)):
        value = next((value[name] for name in ("items", "_items", "item") if isinstance(value.get(name), list)), value)
    return value if isinstance(value, list) else [value]


def _folded(item: Mapping[str, Any]) -> dict[str, Any]:
    """``item`` with the names of its fields as they are compared."""
    return {str(name).casefold().replace("_", ""): value for name, value in item.items()}


def _is_item(folded: Fields) -> bool:
    if str(folded.get("version", "")).startswith("https://jsonfeed.org"):
        return False
    is_named = "uri" in folded or "guid" in folded
    return is_named and (bool(_SIGNS & folded.keys()) or folded.get("type") in _TYPES)


def _text(item: Fields, name: str) -> str:
    """The words of a field that is a text or a number; empty for anything else."""
    value = item.get(name)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return fields.line(value) if isinstance(value, str) else ""


def _listed(item: Fields, name: str) -> list[dict[str, Any]]:
    """The objects of a field that is called ``name`` or its plural; one alone, or named ones, as a list."""
    value = item.get(f"{name}s", item.get(name))
    if name == "person":
        value = item.get("people", value)
    if isinstance(value, dict):
        inner = list(value.values())
        value = inner if inner and all(isinstance(one, dict) for one in inner) else [value]
    return [_folded(one) for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _main(item: Fields, name: str) -> str:
    """The headline or description: of several the one whose role is ``main`` or that has none, else the first."""
    told = [one for one in _listed(item, name) if _plain(one)]
    told.sort(key=lambda one: _text(one, "role").casefold() not in ("", "main"))
    if told:
        return _plain(told[0])
    if words := _text(item, name) or _text(item, f"{name}text"):
        return words
    marked = next((str(value) for key, value in item.items() if key.startswith(name) and isinstance(value, str)), "")
    return " ".join(paragraphs.of_html(marked).paragraphs)


def _plain(part: Fields) -> str:
    words = _text(part, "value")
    is_marked = "html" in _text(part, "contenttype")
    return " ".join(paragraphs.of_html(words).paragraphs) if is_marked else words


def _body(item: Fields) -> paragraphs.Text:
    """The body: of several renderings the one in HTML, unless it has much less text than another."""
    found = [
        _rendered(str(part.get("value", "")), _text(part, "contenttype"))
        for part in _listed({"bodies": item.get("bodies")}, "bodie")
    ]
    found += [
        _rendered(value, name.removeprefix("body"))
        for name, value in item.items()
        if name.startswith("body") and isinstance(value, str)
    ]
    found.sort(key=lambda text: -sum(map(len, text.paragraphs)))
    best = found[0] if found else paragraphs.Text()
    for text in found[1:]:
        if len(text.paragraphs) > len(best.paragraphs) and 2 * sum(map(len, text.paragraphs)) > sum(
            map(len, best.paragraphs)
        ):
            best = text
    return best


def _rendered(value: str, kind: str) -> paragraphs.Text:
    if "text" in kind and "html" not in kind and "</p>" not in value:
        return paragraphs.Text(paragraphs.of_lines(value))
    return paragraphs.of_html(value)


def _names(item: Fields, name: str) -> list[str]:
    told = [_text(one, "name") or _text(one, "literal") for one in _listed(item, name)]
    told = told or [_text(item, name)]
    return [name for name in told if name]


def _concepts(item: Fields, name: str) -> Iterator[str]:
    """The code of each concept with its name behind it."""
    for one in _listed(item, name):
        code, scheme = _text(one, "code") or _text(one, "literal"), _text(one, "scheme").rstrip("/")
        yield _text(one, "uri") or (f"{scheme.rpartition('/')[2]}:{code}" if scheme and code else code)
        yield _text(one, "name")


def _keywords(item: Fields) -> list[str]:
    value = item.get("keywords")
    return [fields.line(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _pictures(item: Fields, caption: str) -> Iterator[Picture]:
    """The item's own picture, then those associated to it: of several renditions of one the widest."""
    if _text(item, "type") in ("picture", "graphic"):
        yield from _picture(item, caption)
    for one in _listed(item, "association"):
        if _text(one, "type") in ("picture", "graphic"):
            yield from _picture(one, _main(one, "description") or _main(one, "headline"))


def _picture(item: Fields, caption: str) -> Iterator[Picture]:
    found = []
    for one in _listed(item, "rendition"):
        kind = _text(one, "contenttype") or _text(one, "mimetype") or "image/"
        if kind.startswith("image/") and _text(one, "href"):
            size = paragraphs.number(_text(one, "width")), paragraphs.number(_text(one, "height"))
            found.append(Picture(_text(one, "href"), caption, _credit(item), *size))
    if found:
        yield max(found, key=lambda picture: picture.width or 0)


def _credit(item: Fields) -> str:
    return (
        _text(item, "byline") or _text(item, "by") or _text(item, "copyrightholder") or _text(item, "copyrightnotice")
    )


def _host(uri: str) -> str:
    try:
        return urlsplit(uri).hostname or "" if uri.startswith(("http://", "https://")) else ""
    except ValueError:
        return ""


def _address(item: Fields) -> str:
    """Where the item stands for readers, if it says so."""
    told = _text(item, "url") or _text(item, "link")
    return told if told.startswith(("http://", "https://")) else ""
