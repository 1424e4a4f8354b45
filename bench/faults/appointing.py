"""Gives stories a time, one after the other, until killed: ``python -m bench.faults.appointing TURN``.

Says ``due STORY TIME`` when the database has acknowledged it.
"""

import os
import sys
import time
from datetime import timedelta

PAUSE = 0.5
AHEAD = (1.5, 2.5, 4.0)
"""Seconds from now for which stories are appointed, in turns."""


def main(turn: int) -> None:
    """Appoints until killed."""
    from harkara.waking import wake

    wake()
    from harkara.desk import actions, clock
    from harkara.desk.models import Section, Story

    section = Section.objects.order_by("pk").first()
    number = 0
    while True:
        number += 1
        body = [("paragraph", "<p>ঘাটে যা বলা ছিল, ঠিক সময়েই তা এল।</p>")]
        story = Story(headline=f"সময় মতো {turn}.{number}", section=section, summary="সময় মতো", body=body)
        story.save()
        story.save_revision()
        at = clock.now() + timedelta(seconds=AHEAD[number % len(AHEAD)])
        actions.schedule(story, at, None)
        print("due", story.pk, at.timestamp(), flush=True)
        time.sleep(PAUSE)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    main(int(sys.argv[1]))
