"""People as a Django application."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "harkara.people"
    label = "people"
    verbose_name = "কর্মী"
