"""What somebody's rights are limited to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

ACTS = (
    *("write", "file", "edit", "approve", "publish", "urgent", "correct", "unpublish", "kill", "redact", "unseal"),
    *("front", "pictures", "moderate", "people", "log", "wire", "tools", "packages", "correspond"),
)


class Remit(models.Model):
    """One section or one desk that a person works on. Who has none works everywhere.

    Sections and desks are protected: with the last one that is named here a person would be let in everywhere.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="remits")
    section = models.ForeignKey("desk.Section", null=True, on_delete=models.PROTECT, related_name="+")
    desk = models.ForeignKey("desk.Desk", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        permissions = [(f"may_{act}", f"May {act}") for act in ACTS]
        verbose_name = _("remit")
        verbose_name_plural = _("remits")
        constraints = [
            models.UniqueConstraint(fields=["user", "section"], name="desk_remit_section_once"),
            models.UniqueConstraint(fields=["user", "desk"], name="desk_remit_desk_once"),
            models.CheckConstraint(
                name="desk_remit_one_place",
                condition=models.Q(section__isnull=True, desk__isnull=False)
                | models.Q(section__isnull=False, desk__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.section or self.desk}"
