"""Every example in the room's docstrings and in its README does what it says."""

import doctest
import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import harkara.bangla

ROOM = Path(harkara.bangla.__file__).parent
NAMES = [
    found.name
    for found in pkgutil.walk_packages(harkara.bangla.__path__, "harkara.bangla.")
    if ".data" not in found.name
]


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    module = import_module(name)
    assert doctest.testmod(module).failed == 0


def test_examples_of_the_readme():
    done = doctest.testfile(str(ROOM / "README.md"), module_relative=False, encoding="utf-8")
    assert (done.failed, done.attempted > 20) == (0, True)


def test_the_readme_names_every_module():
    text = (ROOM / "README.md").read_text("utf-8")
    public = [name.removeprefix("harkara.bangla.").partition(".")[0] for name in NAMES]
    assert [name for name in dict.fromkeys(public) if f"`{name}`" not in text and not name.startswith("style_")] == []
