"""The site as a Django app."""

from django.apps import AppConfig


class NewsConfig(AppConfig):
    """The one app of the site; Wagtail's own do the rest."""

    name = "bench.rivals.wagtail_site"
    label = "rival"
