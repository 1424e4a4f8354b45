"""The addresses of the readers' side (``HARKARA_ROLE=stand``): what readers say, and what they ask to be sent."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from harkara.comments import urls as comments
from harkara.comments.screens import answers
from harkara.post.letters import screens as letters
from harkara.post.letters import urls as of_letters
from harkara.post.push import urls as of_push

urlpatterns = [
    path("", include(comments)),
    path("", include(of_letters)),
    path("", include(of_push)),
]


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, or from somewhere else (Django's ``CSRF_FAILURE_VIEW``)."""
    is_letters = request.path.startswith(letters.ROOT)
    return letters.stale(request, reason) if is_letters else answers.stale(request, reason)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No page of the readers' side."""
    is_letters = request.path.startswith(letters.ROOT)
    return letters.missing(request, exception) if is_letters else answers.missing(request, exception)


handler404 = "harkara.readers.missing"
handler500 = comments.handler500
