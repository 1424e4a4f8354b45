"""Habits of the house that a file can be held against."""

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, SOURCE, tracked

TEXT = {".py", ".md", ".txt", ".in", ".toml", ".html", ".css", ".js", ".mjs", ".json", ".yml", ".yaml", ".conf", ""}
# Written in pieces, so that this file does not name what it forbids.
REGISTRY = re.compile(
    "|".join(["pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", "deb" + r"\.debian\.org"])
)
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def texts() -> list[Path]:
    return [path for path in tracked() if path.suffix in TEXT and path.stat().st_size < 2_000_000]


def test_no_file_names_a_package_registry() -> None:
    assert [str(path.relative_to(ROOT)) for path in texts() if REGISTRY.search(path.read_text(errors="replace"))] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    here = str(ROOT.parent) + "/"
    if here == "/":
        pytest.skip("the repository lies at the root of this machine")
    assert [str(path.relative_to(ROOT)) for path in texts() if here in path.read_text(errors="replace")] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 600


def test_modules_are_mostly_short() -> None:
    lengths = sorted(len(path.read_text().splitlines()) for path in MODULES)
    assert lengths[len(lengths) // 2] <= 150


def test_names_come_from_the_trade() -> None:
    refused = {"utils", "helpers", "common", "core", "manager", "managers", "misc", "util", "helper"}
    assert [str(path.relative_to(SOURCE)) for path in MODULES if path.stem in refused] == []


def test_every_exception_to_a_rule_says_why() -> None:
    bare = re.compile(r"#\s*(noqa|type:\s*ignore)(:\s*[A-Z0-9, ]+|\[[\w\-, ]+\])?\s*$")
    wrong = []
    for path in MODULES:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if bare.search(line):
                wrong.append(f"{path.relative_to(SOURCE)}:{number}")
    assert wrong == []
