"""The editor of ``bench.fresh``: reads what to do on standard input (``write 60``, ``publish 60``, ``kill 5``), an act a
second.

Stories are written beforehand, as in a newsroom, and have a version that waits to be published; writing does not wait.
Says, a JSON object a line, the address that comes ``next``, and of each act that it is ``done``, with the moments when it
began and returned by the machine's monotonic clock; ``rest`` when it has nothing to do. ``--found N`` makes the paper.
"""

import json
import os
import random
import sys
import time
from typing import Any

from bench import homes

EVERY = 1.0
CHARACTERS = 18_000
"""Of a story's text: a page of some 58 KB."""

TOPICS = 3


def say(**words: object) -> None:
    """A line."""
    print(json.dumps(words), flush=True)


def found(stories: int) -> None:
    """A paper of ``stories``, the newest of now, in the home of the environment, and the list of its addresses."""
    from urllib.parse import quote

    from bench import papers
    from harkara.desk import clock
    from harkara.desk.models import Story
    from harkara.settings import HARKARA_HOME

    if not Story.objects.exists():
        papers.write(stories, CHARACTERS, newest=clock.now())
    rows = Story.objects.filter(live=True).select_related("section").order_by("pk")
    (HARKARA_HOME / "paths.txt").write_text("".join(f"{quote(story.href)}\n" for story in rows))
    say(newest=Story.objects.order_by("-pk").values_list("pk", flat=True)[0])


def draft(dice: random.Random) -> Any:
    """The next story, written and not published."""
    from bench import words
    from harkara.desk.models import Section, Story, Topic

    story = Story(
        headline=words.headline(dice),
        summary=words.sentence(dice),
        section=Section.objects.get(slug="world"),
        body=Story.objects.order_by("pk")[0].body,
    )
    story.topics.set(list(Topic.objects.order_by("pk")[:TOPICS]))
    story.save()
    story.save_revision(clean=False)
    return story


def main() -> None:
    """Acts until standard input ends."""
    from harkara.bangla.slug import slugify
    from harkara.desk import actions
    from harkara.desk.models import Story

    dice = random.Random(time.time_ns())
    mine: list[int] = []
    written: list[Any] = []
    say(what="rest")
    for line in sys.stdin:
        act, number = line.split()
        if act == "write":
            written += [draft(dice) for _ in range(int(number))]
            say(what="rest")
            continue
        due = time.monotonic()
        for _ in range(int(number)):
            if act == "publish":
                story = written.pop(0) if written else draft(dice)
                path = f"/world/{story.pk}/{slugify(story.headline)}"
            else:
                story = Story.objects.get(pk=mine.pop())
                path = story.href
            say(what="next", path=path)
            due = max(due + EVERY, time.monotonic())
            time.sleep(max(0.0, due - time.monotonic()))
            began = time.monotonic()
            story = actions.publish(story, None) if act == "publish" else actions.kill(story, None)
            say(what="done", id=story.pk, began=began, ended=time.monotonic())
            if act == "publish":
                mine.append(story.pk)
        say(what="rest")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    homes.set_up()
    if sys.argv[1:2] == ["--found"]:
        found(int(sys.argv[2]))
    else:
        main()
