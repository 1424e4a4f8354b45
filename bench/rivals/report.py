"""The table and the chart of the comparison."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from bench.chart import COLOURS
from bench.homes import ROOT, between, table
from bench.rivals.sides import LOADS, Figure, Side

PAGE = ROOT / "docs/benchmarks.md"
PICTURE = ROOT / "docs/pictures/rivals.svg"
WIDTH, NAMES, BAR, GAP = 720, 210, 14, 34

TITLES = {
    "hot": "twenty hot pages",
    "random": "random pages",
    "first": "pages asked for the first time",
    "after": "just after a publication",
}


def write(sides: Sequence[Side], left_out: Sequence[str], note: str, *, into_docs: bool) -> str:
    """The report in Markdown; ``into_docs`` puts it and the chart where readers find them."""
    text = report(sides, left_out, note)
    if into_docs:
        PICTURE.write_text(chart(sides))
        between(PAGE, "rivals", f"![Requests a second beside nginx with ready files](pictures/rivals.svg)\n\n{text}")
    return text


def report(sides: Sequence[Side], left_out: Sequence[str], note: str) -> str:
    """Table, the two ratios that matter, and what was measured how."""
    limit = sides[0].median("random")
    rows = []
    for load in LOADS:
        for side in sides:
            figure = side.median(load)
            if figure:
                rows.append([TITLES[load], side.name, *_cells(figure, limit)])
    head = ["load", "", "requests/s", "of nginx, random files", "p50", "p99", "server CPU/request"]
    versions = "; ".join(f"{side.name} {side.version}" for side in sides if "," not in side.name or side is sides[0])
    parts = [table(head, rows), misses(sides), *left_out, f"{note} Versions: {versions}."]
    return "\n\n".join(part for part in parts if part)


def misses(sides: Sequence[Side]) -> str:
    """How the pages that nobody asked for before compare with the fastest rival that has no cache."""
    own = next((side.median("first") for side in sides if side.name == "Harkara"), None)
    rivals = {side.name: side.median("first") for side in sides if side.name != "Harkara"}
    rates = {name: figure.rate for name, figure in rivals.items() if figure}
    if own is None or not rates:
        return ""
    fastest = max(rates, key=lambda name: rates[name])
    return (
        f"A page that nobody asked for before is printed, kept and handed out {own.rate / rates[fastest]:.1f} times as fast "
        f"as {fastest}, the fastest without a cache, makes one."
    )


def _cells(figure: Figure, limit: Figure | None) -> list[str]:
    share = figure.rate / limit.rate if limit else 0
    ratio = f"{share:.2f}" if share >= 0.01 else f"{share:.4f}"
    cost = f"{figure.cost:,.0f} µs" if figure.cost < 10_000 else f"{figure.cost / 1000:,.1f} ms"
    return [f"{figure.rate:,.0f}", ratio, f"{figure.p50:,.1f} ms", f"{figure.p99:,.1f} ms", cost]


def chart(sides: Sequence[Side]) -> str:
    """Bars of requests a second on a logarithmic axis, a group for each load."""
    groups = [
        (TITLES[load], [(side.name, figure.rate) for side in sides if (figure := side.median(load))]) for load in LOADS
    ]
    height = 60 + sum(GAP + len(bars) * (BAR + 4) for _, bars in groups)
    highest = max(rate for _, bars in groups for _, rate in bars)
    out = [_head(height)]
    y = 40
    for title, bars in groups:
        y += GAP - 8
        out.append(f'<text class="title" x="16" y="{y}">{escape(title)}</text>')
        y += 8
        for name, rate in bars:
            kind = "c1" if name == "Harkara" else "c0" if name.startswith("nginx") else "c2"
            length = max(1.0, _share(rate, highest) * (WIDTH - NAMES - 90))
            out.append(f'<text x="{NAMES - 8}" y="{y + BAR - 3}" text-anchor="end">{escape(name)}</text>')
            out.append(f'<rect class="{kind}" x="{NAMES}" y="{y}" width="{length:.1f}" height="{BAR}"/>')
            out.append(f'<text x="{NAMES + length + 6:.1f}" y="{y + BAR - 3}">{rate:,.0f}</text>')
            y += BAR + 4
    return "\n".join([*out, "</svg>", ""])


def _share(rate: float, highest: float) -> float:
    from math import log10

    return log10(max(rate, 1.0)) / log10(max(highest, 10.0))


def _head(height: int) -> str:
    title = "Requests a second, logarithmic"
    light = " ".join(f".c{number} {{ fill: {COLOURS[number][0]} }}" for number in range(3))
    dark = " ".join(f".c{number} {{ fill: {COLOURS[number][1]} }}" for number in range(3))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}">
<style>
.paper {{ fill: #fff }} text {{ fill: #222; font: 12px system-ui, sans-serif }} .title {{ font-weight: 600; font-size: 14px }}
{light}
@media (prefers-color-scheme: dark) {{
.paper {{ fill: #14171a }} text {{ fill: #e6e6e6 }}
{dark}
}}
</style>
<rect class="paper" width="{WIDTH}" height="{height}"/>
<text class="title" x="16" y="24">{title}</text>"""
