"""WordPress' export (WXR): RSS 2.0 with the post in it. Read twice as a stream: once for what posts only name by a number
(attachments, categories, people), once for the posts. Source: wp-admin/includes/export.php, WXR 1.0 to 1.2.
"""

import io
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from lxml import etree

from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import blocks, shortcodes
from harkara.wire.moving.parcel import (
    Block,
    Comment,
    Dropped,
    Embed,
    Found,
    Gallery,
    Label,
    Paragraph,
    Parcel,
    Picture,
    Reader,
    State,
    Strange,
    Wanted,
)
from harkara.wire.moving.streams import Stream
from harkara.wire.moving.uploads import Uploads
from harkara.wire.moving.wxr_index import Index, Item

STATES: Final[dict[str, State]] = {
    "publish": "live",
    "future": "scheduled",
    "draft": "draft",
    "pending": "pending",
    "private": "private",
}
THROWN_AWAY: Final = {
    "trash": "It was in the bin there.",
    "auto-draft": "It is an empty draft that WordPress made by itself.",
}
OF_THE_PROGRAM: Final = {
    "nav_menu_item": "a menu; sections stand at the head of every page here",
    "revision": "an earlier version; the newest one moves in",
    "custom_css": "a style; the paper has its own",
    "customize_changeset": "a setting of the look",
    "oembed_cache": "a copy of what stands elsewhere",
    "user_request": "somebody's request about data; answer it where it was made",
    "wp_block": "a block for use in many posts",
    "wp_template": "a template of the look",
    "wp_template_part": "a template of the look",
    "wp_global_styles": "a style; the paper has its own",
    "wp_navigation": "a menu; sections stand at the head of every page here",
    "wp_font_family": "a face; the paper has its own",
    "wp_font_face": "a face; the paper has its own",
    "acf-field": "a field of a plugin",
    "acf-field-group": "a field of a plugin",
    "shop_order": "an order of a shop",
    "wpcf7_contact_form": "a form of a plugin",
    "elementor_library": "a template of a plugin",
}
UNSORTED: Final = "uncategorized"
KEPT_LABELS: Final = 4096
"""Categories and tags that are not put together anew for each post."""

NO_WORDS: Final = frozenset(("pingback", "trackback"))

_WP = re.compile(r"\{http://wordpress\.org/export/[0-9.]+/(excerpt/)?\}")
_KNOWN = {"{http://purl.org/rss/1.0/modules/content/}": "content:", "{http://purl.org/dc/elements/1.1/}": "dc:"}
_AMPLIFIES = re.compile(rb"<!ENTITY|<!DOCTYPE", re.IGNORECASE)
_HEAD: Final = 65_536
_BLOCKED: Final = "<!-- wp:"
_NUMBERS = re.compile(r"wp-image-([0-9]+)")
_ELSEWHERE = re.compile(r"[?&](?:p|page_id|attachment_id)=[0-9]+\Z")


def open_(path: Path, wanted: Wanted) -> "Wxr":
    """Opens a WordPress export. Raises ``UnreadableItem`` for what is none."""
    return Wxr(path, wanted)


