"""The accounts of staff."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from harkara.bangla import graphemes
from harkara.people.sittings import Sitting

__all__ = ["Knock", "Sitting", "User"]


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail's relations carry no types
    """Somebody of the newsroom. ``initials`` stand in sign-offs; without them they are made from the name."""

    initials = models.CharField(
        _("initials"), max_length=20, blank=True, help_text=_("How sign-offs name this person, e.g. এসএটি.")
    )
    seen_at = models.DateTimeField(_("last seen"), null=True, editable=False)
    session_round = models.PositiveIntegerField(default=0, editable=False)
    """Sessions belong to a round: when it is counted up, all of them end."""

    remit: tuple[frozenset[int], frozenset[int]] | None = None
    """Numbers of the sections and of the desks that the person works on, once ``desk.rights`` has read them."""

    is_proved: bool | None = None
    """Whether this session has shown a second factor; ``None`` where nobody asked a session, as in a command."""

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def sign(self) -> str:
        """What stands for this person in a sign-off; an empty text where there is neither initials nor a name."""
        return self.initials or graphemes.initials(self.get_full_name())

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django's mark of a session, and the round it belongs to; in round 0 it is Django's own."""
        mark: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # the stubs leave it out
        if not self.session_round:
            return mark
        return salted_hmac("harkara.people.session_round", f"{self.session_round} {mark}", secret=secret).hexdigest()


class Knock(models.Model):
    """How often somebody has tried to sign in, in vain, to one account or from one address. Neither stands here in
    words: people type passwords into the field for names.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    until = models.DateTimeField(null=True)
    """When the next try is heard; earlier ones are sent away unheard, and not counted."""

    def __str__(self) -> str:
        return f"{self.mark[:8]}: {self.count}"
