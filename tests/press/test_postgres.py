"""The same books, the same press and the same desk on PostgreSQL."""

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.postgres import server

ROOT = Path(__file__).resolve().parents[2]
QUICK = (
    "tests/rack/test_changes.py",
    "tests/press/test_snapshot.py",
    "tests/desk/test_plans.py",
    "tests/desk/test_twins.py",
    "tests/desk/actions/test_take_places.py",
    "tests/wire/moving/test_move_in.py::test_a_story_moves_in_whole",
    "tests/wire/moving/test_move_in.py::test_lists_lead_to_their_counterparts",
    "tests/wire/moving/test_move_in.py::test_comments_come_along_without_accounts",
    "tests/press/moving_out/test_side_by_side.py::test_the_folder_is_the_same_byte_by_byte",
    "tests/wire/moving/test_paper.py::test_another_origin_is_told",
)
MOVING = ("tests/wire/moving", "tests/press/moving_out", "tests/whole/test_moving_house.py")
DESK = ("tests/people", "tests/desk")
ALL = ("tests/rack/test_changes.py", "tests/rack/test_ledger.py", "tests/press")
NOT_AGAIN = "not postgres and not process and not proof"


@pytest.mark.postgres
@pytest.mark.long
def test_books_press_and_desk_on_postgresql(tmp_path: Path) -> None:
    run_on_postgresql(tmp_path, QUICK)


@pytest.mark.proof
def test_the_invariant_on_postgresql_at_length(tmp_path: Path) -> None:
    acts = os.environ.get("HARKARA_PROOF_ACTS_POSTGRES", "1000")
    number = os.environ.get("HARKARA_PROOF_SEED", str(secrets.randbelow(10**6)))
    told = {"HARKARA_PROOF_ACTS_POSTGRES": acts, "HARKARA_PROOF_SEED": number}
    run_on_postgresql(tmp_path, ("--timeout=0", "tests/press/test_invariant.py"), told)
    print(f"FIGURE: acts after each of which the invariant held on PostgreSQL (seed {number}) | {acts}")


@pytest.mark.proof
def test_everything_of_the_press_on_postgresql(tmp_path: Path) -> None:
    said = run_on_postgresql(tmp_path, ALL)
    print(f"FIGURE: tests of the books and the press on PostgreSQL | {said.strip().splitlines()[-1]}")


@pytest.mark.proof
def test_everything_of_the_desk_on_postgresql(tmp_path: Path) -> None:
    said = run_on_postgresql(tmp_path, DESK)
    print(f"FIGURE: tests of the desk and its people on PostgreSQL | {said.strip().splitlines()[-1]}")


@pytest.mark.proof
def test_everything_of_moving_on_postgresql(tmp_path: Path) -> None:
    said = run_on_postgresql(tmp_path, MOVING)
    print(f"FIGURE: tests of moving in and out on PostgreSQL | {said.strip().splitlines()[-1]}")


def run_on_postgresql(home: Path, tests: Sequence[str], told: Mapping[str, str] = MappingProxyType({})) -> str:
    """Runs ``tests`` against a server of their own; returns what pytest said."""
    with server() as url:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", NOT_AGAIN, *tests],
            cwd=ROOT,
            env={**os.environ, "HARKARA_DATABASE": url, "HARKARA_HOME": str(home), **told},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-8000:]
    return done.stdout
