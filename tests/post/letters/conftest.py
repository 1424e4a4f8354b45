"""Letters in a paper that has a sender, with a clock that stands."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from pytest_django.fixtures import Settings

from harkara.post.letters import clock
from tests.post.letters.factories import NOON


@pytest.fixture(autouse=True)
def sender(settings: Settings) -> None:
    settings.HARKARA_LETTERS_FROM = "দৈনিক হরকরা <letters@paper.example>"
    settings.HARKARA_LETTERS_RETURN = "returns@paper.example"


@pytest.fixture
def noon() -> Iterator[datetime]:
    """The clock of letters stands at noon."""
    with clock.at(NOON):
        yield NOON
