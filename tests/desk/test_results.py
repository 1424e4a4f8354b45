"""Scores and tables of results: typed or pasted as lines, kept as blocks, read as copy."""

import doctest

import pytest

from harkara.desk import results
from harkara.layout.results import ScoreCopy, SideCopy, TableCopy


def test_examples() -> None:
    assert doctest.testmod(results).failed == 0


def test_a_table_pasted_from_a_spreadsheet_and_one_typed_are_the_same() -> None:
    typed = results.rows("দল | পয়েন্ট\nআবাহনী | 12")
    assert typed == results.rows("দল\tপয়েন্ট\r\nআবাহনী\t12\r\n") == results.rows("| দল | পয়েন্ট |\n| আবাহনী | 12 |")


def test_a_table_is_bounded() -> None:
    found = results.rows("\n".join("|".join(["ক" * 500] * 40) for _ in range(300)))
    assert (len(found), len(found[0]), len(found[0][0])) == (60, 12, 120)


def test_figures_are_told_from_words() -> None:
    table = results.table({"rows": "দল|গোল|রান রেট|মন্তব্য\nক|3|+1.20|ভালো\nখ|—|−0.5|৩ গোল"})
    assert table is not None
    assert table.numeric == (False, True, True, False)


@pytest.mark.parametrize(
    "board",
    [
        ScoreCopy("ফাইনাল", (SideCopy("ক", "2/1", "20 ওভার"), SideCopy("খ", "3")), "চলছে"),
        TableCopy("তালিকা", ("দল", "পয়েন্ট"), (("ক", "3"),), "কমিটি"),
        TableCopy("", (), (("ক", "3"), ("খ", "1"))),
    ],
)
def test_what_is_stored_is_read_as_it_was(board: results.Board) -> None:
    assert results.board(results.told(board)) == board


def test_nothing_is_no_board() -> None:
    assert results.board(None) is None
    assert results.table({"rows": " \n | "}) is None
    assert results.score({"title": "কিছু"}) is None
