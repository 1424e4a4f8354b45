"""Real processes of a paper: several editors at once, presses that die, clocks that step, backups that come back.

``HARKARA_PROOF_STEPS`` and ``HARKARA_PROOF_SEED`` set the long run (3,000 steps where nothing is set); it prints how far
it has come. ``tests.press.processes`` says what happens.
"""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import mould
from tests.postgres import fill, server

ROOT = Path(__file__).resolve().parents[2]
SLICE = 40
"""Steps of an ordinary day."""


@pytest.mark.long
def test_a_season_on_sqlite(tmp_path: Path, tables: Path) -> None:
    season(tmp_path, SLICE, 7)


@pytest.mark.proof
@pytest.mark.postgres
def test_a_season_on_postgresql(tmp_path: Path) -> None:
    with database() as url:
        season(tmp_path, SLICE, 7, HARKARA_DATABASE=url)


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_long_seasons_on_sqlite(tmp_path: Path, tables: Path) -> None:
    long_season(tmp_path, "SQLite")


@pytest.mark.proof
@pytest.mark.timeout(0)
def test_long_seasons_on_postgresql(tmp_path: Path) -> None:
    with database() as url:
        long_season(tmp_path, "PostgreSQL", HARKARA_DATABASE=url)


pytestmark = pytest.mark.process


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A paper's database without a row, which takes no migrations."""
    return mould.cast(tmp_path / "newsroom.sqlite3")


@contextmanager
def database() -> Iterator[str]:
    """Such a database on a PostgreSQL server of its own; yields its URL."""
    with server() as url:
        yield fill(url, "paper")


def season(home: Path, steps: int, seed: int, **environment: str) -> list[str]:
    """Runs a season in ``home`` and passes on what it says; returns its lines."""
    inherited = {name: value for name, value in os.environ.items() if name != "HARKARA_DATABASE"}
    env = {
        **inherited,
        "HARKARA_HOME": str(home),
        "HARKARA_LOG": "WARNING",
        "DJANGO_SETTINGS_MODULE": "harkara.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        **environment,
    }
    words = [sys.executable, "-m", "tests.press.processes", str(steps), str(seed)]
    lines = []
    with subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        assert run.stdout is not None
        for line in run.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    log = home / "log"
    assert run.returncode == 0, "\n".join([*lines[-40:], log.read_text()[-4000:] if log.exists() else ""])
    return lines


def long_season(home: Path, name: str, **environment: str) -> None:
    steps = int(os.environ.get("HARKARA_PROOF_STEPS", "3000"))
    seed = int(os.environ.get("HARKARA_PROOF_SEED", secrets.randbelow(10**6)))
    lines = season(home, steps, seed, **environment)
    print(
        f"FIGURE: steps through real processes on {name} (seed {seed}), whole rack right after each hundred | {steps}"
    )
    for line in lines:
        if line.startswith("COUNT: "):
            print(f"FIGURE: {name}, {line.removeprefix('COUNT: ')}")