class Wxr(Reader):
    """A WordPress export that was opened."""

    def __init__(self, path: Path, wanted: Wanted) -> None:
        self._path, self._zone = path, ZoneInfo(wanted.zone)
        self._uploads = Uploads(wanted.uploads)
        self._folder = tempfile.TemporaryDirectory(prefix="harkara-import-")
        self._index = Index(os.path.join(self._folder.name, "index.sqlite3"))
        self.origin = wanted.origin
        self._items = 0
        self._named = lru_cache(KEPT_LABELS)(self._label)
        try:
            self._look()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the index."""
        self._index.close()
        self._folder.cleanup()

    def picture(self, address: str) -> bytes | None:
        """The bytes of an uploaded picture."""
        return self._uploads.read(address)

    def raw(self, after: str = "") -> Iterator[tuple[Item, int, float]]:
        """The items in their order; a position is the number of items behind."""
        done = int(after or 0)
        for number, (item, share) in enumerate(self._walk(), 1):
            if number > done:
                yield item, number, share

    def made(self, raw: tuple[Item, int, float]) -> Found:
        """An item as a parcel, or why it is none."""
        return self._found(*raw)

    def apart(self) -> None:
        """Opens the index anew."""
        self._index.apart()

    def labels(self) -> Iterator[tuple[Literal["section", "topic", "author"], Label]]:
        """Every category, tag and author of the export."""
        for domain, slug, name, parent, about in self._index.terms():
            which: Literal["section", "topic"] = "section" if domain == "category" else "topic"
            yield which, self._term(domain, slug, name, parent, about)
        for login, name in self._index.authors():
            yield "author", self._author(login, name)

    def _look(self) -> None:
        """The first way through: what posts only name."""
        said = {}
        for kind, what, _ in self._read():
            if kind == "item":
                self._items += 1
                if what.get("post_type") == "attachment":
                    self._index.add_attachment(what)
                elif not _unfit(what):
                    self._index.claim(what.told("_thumbnail_id"), what.get("post_id"))
                for domain, slug, name in what.terms:
                    self._index.add_term(domain, slug, name)
            elif kind == "author":
                self._index.add_author(what.get("author_login"), what.get("author_display_name"))
            elif kind in ("category", "tag", "term"):
                self._index.add_told(kind, what)
            else:
                said[kind] = what.get(kind)
        if "wxr_version" not in said:
            raise UnreadableItem(
                "it is RSS, and no export of WordPress: make one there at Tools › Export, or take a feed in with"
                " `harkara import feed-archive`"
            )
        self._index.done()
        self.origin = (
            self.origin or said.get("base_blog_url") or said.get("link") or said.get("base_site_url") or ""
        ).rstrip("/")
        if not self.origin:
            raise UnreadableItem("the export does not say whose it is; give the old address with --origin")

    def _walk(self) -> Iterator[tuple[Item, float]]:
        for kind, what, share in self._read():
            if kind == "item":
                yield what, share

    def _read(self) -> Iterator[tuple[str, Item, float]]:
        """All that stands in the channel, as kind, fields, and the share that lies behind. Memory is that of one item."""
        with Stream(self._path) as stream:
            buffered = io.BufferedReader(stream, 262_144)
            _refuse(buffered.peek(_HEAD)[:_HEAD])
            parser = etree.iterparse(
                buffered,
                events=("start", "end"),
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
            )
            depth = 0
            try:
                for event, element in parser:
                    if event == "start":
                        depth += 1
                        if depth == 1 and element.tag != "rss":
                            raise UnreadableItem(
                                f"it is no export of WordPress: it begins with <{_name(element)}>, not <rss>"
                            )
                        continue
                    depth -= 1
                    if depth != 2:
                        continue
                    yield _name(element), _taken(element), stream.share
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            except etree.XMLSyntaxError as why:
                if "amplification" in str(why) or "entity" in str(why).lower():
                    raise UnreadableItem(_OWN_ENTITIES) from why
                line = getattr(why, "lineno", None) or 0
                raise UnreadableItem(
                    f"the XML breaks off or is broken in line {line:,} ({' '.join(str(why).split())}); what stands before is read:"
                    " make the export again, and import it again"
                ) from why

    def _found(self, item: Item, number: int, share: float) -> Found:
        key = f"post:{item.get('post_id') or item.get('guid') or number}"
        position = str(number)
        kind = item.get("post_type") or "post"
        title = blocks.words(item.get("title"))
        what = f"{kind} {item.get('post_id')} “{title[:60]}”"

        def no(reason: str) -> Found:
            return Found(key, position, share, dropped=Dropped(what, reason))

        if kind == "attachment":
            if self._index.shown_by(item.get("post_id")):
                return Found(key, position, share)
            return no("It is a file that no post has; its page leads nowhere.")
        if why := _unfit(item):
            return no(why)
        return Found(key, position, share, self._parcel(item, key, kind, item.get("status") or "publish", title))

    def _parcel(self, item: Item, key: str, kind: str, status: str, title: str) -> Parcel:
        number, dropped = item.get("post_id"), []
        reading, lost = self._body(item.get("content:encoded"), number)
        dropped += lost + list(reading.dropped)
        lead = self._lead(item.told("_thumbnail_id"), dropped)
        state = STATES.get(status, "draft")
        if status not in STATES:
            dropped.append(Dropped(f"state “{status}”", "It is a state of some plugin: it is a draft here."))
        if item.get("post_password").strip():
            state = "protected"
        if item.get("is_sticky") == "1":
            dropped.append(Dropped("its fixed place", "It stood fixed on top there; editors set the front here."))
        sections, topics = self._sorted(item, dropped)
        published = self._time(item.get("post_date_gmt"), item.get("post_date"), item.get("pubDate"))
        return Parcel(
            key=key,
            headline=blocks.words(title, ansi=reading.ansi),
            body=reading.blocks,
            state=state,
            kind="page" if kind == "page" else "news",
            summary=_summary(item.get("excerpt:encoded"), reading.ansi),
            published=published,
            updated=self._time(item.get("post_modified_gmt"), item.get("post_modified"), ""),
            sections=sections,
            topics=topics,
            authors=self._signed(item),
            lead=lead,
            addresses=tuple(self._addresses(item, kind)),
            files=tuple(row["url"] for row in self._belonging(item) if row["url"]),
            comments=tuple(self._comments(item, dropped)),
            takes_comments=item.get("comment_status") != "closed",
            dropped=tuple(dropped),
        )

    def _body(self, text: str, post: str) -> tuple[blocks.Reading, list[Dropped]]:
        def pictures(numbers: tuple[str, ...]) -> Iterable[Picture]:
            return [_picture(row) for row in self._index.attachments(numbers, post)]

        html, dropped = shortcodes.to_html(text, pictures)
        reading = blocks.read(html, self.origin + "/", lines=_BLOCKED not in text)
        return blocks.Reading(tuple(self._told(reading.blocks)), reading.dropped, reading.ansi), dropped

    def _told(self, found: Iterable[Block]) -> Iterator[Block]:
        """The blocks, with what the old library says of pictures that say nothing themselves."""
        for one in found:
            if isinstance(one, Picture):
                yield self._worded(one)
            elif isinstance(one, Gallery):
                yield Gallery(tuple(map(self._worded, one.pictures)), one.caption)
            else:
                yield one

    def _worded(self, one: Picture) -> Picture:
        if one.caption and one.alt:
            return one
        row = self._index.at(one.address)
        if row is None:
            return one
        told = _picture(row)
        return Picture(one.address, one.alt or told.alt, one.caption or told.caption, one.credit or told.credit)

    def _lead(self, number: str, dropped: list[Dropped]) -> Picture | None:
        if not number.strip("0"):
            return None
        row = next(iter(self._index.attachments((number,), "")), None)
        if row is None:
            dropped.append(Dropped(f"picture {number}", "It stood above the text, and the export does not have it."))
            return None
        return _picture(row)

    def _sorted(self, item: Item, dropped: list[Dropped]) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
        """The section of a post, with the one above it; and its topics: the tags, and the other categories."""
        categories = [(slug, name) for domain, slug, name in item.terms if domain == "category"]
        topics = [self._named("post_tag", slug, name) for domain, slug, name in item.terms if domain == "post_tag"]
        others = [domain for domain, _, _ in item.terms if domain not in ("category", "post_tag")]
        dropped += [
            Dropped(f"taxonomy “{domain}”", "It is of some plugin, or of the look.") for domain in dict.fromkeys(others)
        ]
        first = self._index.term_number(
            item.told("_yoast_wpseo_primary_category") or item.told("rank_math_primary_category")
        )
        chosen = next((one for one in categories if one[0] == first), None)
        chosen = chosen or next((one for one in categories if one[0] != UNSORTED), None)
        chosen = chosen or (categories[0] if categories else None)
        path = self._path_of(*chosen) if chosen else ()
        used = {label.name for label in path}
        topics += [
            label
            for slug, name in categories
            if slug != UNSORTED and (label := self._named("category", slug, name)).name not in used
        ]
        return path, tuple(topics)

    def _path_of(self, slug: str, name: str) -> tuple[Label, ...]:
        found = [self._named("category", slug, name)]
        seen = {slug}
        while (above := self._index.above(slug)) and above[0] not in seen:
            slug = above[0]
            seen.add(slug)
            found.insert(0, self._named("category", slug, above[1]))
        return tuple(found)

    def _label(self, domain: str, slug: str, name: str) -> Label:
        row = self._index.term(domain, slug)
        return self._term(domain, slug, name or (row[0] if row else slug), row[1] if row else "", row[2] if row else "")

    def _term(self, domain: str, slug: str, name: str, parent: str, about: str) -> Label:
        name = blocks.words(name) or slug
        if domain == "post_tag":
            stems = [f"{self.origin}/tag/{slug}/"]
            asked = [f"{self.origin}/?tag={slug}"]
        else:
            steps, seen = [slug], {slug}
            while parent and parent not in seen:
                steps.insert(0, parent)
                seen.add(parent)
                row = self._index.term(domain, parent)
                parent = row[1] if row else ""
            stems = list(
                dict.fromkeys((f"{self.origin}/category/{'/'.join(steps)}/", f"{self.origin}/category/{slug}/"))
            )
            asked = [f"{self.origin}/?category_name={slug}"]
            if number := self._index.number_of(domain, slug):
                asked.append(f"{self.origin}/?cat={number}")
        return Label(name, slug, (*stems, *(f"{stem}feed/" for stem in stems[:1]), *asked), blocks.words(about))

    def _author(self, login: str, name: str) -> Label:
        slug = re.sub(r"[^a-z0-9_-]+", "-", login.lower()).strip("-") or login
        return Label(
            blocks.words(name) or login, slug, (f"{self.origin}/author/{slug}/", f"{self.origin}/author/{slug}/feed/")
        )

    def _signed(self, item: Item) -> tuple[Label, ...]:
        login = item.get("dc:creator").strip()
        return (self._author(login, self._index.author(login)),) if login else ()

    def _addresses(self, item: Item, kind: str) -> Iterator[str]:
        number, link = item.get("post_id"), item.get("link").strip()
        if link and not _ELSEWHERE.search(link):
            yield link
            stem = link.rstrip("/").rpartition("/")[0]
            for slug in item.meta.get("_wp_old_slug", ()):
                yield f"{stem}/{slug}/"
        if number:
            yield f"{self.origin}/?p={number}"
            if kind == "page":
                yield f"{self.origin}/?page_id={number}"
        guid = item.get("guid").strip()
        if guid.startswith(self.origin) and _ELSEWHERE.search(guid):
            yield guid
        for row in self._belonging(item):
            if row["link"] and not _ELSEWHERE.search(row["link"]):
                yield row["link"]
            yield f"{self.origin}/?attachment_id={row['id']}"

    def _belonging(self, item: Item) -> list[Any]:
        return self._index.belonging(item.get("post_id"), item.told("_thumbnail_id"))

    def _comments(self, item: Item, dropped: list[Dropped]) -> Iterator[Comment]:
        for one in item.comments:
            number = one.get("comment_id", "")
            what = f"comment {number}"
            if one.get("comment_type", "") in NO_WORDS:
                dropped.append(Dropped(what, f"It is a {one['comment_type']} of another site, not a reader's words."))
                continue
            if one.get("comment_approved") not in ("1", "0"):
                dropped.append(
                    Dropped(what, f"It was set aside there ({one.get('comment_approved') or 'without a state'}).")
                )
                continue
            at = self._time(one.get("comment_date_gmt", ""), one.get("comment_date", ""), "")
            if at is None:
                dropped.append(Dropped(what, "It says nowhere when it was written."))
                continue
            read = blocks.read(one.get("comment_content", ""), lines=True)
            text = "\n\n".join(_plain(read.blocks))
            parent = one.get("comment_parent", "0")
            yield Comment(
                key=f"comment:{number}",
                author=blocks.words(one.get("comment_author", "")),
                text=text,
                at=at,
                parent=f"comment:{parent}" if parent.strip("0") else "",
                approved=one.get("comment_approved") == "1",
            )

    def _time(self, gmt: str, local: str, rfc: str) -> datetime | None:
        for text, zone in ((gmt, UTC), (local, self._zone)):
            if text and not text.startswith("0000"):
                try:
                    return datetime.strptime(text.strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=zone).astimezone(UTC)
                except ValueError:
                    continue
        if rfc and "-0001" not in rfc:
            try:
                return datetime.strptime(rfc.strip(), "%a, %d %b %Y %H:%M:%S %z").astimezone(UTC)
            except ValueError:
                return None
        return None


_OWN_ENTITIES: Final = (
    "the XML declares entities of its own, which can swell or read files; no export of WordPress does"
)


def _unfit(item: Item) -> str:
    """Why an item that is no attachment does not move in, a sentence; empty where it does."""
    kind, status = item.get("post_type") or "post", item.get("status") or "publish"
    if kind in OF_THE_PROGRAM:
        return f"It is {OF_THE_PROGRAM[kind]}."
    if status in THROWN_AWAY:
        return THROWN_AWAY[status]
    if kind not in ("post", "page") and not item.get("content:encoded").strip():
        return f"It is of the kind “{kind}”, which some plugin made, and holds no text."
    return ""


def _refuse(head: bytes) -> None:
    """Raises ``UnreadableItem`` for what cannot be an export by its first bytes."""
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not begin:
        raise UnreadableItem("the file is empty; make the export again")
    if not begin.startswith(b"<"):
        raise UnreadableItem("the file is no XML; give the file that Tools › Export of WordPress makes")
    root = re.search(rb"<[a-zA-Z]", begin)
    if _AMPLIFIES.search(begin[: root.start()] if root else begin) and b"<html" not in begin[:600].lower():
        raise UnreadableItem(_OWN_ENTITIES)


def _name(element: etree._Element) -> str:
    """The name of an element as exports write it, with a prefix for all but WordPress' own."""
    tag = str(element.tag)
    if tag.startswith("{"):
        if found := _WP.match(tag):
            return ("excerpt:" if found[1] else "") + tag[found.end() :]
        for space, prefix in _KNOWN.items():
            if tag.startswith(space):
                return prefix + tag[len(space) :]
        return tag.rpartition("}")[2]
    return tag


