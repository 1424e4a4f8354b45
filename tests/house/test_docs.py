"""The documentation is held against the code."""

import re
from pathlib import Path

import pytest

from harkara.cli import VERBS
from tests.house.tree import ROOT, SOURCE

OURS = (page for page in SOURCE.glob("**/README.md") if "node_modules" not in page.parts)
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *OURS])


def test_every_setting_is_documented_and_no_other() -> None:
    read = set()
    for path in (SOURCE / "settings").glob("*.py"):
        read |= set(re.findall(r"environment\.\w+\(\"(HARKARA_\w+)\"", path.read_text()))
    written = set(re.findall(r"^\| `(HARKARA_\w+)`", (ROOT / "docs/reference/settings.md").read_text(), re.M))
    assert written == read


def test_every_verb_is_documented() -> None:
    written = set(re.findall(r"^\| `harkara ([\w-]+)", (ROOT / "docs/reference/commands.md").read_text(), re.M))
    assert set(VERBS) - written == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    dead = []
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists():
            dead.append(target)
    assert dead == []


def test_the_map_names_every_room() -> None:
    text = (ROOT / "docs/where-things-live.md").read_text()
    rooms = [path.parent.name for path in SOURCE.glob("*/__init__.py")]
    assert [room for room in rooms if f"src/harkara/{room})" not in text] == []
