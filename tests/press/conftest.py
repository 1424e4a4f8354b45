"""A paper to print: a rack of its own for every test, and a press in front of it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from harkara.desk import clock
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from tests.desk.factories import NOON


@pytest.fixture
def noon() -> Iterator[datetime]:
    """The desk's clock stands at noon."""
    with clock.at(NOON):
        yield NOON


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Storeroom:
    """An empty rack, which is also the rack of the settings."""
    settings.HARKARA_RACK = tmp_path / "rack"
    return Storeroom.of_settings()


@pytest.fixture
def turns(store: Storeroom, database: None, noon: datetime) -> Iterator[Turns]:
    """A press at work on an empty paper. It makes no brotli parts, which take it a turn each: those who ask for them make
    a press of their own.
    """
    press = Turns(store, brotli=False)
    yield press
    press.close()