def _taken(element: etree._Element) -> Item:
    """The fields of an item, or of something else in the channel, out of the tree."""
    item = Item()
    if len(element) == 0:
        item.fields[_name(element)] = element.text or ""
        return item
    for child in element:
        tag: object = child.tag
        if not isinstance(tag, str):  # a comment
            continue
        name = _name(child)
        if name == "category" and child.get("domain"):
            item.terms.append((child.get("domain") or "", child.get("nicename") or "", child.text or ""))
        elif name == "postmeta":
            told = {_name(one): one.text or "" for one in child}
            item.meta.setdefault(told.get("meta_key", ""), []).append(told.get("meta_value", ""))
        elif name == "comment":
            item.comments.append({_name(one): one.text or "" for one in child if len(one) == 0})
        else:
            item.fields[name] = child.text or ""
    return item


def _summary(excerpt: str, ansi: bool) -> str:
    return " ".join(_plain(blocks.read(excerpt, lines=True).blocks)) if excerpt.strip() else ""


def _plain(found: Iterable[Block]) -> Iterator[str]:
    """The words of blocks, a paragraph each."""
    for one in found:
        if isinstance(one, Paragraph):
            yield blocks.plain(one.html)
        elif isinstance(one, Embed):
            yield one.address
        elif isinstance(one, Strange):
            yield from one.words
        else:
            for name in ("text", "items", "caption"):
                told = getattr(one, name, "")
                yield from filter(None, [told] if isinstance(told, str) else map(blocks.plain, told))


def _picture(row: Any) -> Picture:
    return Picture(row["url"], blocks.words(row["alt"]), blocks.words(row["caption"]), "")
