"""Signing in by a code, the name, and what a reader may do with their own data."""

import json
import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from harkara.comments import actions
from harkara.comments.actions.ask_code import address
from harkara.comments.actions.enter import STAYS
from harkara.comments.errors import CommentsError, NotSignedIn
from harkara.comments.models import Reader
from harkara.comments.printed import NotNow
from harkara.layout.talking import VoiceCopy

from .answers import ROOT, STATUS, answer, back_of, bare, cookie, done_of, guarded, onward, printed, reader_of, title
from .appeals import judged

log = logging.getLogger(__name__)

ENTER = f"{ROOT}enter/"
ME = f"{ROOT}me/"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def enter(request: HttpRequest) -> HttpResponse:
    """Asks for an e-mail address, and has a letter with a code sent there."""
    if request.method != "POST":
        back = back_of(request.GET.get("to", ""))
        return answer(request, lambda token: VoiceCopy("enter", title("sign_in"), token, ENTER, back))
    back, email = back_of(request.POST.get("to", "")), request.POST.get("email", "")
    try:
        sent_to = address(email)
        code = actions.ask_code(sent_to)
        if code is not None:
            _send(sent_to, code)
    except CommentsError as error:
        trouble, status = str(error), STATUS.get(type(error), 400)
        return answer(
            request,
            lambda token: VoiceCopy("enter", title("sign_in"), token, ENTER, back, trouble=trouble, typed=email[:254]),
            status,
        )
    return answer(request, lambda token: VoiceCopy("code", title("sign_in"), token, ENTER, back, email=sent_to))


@sensitive_post_parameters()
@require_POST
@guarded
def enter_code(request: HttpRequest) -> HttpResponse:
    """Signs in who holds the code, and leads on: to the name, where there is none yet."""
    told = request.POST
    back, email = back_of(told.get("to", "")), told.get("email", "")[:254]
    try:
        reader, token = actions.enter(email, told.get("code", "")[:40])
    except CommentsError as error:
        trouble = str(error)
        return answer(
            request,
            lambda csrf: VoiceCopy("code", title("sign_in"), csrf, ENTER, back, email=email, trouble=trouble),
            400,
        )
    actions.tidy()
    response = onward(back or ME) if reader.name else onward(ME, to=back)
    response.set_cookie(
        cookie(),
        token,
        max_age=STAYS,
        path=ROOT,
        secure=settings.HARKARA_ORIGIN.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )
    return response


@require_safe
@guarded
def me(request: HttpRequest) -> HttpResponse:
    """The reader's own page; who has not signed in is asked to."""
    back, done, reader = back_of(request.GET.get("to", "")), done_of(request), reader_of(request)
    if reader is None:
        return answer(request, lambda token: VoiceCopy("enter", title("sign_in"), token, ENTER, back or ME, done=done))
    return answer(request, lambda token: _me(reader, token, back, done=done))


@require_POST
@guarded
def name(request: HttpRequest) -> HttpResponse:
    """Gives the reader a name."""
    reader, back = _reader(request), back_of(request.POST.get("to", ""))
    typed = request.POST.get("name", "")[:200]
    try:
        actions.take_name(reader, typed)
    except CommentsError as error:
        trouble = str(error)
        return answer(request, lambda token: _me(reader, token, back, trouble=trouble, typed=typed), 400)
    return onward(back or ME, done="named")


@require_POST
@guarded
def leave(request: HttpRequest) -> HttpResponse:
    """Signs out."""
    actions.leave(request.COOKIES.get(cookie(), ""), everywhere=bool(request.POST.get("everywhere")))
    return _left("left")


@require_POST
@guarded
def export(request: HttpRequest) -> HttpResponse:
    """All that is known of the reader, as a file."""
    told = json.dumps(actions.export(_reader(request)), ensure_ascii=False, indent=2)
    response = bare(HttpResponse(told, content_type="application/json; charset=utf-8"))
    response["content-disposition"] = 'attachment; filename="my-data.json"'
    return response


@require_POST
@guarded
def erase(request: HttpRequest) -> HttpResponse:
    """Deletes all that is known of the reader, who has said that this is meant."""
    reader = _reader(request)
    if not request.POST.get("sure"):
        trouble = str(CommentsError("sure_first"))
        return answer(request, lambda token: _me(reader, token, "", trouble=trouble), 400)
    actions.erase(reader)
    return _left("erased")


def _left(done: str) -> HttpResponse:
    response = onward(ME, done=done)
    response.delete_cookie(cookie(), path=ROOT, samesite="Lax")
    return response


def _me(reader: Reader, token: str, back: str, *, trouble: str = "", typed: str = "", done: str = "") -> VoiceCopy:
    return VoiceCopy(
        "me",
        title("account"),
        token,
        ME,
        back,
        signed_in=True,
        name=reader.name,
        email=reader.email,
        trouble=trouble,
        typed=typed,
        done=done,
        judged=judged(reader),
    )


def _reader(request: HttpRequest) -> Reader:
    reader = reader_of(request)
    if reader is None:
        raise NotSignedIn("sign_in")
    return reader


def _send(email: str, code: str) -> None:
    """The letter. Raises ``NotNow`` where it cannot be handed in; the log does not say for whom it was."""
    paper = printed().paper()
    shown = f"{code[:4]} {code[4:]}"
    letter = EmailMessage(
        title("letter_subject").format(paper.name, shown),
        title("letter").format(shown, f"{paper.name}\n{paper.origin}"),
        settings.DEFAULT_FROM_EMAIL,
        [email],
    )
    try:
        letter.send()
    except (OSError, SMTPException) as error:
        log.error("a letter with a code could not be handed in: %s", type(error).__name__)
        raise NotNow("no_letter") from error
