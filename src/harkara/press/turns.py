"""The turns of the press: follow the change log, print what was touched, and keep the rack whole.

One press follows one rack. A batch of changes is worked through from the front in each case of doubt: every step may
be done twice, and the place in the log is noted only when all are done.
"""

import logging
import math
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from heapq import nsmallest
from itertools import pairwise

from django.db import DatabaseError, transaction

from harkara.desk import clock, due
from harkara.desk.keys import of_the_newsroom
from harkara.figures import Histogram
from harkara.layout.assets import assets
from harkara.press import card_sheets, editions, names, plan
from harkara.press.bake import bake, take_off
from harkara.press.carrying import Carrier
from harkara.press.drawing import Ahead, Drawing
from harkara.press.drying import Drying
from harkara.press.guarding import Guards
from harkara.press.plan import Plan
from harkara.press.recovery import FOLLOWED, PREVIOUS, recover
from harkara.press.snapshot import snapshot
from harkara.press.storeroom import Storeroom
from harkara.press.thin import Search
from harkara.rack import changes, ledger
from harkara.rack.cards import NAME as CARD
from harkara.rack.errors import RackFull
from harkara.rack.keys import of_frame
from harkara.rack.ledger import Sheet

log = logging.getLogger(__name__)

BATCH = 500
"""Changes worked through together: what a burst touches often is printed once."""

LOT = 8
"""Sheets printed in one snapshot and put in one transaction."""

PAUSE = 0.2
"""Seconds between two turns where nobody wrote into the database: what waited for a calm moment may find one."""

AT_REST = 0.5
"""The same where nothing waits, and the next appointment is known: the clock alone may bring something, such as a new day, or
the readers' side.
"""

DUE = 100
"""Stories that are due together and are published before the press prints what they touch: the fronts are printed once
for so many, and the first of them do not wait for the last of thousands.
"""

KEPT = 10_000
"""Changes that stay in the log behind the press, for who wants to know what happened."""

LARGE_LOT = 32
"""The same when very many are touched at once: nobody waits for the first of them alone."""

PATIENT_LOT = 4
"""Sheets printed at a time of what may wait: what is touched meanwhile waits for so many at most."""

FIRST = (names.ORDER["live"], names.ORDER[names.RAIL], names.ORDER["feed"])
"""Up to here in the order of urgency stands what readers wait for this moment, what those of a new story meet, and then what
tells machines of it.
"""

LARGE = 64 * 1024
"""Bytes of a page file from which on brotli is content with less: the best of it takes half a second for a long feed."""

BEST, QUICK = 8, 4
"""The qualities of brotli, of which 11 is the highest."""

DATED = frozenset((names.FRONT, names.RAIL, names.NEWS_SITEMAP))
"""Sheets that may say something else at another time, even where nothing on them will expire any more."""

TOOLS = "cards"
"""The bookmark that holds with which versions cards were drawn."""

DAY = "day"
"""The bookmark that holds the day which the rack takes for today."""


