"""A folder of ninjs documents, ours or another house's, as parcels: for a paper that lives, where numbers are taken.

``harkara export`` packs such a folder (``stories/``), with the pictures beside it; any tree of ``*.json`` documents will do. Where a
document holds all that our desk kept of its story (``desk.holdings.folder.STORY``), its blocks are those; else its HTML is read,
else its words. The story's old address, its short link and where it stood before lead to it.
"""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, Final, Literal, cast
from urllib.parse import urlsplit

from harkara.desk.holdings.folder import MANIFEST, PICTURE, STORY
from harkara.wire.chain import Source
from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import blocks
from harkara.wire.moving.parcel import (
    Block,
    Dropped,
    Facts,
    Found,
    Heading,
    Kind,
    Label,
    Note,
    Paragraph,
    Parcel,
    Picture,
    Points,
    Quote,
    Reader,
    Results,
    State,
    Wanted,
)

LARGEST: Final = 16 * 2**20
"""Bytes of a document that is read."""

STATES: Final[dict[str, State]] = {"usable": "live", "withheld": "withdrawn", "canceled": "withdrawn"}
KINDS: Final = ("news", "analysis", "opinion", "explainer", "photo", "video", "obituary")
CHAIN: Final = ("agency", "state-media", "outlet", "official", "social", "own", "other")

Node = dict[str, Any]


def open_(path: Path, wanted: Wanted) -> "Folder":
    """Opens the folder ``path``. Raises ``UnreadableItem`` where it is none."""
    if not path.is_dir():
        raise UnreadableItem(f"{path} is no folder; give the folder in which the ninjs documents are")
    return Folder(path, wanted)


