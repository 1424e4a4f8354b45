"""``harkara import ghost``: the JSON file that Ghost's Settings › Export gives (versions 0 to 6), or a ZIP of it with
``content/images``.

Ghost has no sections: the first tag of a post, which it calls the primary one, is the section here, the others are topics.
"""

import io
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, Final, Literal

from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import blocks, ghost_cards, ghost_rows, packed
from harkara.wire.moving.ghost_index import Index
from harkara.wire.moving.parcel import Dropped, Found, Label, Parcel, Picture, Reader, State, Wanted
from harkara.wire.moving.uploads import Uploads

PLACEHOLDER: Final = "__GHOST_URL__"
STATES: Final[dict[str, State]] = {
    "published": "live",
    "active": "live",
    "draft": "draft",
    "scheduled": "scheduled",
    "sent": "private",
}
"""``sent`` went out by e-mail alone and never stood on the site."""

_SIZED = re.compile(r"/content/images/size/w\d+(?:h\d+)?(?:/format/\w+)?/")
_HREF = re.compile(rf'(?:href|src)="{PLACEHOLDER}')


def open_(path: Path, wanted: Wanted) -> "Ghost":
    """Opens the export at ``path``. Raises ``UnreadableItem`` for what is none, ``OSError`` where it cannot be read."""
    return Ghost(path, wanted)


