"""A chart is well-formed SVG that can be read without colour and in the dark."""

import itertools
from xml.etree import ElementTree

from bench import chart

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = chart.lines("CPU & time", "ms", "stories", [10, 1000], {"publish": [2.0, 4.0], "kill <all>": [3.0, 3.0]})


def test_lines_run_from_the_smallest_to_the_largest_size() -> None:
    root = ElementTree.fromstring(DRAWN)
    lines = [line.attrib["points"].split() for line in root.iter(f"{SVG}polyline")]
    ends = {(line[0].partition(",")[0], line[-1].partition(",")[0]) for line in lines}
    assert ends == {(f"{chart.LEFT:.1f}", f"{chart.WIDTH - chart.RIGHT:.1f}")}
    assert [line[0].partition(",")[2] == line[-1].partition(",")[2] for line in lines] == [False, True]


def test_every_line_has_a_name_and_a_dash_of_its_own() -> None:
    root = ElementTree.fromstring(DRAWN)
    assert [text.text for text in root.iter(f"{SVG}text") if "name" in text.attrib.get("class", "")] == [
        "publish",
        "kill <all>",
    ]
    assert len(set(chart.DASHES)) == len(chart.COLOURS)
    assert "prefers-color-scheme: dark" in DRAWN


def test_names_that_would_cover_one_another_move_apart() -> None:
    placed = sorted(chart._apart([(100, "a"), (101, "b"), (102, "c")]).values())
    assert [later - earlier for earlier, later in itertools.pairwise(placed)] == [16, 16]
