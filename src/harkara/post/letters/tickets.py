"""The token of forms below ``/post/``: Django's, whose cookie goes with requests to these pages alone."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

PLACE: Final = "/post/"


class Tickets(CsrfViewMiddleware):
    """As Django's, but each part of the readers' side has a cookie of its own: none of them is sent where it is not needed."""

    def _set_csrf_cookie(self, request: HttpRequest, response: HttpResponse) -> None:
        super()._set_csrf_cookie(request, response)  # type: ignore[misc]  # the stubs leave it out
        cookie = response.cookies.get(settings.CSRF_COOKIE_NAME)
        if cookie is not None and request.path.startswith(PLACE):
            cookie["path"] = PLACE
