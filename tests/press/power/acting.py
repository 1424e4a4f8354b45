"""A newsroom and its press in one process, at work on a paper: ``python -m tests.press.power.acting SEED ACTS``.

Says ``ack …`` on standard output after each act that the database has acknowledged, and ``taken …`` when the press has
followed the log over a kill; the last act of a run is one. Checkpoints come often, and the press
ends in order and starts again in between, so that a short run holds everything that happens to files in a long one.
"""

import os
import random
import sys

SMALL = 40
"""Pages of SQLite's log after which it is written back."""


def main(seed: int, acts: int) -> None:
    """Acts and prints."""
    from django.db import connection

    from harkara.desk import actions
    from harkara.desk.models import Story
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns
    from harkara.rack import changes
    from tests.desk.factories import make_body, make_paper, make_story

    dice = random.Random(seed)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA wal_autocheckpoint = {SMALL}")
    store = Storeroom.of_settings()
    store.manifest._connection().execute(f"PRAGMA wal_autocheckpoint = {SMALL}")
    make_paper()
    turns = Turns(store)
    versions: dict[int, int] = {}
    leaving: dict[int, tuple[int, str, str]] = {}

    def say(*words: object) -> None:
        os.write(1, (" ".join(map(str, words)) + "\n").encode())

    def kill(pk: int) -> None:
        story = Story.objects.get(pk=pk)
        say("killing", pk)
        actions.kill(story, None)
        del versions[pk]
        say("killed", pk)
        leaving[pk] = (changes.position(), story.headline.partition("#")[2].partition(".")[0], story.href)

    def followed() -> None:
        for pk, (position, mark, href) in list(leaving.items()):
            if turns.followed >= position:
                say("taken", pk, mark, href)
                del leaving[pk]

    for number in range(acts):
        chance = dice.random()
        if len(versions) < 2 or chance < 0.4:
            story = make_story(headline=f"খবর [#{number}.1]", body=make_body([f"[#{number}.1] খবরের কথা।"] * 20))
            versions[story.pk] = 1
            say("ack", story.pk, number, 1, story.href)
        elif chance < 0.85:
            pk = dice.choice(list(versions))
            story = Story.objects.get(pk=pk)
            versions[pk] += 1
            mark = f"{story.headline.rpartition('.')[0]}.{versions[pk]}]"
            say("try", pk)
            story = actions.edit(story, None, headline=mark, body=make_body([f"{mark} খবরের কথা।"] * 20))
            say("ack", pk, mark.partition("#")[2].partition(".")[0], versions[pk], story.href)
        else:
            kill(dice.choice(list(versions)))
        if dice.random() < 0.75:
            for _ in range(dice.randint(1, 12)):
                turns.turn()
            followed()
        if dice.random() < 0.1:
            turns.settle()
            turns.close(sync=True)
            turns = Turns(store)
            followed()
    turns.settle()
    kill(next(iter(versions)))
    while leaving:
        turns.turn()
        followed()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    from harkara.waking import wake

    wake()
    main(int(sys.argv[1]), int(sys.argv[2]))
