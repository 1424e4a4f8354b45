"""Who may do what: eight roles, and for each person the sections and desks that the role holds for.

A role is a group. What it may do is kept here, so that a fresh database and an old one agree. Everything asks one
question, ``may``; an action that a person calls asks it by ``demand``, which refuses in words.
"""

from collections.abc import Iterable
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import BigIntegerField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harkara.archive.record import Kind
from harkara.desk.errors import Refused, SecondFactorMissing
from harkara.desk.models import IncomingClipping, Paper, Remit, Story
from harkara.people import factors
from harkara.people.models import User

Somebody: TypeAlias = User | AnonymousUser

ROLES: dict[str, Any] = {
    "correspondent": gettext_lazy("Correspondent"),
    "reporter": gettext_lazy("Reporter"),
    "sub_editor": gettext_lazy("Sub-editor"),
    "desk_editor": gettext_lazy("Desk editor"),
    "front_editor": gettext_lazy("Front editor"),
    "photo_editor": gettext_lazy("Photo editor"),
    "moderator": gettext_lazy("Moderator"),
    "admin": gettext_lazy("Administrator"),
}
"""The groups, by name, and how the screens call them. The order is that of the screens."""

FORMER_EDITOR = ("desk_editor", "front_editor", "photo_editor")
"""What the one group ``editor`` of earlier versions could do."""

ACTS: dict[str, tuple[Any, str]] = {
    "write": (gettext_lazy("write drafts"), "reporter sub_editor desk_editor front_editor photo_editor"),
    "file": (gettext_lazy("file copy"), "reporter sub_editor desk_editor front_editor photo_editor"),
    "edit": (gettext_lazy("edit the copy of others"), "sub_editor desk_editor front_editor"),
    "approve": (gettext_lazy("approve"), "desk_editor"),
    "publish": (gettext_lazy("publish"), "sub_editor desk_editor"),
    "urgent": (gettext_lazy("publish at once, past the stages"), "desk_editor"),
    "correct": (gettext_lazy("correct"), "sub_editor desk_editor"),
    "unpublish": (gettext_lazy("take off the paper"), "desk_editor"),
    "kill": (gettext_lazy("kill"), "desk_editor"),
    "redact": (gettext_lazy("redact"), "desk_editor"),
    "unseal": (gettext_lazy("open sealed copies"), "desk_editor"),
    "front": (gettext_lazy("set fronts"), "front_editor desk_editor"),
    "packages": (gettext_lazy("gather stories into packages"), "sub_editor desk_editor front_editor"),
    "pictures": (
        gettext_lazy("bring in and describe pictures"),
        "reporter sub_editor desk_editor front_editor photo_editor",
    ),
    "moderate": (gettext_lazy("moderate comments"), "moderator desk_editor"),
    "people": (gettext_lazy("invite people and give roles"), "desk_editor"),
    "log": (gettext_lazy("read the log of all acts"), ""),
    "wire": (gettext_lazy("work on the incoming tray"), "reporter sub_editor desk_editor front_editor"),
    "tools": (gettext_lazy("use the tools for many stories"), "desk_editor"),
    "correspond": (
        gettext_lazy("file from a phone"),
        "correspondent reporter sub_editor desk_editor front_editor photo_editor",
    ),
}
"""Every act with a right of its own: how a refusal calls it, and the roles that may. An administrator may everything."""

PROVED = frozenset(
    ("publish", "urgent", "correct", "unpublish", "kill", "redact", "unseal", "front", "packages", "people")
)
"""The acts that readers see, or that let people in: who does them has shown a second factor."""

