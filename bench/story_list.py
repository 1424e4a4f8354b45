"""What a story costs as a plain model, and what it costs as a page in Wagtail's tree, in small and in large papers.

``python -m bench.story_list [--sizes 1000,1000000] [--write]`` prints the table of decision 1; ``--write`` puts it there.
CPU time of the process, medians; the two ways are run in one database, one after the other.
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from bench import homes
from bench.machine import machine

RECORD = homes.ROOT / "docs/decisions/0001-story-is-a-plain-model.md"
ROUNDS = 15
PART = 50  # rows of a screen


def cpu(act: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Median CPU milliseconds of ``act``, after one run that warms up."""
    act()
    spent = []
    for _ in range(rounds):
        began = time.process_time()
        act()
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


def grow_tree(pages: int) -> Any:
    """Writes ``pages`` rows under one section page of the tree, as ``add_child`` would leave them; returns the section."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Locale, Page

    from bench.papers import insert

    locale, _ = Locale.objects.get_or_create(language_code="bn")
    root = Page.get_first_root_node() or Page.add_root(title="root", slug="root")
    section = root.add_child(title="বিশ্ব", slug="tree-world")
    now = datetime.now(UTC)
    sample = Page(
        depth=section.depth + 1,
        numchild=0,
        live=True,
        content_type=ContentType.objects.get_for_model(Page),
        locale=locale,
    )
    alphabet = Page.alphabet
    width = Page.steplen

    def step(number: int) -> str:
        out = ""
        while number:
            number, rest = divmod(number, len(alphabet))
            out = alphabet[rest] + out
        return out.rjust(width, alphabet[0])

    for start in range(1, pages + 1, 5000):
        insert(
            sample,
            [
                {
                    "path": section.path + step(number),
                    "title": f"খবর {number}",
                    "draft_title": f"খবর {number}",
                    "slug": f"story-{number}",
                    "url_path": f"{section.url_path}story-{number}/",
                    "latest_revision_created_at": now,
                    "translation_key": uuid4(),
                }
                for number in range(start, min(start + 5000, pages + 1))
            ],
        )
    Page.objects.filter(pk=section.pk).update(numchild=pages)
    section.refresh_from_db()
    return section


def measure(size: int) -> dict[str, float]:
    """One size, in this process's home: CPU milliseconds for each way."""
    homes.set_up()
    from django.db import transaction

    from bench import papers
    from harkara.desk.actions.publish import publish
    from harkara.desk.models import Section, Story

    papers.write(size, characters=300)
    section = grow_tree(size)
    body = Story.objects.get(pk=1).body
    world = Section.objects.get(slug="world")

    def list_model() -> None:
        assert len(list(Story.objects.select_related("section").order_by("-id")[:PART]))
        Story.objects.count()

    def list_tree() -> None:
        listed = section.get_children().order_by("-latest_revision_created_at")
        assert len(list(listed[:PART]))
        listed.count()

    def publish_model() -> None:
        story = Story(headline="নতুন খবর", section=world, body=body)
        story.save()
        publish(story, None)

    made = iter(range(10**9))

    def publish_tree() -> None:
        from wagtail.models import Page

        parent = Page.objects.get(pk=section.pk)
        page = parent.add_child(title="নতুন খবর", slug=f"new-{next(made)}", live=False)
        page.save_revision().publish()

    def rename_model() -> None:
        from harkara.desk.actions.rename_section import rename_section

        rename_section(world, f"বিশ্ব {next(made)}")

    def rename_tree() -> None:
        with transaction.atomic():
            section.slug = f"renamed-{next(made)}"
            section.save()

    return {
        "list, plain model": cpu(list_model),
        "list, tree": cpu(list_tree),
        "publish a new one, plain model": cpu(publish_model),
        "publish a new one, tree": cpu(publish_tree),
        "rename a section, plain model": cpu(rename_model, 5),
        "rename a section's address, tree": cpu(rename_tree, 1 if size > 100_000 else 5),
    }


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.story_list")
    parser.add_argument("--sizes", default="1000,1000000")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--one", type=int)
    options = parser.parse_args(argv)
    if options.one:
        print(json.dumps(measure(options.one)))
        return 0
    sizes = [int(size) for size in options.sizes.split(",")]
    found = []
    for size in sizes:
        with homes.home() as path:
            found.append(homes.in_home(Path(path), "bench.story_list", "--one", str(size)))
    head = ["CPU ms, median", *(f"{size:,} stories" for size in sizes)]
    text = homes.table(head, [[name, *(f"{one[name]:.2f}" for one in found)] for name in found[0]])
    text += f"\n\n`python -m bench.story_list --write` · {machine()} · {datetime.now(UTC).date()}"
    print(text)
    if options.write:
        homes.between(RECORD, "figures", text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
