"""Whom to tell that what a shared link shows has changed."""

import re
from typing import ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import Words

PLACES = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
"""What is filled in: ``{url}``, ``{short}``, ``{id}``, or a name from the file of secrets."""

SECRET = re.compile(
    r"(?:token|secret|password|passwd|key|sig|auth)[a-z_]*[\"']?\s*[=:]\s*[\"']?(?!\{)[^&\s\"'{}]{6,}", re.IGNORECASE
)
"""Something that is better not written where everybody of the newsroom could read it."""


class ShareHook(models.Model):
    """An address that is called when headline, summary, picture or card of a published story changed, or it was withdrawn:
    Facebook's, say, so that it looks at the page again. ``result`` says how the last call went.
    """

    class Method(models.TextChoices):
        POST = "POST", "POST"
        GET = "GET", "GET"

    name = Words(_("name"), max_length=60, unique=True)
    on = models.BooleanField(_("in use"), default=False)
    method = models.CharField(_("method"), max_length=4, choices=Method, default=Method.POST)
    address = models.CharField(
        _("address"),
        max_length=1000,
        help_text=_(
            "{url} stands for the story's address, {short} for its short link, {id} for its number; any other name in braces for "
            "a line of the file of secrets (HARKARA_SHARE_SECRETS)."
        ),
    )
    body = models.TextField(
        _("what is sent"), max_length=4000, blank=True, help_text=_("JSON or a form, with the same names in braces.")
    )
    told_at = models.DateTimeField(null=True, editable=False)
    result = models.CharField(max_length=200, blank=True, editable=False)
    fails = models.BooleanField(default=False, editable=False)

    objects: ClassVar[models.Manager["ShareHook"]] = models.Manager()

    class Meta:
        verbose_name = _("call after a change")
        verbose_name_plural = _("calls after changes")
        ordering = ["name"]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """Refuses what is no address, and secrets that stand where they do not belong."""
        self.address, wrong = self.address.strip(), {}
        parts = urlsplit(PLACES.sub("x", self.address))
        if parts.scheme not in ("https", "http") or not parts.hostname or "@" in parts.netloc:
            wrong["address"] = gettext(
                "Write an address that begins with https://, without a name or a password in it."
            )
        elif PLACES.search(urlsplit(self.address).netloc):
            wrong["address"] = gettext("The host of the address stays the same: nothing is filled in there.")
        for name in ("address", "body"):
            if SECRET.search(getattr(self, name)):
                wrong[name] = gettext(
                    "This looks like a secret. Write a name in braces, {facebook} say, and the secret itself into the file of "
                    "secrets."
                )
        if self.method == self.Method.GET and self.body.strip():
            wrong["body"] = gettext("A call by GET sends nothing: leave this empty, or choose POST.")
        if wrong:
            raise ValidationError(wrong)
