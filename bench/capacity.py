"""What a paper of some size needs, computed from what was measured: ``python -m bench.capacity [--write] [--core PRICE …]``.

Every figure of the machine is read out of a block of the documentation that its own command wrote; every figure of the paper and
every price is an input with a default that can be changed on the command line. The table goes to
``docs/how-to/run-a-national-daily.md``, and a test holds that what stands there is what comes out here.
"""

import argparse
import math
import re
import sys
from dataclasses import dataclass, fields
from pathlib import Path

from bench import homes

PAGE = homes.ROOT / "docs/how-to/run-a-national-daily.md"
DOCS = homes.ROOT / "docs"
DAY = 86_400
BUSIEST = 0.5
"""Of a core, at the busiest moment: what is left is for whoever prints and edits, and for what nobody foresaw."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a machine like that of the benches does. Bytes a story unless said otherwise."""

    stand: float  # microseconds of processor an answer, any page of 100,000
    nginx: float
    publish: float  # milliseconds of processor a publication, with all that the press does after it
    visible: float  # milliseconds until readers see it, p99 of the slowest sheet, under load
    typing: int  # people who typed at once while every way stayed below 300 ms
    desks: int
    rack: float
    books: float
    database: float
    kept: float
    index: float
    vouchers: float  # bytes a day and a story


