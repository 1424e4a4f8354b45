"""The wire as a Django application: it has no tables, only verbs."""

from django.apps import AppConfig


class WireConfig(AppConfig):
    name = "harkara.wire"
    label = "wire"
    verbose_name = "তার"

    def ready(self) -> None:
        """Hangs up how a pasted page is read, so that the desk's tray can have it done."""
        from harkara.desk import intake

        intake.read_by(_start)


def _start(number: int) -> None:
    from harkara.wire import pasting  # what reads pages is loaded by who reads one

    pasting.start(number)