class Turns:
    """The loop of one press over one rack. Raises ``RuntimeError`` where another press follows this rack.

    ``brotli``: whether pages get their brotli part when there is nothing else to do; ``draws``: whether pictures are drawn
    then, before a reader asks for them.
    """

    def __init__(self, store: Storeroom, *, brotli: bool = True, draws: bool = False) -> None:
        self.store = store
        self.brotli = brotli
        self.followed = 0
        """The position up to which the change log has been worked through."""
        self.later: set[str] = set()
        """Sheets to be printed when there is nothing touched: what was restless, missing, or of an old edition."""
        self.readers_wait: Callable[[], bool] = lambda: False
        """Whether readers wait for pages just now: then the cores are theirs, and brotli comes afterwards."""
        self.is_calm: Callable[[], bool] = lambda: True
        """Whether the processors have time for one more brotli part (:mod:`.crowding`)."""
        self.dense: set[str] = set()
        """Sheets that still lack their brotli part."""
        self.drying = Drying()
        self.drawing = Drawing(self._bake) if draws else None
        self.cards = Ahead(self._bake) if draws else None
        self.same = self.printed = 0
        self.seen_after = Histogram("harkara_publish_to_visible_seconds")
        """From each change that readers see to its pages on the rack."""
        self.carrier = Carrier()
        self.guards = Guards()
        self.is_full = False
        """Whether the disk refused the last bake."""
        self._diary = due.Diary()
        self._appointment: datetime | None = None
        self._rests = False
        """Whether the last turn found nothing to do but by the clock."""
        self._seen = clock.now()
        self._lock = store.lock()
        try:
            self._begin()
        except BaseException:
            self._lock.close()
            raise

    def turn(self, *, is_still: bool = False) -> bool:
        """Does what is due: publishes scheduled stories, follows the log, prints what expired, and else a lot of what
        may wait. Returns whether there was anything to do.

        ``is_still``: nobody has committed anything since the last turn. Where that one found nothing to do either, only
        the clock can bring something.
        """
        worked = self._keep_diary(is_still=is_still)
        worked |= self.new_day()
        worked |= self.go_back()
        worked |= self.carrier.carry()
        self.guards.keep()
        if worked or not (is_still and self._rests):
            worked |= self.follow()
            worked |= self.expire()
            worked = worked or self.catch_up() or (self._is_free() and (self.draw() or self.thicken()))
        else:
            worked = self.expire()
        self._rests = not worked and self._is_free() and self.drying.is_empty and not self.dense
        return worked

    def _keep_diary(self, *, is_still: bool) -> bool:
        """Publishes what is due. While nobody commits anything, the next appointment is known and is waited for."""
        now = clock.now()
        if is_still and self._appointment is not None and self._seen <= now < self._appointment:
            return False
        kept = bool(self._diary.keep(most=DUE))
        self._appointment = None
        if is_still and not kept:
            self._appointment = min(due.next_at() or datetime.max.replace(tzinfo=UTC), now + due.LOOKS)
        return kept

    def patience(self) -> float:
        """Seconds until there may be something to do though nobody commits anything."""
        if not self._rests or self._appointment is None:
            return PAUSE
        return min(AT_REST, max(0.0, (self._appointment - clock.now()).total_seconds()))

    def until_due(self) -> float:
        """Seconds until something is due by the clock, without end where nothing is. One query."""
        at = due.next_at()
        return max(0.0, (at - clock.now()).total_seconds()) if at else math.inf

    def settle(self) -> None:
        """Turns until nothing is left to do."""
        while self.turn():
            pass

    def close(self, *, sync: bool = False) -> None:
        """Ends in order. With ``sync`` all that was written is on the disk then, which may take seconds; a start after
        the next boot of the machine need not look for damage.
        """
        try:
            if sync:
                os.sync()
            self.store.note_place(self.followed, clean=sync, durable=sync)
        finally:
            self._lock.close()

    def follow(self) -> bool:
        """Works through the next batch of the change log."""
        batch = changes.since(self.followed, BATCH)
        if not batch:
            return False
        last = batch[-1].position
        keys = frozenset[str]().union(*(change.keys for change in batch))
        if keys == of_the_newsroom(keys):
            self._note_followed(last)  # drafts and the tray: nothing that is printed shows them
            return True
        editions.begin(batch)
        with snapshot():
            planned = plan.of(keys, self.store.manifest)
            touched = ledger.readers(keys - of_frame(keys), before=last)
            lacking = self._lacking(planned.born)
            behind = self._behind(plan.hot()) if of_frame(keys) else set()
        is_lost = self._carry_out(planned)
        hot = self._split(sheet for sheet in touched if sheet.name not in planned.taken)
        self.later |= behind - hot
        is_done = self._bake(hot | lacking)
        if is_lost:
            self.store.sync()
        if not is_done:
            return False
        self._note_followed(last)
        now = clock.now()
        for change in batch:
            if change.keys != of_the_newsroom(change.keys):
                self.seen_after.add((now - change.at).total_seconds())
        return True

    def new_day(self) -> bool:
        """At midnight in the paper's zone, today's page comes and the newest day leads elsewhere; then old autosaves go."""
        today = clock.today()
        noted = ledger.bookmark(DAY)
        if noted == today.isoformat():
            return False
        with snapshot():
            planned = Plan()
            plan.today(planned, date.fromisoformat(noted) if noted else None)
            lacking = self._lacking(plan.hot())
        self._carry_out(planned)
        with transaction.atomic(durable=True):
            ledger.note(DAY, today.isoformat())
        self._bake(lacking)
        due.thin()
        return True

    def go_back(self) -> bool:
        """Where the clock was set back, what time had changed is printed again, and what was hot then is hot once more.

        A press that starts cannot know what its predecessor saw of the clock: it prints the few dated sheets in any case.
        """
        before, self._seen = self._seen, clock.now()
        if self._seen >= before:
            return False
        log.warning("the clock was set back from %s to %s", before, self._seen)
        with snapshot():
            lacking = self._lacking(plan.hot())
            dated = self._dated()
        self._bake(self._split(dated) | lacking)
        return True

    def expire(self) -> bool:
        """Prints again what is not valid any more, or takes it off where it is not hot."""
        over = ledger.expired(clock.now(), BATCH)
        return bool(over) and self._bake(self._split(over))

    def catch_up(self) -> bool:
        """A lot of what may wait: first what should be on the rack, then the layout backlog."""
        lot = nsmallest(PATIENT_LOT, self.later, key=names.urgency)
        if lot:
            self.later.difference_update(lot)
        else:
            lot = [sheet.name for sheet in ledger.behind(editions.now().are_current, PATIENT_LOT)]
            old = [name for name in lot if names.follows(name) and name not in names.NOTICES]
            if old:
                take_off(self.store, old, keep_aside=False)
                return True
        if lot:
            return self._bake(lot)
        return self._drop_old_assets()

    def thicken(self) -> bool:
        """Adds the brotli part to a page: gzip had to be quick, this may take its time. Where no page is known to lack
        it, looks for some that others baked. Returns whether there was anything to do, and room to do it.
        """
        self.dense |= self.drying.dry()
        if not self.is_calm():
            return False
        if not self.dense:
            found = self._thin.next() if self.brotli else None
            self.dense.update(found or ())
            return found is not None
        name = next(iter(self.dense))
        self.dense.discard(name)
        mark = self.store.shelf.mark(name)
        with self.store.in_hand([name]):
            self.store.shelf.add_brotli(name, QUICK if mark and mark[2] > LARGE else BEST)
        return True

    def draw(self) -> bool:
        """Draws a file of a picture that pages show, or else a card. Returns whether there was anything to do."""
        done = self.drawing is not None and self.drawing.draw()
        return done or (self.cards is not None and self.cards.draw())

    def _is_free(self) -> bool:
        """Whether there is time for what readers do not wait for."""
        return not self.is_full and not self.readers_wait()

    def _begin(self) -> None:
        """Repairs what is to be repaired, and finds what should be on the rack and is not."""
        found = recover(self.store)
        self._thin = Search(self.store.shelf, anew=found in ("power", "restored"))
        fixed = Plan()
        with snapshot():
            plan.fixed(fixed)
            hot = plan.hot()
            self.later |= self._lacking(hot) | self._behind(hot) | {sheet.name for sheet in self._dated()}
        fixed.write(self.store.manifest)  # another version of the paper may have other sheets
        if self.drawing is not None:
            self.drawing.begin()
        if self.cards is not None:
            with snapshot():
                young = plan.young()
            self.cards.begin(young)
        self._drop_cards_of_other_tools()
        self.followed = int(ledger.bookmark(FOLLOWED) or 0)
        self.store.note_place(self.followed, durable=True)

    def _carry_out(self, planned: Plan) -> bool:
        """Addresses first, so that nobody asks for what is about to leave; then the sheets that left.

        Returns whether any left that readers had: no power cut may bring them back, nor what named them.
        """
        try:
            planned.write(self.store.manifest)
            struck = take_off(self.store, sorted(planned.taken), keep_aside=False)
        except (RackFull, DatabaseError):
            for name in planned.taken:  # what was killed leaves in any case; the books follow when there is room
                with suppress(RackFull):
                    self.store.shelf.drop(name)
            raise
        self.later -= planned.taken
        return bool(struck or planned.gone)

    def _split(self, sheets: Iterable[Sheet]) -> set[str]:
        """The hot ones among touched sheets; the others leave the shelf and are printed when somebody asks."""
        now, today = clock.now(), names.on(clock.today())
        hot, cold = set(), {}
        for sheet in sheets:
            is_asked = sheet.hot_until and sheet.hot_until > now and not names.follows(sheet.name)
            if names.is_always_hot(sheet.name) or sheet.name == today or is_asked:
                hot.add(sheet.name)
            else:
                cold[sheet.name] = sheet.position
        if cold:
            take_off(self.store, sorted(cold), keep_aside=True, before=max(cold.values()) + 1)
        return hot

    def _lacking(self, born: set[str]) -> set[str]:
        """Those of ``born`` that are hot and not on the rack. Reads the desk at the caller's snapshot."""
        candidates = born - ledger.sheets(born).keys()
        if not candidates:
            return set()
        today = clock.today()
        always = {names.day(today), names.map_of_day(today), names.on(today)}
        stories = {int(name.partition(":")[2]) for name in candidates if name.startswith(("story:", "data:"))}
        for number in plan.young(stories):
            always |= {names.story(number), names.data(number)}
        return {name for name in candidates if name in always or names.is_always_hot(name)}

    def _behind(self, wanted: set[str]) -> set[str]:
        """Those of ``wanted`` that are on the rack in another edition."""
        now = editions.now()
        return {name for name, sheet in ledger.sheets(wanted).items() if not now.are_current(sheet.edition)}

    def _dated(self) -> list[Sheet]:
        """The sheets on the rack that time changes. Of the days of the year, which change once in it, those of the week to
        come: the others are told wrong only where the clock stood more than a week ahead.
        """
        found = ledger.expired(datetime.max.replace(tzinfo=UTC), BATCH + 366)
        near = {names.on(clock.today() + timedelta(days=ahead)) for ahead in range(8)}
        for_a_time = [sheet for sheet in found if not sheet.name.startswith("on:") or sheet.name in near]
        return list({sheet.name: sheet for sheet in (*for_a_time, *ledger.sheets(DATED).values())}.values())

    def _bake(self, wanted: Iterable[str]) -> bool:
        """Bakes in lots, the most urgent first. False where the disk was full: the work stays to be done, as it does where
        the database refuses, which is raised.
        """
        refused = False
        lots = list(_lots(sorted(wanted, key=names.urgency)))
        for place, lot in enumerate(lots):
            if refused:
                self.later |= {*lot}
                continue
            try:
                baked = bake(self.store, lot)
            except BaseException:
                self.later.update(*lots[place:])
                raise
            self.later |= {*baked.restless, *baked.refused}
            if self.drawing is not None:
                self.drawing.take(baked.shown)
            if self.cards is not None:
                self.cards.take(baked.put)
            if self.brotli:
                self.dense.difference_update(baked.put)
                self.dense |= self.drying.hang(baked.put)
            self.printed += len(baked.put)
            self.same += baked.same
            refused |= bool(baked.refused)
        if lots and self.is_full != refused:
            self.is_full = refused
            if refused:
                log.error("the disk is full: %s sheets and more stay as they were", sum(map(len, lots)))
            else:
                log.warning("there is room on the disk again")
        return not refused

    def _note_followed(self, position: int) -> None:
        with transaction.atomic(durable=True):
            ledger.note(PREVIOUS, str(self.followed))
            ledger.note(FOLLOWED, str(position))
            if position // KEPT > self.followed // KEPT:
                changes.prune(position - KEPT)
        self.followed = position
        self.store.note_place(position)

    def _drop_cards_of_other_tools(self) -> None:
        """Another version of what draws letters draws them by a hair otherwise: the cards that it left are drawn anew."""
        now = card_sheets.tools()
        if ledger.bookmark(TOOLS) == now:
            return
        while old := [sheet.name for sheet in ledger.named(CARD)]:
            take_off(self.store, old, keep_aside=False)
        with transaction.atomic(durable=True):
            ledger.note(TOOLS, now)

    def _drop_old_assets(self) -> bool:
        """Styles and scripts of an earlier layout leave when no page of that layout is left."""
        current = {names.asset(asset.href) for asset in assets()}
        old = [sheet.name for sheet in ledger.named("asset:") if sheet.name not in current]
        if old:
            planned = Plan()
            for name in old:
                planned.take(name)
            self._carry_out(planned)
        return bool(old)


def _lots(ordered: list[str]) -> Iterator[list[str]]:
    """Cuts sheets in the order of urgency into what is printed together. Of a few, those that readers look at come first
    and alone, then those that machines fetch, so that no reader waits for a feed and no feed for a list of old news.
    """
    if len(ordered) > 2 * LARGE_LOT:
        groups, size = [ordered], LARGE_LOT
    else:
        ends = [sum(names.urgency(name)[0] <= last for name in ordered) for last in FIRST]
        groups, size = [ordered[start:end] for start, end in pairwise((0, *ends, len(ordered)))], LOT
    for group in groups:
        for start in range(0, len(group), size):
            yield group[start : start + size]
