"""The clipping beside trafilatura alone and newspaper4k alone, on the same pages.

``python -m bench.clipping [--write] [--environment FOLDER]`` clips the invented pages of ``tests/wire/pages`` (each shape with
three stories) with each of them and prints one table; ``--write`` puts it on its page of the docs. newspaper4k is installed
into an environment of its own (``requirements/bench-clipping.txt``, hashes checked).
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import trafilatura

from bench import homes
from harkara.wire import html
from harkara.wire.errors import UnreadablePage
from harkara.wire.said import moment
from tests.wire import scoring
from tests.wire.html_shapes import Figures, HtmlPage, Outcome, judge, pages
from tests.wire.page_shapes import shapes

BEGIN, END = "<!-- html: begin -->", "<!-- html: end -->"
FIRST_LOOK = """The rules were mended on two thirds of the first 33 shapes until all was right there. What they made of the others
when they saw them first:

| pages, at first sight | F1 of the body | headline | times |
| --- | --- | --- | --- |
| the 11 shapes held back of the first 33 | 0.958 | 0.909 | 0.769 |
| 12 shapes more (34 to 45), written after those were mended | 0.999 | 1.000 | 0.867 |
| 6 shapes more (46 to 51), written after these were | 0.962 | 1.000 | 0.889 |

Missing were times of stories that are kept only as data for scripts, cards with an excerpt in mid-story, and a first heading
with the site's name; then a time in the footer of an article, and a day of update without an hour; then prose of the paper on
itself below the story, and a card of an app. These were mended too: the table below shows how it is now. A page of a real outlet
will fare worse."""

NEWSPAPER = """
import json, sys
from newspaper import Article
for line in sys.stdin:
    given = json.loads(line)
    found = {"headline": "", "body": "", "published": None}
    try:
        article = Article(given["address"], language="bn")
        article.download(input_html=given["html"])
        article.parse()
        when = article.publish_date
        found = {"headline": article.title or "", "body": article.text or "", "published": when.isoformat() if when else None}
    except Exception:
        pass
    print(json.dumps(found))
"""


def ours(page: HtmlPage) -> Outcome:
    """Harkara's clipping."""
    try:
        clipping = html.clip(page.data, address=page.address)
    except UnreadablePage:
        return Outcome()
    return Outcome(clipping.headline, "\n".join(clipping.body), clipping.published, clipping.updated)


def trafilatura_alone(page: HtmlPage) -> Outcome:
    """trafilatura as it comes, with what it says of a page."""
    found = trafilatura.bare_extraction(page.data, url=page.address, with_metadata=True, include_comments=False)
    if found is None:
        return Outcome(has_updated=False)
    return Outcome(found.title or "", found.text or "", moment(found.date) if found.date else None, has_updated=False)


def newspaper_alone(some: list[HtmlPage], python: Path) -> list[Outcome]:
    """newspaper4k as it comes, told that the page is Bangla, and given the text of the page as a browser reads it."""
    rows = [
        json.dumps({"address": page.address, "html": html.decode_html(page.data)}, ensure_ascii=False) for page in some
    ]
    done = subprocess.run(
        [python, "-c", NEWSPAPER], input="\n".join(rows) + "\n", capture_output=True, text=True, check=True
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return [
        Outcome(
            row["headline"],
            row["body"],
            datetime.fromisoformat(row["published"]) if row["published"] else None,
            has_updated=False,
        )
        for row in found
    ]


def environment(folder: Path) -> Path:
    """The Python of an environment with newspaper4k; made where it is missing."""
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        pins = homes.ROOT / "requirements/bench-clipping.txt"
        subprocess.run([python, "-m", "pip", "install", "-q", "--require-hashes", "-r", pins], check=True)
    return python


def table(python: Path) -> str:
    """One row for each of the three and each group of pages, and one for the pages of text."""
    groups: list[tuple[str, Callable[[HtmlPage], bool]]] = [
        ("all pages of HTML", lambda page: True),
        ("of them two thirds, mended on from the first", lambda page: not page.held_back),
        ("of them every third, held back at first and mended since", lambda page: page.held_back),
    ]
    lines = [["pages", "", "F1 of the body", "headline", "times", "days", "whole"], ["---"] * 7]
    for name, wanted in groups:
        some = [page for page in pages() if wanted(page)]
        rows = [
            ("Harkara", [ours(page) for page in some]),
            ("trafilatura alone", [trafilatura_alone(page) for page in some]),
            ("newspaper4k alone", newspaper_alone(some, python)),
        ]
        lines += [[f"{name} ({len(some)})", who, *_row(judge(some, outcomes))] for who, outcomes in rows]
    text = scoring.score(shapes())
    f1 = 2 * text.precision * text.recall / (text.precision + text.recall)
    times = (text.published + text.updated) / 2
    lines.append(
        [
            f"pages of text ({len(shapes())})",
            "Harkara",
            *(f"{value:.3f}" for value in (f1, text.headline, times)),
            "",
            f"{text.whole:.3f}",
        ]
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(figures: Figures) -> list[str]:
    return [f"{value:.3f}" for value in (figures.f1, figures.headline, figures.times, figures.days, figures.whole)]


def main() -> int:
    """Print the table, or write it."""
    parser = argparse.ArgumentParser(prog="bench.clipping")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--environment", type=Path, default=Path(tempfile.gettempdir()) / "harkara-bench-clipping")
    options = parser.parse_args()
    found = table(environment(options.environment))
    print(found)
    if options.write:
        text = scoring.PAGE.read_text("utf-8")
        piece = f"{BEGIN}\n\n{FIRST_LOOK}\n\n{found}\n\n{END}"
        scoring.PAGE.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: piece, text, flags=re.DOTALL), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
