import pytest

from harkara.layout import cases, scale

SCALE = cases.table("type-scale")


@pytest.mark.parametrize(("group", "least"), [("heading", 1.4), ("text", 1.6)])
def test_lines_leave_room_for_the_signs_above_and_below(group: str, least: float) -> None:
    tight = [name for name, sizes in SCALE[group].items() if any(line / size < least for size, line in sizes)]
    assert tight == []


def test_no_text_is_smaller_than_can_be_read_on_a_cheap_phone() -> None:
    assert min(size for _, sizes in scale.steps() for size, _ in sizes) == 14.5


def test_sizes_never_shrink_as_the_sheet_widens() -> None:
    shrinking = [name for name, sizes in scale.steps() if [size for size, _ in sizes] != sorted(s for s, _ in sizes)]
    assert shrinking == []


def test_css_has_one_rule_a_sheet_in_rem() -> None:
    narrow, middle, wide = scale.css().splitlines()
    assert narrow.startswith(":root{--canon:1.8125rem;--canon-line:1.4483;")
    assert middle.startswith("@media (min-width:37.5em){:root{--canon:2.375rem;--canon-line:1.4211;")
    assert wide.startswith("@media (min-width:60em){:root{--canon:2.8125rem;--canon-line:1.4;")
    assert "--pica:1.125rem;--pica-line:1.7222;" in narrow
