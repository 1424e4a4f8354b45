"""What voucher copies take: bytes for each publication by kind of sheet, and what a year of a daily comes to.

``python -m bench.vouchers [--acts N] [--day N] [--kept FOLDER]``. The demo paper's own stories are published anew one
after another, every second one is corrected after it; the press follows each, as on a day without a rush, so that every
sheet that a publication touches gets a version. A file counts with the blocks it takes on this file system.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bench import homes


def measured(acts: int) -> dict[str, Any]:
    """In the home of the environment: files and bytes of the versions that ``acts`` publications made, by kind."""
    homes.set_up()
    from django.conf import settings
    from django.core.management import call_command

    from harkara.desk import actions
    from harkara.desk.models import Story
    from harkara.press.storeroom import Storeroom
    from harkara.press.turns import Turns
    from harkara.press.vouchers import Filing
    from harkara.rack.pages import unpack_label
    from harkara.rack.vouchers import vouchers_of

    if not Story.objects.exists():
        call_command("demo", verbosity=0)
    turns, folder = Turns(Storeroom.of_settings(), brotli=False), vouchers_of(settings.HARKARA_RACK)
    turns.settle()
    Filing().on(None)
    before = set(folder.glob("???/*.page"))
    samples = list(Story.objects.filter(live=True).order_by("pk"))
    for number in range(acts):
        sample = samples[number % len(samples)]
        story = Story(headline=f"{sample.headline} {number}", section=sample.section, summary=sample.summary)
        story.body, story.picture = sample.body, sample.picture
        story.topics.set(list(sample.topics.all()))
        story.save()
        actions.publish(story, None)
        turns.settle()
        if number % 2:
            actions.edit(Story.objects.get(pk=story.pk), None, summary=f"{sample.summary} {number}")
            turns.settle()
    turns.close()
    Filing().on(None)
    files: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for path in set(folder.glob("???/*.page")) - before:
        kind = unpack_label(path.read_bytes()).name.partition(":")[0]
        files[kind] += 1
        taken[kind] += path.stat().st_blocks * 512
    return {"files": files, "bytes": taken}


def main(argv: list[str] | None = None) -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.vouchers", description=__doc__.partition("\n")[0])
    parser.add_argument("--acts", type=int, default=60)
    parser.add_argument("--day", type=int, default=300, help="publications of a day")
    parser.add_argument("--kept", help="a folder that keeps the paper")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.here:
        print(json.dumps(measured(options.acts)))
        return 0
    with homes.home(options.kept) as folder:
        found = homes.in_home(Path(folder), "bench.vouchers", "--here", "--acts", str(options.acts))
    files, taken = found["files"], found["bytes"]
    order = sorted(taken, key=lambda kind: -taken[kind])
    rows = [[kind, f"{files[kind] / options.acts:.1f}", f"{taken[kind] / options.acts / 1024:.0f}"] for kind in order]
    each, versions = sum(taken.values()) / options.acts, sum(files.values()) / options.acts
    rows.append(["all", f"{versions:.1f}", f"{each / 1024:.0f}"])
    print(homes.table(["of a publication", "versions", "KiB"], rows))
    day = each * options.day
    print(
        f"\n{options.day} a day: {versions * options.day:,.0f} versions, {day / 1e6:.0f} MB a day, "
        f"{day * 365 / 1e9:.0f} GB a year"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
