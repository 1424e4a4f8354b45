"""Whether readers may say something under stories: of the paper, and of a story that differs from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Comments(models.TextChoices):
    """What becomes of what readers say."""

    OFF = "off", _("none are taken")
    CHECKED = "checked", _("shown once a moderator has looked")
    OPEN = "open", _("shown at once")


AS_THE_PAPER = "", _("as the paper does")
"""The choice of a story of which nothing else is said."""
