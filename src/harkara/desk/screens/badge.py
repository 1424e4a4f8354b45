"""The badge: who asks, in which language they read, and what they may, in two queries of every request of the newsroom.

Nothing is kept from one request to the next: whoever lost a right, left a group or was dismissed is told so at the next request
of every process, and there is no keeping that could be forgotten.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from harkara.people.models import User

PATH = f"{__name__}.Badge"
"""How settings and sessions call it."""


class Badge(ModelBackend):
    """Django's accounts (``settings.AUTHENTICATION_BACKENDS``), read with what every screen wants to know of them."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **more: Any
    ) -> User | None:
        """The account of that name and password. Raises ``PermissionDenied`` for a wrong one: Django's own backend stands behind
        this one for the sessions of earlier versions only, and is not to weigh the same password once more.
        """
        user = super().authenticate(request, username=username, password=password, **more)
        if user is None:
            raise PermissionDenied
        return user

    def get_user(self, user_id: int) -> User | None:
        """The account with its profile, which says its language."""
        user = User.objects.select_related("wagtail_userprofile").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What the person may by itself and by its groups, as ``application.act``; read once for an object of a user."""
        if user_obj.is_superuser or not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):  # where Django's own keeps it
            user_obj._perm_cache = _of(user_obj.pk)
        found: set[str] = user_obj._perm_cache
        return found


def _of(person: int) -> set[str]:
    own = User.user_permissions.through.objects.filter(user=person).values("permission")
    groups = User.groups.through.objects.filter(user=person).values("group")
    by_group = Group.permissions.through.objects.filter(group__in=groups).values("permission")
    rows = Permission.objects.filter(pk__in=own.union(by_group))
    return {f"{app}.{act}" for app, act in rows.order_by().values_list("content_type__app_label", "codename")}
