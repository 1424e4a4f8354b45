"""What editors and reporters may do."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupCollectionPermission

from harkara.desk import rights
from tests.desk.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("right", "reporter", "editor"),
    [
        ("wagtailadmin.access_admin", True, True),
        ("desk.add_story", True, True),
        ("desk.change_story", True, True),
        ("desk.publish_story", False, True),
        ("desk.kill_story", False, True),
        ("desk.redact_story", False, True),
        ("desk.delete_story", False, False),
        ("desk.open_sealed", False, False),
        ("desk.view_incomingclipping", True, True),
        ("desk.change_frontpin", False, True),
        ("desk.change_section", False, True),
        ("desk.add_topic", True, True),
        ("people.change_user", False, False),
    ],
)
def test_rights_by_group(right: str, reporter: bool, editor: bool) -> None:
    assert (make_user(group="reporter").has_perm(right), make_user(group="editor").has_perm(right)) == (
        reporter,
        editor,
    )


def test_granting_twice_changes_nothing() -> None:
    def given() -> tuple[list[tuple[str, int]], int]:
        pictures = GroupCollectionPermission.objects.filter(group__name__in=[rights.REPORTER, rights.EDITOR])
        return sorted(Group.objects.values_list("name", "permissions")), pictures.count()

    before = given()
    rights.grant()
    assert given() == before
    assert before[1] == 6  # two groups: add, change and choose pictures
