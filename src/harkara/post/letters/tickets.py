"""The token of forms below ``/post/``: Django's, whose cookie goes with requests to these pages alone."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

PLACE: Final = "/post/"


class Tickets:
    """Stands before Django's own middleware, which sets the cookie: each part of the readers' side has its own, and none of
    them is sent where it is not needed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response: Final = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        cookie = response.cookies.get(settings.CSRF_COOKIE_NAME)
        if cookie is not None and request.path.startswith(PLACE):
            cookie["path"] = PLACE
        return response
