"""The carrier: hands finished letters to the mail server, one mail after the other, and goes on where it was.

**What holds.** A mail counts as sent when the server has answered 250, and not before: nobody is left out, whenever the carrier
ends. Between that answer and the note of it (one ``write``, which outlives the process) lies one mail; so a sudden end of the
process sends at most one mail a second time. A loss of power, or another machine that takes over, knows only what the database
has, and may repeat what the last batch sent.
"""

import fcntl
import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final, Protocol

from django.db import transaction
from django.db.models import F, Max, Q

from harkara.rack.outbox.sides import READERS

from ..models import LetterAgain, LetterOrder, Mailing
from . import bounces, clock, tally
from .envelope import Envelope, Sender
from .line import Answer, LineDown

log = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=3)
"""How long a letter is one machine's after its last batch."""

LOOK: Final = 1.0
"""Seconds after which the carrier looks whether the letter in hand was changed; the longest wait for a new one, too."""

AGAIN: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 360, 720))
"""When a mail that was not taken for now is tried again; after the last time it counts as come back."""

STREAK: Final = 10
"""So many refusals one after the other are no longer the readers' fault: the letter rests, and nobody is dropped for them."""

REST: Final = timedelta(minutes=30)
LATE: Final = 20
LATE_REST: Final = timedelta(minutes=5)
"""So many answers "not for now" one after the other mean that the server wants patience, for so long."""

DOWN: Final = (5.0, 30.0, 120.0, 600.0)
"""Seconds before the mail server is tried again that does not answer; the last one again and again."""


class Hands(Protocol):
    """Who takes a mail (:class:`.line.Line`)."""

    def hand_in(self, way_back: str, email: str, mail: bytes) -> Answer: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """How fast it goes: mails of a batch, seconds between two batches, and mails of a day (0: as many as there are)."""

    batch: int = 100
    pause: float = 0.0
    day: int = 0


@dataclass(slots=True)
class _Way:
    """What happened in a batch."""

    place: int
    sent: int = 0
    refused: int = 0
    late: int = 0
    pending: list[tuple[int, int, Answer]] = field(default_factory=list)


class Note:
    """Which mails of a letter went out since the last batch: a line each in a file, which a sudden end of the process leaves."""

    def __init__(self, folder: Path, mailing: int) -> None:
        self._path: Final = folder / str(mailing)
        self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)

    def left(self, place: int) -> tuple[int, int]:
        """The last order that is noted, ``place`` where none after it is, and how many mails were sent after ``place``."""
        whole = os.pread(self._fd, 16 * 2**20, 0).rpartition(b"\n")[0]  # a line that was cut was not written
        lines = [line for line in whole.split(b"\n") if line[1:].isdigit() and int(line[1:]) > place]
        last = max((int(line[1:]) for line in lines), default=place)
        return last, sum(line[:1] == b"+" for line in lines)

    def write(self, order: int, *, was_sent: bool) -> None:
        """Notes that ``order`` is done."""
        os.write(self._fd, b"%b%d\n" % (b"+" if was_sent else b"-", order))

    def clear(self) -> None:
        """What it says is in the database now."""
        os.ftruncate(self._fd, 0)

    def close(self, *, is_over: bool = False) -> None:
        """Closes it; ``is_over``: and throws it away."""
        os.close(self._fd)
        if is_over:
            self._path.unlink(missing_ok=True)


