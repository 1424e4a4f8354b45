"""What the benches and the scripts take from the house is there: they are run by hand, and some import where they need it."""

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OF_RIVALS = ("wagtail_site", "archive_wagtail")
"""Sites of their own, which Django's settings of this paper cannot load."""

FILES = sorted(
    path
    for folder in ("bench", "scripts")
    for path in (ROOT / folder).rglob("*.py")
    if not {*path.parts} & {*OF_RIVALS}
)


def taken(file: Path) -> list[tuple[str, str]]:
    """The names that ``file`` takes from the house, anywhere in it, as (module, name)."""
    tree = ast.parse(file.read_text("utf-8"))
    return [
        (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in ("harkara", "bench")
        for alias in node.names
    ]


def is_there(module: str, name: str) -> bool:
    """Whether ``module`` has ``name``, or is the package of a module of that name."""
    found = importlib.import_module(module)
    if hasattr(found, name):
        return True
    try:
        importlib.import_module(f"{module}.{name}")
    except ModuleNotFoundError:
        return False
    return True


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_what_it_takes_is_there(file: Path) -> None:
    assert [f"{module}.{name}" for module, name in taken(file) if not is_there(module, name)] == []


def test_a_name_that_is_gone_is_noticed() -> None:
    assert is_there("harkara.desk.actions", "publish")
    assert not is_there("harkara.desk.actions.publish", "no_such_name")
