"""The rack as a Django application: the books are tables."""

from django.apps import AppConfig


class RackConfig(AppConfig):
    name = "harkara.rack"
    label = "rack"
    verbose_name = "র‍্যাক"

    def ready(self) -> None:
        from harkara.rack import slow

        slow.begin()
