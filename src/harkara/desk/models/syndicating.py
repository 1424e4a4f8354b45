"""What others may take of a story."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Syndication(models.TextChoices):
    """What feeds and data hold of a story: all of it, its headline and summary, or nothing but that it is there."""

    FULL = "full", _("full text")
    EXCERPT = "excerpt", _("excerpt")
    NOTHING = "nothing", _("nothing")
