"""The half of ``bench.scale`` that has a real press beside it: a process that follows the log while stories come."""

import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from bench import homes

LOT = 16
LOOK = 0.004
"""Seconds between two looks at the shelf."""

PATIENCE = 300.0


def bake_cold(store: Any, stories: int) -> int:
    """Bakes the page and the data of the oldest ``stories``, as if readers had asked for them; returns how many."""
    from harkara.press import names
    from harkara.press.bake import bake

    for start in range(1, stories + 1, LOT):
        numbers = range(start, min(start + LOT, stories + 1))
        bake(store, [name for number in numbers for name in (names.story(number), names.data(number))])
    return stories


@contextmanager
def press() -> Iterator[None]:
    """``harkara press`` beside us, until the block is left. Its first lines are not waited for."""
    process = subprocess.Popen([sys.executable, "-m", "harkara", "press"], cwd=homes.ROOT)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def rename() -> None:
    """A section gets another name: every frame is old."""
    from harkara.desk import actions
    from harkara.desk.models import Section

    section = Section.objects.get(slug="economy")
    actions.rename_section(section, f"{section.name} পাতা")


def age() -> None:
    """Everything on the rack is of an older layout, as after an upgrade."""
    from harkara.rack.models import SheetRow

    SheetRow.objects.exclude(edition="").update(edition="0.0.0")


def under_backlog(change: Callable[[], None], seconds: int) -> dict[str, Any]:
    """One story a second while the press works off what ``change`` left; milliseconds until front and page show it."""
    from django.db import transaction

    from harkara.press import editions
    from harkara.press.storeroom import Storeroom
    from harkara.rack import ledger

    store = Storeroom.of_settings()
    if change is age:
        with transaction.atomic():
            change()
    with press():
        visible(store, new_story(), PATIENCE)  # the press is up
        if change is rename:
            change()
        visible(store, new_story(), PATIENCE)
        before, waits = ledger.backlog(editions.now().are_current), []
        for number in range(seconds):
            began = time.monotonic()
            waits.append(visible(store, new_story(), PATIENCE) * 1000)
            if number < seconds - 1:
                time.sleep(max(0.0, 1 - (time.monotonic() - began)))
        after = ledger.backlog(editions.now().are_current)
    waits.sort()
    return {"p50": statistics.median(waits), "p99": waits[-1 - len(waits) // 100], "before": before, "after": after}


def new_story() -> tuple[str, bytes]:
    """Publishes a story; its sheet, and the address by which the front names it."""
    from harkara.desk import actions
    from harkara.desk.models import Topic
    from harkara.press import names

    story = draft()
    story.topics.set(Topic.objects.order_by("pk")[:3])
    story.save()
    story = actions.publish(story, None)
    return names.story(story.pk), f"/world/{story.pk}/".encode()


def draft() -> Any:
    """A story that is not published yet."""
    from harkara.desk.models import Section, Story

    return Story(headline="এইমাত্র পাওয়া খবর", section=Section.objects.get(slug="world"), body=Story.objects.get(pk=1).body)


def visible(store: Any, story: tuple[str, bytes], patience: float) -> float:
    """Seconds until the story's page lies on the shelf and the front names it."""
    began = time.monotonic()
    name, address = story
    mark = None
    while time.monotonic() - began < patience:
        if store.shelf.mark(name) is not None and (now := store.shelf.mark("front")) != mark:
            mark = now
            front = store.shelf.get("front")
            if front is not None and address in front.identity():
                return time.monotonic() - began
        time.sleep(LOOK)
    raise RuntimeError(f"{name} was not to be seen after {patience:.0f} s.")


def midnight(stories: int) -> dict[str, Any]:
    """``stories`` due in the same second: seconds until the first and until all are visible, on their pages and as far as
    it has room on the front; and how often the front was printed.
    """
    from harkara.desk import actions, clock
    from harkara.desk.models import Story, Topic
    from harkara.press import names
    from harkara.press.storeroom import Storeroom

    store = Storeroom.of_settings()
    topics = list(Topic.objects.order_by("pk")[:3])
    numbers = []
    due = clock.now() + timedelta(hours=1)
    for _ in range(stories):
        story = draft()
        story.topics.set(topics)
        story.save()
        numbers.append(story.pk)
        actions.schedule(story, due, None)
    with press():
        visible(store, new_story(), PATIENCE)
        soon = clock.now() + timedelta(seconds=5)
        bring_forward(soon)
        time.sleep(max(0.0, (soon - clock.now()).total_seconds()))
        began, marks = time.monotonic(), {store.shelf.mark("front")}
        waiting = {names.story(number) for number in numbers}
        last = f"/world/{Story.objects.filter(pk__in=numbers).order_by('-pk')[0].pk}/".encode()
        first = 0.0
        while waiting or not _names(store, last):
            waiting = {name for name in waiting if store.shelf.mark(name) is None}
            if not first and len(waiting) < stories:
                first = time.monotonic() - began
            marks.add(store.shelf.mark("front"))
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"{len(waiting)} stories were not to be seen after {PATIENCE:.0f} s.")
            time.sleep(5 * LOOK)  # two hundred looks at once: more often would take time from the press
        seconds = time.monotonic() - began
        marks.add(store.shelf.mark("front"))
    return {"first": first, "seconds": seconds, "fronts": len(marks) - 1}


def _names(store: Any, address: bytes) -> bool:
    front = store.shelf.get("front")
    return front is not None and address in front.identity()


def bring_forward(soon: datetime) -> None:
    """All that is scheduled is due at ``soon``: to schedule so many takes longer than a burst may wait."""
    from wagtail.models import Revision

    waiting = list(Revision.objects.filter(approved_go_live_at__isnull=False))
    for revision in waiting:
        revision.approved_go_live_at = soon
        revision.content["go_live_at"] = soon.isoformat()
    Revision.objects.bulk_update(waiting, ["approved_go_live_at", "content"])
