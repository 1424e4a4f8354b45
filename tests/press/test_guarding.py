"""The names of who works here come to the readers' side, now and then, and leave it again."""

import pytest

from harkara.comments import actions
from harkara.comments.errors import Refused
from harkara.desk.models import Person
from harkara.press.guarding import EVERY, Guards
from tests.comments.factories import a_reader
from tests.desk.factories import make_paper, make_person, make_user


def test_names_are_carried_when_it_is_time_to(database: None) -> None:
    make_paper(name="দৈনিক চরবার্তা", outlet="চরবার্তা")
    make_person("সেলিনা পারভীন")
    make_user("tania", first_name="তানিয়া", last_name="আহমেদ")
    now = [0.0]
    guards, reader = Guards(lambda: now[0]), a_reader()
    assert guards.keep() is False
    now[0] = 5.0
    assert guards.keep() is True
    for name in ("সেলিনা পারভিন", "Selina Parvin", "তানিয়া আহমেদ", "চর বার্তা", "দৈনিক চরবার্তা"):
        with pytest.raises(Refused):
            actions.take_name(reader, name)
    Person.objects.filter(name="সেলিনা পারভীন").delete()
    assert guards.keep() is False
    now[0] += EVERY
    assert guards.keep() is True
    assert actions.take_name(reader, "সেলিনা পারভিন").name == "সেলিনা পারভিন"
