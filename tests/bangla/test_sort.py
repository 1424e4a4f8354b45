"""``sort``: the order of a Bangla dictionary, with ICU as the referee."""

import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla.clean import normalise
from harkara.bangla.data.make_sort import characters, places
from harkara.bangla.sort import key
from tests.shared import vectors

TABLE = Path(__file__).parents[2] / "src/harkara/bangla/data/sort.tsv"
ORDER = Path(__file__).with_name("sort_order.txt")
BANGLA = st.text(st.sampled_from("কখড\u09bcঢযতৎ\u09cd\u200c\u200dািেোংঃঁঅআ০1 aAé-"), max_size=8)


def server_programs() -> Path | None:
    """Where PostgreSQL's programs are, the newest first."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    elsewhere = shutil.which("initdb")
    return found[0].parent if found else Path(elsewhere).parent if elsewhere else None


@pytest.fixture(scope="module")
def connection() -> Iterator[psycopg.Connection]:
    """A PostgreSQL of its own on a socket in a temporary directory; it never runs as root."""
    programs = server_programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs are not here")
    with tempfile.TemporaryDirectory(prefix="harkara-pg-") as name:
        home = Path(name)
        as_user: list[str] = []
        if home.owner() == "root":
            shutil.chown(home, "postgres")
            as_user = ["runuser", "-u", "postgres", "--"]

        def run(*command: str) -> None:
            subprocess.run([*as_user, *command], check=True, capture_output=True, cwd="/")

        run(
            str(programs / "initdb"),
            "-D",
            f"{home}/data",
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        )
        control = (str(programs / "pg_ctl"), "-D", f"{home}/data", "-w")
        run(*control, "start", "-l", f"{home}/log", "-o", f"-k {home} -h '' -F")
        try:
            with psycopg.connect(f"host={home} user=postgres dbname=postgres") as opened:
                yield opened
        finally:
            run(*control, "stop", "-m", "immediate")


def lexicon() -> list[str]:
    rows = vectors("lexicon-google/lexicon.tsv").read_text("utf-8").splitlines()
    return list(dict.fromkeys(row.split("\t")[0] for row in rows if row and not row.startswith("#")))


def in_icu_order(connection: psycopg.Connection, words: list[str]) -> list[str]:
    rows = connection.execute('select w from unnest(%s::text[]) w order by w collate "bn-x-icu"', [words]).fetchall()
    return [row[0] for row in rows]


def disagreements(order: list[str]) -> list[tuple[str, str]]:
    keys = [(key(word), word) for word in order]
    return [(one[1], other[1]) for one, other in pairwise(keys) if one[0] >= other[0]]


@pytest.mark.postgres
@pytest.mark.parametrize("spelling", [str, normalise])
def test_the_lexicon_stands_as_icu_orders_it(connection, spelling):
    words = list(dict.fromkeys(map(spelling, lexicon())))
    assert len(words) > 64_000
    assert disagreements(in_icu_order(connection, words)) == []


@pytest.mark.postgres
def test_neighbours_of_the_dictionary_as_icu_orders_them(connection):
    words = lexicon()
    rank = {word: place for place, word in enumerate(in_icu_order(connection, words))}
    wrong = [(a, b) for a, b in pairwise(words) if (key(a) < key(b)) != (rank[a] < rank[b])]
    assert wrong == []


@pytest.mark.postgres
def test_made_up_words_too(connection):
    letters = ["ক", "ড", "ড\u09bc", "ত", "ৎ", "া", "ো", "্", "ং", "ঁ", "a", "0", "০", "A", "é", "-"]
    words = sorted({normalise(a + b + c) for a in letters for b in letters for c in letters})
    assert len(words) > 3_000
    wrong = [pair for pair in disagreements(in_icu_order(connection, words)) if key(pair[0]) != key(pair[1])]
    assert wrong == []


@pytest.mark.postgres
def test_the_table_is_what_the_generator_writes(connection):
    heading, found = places(connection.info.dsn, [c for c in characters() if c != "ৎ"])
    rows = [f"{' '.join(f'{ord(c):04X}' for c in place)}\t{' '.join(place)}" for place in found]
    if heading.splitlines()[-1] not in TABLE.read_text("utf-8"):
        pytest.skip("this PostgreSQL has another version of ICU than the table")
    assert "\n".join([heading, *rows]) + "\n" == TABLE.read_text("utf-8")


def test_an_order_written_down():
    order = ORDER.read_text("utf-8").splitlines()
    assert sorted(order, key=key) == order
    assert disagreements(order) == []


@settings(max_examples=200)
@given(BANGLA, BANGLA)
def test_keys_know_what_is_canonically_the_same_and_what_is_longer(one, other):
    assert key(one) == key(unicodedata.normalize("NFD", one))
    assert key(one) <= key(one + other)


@given(st.text())
def test_every_text_has_a_key(text):
    assert isinstance(key(text), bytes)


def test_keys_are_short():
    words = lexicon()
    assert sum(len(key(word)) for word in words) / len(words) < 12
