"""Django as an ASGI application that does a request in one thread, and goes there once.

Django's own goes to the thread and back for each of its middlewares, twenty times a request, since each might be asynchronous.
None of the newsroom's is, and no view: so all of them are called in a row. What is typed costs half as much then.
"""

import django
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .asgi import AsgiApp
from .corridor import as_app


class OneThread(ASGIHandler):
    """Django's handler around a chain of middlewares that is not asynchronous."""

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        return await sync_to_async(self.get_response)(request)


def application() -> AsgiApp:
    """Django with all that the settings name, loaded."""
    django.setup(set_prefix=False)
    return as_app(OneThread())
