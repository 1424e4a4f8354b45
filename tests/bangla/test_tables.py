"""The loader of the data files."""

import pytest

from harkara.bangla.tables import table


def test_a_table_is_read_once():
    assert table("clock") is table("clock")
    assert [month["name"] for month in table("clock")["month"]][7] == "আগস্ট"


def test_a_table_that_is_not_there_is_named():
    with pytest.raises(FileNotFoundError, match="nowhere"):
        table("nowhere")
