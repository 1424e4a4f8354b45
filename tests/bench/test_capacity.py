"""The table of what a paper needs is what comes out of the figures that were measured, wherever those stand."""

from dataclasses import replace

import pytest

from bench import capacity
from bench.capacity import (
    PAGE,
    PAPERS,
    Inputs,
    Measured,
    Missing,
    Paper,
    block,
    figure,
    main,
    measured,
    needs,
    table,
    text,
)

ROUND = Measured(
    stand=50,
    nginx=25,
    publish=100,
    visible=140,
    typing=24,
    desks=2,
    rack=64_000,
    books=1_000,
    database=20_480,
    kept=5_120,
    index=2_000,
    vouchers=200_000,
)
"""Figures with which one can reckon by head."""

DAILY = Paper("a daily", 100, 864_000, 25)


def test_the_page_says_what_comes_out() -> None:
    made = text(measured(), Inputs(), "python -m bench.capacity --write")
    assert block(PAGE, "capacity").strip() == made.strip(), "a bench was run anew: run python -m bench.capacity --write"


def test_what_a_paper_needs() -> None:
    found = needs(DAILY, ROUND, Inputs(requests=10, peak=10, view=100, versions=1, pictures=2, picture=3))
    assert found.second == 1000
    assert (found.stand, found.nginx) == (0.1, 0.05)
    assert found.press == pytest.approx(100 * 0.1 / 86_400)
    assert found.desks == 3  # twelve to each process
    assert found.typing == pytest.approx(25 / 12)
    assert found.cores == 3
    assert found.pictures == pytest.approx(36_500 * 2 * 3 / 1000)
    assert found.year == pytest.approx(36_500 * (64_000 + 23_480 + 90 / 365 * 200_000) / 1e9)
    assert found.traffic == pytest.approx(864_000 * 30 * 100 / 1e9)


def test_prices_are_the_readers_own() -> None:
    bare = Inputs(core=0, disk=0, traffic=0)
    assert needs(DAILY, ROUND, bare).price == 0
    found = needs(DAILY, ROUND, replace(bare, core=7))
    assert found.price == 7 * found.cores
    found = needs(DAILY, ROUND, replace(bare, disk=2))
    assert found.price == pytest.approx(2 * (found.year + 2 * found.pictures + 14 * found.night))


def test_more_readers_need_no_more_of_anything_else() -> None:
    one, ten = (needs(replace(DAILY, views=864_000 * times), ROUND, Inputs()) for times in (1, 10))
    assert ten.second == pytest.approx(10 * one.second)
    assert (ten.press, ten.year, ten.pictures, ten.desks) == (one.press, one.year, one.pictures, one.desks)


def test_a_column_for_each_paper() -> None:
    lines = table(ROUND, Inputs()).splitlines()
    assert [line.count("|") for line in lines] == [len(PAPERS) + 2] * len(lines)
    assert lines[0] == "|  | " + " | ".join(paper.name for paper in PAPERS) + " |"


def test_what_is_not_there_is_missed() -> None:
    with pytest.raises(Missing, match="has no block nothing"):
        block(PAGE, "nothing")
    with pytest.raises(Missing, match="its table has another form now"):
        figure("| publish | 1 ms |", r"^\| kill \| (\d+)")
    assert figure("| publish | 1,250 ms |", r"^\| publish \| ([\d,]+)") == 1250


def test_every_input_is_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--core", "900", "--traffic", "0"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("`python -m bench.capacity --core 900 --traffic 0 --write`: inputs requests 6, ")
    assert "core 900" in said
    with pytest.raises(SystemExit):
        capacity.main(["--core", "dear"])
