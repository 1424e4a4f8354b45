"""The accounts of staff."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.bangla import graphemes


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail's relations carry no types
    """Somebody of the newsroom. ``initials`` stand in sign-offs; without them they are made from the name."""

    initials = models.CharField(
        _("initials"), max_length=20, blank=True, help_text=_("How sign-offs name this person, e.g. এসএটি.")
    )

    remit: tuple[frozenset[int], frozenset[int]] | None = None
    """Numbers of the sections and of the desks that the person works on, once ``desk.rights`` has read them."""

    def sign(self) -> str:
        """What stands for this person in a sign-off; an empty text where there is neither initials nor a name."""
        return self.initials or graphemes.initials(self.get_full_name())
