"""Pages in which the paper speaks of itself: about us, ethics, privacy, contact, why it can be trusted."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from harkara.desk import keys
from harkara.desk.models.blocks import Blocks
from harkara.desk.models.fields import Body, Prose, Words
from harkara.rack import changes

ABOUT = "about"
"""The slug of the page that stands at ``/about/``; all others stand below it."""

TRUST = "trust"
"""The slug of the page to which every story leads: why it can be trusted."""


class Document(DraftStateMixin, RevisionMixin, models.Model):
    """A page of the paper about itself, with drafts and a history. Readers see what was published last."""

    live = models.BooleanField(_("live"), default=False, editable=False)
    title = Words(_("title"), max_length=120)
    slug = models.CharField(
        _("slug"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"\A[a-z]+(?:-[a-z]+)*\Z", _("Small Latin letters, words joined by hyphens."))],
        help_text=_("The end of its address, as in /about/ethics/. Every story leads to /about/trust/."),
    )
    summary = Prose(_("summary"), blank=True, max_length=300)
    body = Body(Blocks(), verbose_name=_("text"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    in_footer = models.BooleanField(_("at the foot of every page"), default=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("page about the paper")
        verbose_name_plural = _("pages about the paper")

    def __str__(self) -> str:
        return str(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Touches what readers see of the change, whoever saves: a version that is kept as a draft touches nothing."""
        with transaction.atomic():
            before = type(self)._base_manager.select_for_update().filter(pk=self.pk).first()
            super().save(*args, **kwargs)
            after = type(self)._base_manager.get(pk=self.pk)
            changes.touch(*sorted({key for key, _said in _seen(before) ^ _seen(after)}))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            before = type(self)._base_manager.filter(pk=self.pk).first()
            done: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            changes.touch(*sorted({key for key, _said in _seen(before)}))
        return done

    @property
    def href(self) -> str:
        """Its address."""
        return f"/{ABOUT}/" if self.slug == ABOUT else f"/{ABOUT}/{self.slug}/"


def _seen(row: Document | None) -> set[tuple[str, object]]:
    """What readers see of a page about the paper, by the key under which it is read."""
    if row is None or not row.live:
        return set()
    seen: set[tuple[str, object]] = {(keys.DOCUMENTS, row.slug), (f"{keys.DOCUMENTS}:{row.slug}", row.slug)}
    seen.add((keys.document(row.slug), (row.title, row.summary, str(list(row.body.raw_data)), row.last_published_at)))
    if row.in_footer:
        seen.add((keys.PAGE, (row.title, row.slug, row.position)))
    if row.slug == TRUST:
        seen |= {(keys.PAGE, row.slug), (keys.LITE, row.slug)}
    return seen
