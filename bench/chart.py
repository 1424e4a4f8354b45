"""Line charts as SVG, readable on light and on dark pages. Sizes run along a logarithmic axis."""

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 48, 56
COLOURS = (
    ("#0b61a4", "#6cb6ff"),
    ("#b3261e", "#ff8f87"),
    ("#1b7f3b", "#6fd08c"),
    ("#8a5a00", "#f0b75b"),
    ("#6a3fa0", "#c3a3ff"),
    ("#00717a", "#5fd3dc"),
)
"""Of each line: on light paper, on dark paper."""

DASHES = ("", "6 3", "2 3", "9 3 2 3", "12 4", "4 4")
"""The lines differ also without colour."""


def lines(title: str, unit: str, across: str, sizes: Sequence[int], series: Mapping[str, Sequence[float]]) -> str:
    """A chart of each of ``series`` over ``sizes``; the value axis begins at 0. Up to six series."""
    highest = _rounded(max(value for values in series.values() for value in values))
    first, last = math.log10(min(sizes)), math.log10(max(sizes))

    def x(size: float) -> float:
        return LEFT + (math.log10(size) - first) / ((last - first) or 1) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - value / highest * (HEIGHT - TOP - BOTTOM)

    out = [_head(title)]
    for step in range(5):
        value = highest * step / 4
        out.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{value:g}</text>')
    for size in sizes:
        out.append(f'<text x="{x(size):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{size:,}</text>')
    out.append(f'<text x="{LEFT - 48}" y="{TOP - 14}">{escape(unit)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{escape(across)}</text>')
    labels = _apart([(y(values[-1]), name) for name, values in series.items()])
    for number, (name, values) in enumerate(series.items()):
        points = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in zip(sizes, values, strict=True))
        out.append(f'<polyline class="line c{number}" points="{points}"/>')
        out += [
            f'<circle class="dot c{number}" cx="{x(size):.1f}" cy="{y(value):.1f}" r="3"/>'
            for size, value in zip(sizes, values, strict=True)
        ]
        out.append(
            f'<text class="name c{number}" x="{WIDTH - RIGHT + 12}" y="{labels[name]:.1f}">{escape(name)}</text>'
        )
    return "\n".join([*out, "</svg>", ""])


def _head(title: str) -> str:
    light = "\n".join(_style(number, pair[0]) for number, pair in enumerate(COLOURS))
    dark = "\n".join(_style(number, pair[1]) for number, pair in enumerate(COLOURS))
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">
<style>
.paper {{ fill: #fff }} text {{ fill: #222; font: 13px system-ui, sans-serif }} .title {{ font-weight: 600; font-size: 15px }}
.grid {{ stroke: #ccc; stroke-width: 1 }} .line {{ fill: none; stroke-width: 2 }}
{light}
@media (prefers-color-scheme: dark) {{
.paper {{ fill: #14171a }} text {{ fill: #e6e6e6 }} .grid {{ stroke: #444 }}
{dark}
}}
</style>
<rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>
<text class="title" x="{LEFT - 48}" y="20">{escape(title)}</text>"""


def _style(number: int, colour: str) -> str:
    dash = f"; stroke-dasharray: {DASHES[number]}" if DASHES[number] else ""
    return f".line.c{number} {{ stroke: {colour}{dash} }} .dot.c{number}, .name.c{number} {{ fill: {colour} }}"


def _rounded(value: float) -> float:
    """The next of 1, 2, 4, 5, 8, 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(value or 1))
    return next(step * power for step in (1, 2, 4, 5, 8, 10) if step * power >= value)


def _apart(labels: list[tuple[float, str]], distance: float = 16) -> dict[str, float]:
    """Heights of the names at the lines' ends, moved down where they would cover one another."""
    placed: dict[str, float] = {}
    lowest = -math.inf
    for height, name in sorted(labels):
        lowest = max(height + 4, lowest + distance)
        placed[name] = lowest
    return placed
