"""What the two groups of the newsroom may do. Kept here, so that a fresh database and an old one agree."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from harkara.archive.record import Kind

REPORTER = "reporter"
EDITOR = "editor"

_REPORTER = {
    "desk": "add_story change_story view_story view_incomingclipping change_incomingclipping view_section view_topic "
    "add_topic view_person view_desk",
    "wagtailadmin": "access_admin",
}
_EDITOR = {
    "desk": "publish_story lock_story unlock_story kill_story redact_story change_topic delete_topic add_person "
    "change_person add_desk change_desk change_section add_section delete_incomingclipping view_frontpin add_frontpin "
    "change_frontpin delete_frontpin view_paper change_paper",
}
_PICTURES = ("add_image", "change_image", "choose_image")


def grant() -> None:
    """Makes the groups ``reporter`` and ``editor`` and gives them their rights; rights given by hand stay."""
    from wagtail.models import Collection, GroupCollectionPermission

    reporter, _ = Group.objects.get_or_create(name=REPORTER)
    editor, _ = Group.objects.get_or_create(name=EDITOR)
    reporter.permissions.add(*_permissions(_REPORTER))
    editor.permissions.add(*_permissions(_REPORTER), *_permissions(_EDITOR))
    root = Collection.get_first_root_node()
    pictures = Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=_PICTURES)
    for group in (reporter, editor):
        for permission in pictures:
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def findable(user: Any) -> tuple[Kind, ...]:
    """What ``user`` may find with the newsroom's search: what the lists of stories and of the tray would show."""
    kinds: tuple[Kind, ...] = ()
    if any(user.has_perm(f"desk.{act}_story") for act in ("view", "change", "add", "delete")):
        kinds += ("story", "draft")
    if user.has_perm("desk.view_incomingclipping"):
        kinds += ("clipping",)
    return kinds


def _permissions(names: dict[str, str]) -> list[Permission]:
    wanted = Q()
    for app, codenames in names.items():
        wanted |= Q(content_type__app_label=app, codename__in=codenames.split())
    return list(Permission.objects.filter(wanted))
