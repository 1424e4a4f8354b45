"""The import contracts hold."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import ROOT


def test_the_contracts_are_kept() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    if not command.exists():
        pytest.skip("import-linter is not installed beside this Python")
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