class Ghost(Reader):
    """An export of Ghost. A post's position is its number in the order of the file."""

    def __init__(self, path: Path, wanted: Wanted) -> None:
        self._store = packed.Store(path) if zipfile.is_zipfile(path) else None
        self._uploads = Uploads(wanted.uploads)
        self._folder = tempfile.TemporaryDirectory(prefix="harkara-ghost-")
        self._index = Index(f"{self._folder.name}/index.sqlite3")
        try:
            self._fill(path)
        except BaseException:
            self.close()
            raise
        self._at = wanted.origin.rstrip("/")
        self.origin = self._at or self._index.setting("title") or path.stem

    def _fill(self, path: Path) -> None:
        size = max(1, path.stat().st_size if self._store is None else self._store.size)
        with self._opened(path) as raw:
            text = io.TextIOWrapper(raw, encoding="utf-8")
            for table, row in ghost_rows.rows(text):
                if table == "posts":
                    self._index.add_post(_key(row), row, min(1.0, raw.tell() / size))
                else:
                    self._index.add(table, row)
        self._index.close_up()
        if self._index.is_empty:
            raise UnreadableItem("the export has no posts; in Ghost, choose Settings › Export › Content")

    def _opened(self, path: Path) -> Any:
        if self._store is None:
            return path.open("rb")
        names = [
            one
            for one in self._store.names
            if one.lower().endswith(".json") and "/" not in one.strip("/").removeprefix("data/")
        ]
        if len(names) != 1:
            raise UnreadableItem(
                f"the ZIP holds {len(names)} JSON files at its top; leave the one that is the export in it"
            )
        return self._store.open(names[0])

    def raw(self, after: str = "") -> Iterator[Any]:
        """Everything after ``after``: posts and pages, then a word on each table that nothing is taken from."""
        first = int(after.partition(":")[0] or 0)
        last = first
        for number, key, row, share, is_double in self._index.posts(first):
            last = number
            if is_double:
                why = "Another post of the export has the same number; the first one is taken."
                yield Found(f"{key}#{number}", str(number), share, dropped=Dropped(_text(row, "title") or key, why))
                continue
            yield number, key, row, share
        told = int(after.partition(":")[2] or 0)
        for place, (table, count) in enumerate(self._index.others(), 1):
            if place > told:
                why = _REASONS.get(table, "It belongs to Ghost itself; nothing here has a place for it.")
                yield Found(
                    f"table:{table}", f"{last}:{place}", 1.0, dropped=Dropped(f"table {table} ({count} rows)", why)
                )

    def made(self, raw: Any) -> Found:
        """A post as a parcel."""
        if isinstance(raw, Found):
            return raw
        number, key, row, share = raw
        return Found(key, str(number), share, self._parcel(key, row))

    def apart(self) -> None:
        """Opens the index anew."""
        self._index.apart()

    def labels(self) -> Iterator[tuple[Literal["section", "topic", "author"], Label]]:
        """All tags and authors. A tag may be the section of one post and a topic of the next: it is told as both."""
        for row in self._index.all("tags"):
            if not _is_internal(row):
                label = _tag(row)
                yield "section", label
                yield "topic", label
        for row in self._index.all("users"):
            yield "author", _author(row)

    def picture(self, address: str) -> bytes | None:
        """The bytes of a picture: from the ZIP, else from the folder of uploads."""
        if self._store is not None:
            path = _SIZED.sub("/content/images/", address)
            at = path.find("content/images/")
            found = self._store.read(path[at:]) if at >= 0 else None
            if found is not None:
                return found
        return self._uploads.read(_SIZED.sub("/content/images/", address))

    def close(self) -> None:
        self._index.close()
        self._folder.cleanup()
        if self._store is not None:
            self._store.close()

    def _parcel(self, key: str, row: dict[str, Any]) -> Parcel:
        number, slug = row.get("id"), _text(row, "slug")
        meta = next(iter(self._index.of("posts_meta", number)), {})
        tags, hidden = self._tags(number)
        html, said = self._html(row)
        read = blocks.read(html, f"{self._at}/" if self._at else "")
        dropped = [*said, *hidden, *read.dropped]
        if not self._at and _HREF.search(_text(row, "html")):
            why = "Links within the old paper need its address: give it with --origin."
            dropped.append(Dropped(PLACEHOLDER, why))
        state = self._state(row)
        published, updated = _moment(row.get("published_at")), _moment(row.get("updated_at"))
        if state == "live":
            published = published or _moment(row.get("created_at")) or updated
        is_page = row.get("type") == "page" or row.get("page") in (1, True)
        return Parcel(
            key=key,
            headline=blocks.words(_text(row, "title"), ansi=read.ansi) or slug or key,
            body=read.blocks,
            state=state,
            kind="page" if is_page else "news",
            summary=blocks.words(_text(row, "custom_excerpt"), ansi=read.ansi),
            published=published,
            updated=updated if updated and (published is None or updated > published) else None,
            sections=tuple(tags[:1]),
            topics=tuple(tags[1:]),
            authors=tuple(self._authors(row)),
            lead=self._lead(row, meta),
            addresses=tuple(self._addresses(slug, _text(row, "uuid"), published)),
            slug=slug,
            dropped=tuple(dropped),
        )

    def _state(self, row: dict[str, Any]) -> State:
        state = STATES.get(_text(row, "status"), "draft")
        return "protected" if state == "live" and row.get("visibility") not in (None, "", "public") else state

    def _html(self, row: dict[str, Any]) -> tuple[str, list[Dropped]]:
        """The HTML of a post; what has none (drafts of some versions) as what the editor had, and what to say of it."""
        html = self._whole(_text(row, "html"))
        if html.strip():
            return ghost_cards.plain(html), []
        for name in ("lexical", "mobiledoc"):
            if found := ghost_cards.of_editor(name, _text(row, name)):
                why = "The export has no HTML of it: its words were read from what the editor kept."
                return self._whole(found), [Dropped(name, why)]
        text = _text(row, "markdown") or _text(row, "plaintext")
        if not text.strip():
            return "", []
        parts = "".join(f"<p>{escape(part, quote=False)}</p>" for part in re.split(r"\n\s*\n", text) if part.strip())
        return parts, [Dropped("markdown", "The export has no HTML of it: it is taken as plain text.")]

    def _whole(self, text: str) -> str:
        return text.replace(PLACEHOLDER, self._at)

    def _tags(self, post: object) -> tuple[list[Label], list[Dropped]]:
        found, hidden = [], []
        for link in self._index.of("posts_tags", post):
            for row in self._index.of("tags", link.get("tag_id"))[:1]:
                if _is_internal(row):
                    hidden.append(
                        Dropped(f"tag {_text(row, 'name')}", "It is an internal tag of Ghost, which readers never saw.")
                    )
                else:
                    found.append(_tag(row))
        return list(dict.fromkeys(found)), hidden

    def _authors(self, row: dict[str, Any]) -> Iterable[Label]:
        links = self._index.of("posts_authors", row.get("id"))
        numbers = [link.get("author_id") for link in links] or [row.get("author_id")]
        found = [user for number in numbers if number is not None for user in self._index.of("users", number)[:1]]
        return dict.fromkeys(_author(user) for user in found)

    def _lead(self, row: dict[str, Any], meta: dict[str, Any]) -> Picture | None:
        address = self._whole(_text(row, "feature_image") or _text(row, "image"))
        if not address:
            return None
        alt, caption = (_text(meta, f"feature_image_{name}") for name in ("alt", "caption"))
        return Picture(address, blocks.words(alt), blocks.words(caption))

    def _addresses(self, slug: str, uuid: str, published: datetime | None) -> Iterator[str]:
        """Where a post stood: Ghost's own address, that of its setting, those of its AMP page and its preview."""
        if not slug:
            return
        yield f"{self._at}/{slug}/"
        yield f"{self._at}/{slug}/amp/"
        pattern = self._index.setting("permalinks")
        if published and ":year" in pattern:
            values = {"year": f"{published:%Y}", "month": f"{published:%m}", "day": f"{published:%d}", "slug": slug}
            yield self._at + re.sub(r":(\w+)", lambda found: values.get(found[1], found[0]), pattern)
        if uuid:
            yield f"{self._at}/p/{uuid}/"


