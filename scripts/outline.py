"""Makes ``src/harkara/layout/outline.toml``: ``python scripts/outline.py countries-50m.json``.

The file is that of the npm package world-atlas 2 (TopoJSON of Natural Earth at 1:50m, which is in the public domain).
Bangladesh is projected onto a sheet (equirectangular, true to scale at 23.7° north), and its outline and larger islands
are reduced to the corners that still show at the size of a thumb (Douglas and Peucker 1973).
"""

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

LEFT, TOP, SCALE, PARALLEL = 88.0, 26.7, 20, 23.7
COARSE = 0.9
"""How far the reduced line may be from the true one, in units of the sheet."""

SMALLEST = 8
"""Islands of fewer square units are left out."""

TABLE = Path(__file__).parents[1] / "src/harkara/layout/outline.toml"
HEAD = """# The outline of Bangladesh as an SVG path, and where degrees lie on its sheet: x = (longitude - left) * scale *
# cos(parallel), y = (top - latitude) * scale. Made by scripts/outline.py from Natural Earth 1:50m (public domain), as
# packed in world-atlas 2. Do not edit.
"""

Point = tuple[float, float]


def rings(atlas: dict) -> list[list[Point]]:
    """The outer rings of Bangladesh in degrees, longitude first."""
    (across, down), (left, bottom) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    countries = atlas["objects"]["countries"]["geometries"]
    land = next(one for one in countries if one["properties"]["name"] == "Bangladesh")

    def arc(number: int) -> list[Point]:
        x = y = 0
        points = []
        for dx, dy in atlas["arcs"][~number if number < 0 else number]:
            x, y = x + dx, y + dy
            points.append((x * across + left, y * down + bottom))
        return points[::-1] if number < 0 else points

    found = []
    for polygon in land["arcs"] if land["type"] == "MultiPolygon" else [land["arcs"]]:
        ring: list[Point] = []
        for number in polygon[0]:
            ring += arc(number)[1 if ring else 0 :]
        found.append(ring)
    return found


def on_sheet(point: Point) -> Point:
    """Where a point in degrees lies on the sheet."""
    return (point[0] - LEFT) * SCALE * math.cos(math.radians(PARALLEL)), (TOP - point[1]) * SCALE


def reduced(points: list[Point]) -> list[Point]:
    """The corners of a line without which it would be further than ``COARSE`` from itself."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = math.hypot(x2 - x1, y2 - y1)
    off = [
        abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length if length else math.hypot(x - x1, y - y1)
        for x, y in points[1:-1]
    ]
    if not off or max(off) <= COARSE:
        return [points[0], points[-1]]
    corner = off.index(max(off)) + 1
    return reduced(points[: corner + 1])[:-1] + reduced(points[corner:])


def drawn(ring: list[Point]) -> str:
    """A ring as SVG, in whole units; empty where it is too small."""
    points = [on_sheet(point) for point in ring]
    twice = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True))
    if abs(twice) / 2 < SMALLEST:
        return ""
    half = len(points) // 2
    corners: list[tuple[int, int]] = []
    for x, y in reduced(points[: half + 1])[:-1] + reduced(points[half:] + points[:1])[:-1]:
        corner = round(x), round(y)
        if corner not in corners[-1:]:
            corners.append(corner)
    steps = [f"{x2 - x1}{'' if y2 < y1 else ' '}{y2 - y1}" for (x1, y1), (x2, y2) in pairwise(corners)]
    joined = "".join(step if step.startswith("-") or not at else f" {step}" for at, step in enumerate(steps))
    return f"M{corners[0][0]} {corners[0][1]}l{joined}z"


def main(atlas: str) -> None:
    """Writes the table."""
    path = "".join(drawn(ring) for ring in rings(json.loads(Path(atlas).read_text("utf-8"))))
    place = f"left = {LEFT}\ntop = {TOP}\nscale = {SCALE}\nparallel = {PARALLEL}\n"
    TABLE.write_text(f'{HEAD}{place}path = "{path}"\n', "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
