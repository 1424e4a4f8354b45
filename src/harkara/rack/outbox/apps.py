"""The outbox as a Django application: its table lies in the readers' database."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "harkara.rack.outbox"
    label = "outbox"
    verbose_name = "পাঠকপক্ষের ডাক"