_READS = "wagtailadmin.access_admin view_story view_section view_topic view_person view_desk"
_WRITES = f"{_READS} add_story change_story add_topic"
_CLIPS = "view_incomingclipping change_incomingclipping"
_LIFTS = "publish_story lock_story unlock_story"
_NAMES = "change_topic delete_topic add_person change_person"
_HOUSE = "add_desk change_desk add_section change_section view_paper change_paper delete_incomingclipping"
_SOLD = "view_space add_space change_space view_campaign add_campaign change_campaign delete_campaign"
_ROUND = (
    "view_wiresource add_wiresource change_wiresource delete_wiresource"
    " view_wirerule add_wirerule change_wirerule delete_wirerule"
)
_CALLS = "view_sharehook add_sharehook change_sharehook delete_sharehook"
_SELF = "view_document add_document change_document publish_document"
_PINS = "view_front add_front change_front delete_front view_cardtemplate change_cardtemplate"
_WAGTAIL: dict[str, str] = {
    "correspondent": "",
    "reporter": f"{_WRITES} {_CLIPS}",
    "sub_editor": f"{_WRITES} {_CLIPS} {_LIFTS} {_NAMES}",
    "desk_editor": f"{_WRITES} {_CLIPS} {_LIFTS} {_NAMES} {_HOUSE} {_SOLD} {_ROUND} {_PINS} {_SELF} kill_story redact_story",
    "front_editor": f"{_WRITES} {_CLIPS} {_PINS}",
    "photo_editor": _WRITES,
    "moderator": _READS,
    "admin": f"{_WRITES} {_CLIPS} {_LIFTS} {_NAMES} {_HOUSE} {_SOLD} {_ROUND} {_PINS} {_SELF} {_CALLS} kill_story redact_story",
}
"""What Wagtail's own screens ask for, by role; a name without an application is the desk's. A correspondent sees none of them."""

_PICTURES = ("add_image", "change_image", "choose_image")


def may(user: Somebody, act: str, story: Story | None = None) -> bool:
    """Whether ``user`` may do ``act`` (a key of ``ACTS``), to ``story`` if one is given.

    A story that stands in no section and at no desk yet is everybody's. Superusers may everything, everywhere; who is
    not active may nothing. Costs no query beside those of the permissions, and one a person for the remit.
    """
    if act not in ACTS:
        raise LookupError(f"There is no act “{act}”: {', '.join(ACTS)}.")
    return user.has_perm(f"desk.may_{act}") and (story is None or holds(user, story.section_id, story.desk_id))


def demand(user: Somebody | None, act: str, *stories: Story) -> None:
    """Raises ``Refused``, in words, where ``user`` may not do ``act`` to each of ``stories``, and
    ``SecondFactorMissing`` where they may and the act is one of ``PROVED``. ``None`` is the house itself (the clock, a
    command), which may.
    """
    if user is None:
        return
    label = ACTS[act][0]
    if not may(user, act):
        raise Refused(
            _("“%(name)s” has no right to do this: %(act)s. Ask a desk editor.") % {"name": _called(user), "act": label}
        )
    for story in stories:
        if not may(user, act, story):
            raise Refused(
                _("“%(headline)s” is outside what “%(name)s” works on (%(remit)s). Ask its desk editor: %(act)s.")
                % {"headline": story, "name": _called(user), "remit": ", ".join(remit_names(user)), "act": label}
            )
    if act in PROVED and lacks_factor(user):
        raise SecondFactorMissing(
            _("“%(name)s” has no second factor yet, and this needs one: %(act)s. It is set up in the newsroom.")
            % {"name": _called(user), "act": label}
        )


def lacks_factor(user: Somebody) -> bool:
    """Whether ``user`` has still to show a second factor. The demo paper asks nobody for one."""
    if not settings.HARKARA_SECOND_FACTOR or not isinstance(user, User):
        return False
    if user.is_proved is not False and factors.has(user):
        return False
    return not Paper.objects.filter(pk=1, is_demo=True).exists()


def holds(user: Somebody, section: int | None, desk: int | None) -> bool:
    """Whether the remit of ``user`` takes in what stands in that section and at that desk (their numbers)."""
    sections, desks = _remit(user)
    if not sections and not desks:
        return True
    return section in sections or desk in desks or (section is None and desk is None)


