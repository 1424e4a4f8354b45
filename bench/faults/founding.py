"""Makes the tables and the sections of the paper that is killed, in the home of the environment."""

import json
import os
import sys
from pathlib import Path

from bench import homes
from harkara.waking import wake


def main() -> None:
    """Makes the tables, unless it is told that there are some (``tabled``), and what a story needs."""
    if "tabled" in sys.argv:
        wake()
    else:
        homes.set_up()
    found()
    (Path(os.environ["HARKARA_HOME"]) / "talked").write_text(" ".join(map(str, talked())))
    print(json.dumps({}))


def found() -> None:
    """The paper's row and two sections, in a database that has its tables. A paper that was brought back stays as it is."""
    from harkara.desk.models import Paper, Section, Story

    if not Story.objects.exists():
        Paper.objects.update_or_create(pk=1, defaults={"name": "পরীক্ষা", "outlet": "পরীক্ষা", "is_demo": True})
    for position, (slug, name) in enumerate((("world", "আন্তর্জাতিক"), ("national", "জাতীয়")), 1):
        Section.objects.get_or_create(slug=slug, defaults={"name": name, "position": position})


def talked() -> list[int]:
    """The numbers of four stories under which readers speak; the editor does not know them, so they stay."""
    from harkara.desk import actions
    from harkara.desk.models import Section, Story

    headline = "যে খবরে পাঠক কথা বলেন"
    if not Story.objects.filter(headline__startswith=headline).exists():
        for number in range(1, 5):
            body = [("paragraph", "<p>ঘাটের কথা সবাই বলেন।</p>")]
            story = Story(headline=f"{headline} {number}", section=Section.objects.first(), summary="কথা", body=body)
            story.save()
            actions.publish(story, None)
    return list(Story.objects.filter(headline__startswith=headline).order_by("pk").values_list("pk", flat=True))


if __name__ == "__main__":
    main()