_REASONS: Final = {
    "settings": "Settings of Ghost; this paper has its own.",
    "products": "What readers paid for; this paper sells nothing.",
    "newsletters": "Letters to readers; this paper sends none.",
    "snippets": "Pieces of text that editors kept for themselves.",
    "custom_theme_settings": "Settings of a theme.",
    "roles": "Rights in Ghost; people are invited here anew.",
    "roles_users": "Rights in Ghost; people are invited here anew.",
    "permissions": "Rights in Ghost; people are invited here anew.",
}


def _key(row: dict[str, Any]) -> str:
    """What names a post at its origin: Ghost's UUID, where the version had one, else its number."""
    return (_text(row, "uuid") or f"post:{row.get('id')}")[:200]


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""


def _is_internal(row: dict[str, Any]) -> bool:
    return _text(row, "name").startswith("#") or row.get("visibility") == "internal"


def _tag(row: dict[str, Any]) -> Label:
    slug = _text(row, "slug")
    addresses = (f"/tag/{slug}/", f"/tag/{slug}/rss/") if slug else ()
    return Label(
        blocks.words(_text(row, "name")) or slug or "?", slug, addresses, blocks.words(_text(row, "description"))
    )


def _author(row: dict[str, Any]) -> Label:
    slug = _text(row, "slug")
    addresses = (f"/author/{slug}/", f"/author/{slug}/rss/") if slug else ()
    return Label(blocks.words(_text(row, "name")) or slug or "?", slug, addresses, blocks.words(_text(row, "bio")))


def _moment(said: object) -> datetime | None:
    """A time as Ghost's versions write it, all of them in UTC: milliseconds, ISO 8601, ``YYYY-MM-DD HH:MM:SS``."""
    try:
        if isinstance(said, int | float) and not isinstance(said, bool):
            return datetime.fromtimestamp(said / 1000, UTC)
        if isinstance(said, str) and said.strip():
            found = datetime.fromisoformat(said.strip().replace("Z", "+00:00"))
            return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None
