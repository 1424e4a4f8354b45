"""What posts of a WordPress export only name by a number (attachments, categories, people), on the disk for the time of an import: an
export may hold a million attachments.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Item:
    """An item of the export as it stands there: single fields, and those that come often."""

    fields: dict[str, str] = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    """Taxonomy, slug and name."""
    meta: dict[str, list[str]] = field(default_factory=dict)
    comments: list[dict[str, str]] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def told(self, key: str) -> str:
        return (self.meta.get(key) or [""])[0]


class Index:
    """What posts name by a number, on the disk: an export may hold a million attachments."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._inherited: list[sqlite3.Connection] = []
        self._db = self._opened()
        self._db.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE attachment (id TEXT PRIMARY KEY, parent TEXT, url TEXT, file TEXT, link TEXT, caption TEXT, alt TEXT);"
            "CREATE TABLE claim (attachment TEXT PRIMARY KEY, post TEXT);"
            "CREATE TABLE term (domain TEXT, slug TEXT, name TEXT, parent TEXT, about TEXT, number TEXT, PRIMARY KEY (domain, slug));"
            "CREATE TABLE author (login TEXT PRIMARY KEY, name TEXT);"
        )
        self._db.execute("BEGIN")

    def _opened(self) -> sqlite3.Connection:
        opened = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        opened.row_factory = sqlite3.Row
        return opened

    def apart(self) -> None:
        """Opens the file anew in a forked process; the connection that came along is left as it is."""
        self._inherited.append(self._db)
        self._db = self._opened()

    def close(self) -> None:
        self._db.close()

    def claim(self, number: str, post: str) -> None:
        """Notes that a post shows an attachment above its text: the first one that does has the addresses of an attachment that
        belongs to none.
        """
        if number.strip("0") and post:
            self._db.execute("INSERT OR IGNORE INTO claim (attachment, post) VALUES (?, ?)", (number, post))

    def add_attachment(self, item: Item) -> None:
        url = item.get("attachment_url").strip() or item.get("guid").strip()
        alt = item.told("_wp_attachment_image_alt")
        caption = item.get("excerpt:encoded")
        self._db.execute(
            "INSERT OR REPLACE INTO attachment (id, parent, url, file, link, caption, alt) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (item.get("post_id"), item.get("post_parent"), url, _file(url), item.get("link").strip(), caption, alt),
        )

    def add_term(self, domain: str, slug: str, name: str) -> None:
        if domain in ("category", "post_tag"):
            self._db.execute(
                "INSERT OR IGNORE INTO term (domain, slug, name, parent, about, number) VALUES (?, ?, ?, '', '', '')",
                (domain, slug, name),
            )

    def add_told(self, kind: str, item: Item) -> None:
        """A category, tag or other term that stands in the channel itself."""
        if kind == "category":
            row = ("category", item.get("category_nicename"), item.get("cat_name"), item.get("category_parent"))
        elif kind == "tag":
            row = ("post_tag", item.get("tag_slug"), item.get("tag_name"), "")
        else:
            row = (item.get("term_taxonomy"), item.get("term_slug"), item.get("term_name"), item.get("term_parent"))
        if row[0] in ("category", "post_tag") and row[1]:
            about = item.get("category_description") or item.get("tag_description") or item.get("term_description")
            self._db.execute(
                "INSERT OR REPLACE INTO term (domain, slug, name, parent, about, number) VALUES (?, ?, ?, ?, ?, ?)",
                (*row, about, item.get("term_id")),
            )

    def add_author(self, login: str, name: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO author (login, name) VALUES (?, ?)", (login, name or login))

    def done(self) -> None:
        self._db.execute("COMMIT")
        self._db.execute("CREATE INDEX attachment_parent ON attachment (parent)")
        self._db.execute("CREATE INDEX attachment_file ON attachment (file)")

    def attachments(self, numbers: tuple[str, ...], post: str) -> list[Any]:
        """The attachments with these numbers, in that order; without numbers those of the post."""
        if not numbers:
            return self._db.execute(
                "SELECT * FROM attachment WHERE parent = ? ORDER BY CAST(id AS INTEGER)", (post,)
            ).fetchall()
        rows = {
            row["id"]: row
            for row in self._db.execute(
                f"SELECT * FROM attachment WHERE id IN ({','.join('?' * len(numbers[:500]))})",  # noqa: S608 (question marks)
                numbers[:500],
            )
        }
        return [rows[number] for number in numbers[:500] if number in rows]

    def at(self, address: str) -> Any:
        return self._db.execute("SELECT * FROM attachment WHERE file = ?", (_file(address),)).fetchone()

    def belonging(self, post: str, lead: str) -> list[Any]:
        """The attachments whose pages were of this post: its own, and the one above its text if it claimed that."""
        if not post:
            return []
        return self._db.execute(
            "SELECT id, link, url FROM attachment WHERE parent = ? OR (id = ? AND parent IN ('', '0')"
            " AND EXISTS (SELECT 1 FROM claim WHERE claim.attachment = attachment.id AND claim.post = ?))",
            (post, lead, post),
        ).fetchall()

    def shown_by(self, number: str) -> bool:
        """Whether an attachment belongs to a post."""
        row = self._db.execute(
            "SELECT parent, EXISTS (SELECT 1 FROM claim WHERE claim.attachment = attachment.id) AS claimed"
            " FROM attachment WHERE id = ?",
            (number,),
        ).fetchone()
        return row is not None and (row["parent"] not in ("", "0") or bool(row["claimed"]))

    def term(self, domain: str, slug: str) -> tuple[str, str, str] | None:
        row = self._db.execute(
            "SELECT name, parent, about FROM term WHERE domain = ? AND slug = ?", (domain, slug)
        ).fetchone()
        return tuple(row) if row else None

    def number_of(self, domain: str, slug: str) -> str:
        row = self._db.execute("SELECT number FROM term WHERE domain = ? AND slug = ?", (domain, slug)).fetchone()
        return row[0] if row else ""

    def term_number(self, number: str) -> str:
        """The slug of the category with this number."""
        if not number:
            return ""
        row = self._db.execute("SELECT slug FROM term WHERE domain = 'category' AND number = ?", (number,)).fetchone()
        return row[0] if row else ""

    def above(self, slug: str) -> tuple[str, str] | None:
        """Slug and name of the category above another."""
        row = self._db.execute(
            "SELECT a.slug, a.name FROM term c JOIN term a ON a.domain = c.domain AND a.slug = c.parent"
            " WHERE c.domain = 'category' AND c.slug = ?",
            (slug,),
        ).fetchone()
        return tuple(row) if row else None

    def terms(self) -> Iterator[tuple[str, str, str, str, str]]:
        rows = self._db.execute("SELECT domain, slug, name, parent, about FROM term ORDER BY domain, slug").fetchall()
        yield from (tuple(row) for row in rows)

    def author(self, login: str) -> str:
        row = self._db.execute("SELECT name FROM author WHERE login = ?", (login,)).fetchone()
        return row[0] if row else login

    def authors(self) -> Iterator[tuple[str, str]]:
        yield from (tuple(row) for row in self._db.execute("SELECT login, name FROM author ORDER BY login").fetchall())


def _file(address: str) -> str:
    """The path of an uploaded file without the size of a smaller copy and the site before it."""
    path = re.sub(r"\Ahttps?://[^/]+", "", address.strip()).partition("?")[0]
    return re.sub(r"-\d{2,5}x\d{2,5}(?=\.[A-Za-z0-9]{2,5}\Z)", "", path)
