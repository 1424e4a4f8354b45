"""A push service of the tests' own, and keys with which the paper speaks to it."""

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from harkara.post.push.carrying import Round
from harkara.post.push.keys import drawn
from tests.post.service import PushService


@pytest.fixture
def service(settings: Settings) -> Iterator[PushService]:
    """A push service that takes everything, and the only one that the paper speaks with."""
    made = PushService()
    settings.HARKARA_PUSH_KEY, settings.HARKARA_PUSH_PUBLIC_KEY = drawn()
    settings.HARKARA_PUSH_CONTACT = "mailto:desk@example.org"
    settings.HARKARA_PUSH_SERVICES = (made.origin,)
    settings.HARKARA_PUSH_LINES = 4
    yield made
    made.close()


@pytest.fixture
def round_(service: PushService, db: None) -> Iterator[Round]:
    """The postman's round with notices."""
    made = Round()
    yield made
    made.close()
