"""How many comments wait for a moderator is how long the moderators' queue is."""

import pytest

from harkara.comments import actions
from harkara.press.watching import _comments
from tests.comments.factories import a_reader, said

pytestmark = pytest.mark.django_db(databases=["default", "readers"])


def test_what_waits_is_counted_and_what_only_its_reader_sees_is_not() -> None:
    said(a_reader(), takes="checked")
    held = said(a_reader())
    actions.judge([held.pk], "hold")
    assert _comments() == {"harkara_comments_waiting": 1}
