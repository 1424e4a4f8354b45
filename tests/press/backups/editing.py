"""An editor who works while a backup is taken: ``python -m tests.press.backups.editing COUNT`` in the home of a running paper.

Publishes, edits and kills ``COUNT`` times, a moment apart, and prints a line after each act.
"""

import os
import random
import sys
import time

PAUSE = 0.1
"""Seconds between two acts."""


def main(count: int) -> None:
    """Works."""
    from harkara.desk import actions
    from harkara.desk.models import Story
    from tests.desk.factories import make_paper, make_picture, make_story

    make_paper()
    dice = random.Random(7)
    for number in range(count):
        live = list(Story.objects.filter(live=True).order_by("pk"))
        if len(live) < 5 or dice.random() < 0.5:
            picture = make_picture(width=320, height=200 + number) if number % 3 == 0 else None
            story = make_story(headline=f"খবর নম্বর {number}", picture=picture)
        elif dice.random() < 0.8:
            story = actions.edit(dice.choice(live), None, headline=f"বদলানো খবর {number}")
        else:
            story = dice.choice(live)
            actions.kill(story, None)
        print(story.pk, flush=True)
        time.sleep(PAUSE)


def settle() -> None:
    """Lets a press do what it does first, and all there is to do; prints what it found, and what a check found then."""
    from harkara.press import recovery
    from harkara.press.check import check
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns

    store = Storeroom.of_settings()
    print(recovery._found(store))
    turns = Turns(store)
    turns.settle()
    turns.close()
    print(*check(store).lines(), sep="\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    from harkara.waking import wake

    wake()
    settle() if sys.argv[1] == "settle" else main(int(sys.argv[1]))
