"""The tables of words and glyphs in ``data/``, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return ``data/{name}.toml`` as plain values; raises ``FileNotFoundError`` when there is none."""
    return tomllib.loads((files("harkara.bangla") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
