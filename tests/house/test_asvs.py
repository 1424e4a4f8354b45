"""Every point of the list has a test that there is, or a reason; and the page says so."""

import os
import subprocess
import sys

import pytest

from tests.house.asvs import ASKED, PAGE, items, page
from tests.house.tree import ROOT

NAMED = sorted({name for item in items() for name in item.tests})


def test_every_point_is_there_once_in_its_order() -> None:
    numbers = [item.number for item in items()]
    assert numbers == sorted(ASKED, key=lambda number: [int(part) for part in number.split(".")])


@pytest.mark.parametrize("item", items(), ids=lambda item: item.number)
def test_a_point_has_tests_or_a_reason_and_not_both(item: object) -> None:
    assert bool(item.tests) != bool(item.reason)  # type: ignore[attr-defined]
    assert item.asks.endswith(".")  # type: ignore[attr-defined]
    assert not item.reason or len(item.reason) > 80, "a reason is more than a word"  # type: ignore[attr-defined]


@pytest.mark.long
def test_every_test_that_is_named_is_one() -> None:
    """pytest itself is asked: it finds each of them, and none of them is skipped or expected to fail."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-m",
        "",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:xdist",
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_XDIST")}
    environment["HARKARA_SLICE"] = "all"
    done = subprocess.run([*command, *NAMED], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    found = {line.partition("[")[0] for line in done.stdout.splitlines() if "::" in line}
    assert found == set(NAMED)


def test_the_page_is_the_data() -> None:
    assert PAGE.read_text() == page(), "run `python -m tests.house.asvs`"
