"""Where the shared material lies: vectors and pages nobody here wrote. Tests skip with a reason where it is absent."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("HARKARA_SHARED", Path(__file__).resolve().parents[1].parent / "shared"))


def shared(name: str) -> Path:
    """The path of ``name`` in the shared material; skips the test (or the module) where it is not to be had."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"the shared material is not here: {name}", allow_module_level=True)
    return path


def vectors(name: str) -> Path:
    """The path of ``name`` (``folder/file``) among the vectors."""
    return shared(f"data/vectors/{name}")
