"""Who may give which place in the newsroom to whom: asked by the verbs that invite, appoint and dismiss."""

from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db.models import Q
from django.utils.translation import gettext as _

from harkara.desk import rights
from harkara.desk.errors import Refused
from harkara.desk.models import Desk, Remit, Section
from harkara.people.models import User

BY_DESK_EDITORS = frozenset({"correspondent", "reporter", "sub_editor", "photo_editor"})
"""The roles that a desk editor may give; all others only an administrator."""


@dataclass(frozen=True, slots=True)
class Office:
    """A place in the newsroom: roles, and the numbers of the sections and desks they hold for; none: everywhere."""

    roles: frozenset[str]
    sections: frozenset[int] = frozenset()
    desks: frozenset[int] = frozenset()

    @property
    def is_everywhere(self) -> bool:
        return not self.sections and not self.desks


def office_of(user: User) -> Office:
    """The place that ``user`` holds now."""
    rows = list(Remit.objects.filter(user=user).values_list("section", "desk"))
    return Office(
        frozenset(rights.roles(user)),
        frozenset(section for section, _desk in rows if section),
        frozenset(desk for _section, desk in rows if desk),
    )


def is_admin(user: User) -> bool:
    """Whether ``user`` is an administrator of the newsroom, or of the machine."""
    return user.is_superuser or user.groups.filter(name="admin").exists()


def check_gift(office: Office, giver: User | None) -> None:
    """Raises ``Refused`` where ``giver`` may not give ``office``, or where it is no place at all."""
    if unknown := office.roles - set(rights.ROLES):
        raise Refused(_("There is no role “%(role)s”.") % {"role": min(unknown)})
    if not office.roles:
        raise Refused(_("Choose at least one role: who has none cannot enter the newsroom."))
    if "admin" in office.roles and not office.is_everywhere:
        raise Refused(_("An administrator works everywhere: choose no sections and desks, or another role."))
    there = Section.objects.filter(pk__in=office.sections).count(), Desk.objects.filter(pk__in=office.desks).count()
    if there != (len(office.sections), len(office.desks)):
        raise Refused(_("A section or desk of this place is no longer there: give the place anew."))
    rights.demand(giver, "people")
    if giver is None or is_admin(giver):
        return
    if above := office.roles - BY_DESK_EDITORS:
        label = rights.ROLES[min(above)]
        raise Refused(_("Only an administrator gives the role “%(role)s”.") % {"role": label})
    _check_reach(office, giver)


def check_over(person: User, actor: User | None) -> None:
    """Raises ``Refused`` where ``actor`` may not change the place of ``person``: nobody their own, a desk editor only
    of those whom a desk editor can have invited.
    """
    rights.demand(actor, "people")
    if actor is None:
        return
    if actor.pk == person.pk:
        raise Refused(_("Nobody changes their own roles: ask another administrator."))
    if person.is_superuser and not actor.is_superuser:
        raise Refused(_("“%(name)s” keeps this machine: only such a person may change that.") % {"name": person})
    if is_admin(actor):
        return
    office = office_of(person)
    if not office.roles or office.roles - BY_DESK_EDITORS:
        raise Refused(_("Only an administrator changes the roles of “%(name)s”.") % {"name": person})
    _check_reach(office, actor)


def keep_an_admin(person: User) -> None:
    """Raises ``Refused`` where ``person`` is the last who can let others in. Locks all who can, so that two of them
    cannot take away one another.
    """
    can = Q(is_superuser=True) | Q(groups__name="admin")
    numbers = User.objects.filter(can, is_active=True).values("pk")
    holders = User.objects.select_for_update().filter(pk__in=numbers).order_by("pk")
    left = [user for user in holders if user.pk != person.pk]
    if not left:
        raise Refused(
            _("“%(name)s” is the last administrator: make somebody else one first, or nobody can let people in.")
            % {"name": person}
        )


def settle(person: User, office: Office) -> None:
    """Writes ``office`` down for ``person``. Groups that are no roles stay."""
    others = person.groups.exclude(name__in=rights.ROLES)
    person.groups.set([*others, *Group.objects.filter(name__in=office.roles)])
    Remit.objects.filter(user=person).delete()
    Remit.objects.bulk_create(
        [
            *(Remit(user=person, section_id=number) for number in sorted(office.sections)),
            *(Remit(user=person, desk_id=number) for number in sorted(office.desks)),
        ]
    )
    person.remit = None


def told(office: Office) -> dict[str, list[str]]:
    """``office`` in words, as the log keeps it: roles by name of the group, places by their names."""
    sections = Section.objects.filter(pk__in=office.sections).values_list("name", flat=True)
    desks = Desk.objects.filter(pk__in=office.desks).values_list("name", flat=True)
    return {"roles": [role for role in rights.ROLES if role in office.roles], "remit": [*sections, *desks]}


def _check_reach(office: Office, actor: User) -> None:
    """Raises ``Refused`` where ``office`` reaches beyond what ``actor``, no administrator, works on."""
    own = office_of(actor)
    if own.is_everywhere:
        return
    if office.is_everywhere or office.sections - own.sections or office.desks - own.desks:
        names = ", ".join(rights.remit_names(actor))
        raise Refused(_("You work on this: %(remit)s. Give places there only.") % {"remit": names})
