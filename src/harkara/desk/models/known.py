"""Sources that stories came through before, to be offered again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from harkara.desk.models.fields import Words


class KnownSource(models.Model):
    """A name that stood in a published source chain, with what was last said of it."""

    name = Words(_("name"), max_length=120, unique=True)
    kind = models.CharField(max_length=12)
    latin = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=120, db_index=True)
    latin_key = models.CharField(max_length=120, db_index=True)
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("source")

    def __str__(self) -> str:
        return str(self.name)
