"""The editor: publishes, edits and kills through the desk's own acts until killed. ``python -m bench.faults.hand SEED``.

Says on standard output what it is about to do and, when the database has acknowledged it, that it is done.
"""

import os
import random
import sys
import time
from typing import Any

PAUSE = 0.25
"""Seconds between two acts."""

LIVE = 60
"""Stories that stay; with more, the editor kills instead of publishing."""


def main(seed: int) -> None:
    """Acts until killed."""
    from harkara.waking import wake

    wake()
    from bench.faults.marks import MARK, mark
    from harkara.desk import actions
    from harkara.desk.models import Section, Story

    dice = random.Random(seed)
    sections = list(Section.objects.all())
    known = {}
    serial = 0
    for story in Story.objects.order_by("pk"):
        if found := MARK.search(story.headline.encode()):
            serial = max(serial, int(found[1]))
            if story.live:
                known[int(found[1])] = (story.pk, int(found[2]))

    def say(*words: object) -> None:
        print(*words, flush=True)

    def text(number: int, version: int) -> list[tuple[str, str]]:
        return [("paragraph", f"<p>{mark(number, version)} নদীর ঘাটে ভিড় বাড়ছে, নৌকা কম।</p>")] * 12

    while True:
        chance = dice.random()
        if not known or (chance < 0.4 and len(known) < LIVE):
            # A number is never used twice: an editor who was killed may have published without having said so.
            serial += 1
            say("try", serial, 1)
            story = Story(headline=f"ঘাটের খবর {mark(serial, 1)}", section=dice.choice(sections), body=text(serial, 1))
            story.summary = f"সংক্ষেপ {mark(serial, 1)}"
            story.save()
            story = actions.publish(story, None)
            known[serial] = (story.pk, 1)
            say("done", serial, 1, story.href)
        elif chance < 0.85 and len(known) < LIVE:
            number = dice.choice(list(known)[-12:])
            pk, version = known[number]
            say("try", number, version + 1)
            changes: dict[str, Any] = {
                "headline": f"ঘাটের খবর {mark(number, version + 1)}",
                "summary": f"সংক্ষেপ {mark(number, version + 1)}",
                "body": text(number, version + 1),
            }
            story = actions.edit(Story.objects.get(pk=pk), None, **changes)
            known[number] = (pk, version + 1)
            say("done", number, version + 1, story.href)
        else:
            number = dice.choice(list(known))
            say("kill", number)
            actions.kill(Story.objects.get(pk=known.pop(number)[0]), None)
            say("killed", number)
        time.sleep(PAUSE)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    main(int(sys.argv[1]))