class Carrier:
    """Carries what is due. ``folder`` holds its notes, ``stopped`` says whether to end; ``steady`` is a clock nobody sets."""

    def __init__(
        self,
        line: Hands,
        sender: Sender,
        folder: Path,
        terms: Terms = Terms(),
        *,
        host: str = "",
        stopped: Callable[[], bool] = lambda: False,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._line: Final = line
        self._sender: Final = sender
        self._folder: Final = folder
        self._terms: Final = terms
        self._host: Final = (host or f"{os.uname().nodename}:{folder}")[:80]
        self._stopped: Final = stopped
        self._steady: Final = steady
        self._down = 0
        self._not_before = float("-inf")
        self._lock: IO[str] | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def lock(self) -> bool:
        """Takes the right to carry from this folder, until the process ends; returns whether it could be had."""
        file = (self._folder / "lock").open("w")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        self._lock = file
        return True

    def close(self) -> None:
        """Ends the connection and gives the right back."""
        self._line.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def turn(self) -> float:
        """One batch of what is most urgent; returns the seconds to wait before the next turn (0: there is more)."""
        wait = self._not_before - self._steady()
        if wait > 0:
            return min(wait, LOOK)
        left = self._left_today()
        if not left:
            return LOOK
        try:
            if self._again(left):
                return self._terms.pause
            mailing = self._due()
            if mailing is None:
                self._line.close()
                return LOOK
            done = self._batch(mailing, left)
        except LineDown as down:
            pause = DOWN[min(self._down, len(DOWN) - 1)]
            self._down += 1
            self._not_before = self._steady() + pause
            log.warning("letters wait: %s; again in %.0f s", down, pause)
            return LOOK
        self._down = 0
        return self._terms.pause if done else 0.0

    def _left_today(self) -> int:
        if not self._terms.day:
            return self._terms.batch
        return max(0, min(self._terms.batch, self._terms.day - tally.sent_today()))

    def _due(self) -> Mailing | None:
        """The letter that goes first: a breaking one, then whichever has waited longest. Held by this machine from now on."""
        now = clock.now()
        rows = Mailing.objects.defer("copy", "html", "text").filter(
            Q(again_at=None) | Q(again_at__lte=now), state__in=("waiting", "going"), at__lte=now
        )
        for row in sorted(rows, key=lambda one: (not one.turn.startswith("story:"), one.at)):
            free = Q(held_until=None) | Q(held_until__lt=now) | Q(host=self._host)
            if Mailing.objects.filter(free, pk=row.pk).update(host=self._host, held_until=now + LEASE):
                return Mailing.objects.defer("copy").get(pk=row.pk)
        return None

    def _batch(self, mailing: Mailing, most: int) -> bool:
        """Carries at most ``most`` mails of ``mailing``; returns whether any went or was refused."""
        if mailing.state == Mailing.State.WAITING:
            mailing.upto = LetterOrder.objects.filter(letter=mailing.letter_id).aggregate(top=Max("pk"))["top"] or 0
            mailing.state, mailing.began_at = Mailing.State.GOING, clock.now()
            mailing.save(update_fields=["upto", "state", "began_at"])
        note = Note(self._folder, mailing.pk)
        is_over = False
        try:
            last, sent = note.left(mailing.place)
            if last > mailing.place:
                log.info("letter %s goes on behind order %s", mailing, last)
                self._keep(mailing, _Way(last, sent), note)
            orders = list(
                LetterOrder.objects.filter(letter=mailing.letter_id, pk__gt=mailing.place, pk__lte=mailing.upto)
                .order_by("pk")
                .values_list("pk", "reader", "reader__email")[:most]
            )
            if not orders:
                is_over = True
                Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.GOING).update(
                    state=Mailing.State.DONE, ended_at=clock.now(), why="", again_at=None
                )
                return False
            way = _Way(mailing.place)
            try:
                self._carry(mailing, orders, way, note)
            finally:
                self._keep(mailing, way, note)
        finally:
            note.close(is_over=is_over)
        return True

    def _carry(self, mailing: Mailing, orders: list[tuple[int, int, str]], way: _Way, note: Note) -> None:
        envelope = Envelope(mailing, self._sender)
        known = set(
            LetterAgain.objects.filter(mailing=mailing, order__in=[one[0] for one in orders]).values_list(
                "order", flat=True
            )
        )
        limit, looked, lates = STREAK if not mailing.why else 10 * STREAK, self._steady(), 0
        for order, reader, email in orders:
            if self._stopped():
                return
            if (at := self._steady()) - looked >= LOOK:
                if self._has_changed(mailing):
                    return
                looked = at
            if order in known:
                way.place = order
                continue
            answer = self._line.hand_in(envelope.way_back(order), email, envelope.mail(order, email))
            if answer.verdict == "sent":
                note.write(order, was_sent=True)
                way.place, way.sent, lates = order, way.sent + 1, 0
                self._settle(mailing, way)
                continue
            if answer.verdict == "later":
                self._put_off(mailing, order)
                note.write(order, was_sent=False)
                way.place, way.late, lates = order, way.late + 1, lates + 1
                if lates >= LATE:
                    self._rest(mailing, LATE_REST, f"{lates} mails in a row were answered {answer.code}")
                    return
                continue
            way.pending.append((order, reader, answer))
            way.place = order
            if len(way.pending) >= limit:
                way.place = way.pending[0][0] - 1
                self._rest(
                    mailing, REST, f"{len(way.pending)} addresses in a row were refused, the last with {answer.code}"
                )
                way.pending.clear()
                return
        self._settle(mailing, way)

    def _settle(self, mailing: Mailing, way: _Way) -> None:
        """What was refused was the readers' own: somebody else after them was taken, or the batch is at its end."""
        for order, reader, answer in way.pending:
            way.refused += 1
            log.info("order %s of letter %s was refused: %s", order, mailing, answer.code)
            if answer.verdict == "never":
                bounces.hard(reader)
            else:
                bounces.soft(reader, mailing.pk, answer.code)
        way.pending.clear()

    def _keep(self, mailing: Mailing, way: _Way, note: Note) -> None:
        """Writes down how far the letter is. What was refused and not settled yet (it was told to stop) is tried again."""
        place = way.pending[0][0] - 1 if way.pending else way.place
        moved = place != mailing.place or way.sent or way.refused
        if moved:
            told = {"place": place, "sent": F("sent") + way.sent, "refused": F("refused") + way.refused}
            if way.sent:
                told |= {"why": "", "again_at": None}
            with transaction.atomic(using=READERS):
                Mailing.objects.filter(pk=mailing.pk).update(held_until=clock.now() + LEASE, **told)
                tally.add(sent=way.sent)
            mailing.place = place
        note.clear()

    def _put_off(self, mailing: Mailing, order: int) -> None:
        with transaction.atomic(using=READERS):
            LetterAgain.objects.get_or_create(
                mailing=mailing, order_id=order, defaults={"due_at": clock.now() + AGAIN[0]}
            )

    def _rest(self, mailing: Mailing, span: timedelta, why: str) -> None:
        log.error("letter %s rests for %.0f min: %s", mailing, span.total_seconds() / 60, why)
        Mailing.objects.filter(pk=mailing.pk).update(again_at=clock.now() + span, why=why[:200])

    def _has_changed(self, mailing: Mailing) -> bool:
        now: datetime | None = (
            Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.GOING)
            .values_list("changed_at", flat=True)
            .first()
        )
        return now != mailing.changed_at

    def _again(self, most: int) -> bool:
        """Tries mails again that were not taken for now; returns whether any was due."""
        now = clock.now()
        free = Q(mailing__held_until=None) | Q(mailing__held_until__lt=now) | Q(mailing__host=self._host)
        numbers = list(
            LetterAgain.objects.filter(free, due_at__lte=now).order_by("due_at").values_list("pk", flat=True)[:most]
        )
        made: dict[int, Envelope] = {}
        for row in LetterAgain.objects.filter(pk__in=numbers).select_related("order__reader").order_by("due_at"):
            if self._stopped():
                break
            mailing = Mailing.objects.defer("copy").get(pk=row.mailing_id)
            if mailing.state == Mailing.State.WITHDRAWN or not mailing.html:
                row.delete()
                continue
            envelope = made.setdefault(mailing.pk, Envelope(mailing, self._sender))
            answer = self._line.hand_in(
                envelope.way_back(row.order_id),
                row.order.reader.email,
                envelope.mail(row.order_id, row.order.reader.email),
            )
            self._tried(row, mailing, answer)
        return bool(numbers)

    def _tried(self, row: LetterAgain, mailing: Mailing, answer: Answer) -> None:
        with transaction.atomic(using=READERS):
            if answer.verdict == "later" and row.tries < len(AGAIN):
                LetterAgain.objects.filter(pk=row.pk).update(
                    tries=F("tries") + 1, due_at=clock.now() + AGAIN[row.tries]
                )
                return
            row.delete()
            is_sent = answer.verdict == "sent"
            told = {"sent": F("sent") + 1} if is_sent else {"refused": F("refused") + 1}
            Mailing.objects.filter(pk=mailing.pk).update(**told)
            tally.add(sent=int(is_sent))
            if answer.verdict == "never":
                bounces.hard(row.order.reader_id)
            elif not is_sent:
                bounces.soft(row.order.reader_id, mailing.pk, answer.code)


def forget_notes(folder: Path) -> int:
    """Throws away notes of letters that are over. Returns how many."""
    numbers = {int(path.name): path for path in folder.glob("[0-9]*") if path.name.isdigit()}
    going = set(Mailing.objects.filter(pk__in=numbers, state__in=("waiting", "going")).values_list("pk", flat=True))
    for number in numbers.keys() - going:
        with suppress(FileNotFoundError):
            numbers[number].unlink()
    return len(numbers.keys() - going)
