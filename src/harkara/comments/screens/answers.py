"""What every screen has in common: who is there, the paper's frame, headers, refusals as sentences."""

import logging
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token

from harkara.comments.actions import visitor
from harkara.comments.errors import Absent, Closed, CommentsError, NotSignedIn, TooOften
from harkara.comments.models import Reader
from harkara.comments.printed import NotNow, Printed
from harkara.layout import cases, pages, policy
from harkara.layout.talking import Screen, VoiceCopy

log = logging.getLogger(__name__)

ROOT: Final = "/comment/"

STATUS: Final[dict[type[CommentsError], int]] = {Absent: 404, NotSignedIn: 401, Closed: 403, TooOften: 429, NotNow: 503}

_BACK: Final = re.compile(r"/comment/(?:[1-9][0-9]{0,17}/(?:best/|page/[1-9][0-9]{0,8}/|on/[1-9][0-9]{0,17}/)?|me/)?")

View = Callable[..., HttpResponse]


def cookie() -> str:
    """The cookie in which the browser holds of a reader who signed in. With TLS only an answer that came by it can set it
    (RFC 6265bis, 4.1.3).
    """
    return "__Secure-reader" if settings.HARKARA_ORIGIN.startswith("https://") else "reader"


def printed() -> Printed:
    """The rack of the settings."""
    return _printed(settings.HARKARA_RACK, settings.HARKARA_PRESS_URL)


@lru_cache(maxsize=1)
def _printed(rack: Path, press_url: str) -> Printed:
    return Printed(rack, press_url)


def reader_of(request: HttpRequest) -> Reader | None:
    """Who signed in in this browser."""
    return visitor(request.COOKIES.get(cookie(), ""))


def back_of(text: str) -> str:
    """An address of ours to go on to, empty for any other: nobody is led elsewhere."""
    return text if _BACK.fullmatch(text) else ""


def answer(request: HttpRequest, copy: Callable[[str], VoiceCopy], status: int = 200) -> HttpResponse:
    """The page that ``copy`` makes with the token of its forms."""
    made = pages.voice(copy(get_token(request)), printed().paper())
    return bare(HttpResponse(made, status=status))


def bare(response: HttpResponse) -> HttpResponse:
    """``response`` with the headers of all that is one reader's alone."""
    response["cache-control"] = "private, no-store"
    response["x-robots-tag"] = "noindex"
    for name, value in policy.headers():
        response[name] = value
    response["referrer-policy"] = "same-origin"  # an address may say what a reader is about to answer
    return response


def onward(path: str, **query: str) -> HttpResponse:
    """Leads the browser on after something was done."""
    words = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items() if value)
    return bare(HttpResponseRedirect(f"{path}?{words}" if words else path, status=303))


def title(word: str) -> str:
    """A heading of the catalogue."""
    said: str = cases.table("wording")["voice"][word]
    return said


def done_of(request: HttpRequest) -> str:
    """What the address says was done; empty for nothing that we say."""
    word = request.GET.get("done", "")
    return word if f"done_{word}" in cases.table("wording")["voice"] else ""


def notice(request: HttpRequest, trouble: str, status: int) -> HttpResponse:
    """A page that says only why something cannot be had. Where not even the frame can, the bare sentence."""
    try:
        return answer(request, lambda token: _notice("notice", token, trouble), status)
    except CommentsError:
        return bare(HttpResponse(trouble, status=status, content_type="text/plain; charset=utf-8"))


def _notice(screen: Screen, token: str, trouble: str) -> VoiceCopy:
    return VoiceCopy(screen, cases.table("wording")["say"]["comments"], token, trouble=trouble)


def guarded(view: View) -> View:
    """A view whose refusals become pages: the sentence, with the status of its kind. Where the readers' database is away (cut
    off, restarted) nothing is taken, and the page says to come again.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (OperationalError, InterfaceError):
            log.exception("the readers' database does not answer")
            response = notice(request, str(NotNow("not_now")), 503)
            response["retry-after"] = "30"
            return response
        except CommentsError as error:
            response = notice(request, str(error), STATUS.get(type(error), 400))
            if isinstance(error, TooOften | NotNow):
                response["retry-after"] = str(getattr(error, "wait", 5))
            return response
        except (RequestDataTooBig, TooManyFieldsSent):
            return notice(request, str(CommentsError("too_large")), 413)

    return answered


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, or from somewhere else (Django's ``CSRF_FAILURE_VIEW``)."""
    return notice(request, str(CommentsError("stale_form")), 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No screen of ours."""
    return notice(request, str(Absent("no_story")), 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Something failed that nobody foresaw."""
    return notice(request, str(NotNow("not_now")), 500)
