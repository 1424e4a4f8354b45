"""JSON Feed, versions 1 and 1.1 (jsonfeed.org): from what was parsed to entries."""

from typing import Any

from harkara.wire.dispatch import Picture
from harkara.wire.entries import Entry
from harkara.wire.markup import whole


def entries(feed: Any, address: str) -> list[Entry]:
    """The entries of a parsed JSON Feed. Raises ``ValueError`` for what is none; of an item that is none nothing is taken."""
    if not isinstance(feed, dict) or not _text(feed, "version"):  # some write 1.1 for the address of the version
        raise ValueError("it names no version")
    items = feed.get("items")
    if not isinstance(items, list):
        raise ValueError("items is no list")
    return [_entry(item, feed, address) for item in items if isinstance(item, dict)]


def _entry(item: dict[str, Any], feed: dict[str, Any], address: str) -> Entry:
    link = whole(_text(item, "url") or _text(item, "external_url"), address)
    plain = _text(item, "content_text")
    texts = [_text(item, "content_html"), _escaped(plain) if plain else "", _escaped(_text(item, "summary"))]
    pictures = [whole(_text(item, name), address) for name in ("image", "banner_image")]
    found = [Picture(picture) for picture in pictures[:1] or pictures if picture]
    found += [
        Picture(whole(_text(one, "url"), address), _text(one, "title"))
        for one in _rows(item, "attachments")
        if _text(one, "mime_type").startswith("image/") and whole(_text(one, "url"), address)
    ]
    return Entry(
        guid=_text(item, "id").strip(),
        title=_escaped(_text(item, "title")),
        link=link,
        html=[text for text in texts if text.strip()],
        author=", ".join(filter(None, (_text(one, "name") for one in _authors(item) or _authors(feed)))),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        subjects=[str(tag) for tag in _list(item, "tags") if isinstance(tag, str)],
        pictures=found,
        language=_text(item, "language") or _text(feed, "language"),
    )


def _text(row: dict[str, Any], name: str) -> str:
    """A text; numbers, as some write their ids, count as one."""
    value = row.get(name)
    if isinstance(value, bool) or value is None:
        return ""
    return str(value) if isinstance(value, str | int | float) else ""


def _list(row: dict[str, Any], name: str) -> list[Any]:
    value = row.get(name)
    return value if isinstance(value, list) else []


def _rows(row: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in _list(row, name) if isinstance(one, dict)]


def _authors(row: dict[str, Any]) -> list[dict[str, Any]]:
    """``authors`` of version 1.1, ``author`` of version 1."""
    one = row.get("author")
    return _rows(row, "authors") or ([one] if isinstance(one, dict) else [])


def _escaped(plain: str) -> str:
    """Plain text as HTML: its empty lines divide paragraphs."""
    safe = plain.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"<p>{part}</p>" for part in safe.split("\n\n") if part.strip())
