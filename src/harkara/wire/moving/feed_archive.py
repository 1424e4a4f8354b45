"""``harkara import feed-archive``: RSS, Atom and JSON Feed that were kept, in a folder, a ZIP or one file.

Several documents are one feed where they name one another (RFC 5005, ``prev-archive``); the same item in several of them is taken
once, as the newest says it. A document that is named and does not lie there is told of: its items are missing.
"""

import hashlib
import json
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal
from urllib.parse import unquote, urljoin, urlsplit

from harkara.wire import chain, feeds, moments
from harkara.wire.dispatch import Picture as Told
from harkara.wire.entries import Entry
from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import blocks, files
from harkara.wire.moving.parcel import Block, Dropped, Found, Gallery, Label, Parcel, Picture, Reader, Wanted
from harkara.wire.moving.uploads import Uploads

ENDINGS: Final = (".xml", ".rss", ".atom", ".rdf", ".json", ".feed", ".txt")
LAST: Final = datetime(9999, 1, 1, tzinfo=UTC)

_LINK = re.compile(r"<(?:[\w-]{1,20}:)?link\b([^<>]{0,2000})/?>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]{1,30})\s*=\s*(?:"([^"<>]{0,2000})"|'([^'<>]{0,2000})')""")
_PLAIN_LINK = re.compile(r"<link>\s*(https?://[^\s<]{1,2000})\s*</link>", re.IGNORECASE)
_CUT = re.compile(r"(?:\[(?:…|\.\.\.|&hellip;|&#8230;|&#x2026;)\]|…|&hellip;|&#8230;)\s*(?:</p>)?\s*\Z", re.IGNORECASE)


def open_(path: Path, wanted: Wanted) -> "FeedArchive":
    """Opens the feeds at ``path``. Raises ``UnreadableItem`` where none lies there, ``OSError`` where it cannot be read."""
    return FeedArchive(path, wanted)


class FeedArchive(Reader):
    """Feeds that were kept. Items come in the order of their times; a position is the number in that order."""

    def __init__(self, path: Path, wanted: Wanted) -> None:
        self._files = files.opened(path)
        self._uploads = Uploads(wanted.uploads or (str(path) if path.is_dir() else ""))
        self._zone = wanted.zone
        self._folder = tempfile.TemporaryDirectory(prefix="harkara-feeds-")
        self._index = _Index(f"{self._folder.name}/index.sqlite3")
        self.origin = wanted.origin.rstrip("/")
        try:
            for name in self._files.walk():
                self._add(name)
            self._index.close_up()
            if not self._index.count:
                raise UnreadableItem(
                    "there is no feed with items in it; give RSS, Atom or JSON Feed, or a folder of them"
                )
        except BaseException:
            self.close()
            raise
        self.origin = self.origin or self._index.site or path.stem

    def _add(self, name: str) -> None:
        if not name.lower().endswith(ENDINGS):
            self._index.drop(name, "It is no feed: a feed ends with .xml, .rss, .atom or .json.")
            return
        try:
            data = self._files.read(name)
            feed = feeds.entries(data, self.origin)
        except feeds.NoFeed as why:
            self._index.drop(name, f"It is no feed: {why}")
            return
        except UnreadableItem as why:
            self._index.drop(name, str(why))
            return
        links = _links(data)
        self._index.add_document(
            name, links.get("self", ""), links.get("prev-archive", ""), links.get("next-archive", "")
        )
        if site := links.get("alternate") or feed.site:
            self._index.tell_site(site)
        for place, entry in enumerate(feed.entries):
            at = _moment(entry.updated or entry.published, self._zone)
            self._index.add_entry(_key(entry), name, place, at, _moment(entry.published, self._zone) or at, entry)
        for guid in feed.deleted:
            self._index.delete(guid)

    def raw(self, after: str = "") -> Iterator[Any]:
        """Items, the oldest first; then what was no feed, and the archives that are named and missing."""
        first = int(after or 0)
        count = self._index.count + len(self._index.dropped)
        for number, key, row in self._index.entries(first):
            yield number, key, row, min(1.0, number / max(1, count))
        for number, (name, why) in enumerate(self._index.dropped, self._index.count + 1):
            if number > first:
                yield Found(name[:200], str(number), min(1.0, number / count), dropped=Dropped(name, why))

    def made(self, raw: Any) -> Found:
        """An item as a parcel, or why it is none."""
        if isinstance(raw, Found):
            return raw
        number, key, row, share = raw
        entry = Entry(**{**row, "pictures": [Told(**one) for one in row["pictures"]]})
        if self._index.is_deleted(entry.guid):
            why = "The feed itself says that it was deleted (RFC 6721)."
            return Found(key, str(number), share, dropped=Dropped(entry.title or key, why))
        parcel = self._parcel(key, entry)
        if parcel is None:
            return Found(key, str(number), share, dropped=Dropped(key, "It has neither a headline nor a text."))
        return Found(key, str(number), share, parcel)

    def apart(self) -> None:
        """Opens the index anew."""
        self._index.apart()

    def labels(self) -> Iterator[tuple[Literal["section", "topic", "author"], Label]]:
        """Nothing: feeds do not tell where lists of their items stood."""
        return iter(())

    def picture(self, address: str) -> bytes | None:
        """The bytes of a picture, where a folder of uploads came along, or it lies beside the feeds."""
        return self._uploads.read(address)

    def close(self) -> None:
        self._index.close()
        self._folder.cleanup()
        self._files.close()

    def _parcel(self, key: str, entry: Entry) -> Parcel | None:
        html = entry.html[0] if entry.html else ""
        read = blocks.read(html, entry.link or f"{self.origin}/")
        headline = blocks.words(entry.title, ansi=read.ansi) or _beginning(read.blocks)
        if not headline:
            return None
        shown = {one.address for one in _pictures(read.blocks)}
        pictures = [Picture(one.address, "", blocks.words(one.caption), one.credit) for one in entry.pictures]
        pictures = [one for one in pictures if one.address not in shown]
        subjects = [Label(name) for name in dict.fromkeys(map(blocks.words, entry.subjects)) if name]
        published, updated = (_moment(said, self._zone) for said in (entry.published, entry.updated))
        published = published or updated
        dropped = [*read.dropped]
        if _CUT.search(html.strip()):
            dropped.append(Dropped(entry.link or key, "The feed has only the beginning of it."))
        if not read.blocks:
            dropped.append(Dropped(entry.link or key, "The feed has only its headline."))
        author = blocks.words(entry.author)
        source = blocks.words(entry.source)
        return Parcel(
            key=key,
            headline=headline,
            body=(*read.blocks, *([Gallery(tuple(pictures[1:]))] if len(pictures) > 2 else pictures[1:])),
            published=published,
            updated=updated if updated and published and updated > published else None,
            sections=tuple(subjects[:1]),
            topics=tuple(subjects[1:]),
            authors=(Label(author),) if author else (),
            lead=pictures[0] if pictures else None,
            addresses=tuple(
                dict.fromkeys(one for one in (entry.link, entry.guid) if one.startswith(("https://", "http://")))
            ),
            sources=(chain.Source(source, "outlet"),) if source else (),
            dropped=tuple(dropped),
        )


class _Index:
    """Items of all documents on the disk, each once."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._inherited: list[sqlite3.Connection] = []
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE entry (key TEXT, document TEXT, place INTEGER, changed REAL, at REAL, row TEXT);"
            "CREATE TABLE document (name TEXT PRIMARY KEY, itself TEXT, earlier TEXT, later TEXT, rank INTEGER DEFAULT 0);"
            "CREATE TABLE deleted (guid TEXT PRIMARY KEY);"
            "CREATE TABLE item (n INTEGER PRIMARY KEY, key TEXT, row TEXT);"
        )
        self._db.execute("BEGIN")
        self.dropped: list[tuple[str, str]] = []
        self.count = 0
        self.site = ""

    def apart(self) -> None:
        """Opens the file anew in a forked process; the connection that came along is left as it is."""
        self._inherited.append(self._db)
        self._db = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)

    def close(self) -> None:
        self._db.close()

    def drop(self, name: str, why: str) -> None:
        self.dropped.append((name, why))

    def tell_site(self, address: str) -> None:
        parts = urlsplit(address)
        if not self.site and parts.scheme in ("http", "https") and parts.netloc:
            self.site = f"{parts.scheme}://{parts.netloc}"

    def add_document(self, name: str, itself: str, earlier: str, later: str) -> None:
        self._db.execute(
            "INSERT INTO document (name, itself, earlier, later) VALUES (?, ?, ?, ?)", (name, itself, earlier, later)
        )

    def add_entry(
        self, key: str, document: str, place: int, changed: datetime | None, at: datetime | None, entry: Entry
    ) -> None:
        moments_ = (changed.timestamp() if changed else 0.0, (at or LAST).timestamp())
        row = json.dumps(asdict(entry), ensure_ascii=False)
        self._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", (key, document, place, *moments_, row))

    def delete(self, guid: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO deleted VALUES (?)", (guid,))

    def is_deleted(self, guid: str) -> bool:
        return self._db.execute("SELECT 1 FROM deleted WHERE guid = ?", (guid,)).fetchone() is not None

    def close_up(self) -> None:
        """Everything is in: documents get their rank (the current one 0, each archive before it one more), items their order."""
        self._rank()
        self._db.executescript(
            "INSERT INTO item (key, row) SELECT key, row FROM (SELECT entry.*, row_number() OVER (PARTITION BY key"
            " ORDER BY changed DESC, rank, document DESC, place) AS first FROM entry JOIN document ON document.name = entry.document)"
            " WHERE first = 1 ORDER BY at, key;"
            "DROP TABLE entry;"
        )
        self.count = int(self._db.execute("SELECT count(*) FROM item").fetchone()[0])

    def entries(self, after: int) -> Iterator[tuple[int, str, dict[str, Any]]]:
        while found := self._db.execute(
            "SELECT n, key, row FROM item WHERE n > ? ORDER BY n LIMIT 200", (after,)
        ).fetchall():
            for number, key, row in found:
                yield number, key, json.loads(row)
            after = found[-1][0]

    def _rank(self) -> None:
        rows = self._db.execute("SELECT name, itself, earlier, later FROM document ORDER BY name").fetchall()
        by_address = {itself: name for name, itself, _earlier, _later in rows if itself}
        by_file = {name.rpartition("/")[2]: name for name, *_ in rows}
        before: dict[str, str] = {}
        for name, itself, earlier, later in rows:
            for href, is_earlier in ((earlier, True), (later, False)):
                if not href:
                    continue
                whole = urljoin(itself, href)
                file = unquote(urlsplit(whole).path).rpartition("/")[2]
                other = by_address.get(whole) or by_address.get(href) or by_file.get(file)
                if other is None:
                    missing = (
                        whole,
                        f"“{name}” names it as an archive of the feed, and it does not lie here: its items are missing.",
                    )
                    if missing[0] not in {told for told, _why in self.dropped}:
                        self.dropped.append(missing)
                elif other != name:
                    before.setdefault(name if is_earlier else other, other if is_earlier else name)
        for start in set(before) - set(before.values()):
            seen, name, rank = {start}, start, 0
            while (name := before.get(name, "")) and name not in seen:
                seen.add(name)
                rank += 1
                self._db.execute("UPDATE document SET rank = ? WHERE name = ?", (rank, name))


def _links(data: bytes) -> dict[str, str]:
    """The links in the head of a feed, by their relation: before its first item."""
    head = re.split(r"<(?:[\w-]{1,20}:)?(?:entry|item)\b", data[:200_000].decode("utf-8", "ignore"), maxsplit=1)[0]
    found: dict[str, str] = {}
    for attributes in _LINK.findall(head):
        told = {name.lower(): one or other for name, one, other in _ATTRIBUTE.findall(attributes)}
        if href := told.get("href", "").replace("&amp;", "&").strip():
            found.setdefault(told.get("rel", "alternate").lower(), href)
    if plain := _PLAIN_LINK.search(head):  # RSS says it between the tags
        found.setdefault("alternate", plain[1])
    return found


def _key(entry: Entry) -> str:
    """What names an item: its own number, else its address, else its words."""
    named = entry.guid or entry.link
    if named and len(named) <= 200:
        return named
    told = named or "\n".join((entry.title, *entry.html[:1]))
    return "sha256:" + hashlib.sha256(told.encode()).hexdigest()


def _moment(said: str, zone: str) -> datetime | None:
    return moments.read(said, zone) if said.strip() else None


def _beginning(found: tuple[Block, ...]) -> str:
    """A headline for an item that has none: the beginning of its text."""
    for one in found:
        text = blocks.words(getattr(one, "html", "") or getattr(one, "text", ""))
        if text:
            sentence = text.partition("।")[0].strip()
            return sentence if len(sentence) <= 120 else f"{sentence[:118].rpartition(' ')[0]}…"
    return ""


def _pictures(found: tuple[Block, ...]) -> Iterator[Picture]:
    for one in found:
        if isinstance(one, Picture):
            yield one
        elif isinstance(one, Gallery):
            yield from one.pictures
