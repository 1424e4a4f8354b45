"""The audit: what was acknowledged is there, what was killed is nowhere. Runs in a process of its own."""

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harkara.desk import clock
from harkara.desk.models import Story
from harkara.press import editions
from harkara.press.recovery import FOLLOWED
from harkara.press.storeroom import Storeroom
from harkara.rack import changes, ledger
from harkara.rack.pages import Stored


@dataclass
class Books:
    """What the database has acknowledged, by the number of the story; what was under way when its editor died is in
    doubt.
    """

    published: set[int] = field(default_factory=set)
    killed: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    """Stories that something may have taken off the paper."""
    headlines: dict[int, set[str]] = field(default_factory=dict)

    def copy(self) -> "Books":
        said = {number: set(words) for number, words in self.headlines.items()}
        return Books(set(self.published), set(self.killed), set(self.doubtful), said)

    def headline(self, number: int, words: str) -> None:
        """Notes how a story was called; a redacted headline says nothing."""
        if any(letter.isdigit() for letter in words):
            self.headlines.setdefault(number, set()).add(words)


def quiet(seconds: float) -> int:
    """Waits until the press has followed the log and nothing waits for it; says what still waits after ``seconds``."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        behind = changes.position() - int(ledger.bookmark(FOLLOWED) or 0)
        waiting = (behind, ledger.backlog(editions.now().are_current), len(ledger.expired(clock.now())))
        if waiting == (0, 0, 0):
            return 0
        time.sleep(0.02)
    print(f"waiting after {seconds:.0f} s: {waiting[0]} changes, {waiting[1]} of an old layout, {waiting[2]} expired")
    return 1


def audit(books: Books) -> int:
    """Says in a line of JSON what is wrong, and how large paper and rack are."""
    store = Storeroom.of_settings()
    rows = {row.pk: row for row in Story.objects.select_related("section").defer("body")}
    wrong = [*_stories(books, rows), *_rack(store, books, rows)]
    sheets, live = ledger.count(), sum(row.live for row in rows.values())
    print(json.dumps({"wrong": wrong, "sheets": sheets, "live": live, "torn": store.shelf.torn}))
    return 1 if wrong else 0


def _stories(books: Books, rows: dict[int, Story]) -> list[str]:
    wrong = [f"story {number} was published and is not there" for number in sorted(books.published - rows.keys())]
    for number, row in sorted(rows.items()):
        if number in books.killed and not row.killed_at:
            wrong.append(f"story {number} was killed and is not")
        if number in books.published - books.killed - books.doubtful and not row.live:
            wrong.append(f"story {number} was published, nobody took it off, and it is not on the paper")
        if row.killed_at and number not in books.killed | books.doubtful:
            wrong.append(f"story {number} is killed and nobody did it")
    return wrong


def _rack(store: Storeroom, books: Books, rows: dict[int, Story]) -> list[str]:
    wrong = []
    for number, row in sorted(rows.items()):
        entry = store.manifest.find(row.href) if row.href else None
        short = store.manifest.find(f"/{number}")
        if row.live:
            page = store.shelf.get(f"story:{number}")
            if entry is None or entry.name != f"story:{number}" or short is None or short.target != row.href:
                wrong.append(f"story {number} is published and {row.href} does not lead to it")
            elif page is not None and row.headline not in page.identity().decode():
                wrong.append(f"story {number} lies on the rack without its headline {row.headline}")
        elif row.killed_at and row.published_at and (short is None or short.kind != "gone"):
            wrong.append(f"story {number} is killed and /{number} is {short and short.kind}")
        elif not row.killed_at and short is not None:
            wrong.append(f"story {number} is not published and /{number} leads somewhere")
    gone = {row.pk: books.headlines.get(row.pk, set()) for row in rows.values() if row.killed_at}
    for page in _every_page(store.root / "shelf", store):
        if page.header("content-type") and not page.name.startswith("picture:"):
            said = page.identity().decode(errors="replace")  # icons and faces of type are no text
            for number, headlines in gone.items():
                if any(words in said for words in headlines) or f'"/{number}"' in said:
                    wrong.append(f"{page.name} shows story {number}, which is killed")
    return wrong


def _every_page(root: Path, store: Storeroom) -> list[Stored]:
    """Every page on the shelf, and what was set aside."""
    names = list(store.shelf.names())
    found: list[Any] = [page for name in names if (page := store.shelf.get(name))]
    return found + [page for row in ledger.walk() if (page := store.shelf.aside(row.name))]
