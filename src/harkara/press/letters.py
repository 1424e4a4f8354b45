"""Letters to readers: composed when their turn comes, laid down for those who carry them, and kept true after that.

It works in a thread of the press, behind it, and only where the settings say from whom letters come. The newsroom's database and
the readers' know no common commit, so each step may be done twice: a letter that is laid down already is found by its turn, and
how far the change log was heard is a bookmark that is written last.
"""

import logging
import threading
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections, transaction

from harkara.desk import sending
from harkara.desk.copy.letters import Known
from harkara.layout.letters import LetterCopy
from harkara.post.letters import mailings
from harkara.post.models import Letter
from harkara.press.complaints import Finding
from harkara.rack import changes, ledger

log = logging.getLogger(__name__)

LOOK: Final = 1.0
"""Seconds between two looks whether anybody killed or corrected what stands in a letter."""

TURNS: Final = 5
"""So many looks pass between two at the clock."""

BATCH: Final = 500
HEARD: Final = "told:letters"
"""The bookmark: how far the change log was heard."""


def is_on() -> bool:
    """Whether this paper sends letters."""
    return bool(settings.HARKARA_LETTERS_FROM)


def keep_kinds() -> bool:
    """Tells the readers' side which letters there are. Returns whether that changed anything."""
    kinds = sending.kinds()
    return mailings.keep(
        [Letter(slug=one.slug, name=one.name, about=one.about, place=one.place, is_on=one.is_on) for one in kinds]
    )


def compose_due() -> int:
    """Composes the letters whose turn it is, and returns how many were laid down."""
    made = 0
    for turn in sending.due():
        there = mailings.find(turn.slug, turn.name)
        if there is None and (composed := sending.composed(turn)) is not None:
            there = mailings.lay_down(turn.name, composed, sending.paper())
            made += 1
            log.info("letter %s was composed for %s, with %d rows", there, turn.name, len(list(composed.rows)))
        elif there is None:
            log.warning("letter %s has nothing to send for %s", turn.slug, turn.name)
        sending.note(turn, there.pk if there else None)
    return made


def hear() -> bool:
    """Follows the change log: letters say what is true of the stories in them. Returns whether there may be more to hear."""
    newest = changes.position()
    heard = ledger.bookmark(HEARD)
    if heard is None or int(heard) > newest:  # just turned on, or a backup was restored
        _note(newest)
        return False
    batch = changes.since(int(heard), BATCH)
    if not batch:
        return False
    numbers = _numbers(frozenset[str]().union(*(change.keys for change in batch)))
    found = mailings.with_stories(numbers) if numbers else []
    if found:
        copies, paper = mailings.copies(found), sending.paper()
        known = sending.known(sorted({row.story for copy in copies.values() for row in copy.rows} & set(numbers)))
        for mailing, copy in copies.items():
            if mailings.change(mailing, _true(copy, numbers, known), paper):
                log.info("letter %s of %s was changed, since a story in it was", copy.number, copy.slug)
    _note(batch[-1].position)
    return True


def _true(copy: LetterCopy, numbers: list[int], known: dict[int, Known]) -> LetterCopy:
    """``copy`` with what is true now of the stories ``numbers``."""
    for number in {row.story for row in copy.rows} & set(numbers):
        copy = copy.with_row(known[number].since(copy.at)) if number in known else copy.without(number)
    return copy


def _numbers(keys: frozenset[str]) -> list[int]:
    parts = (key.split(":") for key in keys)
    return sorted(int(part[1]) for part in parts if len(part) == 2 and part[0] == "story" and part[1].isdecimal())


def _note(position: int) -> None:
    with transaction.atomic(durable=True):
        ledger.note(HEARD, str(position))


class Composing:
    """The thread in which letters are composed, until :meth:`close`. Where the paper sends none there is no thread."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="letters", daemon=True) if is_on() else None
        if self._thread:
            self._thread.start()

    def close(self) -> None:
        """Ends it after what it has in hand; it goes on from there the next time."""
        self._over.set()
        if self._thread:
            self._thread.join(10.0)

    def _work(self) -> None:
        looks = 0
        while not self._over.is_set():
            try:
                if looks % TURNS == 0:
                    keep_kinds()
                    compose_due()
                looks += 1
                more = hear()
            except DatabaseError:
                log.exception("letters find no way to a database; trying again")
                connections.close_all()
                more = False
            except Exception:
                log.exception("a letter could not be composed; trying again")
                more = False
                looks += 1
            if not more:
                self._over.wait(LOOK)
        connections.close_all()


def examination() -> Iterator[Finding]:
    """For the doctor: whether letters are set up whole, and which of them rest."""
    wanted = [one.name for one in sending.kinds() if one.is_on]
    if not is_on():
        if wanted:
            yield Finding(
                "look",
                "letters",
                f"{len(wanted)} letters are on in the newsroom, and none goes out: nobody is set as their sender.",
                "Set HARKARA_LETTERS_FROM and HARKARA_MAIL_URL (docs/how-to/send-letters.md), or turn them off there.",
            )
        else:
            yield Finding("well", "letters", "No letters are sent (HARKARA_LETTERS_FROM is not set).")
        return
    if settings.HARKARA_ROLE == "all" and not settings.EMAIL_HOST:
        yield Finding(
            "ill",
            "letters",
            "Letters have a sender and no mail server: they are composed and go nowhere.",
            "Set HARKARA_MAIL_URL, as smtp://user:password@host:587.",
        )
    if not settings.HARKARA_LETTERS_RETURN:
        yield Finding(
            "look",
            "letters",
            "Letters come back to their sender, where nobody counts them: dead addresses are written to for ever.",
            "Set HARKARA_LETTERS_RETURN and HARKARA_LETTERS_MAILBOX.",
        )
    resting = [row for row in mailings.newest() if row.why and row.state == "going"]
    for row in resting:
        yield Finding(
            "look",
            "letters",
            f"Letter {row.number} of {row.letter_id} rests: {row.why}. {row.sent} were sent.",
            "It goes on by itself; if it rests again, ask whoever runs the mail server what it holds against these mails.",
        )
    if not resting:
        yield Finding("well", "letters", f"{len(wanted)} letters are on, from {settings.HARKARA_LETTERS_FROM}.")
