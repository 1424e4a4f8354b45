"""When somebody was last seen."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from harkara.people.models import User
from harkara.people.presence import EVERY
from tests.desk.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("ago", "is_noted"), [(None, True), (EVERY + timedelta(minutes=1), True), (timedelta(minutes=1), False)]
)
def test_a_click_is_noted_every_few_minutes(client: Client, ago: timedelta | None, is_noted: bool) -> None:
    before = None if ago is None else timezone.now() - ago
    user = make_user()
    User.objects.filter(pk=user.pk).update(seen_at=before)
    client.force_login(user)
    client.get("/desk/tray/")
    after = User.objects.get(pk=user.pk).seen_at
    assert (after != before) is is_noted


def test_nobody_is_seen_before_they_sign_in(client: Client) -> None:
    user = make_user()
    User.objects.update(seen_at=None)
    client.get("/desk/")
    assert User.objects.get(pk=user.pk).seen_at is None
