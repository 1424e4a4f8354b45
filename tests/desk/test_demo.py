"""The demo paper opens with a paper and a newsroom at work."""

import pytest

from harkara.desk import copy
from harkara.desk.demo.setting_up import set_up
from harkara.desk.models import Assignment, Package, Progress, Stage, Story
from harkara.people.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.long
def test_the_board_of_the_demo_is_not_empty() -> None:
    made = set_up()
    assert made.stories == Story.objects.filter(live=True).count() > 40
    stages = list(Progress.objects.order_by("stage").values_list("stage", flat=True))
    assert stages == [Stage.APPROVED, Stage.DRAFT, Stage.DRAFT, Stage.EDITING, Stage.FILED]
    assert Assignment.objects.count() == 2
    assert not User.objects.get(username="reporter").has_usable_password()
    standing = set(copy.areas())
    assert {
        "bangladesh",
        "dhaka-division",
        "dhaka",
        "dhaka-savar",
        "pabna",
        "sunamganj",
        "chuadanga",
        "bogura",
    } <= standing
    [package] = Package.objects.all()
    assert (package.shown, package.entries.filter(story__live=True).count()) == (5, 2)
    again = set_up()
    assert (again.stories, again.password) == (0, "")


@pytest.mark.long
def test_its_people_have_passwords_of_their_own() -> None:
    made = set_up()
    assert len(made.password) >= 12
    editor = User.objects.get(username="editor")
    assert editor.check_password(made.password)
    assert not any(editor.check_password(guess) for guess in ("editor", "password", "harkara", "demo", ""))
    others = User.objects.exclude(pk=editor.pk)
    assert others
    assert not any(person.has_usable_password() for person in others)
