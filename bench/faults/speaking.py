"""Readers who speak under the stories that stay, until killed: ``python -m bench.faults.speaking TURN``, on the readers' side.

Says ``said NUMBER STORY WORD`` when the database has acknowledged a comment that is shown at once.
"""

import os
import sys
import time
from datetime import timedelta
from itertools import count, cycle
from pathlib import Path

PAUSE = 0.2


def main(turn: int) -> None:
    """Speaks until killed. Each reader says one thing: nobody is told to wait."""
    from harkara.waking import wake

    wake()
    from harkara.comments import clock
    from harkara.comments.actions import say
    from harkara.comments.models import Comment, Reader

    home = Path(os.environ["HARKARA_HOME"])
    stories = [int(word) for word in (home / "talked").read_text().split()]
    began = clock.now() - timedelta(days=400)
    for number, story in zip(count(), cycle(stories), strict=False):
        name = f"পাঠক {turn}-{number}"
        reader = Reader.objects.create(
            email=f"reader-{turn}-{number}@example.com", name=name, looks=name, joined_at=began, seen_on=began.date()
        )
        word = f"কথা-{turn}-{number}"
        comment = say(reader, story, "open", f"ঘাটে বসে লেখা {word} নিয়ে।")
        if comment.state == Comment.State.SHOWN:
            print("said", comment.pk, story, word, flush=True)
        time.sleep(PAUSE)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    main(int(sys.argv[1]))
