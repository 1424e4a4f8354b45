"""The number words, scales, ordinals and currencies of ``data/numbers.toml``."""

import tomllib
from importlib.resources import files
from typing import Any

__all__ = ["CRORE", "TABLE", "checked_day"]

TABLE: dict[str, Any] = tomllib.loads(files("harkara.bangla").joinpath("data/numbers.toml").read_text("utf-8"))

CRORE = 10_000_000


def checked_day(number: int) -> int:
    """``number`` where it can be a day of a month; raises ``ValueError`` where it cannot."""
    if not 1 <= number <= 31:
        raise ValueError(f"A month has no day {number}; give 1 to 31.")
    return number