@dataclass(frozen=True, slots=True)
class Inputs:
    """What differs from paper to paper, and what things cost. Change any of them on the command line."""

    requests: float = 6.0  # for a view: page, and what a browser has not kept of style, scripts, pictures, readings
    view: float = 120.0  # kilobytes on the line for a view, pictures among them
    peak: float = 8.0  # the busiest second, of the mean of the day
    picture: float = 2.5  # megabytes an original
    pictures: float = 1.3  # a story
    versions: float = 1.0  # of what was measured, which has two versions a story
    core: float = 8.0  # a month, for a core with 2 to 4 GB of memory
    disk: float = 0.08  # a month, for a GB
    traffic: float = 2.0  # for a TB out


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: how many stories a day, how many views a day, how many people type at once."""

    name: str
    stories: int
    views: int
    typing: int


PAPERS = (
    Paper("a district's paper", 20, 20_000, 4),
    Paper("a city's daily", 120, 500_000, 15),
    Paper("a national daily", 300, 5_000_000, 40),
    Paper("a national daily on election night", 600, 40_000_000, 60),
)


class Missing(LookupError):  # noqa: N818 (says what is)
    """A figure is not where it was written."""


def block(page: Path, name: str) -> str:
    """What stands between ``<!-- name -->`` and ``<!-- /name -->``. Raises :class:`Missing` where nothing does."""
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", page.read_text(), re.S)
    if found is None:
        raise Missing(f"{page} has no block {name}: run the command that writes it.")
    return found[1]


def figure(text: str, pattern: str) -> float:
    """The number that ``pattern`` finds, whose first group it is. Raises :class:`Missing`."""
    found = re.search(pattern, text, re.M)
    if found is None:
        raise Missing(f"No line fits {pattern!r}: its table has another form now.")
    return float(found[1].replace(",", ""))


def measured(docs: Path = DOCS) -> Measured:
    """The figures as the documentation has them. Raises :class:`Missing`."""
    serve = block(docs / "benchmarks.md", "serve").partition("At half of what")[0]
    fresh = block(docs / "benchmarks.md", "fresh")
    pair, sizes = block(docs / "scale.md", "pair"), block(docs / "scale.md", "figures")
    typing, archive = block(docs / "benchmarks-desk.md", "postgres"), block(docs / "archive.md", "archive")
    kept = block(docs / "how-to/back-up.md", "backups")
    settings = (docs / "reference/settings.md").read_text()
    slowest = max(float(one) for one in re.findall(r"^\| [a-z ]+ \| \d+ \| (\d+) \|", fresh, re.M))
    folders = figure(sizes, r"^\| folders of the links for nginx \| ([\d.]+) KB")
    manifest = figure(sizes, r"^\| manifest: its three addresses \| ([\d.]+) KB")
    return Measured(
        stand=figure(serve, r"^\| the stand \| random \|.*\| ([\d,]+) \|$"),
        nginx=figure(serve, r"^\| nginx, ready files \| random \|.*\| ([\d,]+) \|$"),
        publish=figure(pair, r"^\| publish \|.* ([\d.]+) ms \| [\d.]+ \|$"),
        visible=slowest,
        typing=int(figure(typing, r"--typing (\d+)")),
        desks=int(figure(typing, r"--desks (\d+)")),
        rack=1000 * (figure(sizes, r"^\| rack: .*\(([\d.]+) KB in whole blocks") + folders + manifest),
        books=figure(sizes, r"^\| books: .* \| (\d+) bytes"),
        database=1024 * figure(kept, r"^\| database of the newsroom, a story \| ([\d.]+) KB"),
        kept=1024 * figure(kept, r"^\| the same in a backup \| ([\d.]+) KB"),
        index=figure(archive, r"^\| 1,000,000 \| tantivy \| [\d,]+ \| [\d,]+ \| ([\d,]+) \|"),
        vouchers=1e6 / 300 * figure(settings, r"At 300 stories a day the demo paper's pages take (\d+) MB a day"),
    )


@dataclass(frozen=True, slots=True)
class Needs:
    """What a paper needs."""

    second: float  # requests in the busiest second
    stand: float  # cores for readers, where the stand answers
    nginx: float  # the same where nginx does
    press: float  # of a core, all day, for what is published
    desks: int  # processes of the newsroom
    typing: float  # cores for who types
    cores: int
    year: float  # gigabytes that come in a year, without pictures
    pictures: float
    night: float  # gigabytes of a nightly backup after a year
    traffic: float  # terabytes a month
    price: float


def needs(paper: Paper, found: Measured, given: Inputs) -> Needs:
    """What ``paper`` needs on machines as those of the benches."""
    second = paper.views * given.requests * given.peak / DAY
    stand, nginx = (second * cost / 1e6 / BUSIEST for cost in (found.stand, found.nginx))
    press = paper.stories * found.publish / 1000 / DAY
    typing = paper.typing * found.desks / found.typing
    desks = max(1, math.ceil(typing))
    yearly = paper.stories * 365
    database = found.database * given.versions + found.books + found.index
    year = yearly * (found.rack + database + 90 / 365 * found.vouchers) / 1e9
    pictures = yearly * given.pictures * given.picture / 1000
    night = yearly * found.kept * given.versions / 1e9
    traffic = paper.views * 30 * given.view / 1e9
    cores = max(2, math.ceil(nginx + press + typing))
    # Twice the pictures: they lie in the backups too. Fourteen nights of the database.
    disk = year + 2 * pictures + 14 * night
    price = cores * given.core + disk * given.disk + traffic * given.traffic
    return Needs(second, stand, nginx, press, desks, typing, cores, year, pictures, night, traffic, price)


def table(found: Measured, given: Inputs) -> str:
    """The table for the papers of the example."""
    rows: list[tuple[str, list[str]]] = []
    all_needs = [needs(paper, found, given) for paper in PAPERS]

    def row(name: str, *said: str) -> None:
        rows.append((name, list(said)))

    row("stories a day", *(f"{one.stories:,}" for one in PAPERS))
    row("views a day", *(f"{one.views:,}" for one in PAPERS))
    row("people who type at once", *(f"{one.typing}" for one in PAPERS))
    row("requests in the busiest second", *(f"{one.second:,.0f}" for one in all_needs))
    row("cores for readers, the stand answers", *(f"{one.stand:.2f}" for one in all_needs))
    row("cores for readers, nginx answers", *(f"{one.nginx:.2f}" for one in all_needs))
    row("of a core for what is published", *(f"{one.press:.4f}" for one in all_needs))
    row("cores for who types", *(f"{one.typing:.2f}" for one in all_needs))
    row("processes of the newsroom (`--desks`)", *(f"{one.desks}" for one in all_needs))
    row("**cores, all together, 2 at least**", *(f"**{one.cores}**" for one in all_needs))
    row("GB that come in a year: rack, databases, index, vouchers", *(f"{one.year:,.1f}" for one in all_needs))
    row("GB that come in a year: pictures", *(f"{one.pictures:,.0f}" for one in all_needs))
    row("GB of a nightly backup after a year, beside its pictures", *(f"{one.night:,.2f}" for one in all_needs))
    row("TB out a month", *(f"{one.traffic:,.2f}" for one in all_needs))
    row("**a month, after a year**", *(f"**{one.price:,.0f}**" for one in all_needs))
    return homes.table(["", *(paper.name for paper in PAPERS)], [[name, *said] for name, said in rows])


def text(found: Measured, given: Inputs, command: str) -> str:
    """All that the page has between its marks."""
    told = ", ".join(f"{name} {getattr(given, name):g}" for name in _names())
    return (
        f"`{command}`: inputs {told}.\n\n{table(found, given)}\n\n"
        f"Measured, and read from the pages named below: an answer costs the stand {found.stand:.0f} µs of processor and nginx "
        f"{found.nginx:.0f} µs, a publication {found.publish:.0f} ms; it is seen after {found.visible:.0f} ms (p99, slowest "
        f"sheet, under load); {found.typing} people typed at once with {found.desks} processes of the newsroom. A story takes "
        f"{found.rack / 1000:.1f} KB on the rack, {found.database / 1024:.1f} KB in the database with two versions, "
        f"{found.books / 1000:.1f} KB in the books, {found.index / 1000:.1f} KB in the index, {found.kept / 1024:.1f} KB in a "
        f"backup, and {found.vouchers / 1e6:.1f} MB of voucher copies of all pages that it changes, for 90 days."
    )


def _names() -> list[str]:
    return [one.name for one in fields(Inputs)]


def main(argv: list[str]) -> int:
    """Prints the table, or writes it."""
    parser = argparse.ArgumentParser(prog="python -m bench.capacity", description=__doc__)
    for name in _names():
        parser.add_argument(f"--{name}", type=float, default=getattr(Inputs(), name))
    parser.add_argument("--write", action="store_true", help="put the table into docs/how-to/run-a-national-daily.md")
    options = parser.parse_args(argv)
    given = Inputs(**{name: getattr(options, name) for name in _names()})
    said = "".join(
        f" --{name} {getattr(given, name):g}" for name in _names() if getattr(given, name) != getattr(Inputs(), name)
    )
    words = text(measured(), given, f"python -m bench.capacity{said} --write")
    print(words)
    if options.write:
        homes.between(PAGE, "capacity", words)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
