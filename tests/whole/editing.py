"""The desk of a paper with several stands: does what its standard input says, and says when the database has acknowledged it.

``publish N``, ``edit N VERSION``, ``kill N``: a line each, answered by ``done N SECONDS ADDRESS`` (POSIX seconds).
"""

import os
import sys
import time


def main() -> None:
    """Acts until there is no more to read."""
    from harkara.waking import wake

    wake()
    from bench.faults.founding import found
    from bench.faults.marks import MARK, mark
    from harkara.desk import actions
    from harkara.desk.models import Section, Story

    found()
    section = Section.objects.get(slug="world")
    known = {
        int(marked[1]): story.pk
        for story in Story.objects.filter(killed_at=None)
        if (marked := MARK.search(story.headline.encode()))
    }

    def text(number: int, version: int) -> list[tuple[str, str]]:
        return [("paragraph", f"<p>{mark(number, version)} নদীর ঘাটে ভিড় বাড়ছে, নৌকা কম।</p>")] * 12

    print("ready", flush=True)
    for line in sys.stdin:
        act, number, *further = line.split()
        serial = int(number)
        headline = f"ঘাটের খবর {mark(serial, int(further[0]) if further else 1)}"
        if act == "publish":
            story = Story(headline=headline, section=section, summary=headline, body=text(serial, 1))
            story.save()
            story = actions.publish(story, None)
            known[serial] = story.pk
        elif act == "edit":
            version = int(further[0])
            story = Story.objects.get(pk=known[serial])
            story = actions.edit(story, None, headline=headline, summary=headline, body=text(serial, version))
        else:
            story = Story.objects.get(pk=known[serial])
            address = story.href
            actions.kill(story, None)
            print("done", serial, time.time(), address, flush=True)
            continue
        print("done", serial, time.time(), story.href, flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
    main()
