"""What a database must be, in one sentence where it is not."""

import pytest

from harkara.rack.ground import fault


@pytest.mark.parametrize("letters", ["C.UTF-8", "C.utf8", "en_US.UTF-8", "bn_BD.UTF-8"])
def test_a_fit_one(letters: str) -> None:
    assert fault("HARKARA_DATABASE", 150004, "UTF8", letters) == ""


def test_an_old_one() -> None:
    assert fault("HARKARA_DATABASE", 140011, "UTF8", "C.UTF-8") == (
        "HARKARA_DATABASE is PostgreSQL 14, and the paper needs 15 or newer: upgrade the server."
    )


def test_one_that_cannot_hold_bangla() -> None:
    assert fault("HARKARA_READERS_DATABASE", 150004, "SQL_ASCII", "C") == (
        "HARKARA_READERS_DATABASE has the encoding SQL_ASCII, which cannot hold Bangla: make it anew in UTF8 (deploy/postgres)."
    )


@pytest.mark.parametrize("letters", ["C", "POSIX", "en_US.ISO-8859-1"])
def test_one_that_knows_no_letters(letters: str) -> None:
    assert fault("HARKARA_DATABASE", 160000, "UTF8", letters) == (
        f"HARKARA_DATABASE has LC_CTYPE {letters}, which knows only ASCII's letters: make it anew in C.UTF-8 (deploy/postgres)."
    )
