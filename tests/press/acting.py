"""An editor in a process of its own: ``python -m tests.press.acting ACT COUNT`` in the home of a running paper.

Prints a line after each act, when the database has acknowledged it: the story's number and its headline.
"""

import os
import sys
from datetime import timedelta

AHEAD = 3
"""Seconds to come for which a story is scheduled."""


def main(act: str, count: int, asked: str = "") -> None:
    """Publishes, schedules, edits, corrects, redacts or kills ``count`` stories, one after the other."""
    from harkara.desk import actions, clock
    from harkara.desk.models import Story
    from tests.desk.factories import make_paper, make_story

    make_paper()
    for number in range(count):
        if asked:
            sys.stdin.readline()
        if act == "publish":
            story = make_story(headline=f"খবর নম্বর {number}")
        elif act == "schedule":
            story = make_story(published=False, headline=f"খবর নম্বর {number}")
            actions.schedule(story, clock.now() + timedelta(seconds=AHEAD), None)
        else:
            story = Story.objects.filter(live=True).order_by("pk")[number % Story.objects.filter(live=True).count()]
            if act == "kill":
                actions.kill(story, None)
            elif act == "correct":
                actions.correct(story, f"সংশোধিত কথা {number}", None)
            elif act == "redact":
                actions.redact(story, story.headline, None, reason="নাম", instead=f"আড়াল {number}")
            else:
                story = actions.edit(story, None, headline=f"{story.headline} বদল {number}")
        print(story.pk, story.headline, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    from harkara.waking import wake

    wake()
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
