"""The score of the clipping on the page shapes, whole and with each rule switched off.

``python -m tests.wire.scoring`` prints the table; ``--write`` puts it on its page of the docs; ``--wrong`` prints what
is wrong on each page instead.
"""

import sys
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from harkara.wire.rulebook import RULES
from tests.wire.page_shapes import Shape, clip, shapes

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/clipping-score.md"
HEAD = """# The score of the clipping

`python -m tests.wire.scoring --write` clips {pages} pages of our own (`tests/wire/shapes`) with all rules, then with each rule
switched off. Precision and recall count words of bodies; the other columns are shares of pages on which the field is right,
of lines that went to the right field, and of pages without a fault. The rules were mended on these very pages, so a page of
a real outlet will fare worse."""


@dataclass(frozen=True)
class Score:
    """Shares from 0 to 1: words of bodies, and pages on which a field is right."""

    precision: float
    recall: float
    headline: float
    published: float
    updated: float
    byline: float
    outlet: float
    lines: float
    whole: float

    @property
    def sum(self) -> float:
        """One figure to order rules by."""
        return self.precision + self.recall + self.headline + self.published + self.updated + self.byline + self.outlet


def score(pages: list[Shape], off: Container[str] = ()) -> Score:
    """Clip ``pages`` with the rules named in ``off`` silent and return the score."""
    results = [clip(page, off) for page in pages]
    words = [result.body_words() for result in results]
    right, wanted, got = (sum(column) for column in zip(*words, strict=True))
    wrong = [result.wrong() for result in results]
    lines = [result.lines_right() for result in results]

    def share(*names: str) -> float:
        return sum(not any(name in fields for name in names) for fields in wrong) / len(pages)

    return Score(
        right / max(1, got),
        right / max(1, wanted),
        share("headline"),
        share("published"),
        share("updated"),
        share("byline", "desk", "dateline"),
        share("outlet"),
        sum(pair[0] for pair in lines) / sum(pair[1] for pair in lines),
        sum(not fields for fields in wrong) / len(pages),
    )


COLUMNS = ("precision", "recall", "headline", "published", "updated", "byline", "outlet", "lines", "whole")


def table(pages: list[Shape]) -> str:
    """The score table: all rules, then without each of them, the one that is missed most first."""
    whole = score(pages)
    without = {name: score(pages, {name}) for name in RULES}
    missed = sorted((name for name in RULES if without[name] != whole), key=lambda name: without[name].sum)
    rows = [("all rules", whole), *((f"without `{name}`", without[name]) for name in missed)]
    lines = [["rules", *COLUMNS[:-1], "whole pages"], ["---"] * (len(COLUMNS) + 1)]
    lines += [[name, *(f"{getattr(row, column):.3f}" for column in COLUMNS)] for name, row in rows]
    idle = ", ".join(f"`{name}`" for name in RULES if name not in missed)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + f"\n\nOn these pages nothing falls without: {idle}."


def main() -> None:
    """Print the table, or what is wrong."""
    pages = shapes()
    if "--write" in sys.argv:
        # What `python -m bench.clipping` wrote of pages of HTML stays.
        html = PAGE.read_text(encoding="utf-8").partition("\n## Pages of HTML\n")
        PAGE.write_text(f"{HEAD.format(pages=len(pages))}\n\n{table(pages)}\n{''.join(html[1:])}", encoding="utf-8")
        return
    if "--wrong" not in sys.argv:
        print(table(pages))
        return
    for page in pages:
        result = clip(page)
        for name, (wanted, got) in result.wrong().items():
            if name == "body":
                print(page.name, "body: missing", [p[:60] for p in wanted if p not in got])
                print(page.name, "body: too much", [p[:60] for p in got if p not in wanted])
            else:
                print(page.name, name, "wanted", wanted, "got", got)
        given = {line["n"]: line["field"] for line in result.got["lines"]}
        from tests.wire.page_shapes import allowed

        for n, (letter, words) in enumerate(page.lines, 1):
            if letter and given.get(n) not in allowed(letter):
                print(page.name, f"line {n} {letter} is {given.get(n)}: {words[:60]}")
    print(score(pages))


if __name__ == "__main__":
    main()
