"""Rules of the wire: what an item must say, and what becomes of it in the tray."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import Prose, Words
from harkara.desk.models.wire_source import WireSource

URGENCIES = [
    (1, _("1: flash")),
    (2, _("2: bulletin")),
    (3, _("3: urgent")),
    (4, _("4: soon")),
    (5, _("5: routine")),
    (6, _("6: can wait")),
    (7, _("7: background")),
    (8, _("8: whenever there is room")),
]
"""The urgencies of IPTC's scheme, in words."""


class WireRule(models.Model):
    """One rule. It catches an item that meets each condition it has; of the rules that catch, in their order, the first that
    says a thing holds, and one that discards ends the matter (``desk.routing``). ``words``, ``subjects``, ``places``: one to a
    line, of which one must be there; words with a minus before them must not.
    """

    name = Words(_("name"), max_length=80, unique=True)
    position = models.IntegerField(
        _("position"), default=0, help_text=_("Rules are gone through from the lowest number.")
    )
    is_on = models.BooleanField(_("in force"), default=True)
    words = Prose(
        _("words"),
        blank=True,
        help_text=_(
            "One word or phrase to a line, in either script and any ending; one of them must be there. A minus before it: it"
            " must not be there."
        ),
    )
    source = models.ForeignKey(
        WireSource, null=True, blank=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("wire source")
    )
    subjects = Prose(
        _("subjects"), blank=True, help_text=_("As its sender files it: one to a line, of which one must be there.")
    )
    places = Prose(
        _("places"),
        blank=True,
        help_text=_("Where it is from, or what its sender names: one to a line, of which one must be there."),
    )
    section = models.ForeignKey(
        "desk.Section", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("section")
    )
    for_desk = models.ForeignKey(
        "desk.Desk", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("for the desk")
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency"),
        null=True,
        blank=True,
        choices=URGENCIES,
        validators=[MinValueValidator(1), MaxValueValidator(8)],
    )
    discards = models.BooleanField(_("discard it"), default=False)

    objects: ClassVar[models.Manager["WireRule"]] = models.Manager()

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("wire rule")
        verbose_name_plural = _("wire rules")

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        """A rule without a condition would catch everything, and one without a consequence do nothing."""
        if not (self.words.strip() or self.subjects.strip() or self.places.strip() or self.source_id):
            raise ValidationError(
                _("The rule says of no item what it must have: give words, a source, subjects or places.")
            )
        if not (self.section_id or self.for_desk_id or self.urgency or self.discards):
            raise ValidationError(_("The rule does nothing: give a section, a desk or an urgency, or let it discard."))
