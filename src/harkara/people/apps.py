"""People as a Django application."""

from django.apps import AppConfig
from django.http import HttpRequest


class PeopleConfig(AppConfig):
    name = "harkara.people"
    label = "people"
    verbose_name = "কর্মী"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        user_logged_in.connect(_begin, dispatch_uid="harkara.people.sittings")


def _begin(sender: object, request: HttpRequest | None = None, **_: object) -> None:
    from harkara.people import sittings

    if request is not None:
        sittings.begin(request)