class Folder(Reader):
    """The documents of a folder, in the order of their paths."""

    def __init__(self, root: Path, wanted: Wanted) -> None:
        manifest: Node = {}
        with suppress(OSError, ValueError):
            manifest = json.loads((root / MANIFEST).read_bytes())
        self._root = root / "stories" if manifest else root
        self._pictures = root / "pictures" if manifest else Path(wanted.uploads or root)
        self.origin = wanted.origin or manifest.get("origin") or str(root.name)

    def raw(self, after: str = "") -> Iterator[str]:
        """The path of each document; memory does not grow with the folder."""
        return (path for path in _paths(self._root) if path > after)

    def made(self, raw: str) -> Found:
        """A document as a parcel, or why it is none."""
        try:
            parcel = self._parcel(json.loads(_bytes(self._root / raw)))
        except (ValueError, OSError, AttributeError, TypeError, KeyError) as error:
            return Found(raw, raw, 0.0, dropped=Dropped(raw, f"It is no ninjs document: {error}."))
        if isinstance(parcel, Dropped):
            return Found(raw, raw, 0.0, dropped=parcel)
        return Found(parcel.key, raw, 0.0, parcel)

    def apart(self) -> None:
        """Nothing is open."""

    def labels(self) -> Iterator[tuple[Literal["section", "topic", "author"], Label]]:
        """None beside those that parcels have."""
        return iter(())

    def picture(self, address: str) -> bytes | None:
        """The bytes of ``/picture/12`` out of the folder beside the documents."""
        number = address.rpartition("/")[2]
        if not number.isdecimal():
            return None
        for file in (self._pictures / str(int(number) // 1000)).glob(f"{number}.*"):
            if file.suffix != ".json":
                return file.read_bytes()
        return None

    def close(self) -> None:
        """Nothing is open."""

    def _shown(self, number: Any) -> Picture:
        """A picture by its number, with the words that lie beside it."""
        said: Node = {}
        with suppress(OSError, ValueError, TypeError):
            node = json.loads(_bytes(self._pictures / str(int(number) // 1000) / f"{number}.json"))
            kept = (json.loads(one["value"]) for one in node["bodies"] if one.get("contentType") == PICTURE)
            said = next(kept, {})
        words = {name: str(said.get(name) or "") for name in ("alt", "caption", "credit", "terms")}
        return Picture(f"/picture/{number}", **words)

    def _parcel(self, node: Node) -> Parcel | Dropped:
        key = str(node["uri"])[:200]
        if node.get("type", "text") not in ("text", "composite"):
            return Dropped(key, f"It is a {node['type']} by itself; pictures come with the stories that show them.")
        row = _row(node)
        if node.get("pubStatus") == "canceled":
            return Dropped(key, "It was killed there, and its address does not come along.")
        headline = _said(node, "headlines") or str(row.get("headline", ""))
        reading = blocks.Reading() if row else blocks.read(_html(node), self.origin)
        subjects = node.get("subjects", [])
        return Parcel(
            key=key,
            headline=headline,
            body=tuple(_ours(row["body"], self._shown)) if row else reading.blocks,
            state=STATES.get(node.get("pubStatus", "usable"), "draft"),
            kind=_kind(node),
            kicker=str(row.get("kicker", "")),
            summary=_said(node, "descriptions", "summary"),
            published=_time(row.get("published_at") or node.get("firstCreated")),
            updated=_time(row.get("updated_at")) if row else _time(node.get("versionCreated")),
            sections=tuple(_label(one) for one in subjects if one.get("rel") == "section"),
            topics=tuple(_label(one) for one in subjects if one.get("rel") in ("topic", "about")),
            authors=_authors(node, row),
            lead=self._shown(row["picture"]) if row.get("picture") else None,
            video=str(row.get("video", "")),
            addresses=tuple(dict.fromkeys(_addresses(node, row))),
            takes_comments=row.get("comments") != "off",
            dateline=str(row.get("dateline") or node.get("located") or ""),
            sources=tuple(_sources(node, row)),
            places=tuple(one["area"] for one in row.get("areas", ())),
            corrections=tuple(Note(_sure(one["made_at"]), _corrected(one)) for one in row.get("corrections", ())),
            updates=tuple(Note(_sure(one["told_at"]), one["because"]) for one in row.get("updates", ())),
            number=row.get("id"),
            slug=str(row.get("slug", "")),
            dropped=reading.dropped,
        )


def _paths(root: Path, below: str = "") -> Iterator[str]:
    """The documents below ``root`` in the order of their paths, a folder at a time."""
    with os.scandir(root / below) as entries:
        found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    named = sorted((f"{below}{name}/" if is_folder else f"{below}{name}" for name, is_folder in found))
    for path in named:
        if path.endswith("/"):
            yield from _paths(root, path)
        elif path.endswith(".json"):
            yield path


def _bytes(file: Path) -> bytes:
    with file.open("rb") as data:
        found = data.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise ValueError(f"it has more than {LARGEST >> 20} MiB")
    return found


def _row(node: Node) -> Node:
    """All that our desk kept of a story; nothing of another house's."""
    for body in node.get("bodies", []):
        if body.get("contentType") == STORY:
            kept = json.loads(body["value"])
            return kept if isinstance(kept, dict) and "body" in kept else {}
    return {}


def _said(node: Node, name: str, role: str = "main") -> str:
    """What stands in a list of values under a role; where no value has one, the first."""
    values = node.get(name, [])
    wanted = [one["value"] for one in values if one.get("role") == role]
    bare = [one["value"] for one in values if "role" not in one]
    return str((wanted or bare or [""])[0])


def _html(node: Node) -> str:
    bodies = node.get("bodies", [])
    html = [body["value"] for body in bodies if "html" in body.get("contentType", "")]
    plain = [body["value"] for body in bodies if body.get("contentType", "text/plain") == "text/plain"]
    return (
        html[0]
        if html
        else "".join(f"<p>{escape(line)}</p>" for line in (plain or [""])[0].split("\n") if line.strip())
    )


def _ours(body: list[Node], shown: Callable[[Any], Picture]) -> Iterator[Block]:
    """The blocks of our desk, one by one. ``shown`` gives a picture by its number."""
    for block in body:
        value = block["value"]
        match block["type"]:
            case "paragraph":
                yield from blocks.read(value).blocks
            case "heading":
                yield Heading(value)
            case "quote":
                yield Quote(value["text"], value.get("speaker") or "")
            case "list":
                yield Points(tuple(_points(value["items"])), bool(value.get("ordered")))
            case "facts":
                yield Facts(tuple(_points(value["items"])), value.get("heading") or "", value.get("source") or "")
            case "score" | "table":
                yield Results(block["type"], value)
            case "picture":
                yield shown(value)


def _points(items: list[Any]) -> Iterator[str]:
    for item in items:
        html = item["value"] if isinstance(item, dict) else item
        yield "<br>".join(one.html for one in blocks.read(html).blocks if isinstance(one, Paragraph))


def _kind(node: Node) -> Kind:
    said = next((one.get("literal") for one in node.get("genres", []) if one.get("literal") in KINDS), "news")
    return cast(Kind, said)


def _label(subject: Node) -> Label:
    uri = str(subject.get("uri", ""))
    path = urlsplit(uri).path
    slug = str(subject.get("literal") or path.strip("/").rpartition("/")[2])
    return Label(str(subject.get("name") or slug), slug, (uri,) if uri else ())


def _authors(node: Node, row: Node) -> tuple[Label, ...]:
    if row:
        names = str(node.get("by", "")).split(", ") if row.get("bylines") else []
        places = {one["place"] for one in row.get("bylines", ())}
        return tuple(Label(name) for name in names if name and name not in places)
    return (Label(str(node["by"])),) if node.get("by") else ()


def _addresses(node: Node, row: Node) -> Iterator[str]:
    """Where the story was to be found: its short link, where it stands, where it stood."""
    yield str(node["uri"])
    yield from (
        one["href"] for one in node.get("renditions", []) if one.get("contentType") == "text/html" and "href" in one
    )
    yield from (one["href"] for one in row.get("addresses", ()))


def _sources(node: Node, row: Node) -> Iterator[Source]:
    links = row.get("source_links")
    told = links if links is not None else [{**one, "kind": one.get("role")} for one in node.get("infoSources", [])]
    for one in told:
        kind = one.get("kind") if one.get("kind") in CHAIN else "other"
        yield Source(str(one.get("name", "")), cast(Any, kind), str(one.get("latin", "")))


def _corrected(note: Node) -> str:
    """A correction in words: what was said, and the passages that were changed."""
    passages = [f"“{one['stood']}” → “{one['stands']}”" for one in note.get("passages", ())]
    return "\n".join(part for part in (note.get("text", ""), *passages) if part)


def _time(said: Any) -> datetime | None:
    if not said:
        return None
    moment = datetime.fromisoformat(str(said).replace("Z", "+00:00"))
    return moment if moment.tzinfo else None


def _sure(said: str) -> datetime:
    moment = _time(said)
    if moment is None:
        raise ValueError(f"“{said}” is no time")
    return moment
