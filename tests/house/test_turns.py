"""The order of the tests, and what is handed to one worker."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests import turns
from tests.house.tree import ROOT

CONFTEST = """
import pytest
from tests.turns import InTurn

@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    config.option.loadscopereorder = False
    return InTurn(config, log)
"""


def test_what_is_named_is_there() -> None:
    assert [place for place in (*turns.LONG, *turns.TOGETHER) if not (ROOT / place).exists()] == []


def test_a_file_is_one_part_and_so_are_some_folders() -> None:
    nodeids = [
        "tests/whole/test_a.py::test_one",
        "tests/whole/test_b.py::test_one[x::y]",
        "tests/rack/test_a.py::test_one",
        "tests/rack/test_a.py::test_two",
        "tests/whole/test_a.py::test_two",
    ]
    assert [[*part] for part in turns.parts(nodeids).values()] == [nodeids[:2], nodeids[2:4], nodeids[4:]]


def test_each_file_goes_to_one_worker(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    for name in ("a", "b", "c"):
        (tmp_path / f"test_{name}.py").write_text("\n".join(f"def test_{n}(): pass" for n in range(5)))
    (tmp_path / "pytest.ini").write_text(f"[pytest]\npythonpath = {ROOT}\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "xdist", "-n", "2", "-p", "no:cacheprovider", "-c", "pytest.ini"],
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    ran = re.findall(r"\[(gw\d)\].* PASSED test_(\w)\.py", done.stdout)
    assert len(ran) == 15
    assert sorted(name for _worker, name in set(ran)) == ["a", "b", "c"]
    assert {worker for worker, _name in ran} == {"gw0", "gw1"}
