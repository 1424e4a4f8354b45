"""The newsroom's style sheets as files: what a browser forgives in silence."""

from pathlib import Path

import pytest

STYLES = Path(__file__).parents[3] / "src/harkara/desk/static/desk"


def open_blocks(text: str) -> list[tuple[int, str]]:
    """Rules that stand inside another rule, with their line: an unclosed block swallows all that follow."""
    inside: list[str] = []
    wrong = []
    for number, line in enumerate(text.splitlines(), 1):
        if "{" in line:
            if inside and not inside[-1].startswith("@"):
                wrong.append((number, line.strip()))
            inside.append(line.strip())
        if "}" in line and inside:
            inside.pop()
        if line and not line.startswith((" ", "}", "/", "@")) and inside[:1] and inside[0].startswith("@"):
            wrong.append((number, line.strip()))
    return wrong + [(0, left) for left in inside]


@pytest.mark.parametrize("sheet", sorted(STYLES.rglob("*.css")), ids=lambda sheet: sheet.name)
def test_every_block_is_closed_where_it_ought_to_be(sheet: Path) -> None:
    assert open_blocks(sheet.read_text()) == []


def test_a_block_that_was_left_open_is_found() -> None:
    assert open_blocks("@media print {\n  .a {\n    b: c;\n  }\n.d {\n  e: f;\n}\n") == [
        (5, ".d {"),
        (0, "@media print {"),
    ]
