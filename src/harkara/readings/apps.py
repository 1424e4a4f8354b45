"""Readings as a Django application: its tables lie in the readers' database."""

from django.apps import AppConfig


class ReadingsConfig(AppConfig):
    name = "harkara.readings"
    label = "readings"
    verbose_name = "পাঠ"
