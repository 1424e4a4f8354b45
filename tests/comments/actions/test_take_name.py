"""No reader looks like another one, nor like who works here."""

import pytest

from harkara.comments import actions
from harkara.comments.errors import Refused
from harkara.comments.models import GuardedName
from harkara.rack.outbox import log
from tests.comments.factories import a_reader, said, touched

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["রুবিনা ইয়াসমিন", "রুবীনা-ইয়াসমিন", "রু\u200bবিনা ইযাসমিন"])
def test_a_name_that_looks_like_another_readers_is_refused(name: str) -> None:
    a_reader("রুবিনা ইয়াসমিন")
    other = a_reader()
    with pytest.raises(Refused) as refused:
        actions.take_name(other, name)
    assert refused.value.word == "name_taken"


def test_ones_own_name_may_be_written_another_way() -> None:
    reader = a_reader("রুবিনা ইয়াসমিন")
    assert actions.take_name(reader, "রুবীনা ইয়াসমিন").name == "রুবীনা ইয়াসমিন"


@pytest.mark.parametrize("name", ["সেলিনা পারভীন", "সেলিনা পারভিন", "Selina Parvin", "Shelina Parveen", "হরকরা"])
def test_a_name_that_looks_or_sounds_like_a_colleagues_or_the_papers_is_refused(name: str) -> None:
    actions.guard(["সেলিনা পারভীন", "হরকরা"])
    reader = a_reader()
    with pytest.raises(Refused) as refused:
        actions.take_name(reader, name)
    assert refused.value.word == "name_guarded"
    assert name in str(refused.value)


def test_names_that_are_guarded_no_more_are_free() -> None:
    assert actions.guard(["সেলিনা পারভীন", "জহির রায়হান"])
    assert not actions.guard(["জহির রায়হান", "সেলিনা পারভীন"])
    assert actions.guard(["জহির রায়হান"])
    assert GuardedName.objects.count() == 1
    assert a_reader("সেলিনা পারভীন").name == "সেলিনা পারভীন"


def test_what_was_said_has_the_new_name() -> None:
    reader = a_reader()
    said(reader, story=7)
    before = log.position()
    actions.take_name(reader, "নতুন পরিচয়")
    assert touched(before) == {"talk:7", "talk:7:1"}