def is_limited(user: Somebody) -> bool:
    """Whether ``user`` works on some sections or desks only."""
    return any(_remit(user))


def within(user: Somebody, rows: "QuerySet[Any]", through: str = "") -> "QuerySet[Any]":
    """Those of ``rows`` that the remit of ``user`` takes in. They are stories, or have one by the name ``through``.

    Few rows, found by something else: the remit is looked up for each, and never found by the index of sections. A section
    holds a large part of the archive, and a database that begins there sorts half a million stories for fifty.
    """
    sections, desks = _remit(user)
    if not sections and not desks:
        return rows
    story = f"{through}__" if through else ""
    its = {name: ExpressionWrapper(F(f"{story}{name}_id") + 0, BigIntegerField()) for name in ("section", "desk")}
    nowhere = Q(**{f"{story}section": None, f"{story}desk": None})
    rows = rows.alias(_section=its["section"], _desk=its["desk"])
    return rows.filter(Q(_section__in=sections) | Q(_desk__in=desks) | nowhere)


def remit_names(user: Somebody) -> list[str]:
    """The names of the sections and desks that ``user`` works on, sections first; none for everywhere."""
    sections_first = (F("desk__name").asc(nulls_first=True), "section")  # PostgreSQL puts what is empty last
    rows = Remit.objects.filter(user=user.pk).select_related("section", "desk").order_by(*sections_first)
    return [str(row.section or row.desk) for row in rows]


def roles(user: Somebody) -> list[str]:
    """The roles of ``user``, in the order of ``ROLES``."""
    held = set(user.groups.values_list("name", flat=True))
    return [role for role in ROLES if role in held]


def grant() -> None:
    """Makes the groups and gives them their rights; rights given by hand stay."""
    from wagtail.models import Collection, GroupCollectionPermission

    root = Collection.get_first_root_node()
    if root.name == "Root":  # as Wagtail's migration calls it
        Collection.objects.filter(pk=root.pk).update(name="সব ছবি")
    pictures = Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=_PICTURES)
    for role in ROLES:
        group, _made = Group.objects.get_or_create(name=role)
        acts = [f"may_{act}" for act, (_label, holders) in ACTS.items() if role == "admin" or role in holders.split()]
        group.permissions.add(*_permissions([*_WAGTAIL[role].split(), *acts]))
        if "may_pictures" in acts:
            for permission in pictures:
                GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def findable(user: Somebody) -> tuple[Kind, ...]:
    """What ``user`` may find with the newsroom's search: what the lists of stories and of the tray would show."""
    kinds: tuple[Kind, ...] = ()
    if any(user.has_perm(f"desk.{act}_story") for act in ("view", "change", "add", "delete")):
        kinds += ("story", "draft")
    if user.has_perm(f"desk.view_{IncomingClipping._meta.model_name}"):
        kinds += ("clipping",)
    return kinds


def _called(user: Somebody) -> str:
    return (user.get_full_name() if isinstance(user, User) else "") or user.get_username()


def _remit(user: Somebody) -> tuple[frozenset[int], frozenset[int]]:
    """The sections, with their parts, and the desks that ``user`` works on, read once for an object of a user, as permissions
    are.
    """
    if not isinstance(user, User) or user.is_superuser:
        return frozenset(), frozenset()
    if user.remit is None:
        rows = list(Remit.objects.filter(user=user.pk).values_list("section", "section__below", "desk"))
        user.remit = (
            frozenset(section for *both, _desk in rows for section in both if section is not None),
            frozenset(desk for *_both, desk in rows if desk is not None),
        )
    return user.remit


def _permissions(names: Iterable[str]) -> list[Permission]:
    by_app: dict[str, list[str]] = {}
    for name in names:
        app, _dot, codename = name.rpartition(".")
        by_app.setdefault(app or "desk", []).append(codename)
    wanted = Q()
    for app, codenames in by_app.items():
        wanted |= Q(content_type__app_label=app, codename__in=codenames)
    return list(Permission.objects.filter(wanted))
