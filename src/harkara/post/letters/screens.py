"""The pages below ``/post/letters/``: ordering, confirming, leaving, one's own data. Plain forms; they need no script.

A mail that is looked through by a machine has all its links opened: opening one here changes nothing, only what a button sends
does. Leaving needs no cookie, no token of a form and nobody who signed in: the link itself says whose it is (RFC 8058).
"""

import json
import logging
from collections.abc import Callable
from functools import wraps
from smtplib import SMTPException
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from harkara.layout import cases, letter_pages, policy
from harkara.layout.letters import ChoiceOfLetters, SlipCopy

from ..models import Letter, LetterOrder, LetterReader
from . import joining, leaving, tokens
from .addresses import normal, shown
from .envelope import LEAVE_AT
from .errors import Absent, LettersError, NotNow, Refused
from .printed import paper

log = logging.getLogger(__name__)

ROOT: Final = "/post/letters/"
CONFIRM: Final = f"{ROOT}confirm/"
MINE: Final = f"{ROOT}mine/"

STATUS: Final[dict[type[LettersError], int]] = {Absent: 404, NotNow: 503}
METHODS: Final = ["GET", "HEAD", "POST"]

View = Callable[..., HttpResponse]


def guarded(view: View) -> View:
    """A view whose refusals become pages; where the readers' database is away, the page says to come again."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (OperationalError, InterfaceError):
            log.exception("the readers' database does not answer")
            return notice(NotNow("not_now"))
        except LettersError as error:
            return notice(error)
        except (RequestDataTooBig, TooManyFieldsSent):
            return notice(Refused("stale_form"), 413)

    return answered


@sensitive_post_parameters()
@require_http_methods(METHODS)
@guarded
def join(request: HttpRequest) -> HttpResponse:
    """Asks for an address and for letters, and sends a mail there that has to be answered."""
    kinds = _kinds()
    if request.method != "POST":
        ticked = request.GET.getlist("letter") or ([kinds[0].slug] if len(kinds) == 1 else [])
        return _answer(_join(request, kinds, ticked))
    email, ticked = request.POST.get("email", "")[:300], request.POST.getlist("letter")[: joining.MOST]
    if request.POST.get("website"):  # only a machine fills in what nobody sees
        return _answer(SlipCopy("sent", _word("sent_title"), email=email))
    try:
        if not ticked:
            raise Refused("none_chosen")
        address = normal(email)
        asking = joining.ask(address, ticked)
        if asking is not None:
            names = ", ".join(f"“{one.name}”" for one in kinds if one.slug in asking.letters)
            link = f"{settings.HARKARA_ORIGIN}{CONFIRM}{tokens.confirming(asking.pk)}/"
            _send(address, "letter", names, link)
    except Refused as error:
        return _answer(_join(request, kinds, ticked, email, str(error)), 400)
    return _answer(SlipCopy("sent", _word("sent_title"), email=shown(address)))


@require_http_methods(METHODS)
@guarded
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link in that mail, with a button; what the button sends confirms."""
    number = tokens.confirmed(token)
    _, letters = joining.asked(number)
    if request.method != "POST":
        choices = tuple(ChoiceOfLetters(one.slug, one.name, one.about, ticked=True) for one in letters)
        page = SlipCopy("confirm", _word("confirm_title"), get_token(request), f"{CONFIRM}{token}/", choices)
        return _answer(page)
    joining.confirm(number)
    return _answer(SlipCopy("notice", _word("confirm_title"), done=_word("confirmed")))


@csrf_exempt
@require_http_methods(METHODS)
@guarded
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Leaves one letter: at once where it is asked by POST, from the button here or by the mail program itself."""
    found = tokens.left(token)
    if found is None:
        raise Absent("old_link")
    order, slug = found
    if request.method == "POST":
        leaving.leave(order)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return _bare(HttpResponse("OK\n", content_type="text/plain; charset=utf-8"))
    name = Letter.objects.filter(pk=slug).values_list("name", flat=True).first() or slug
    if request.method == "POST":
        return _answer(SlipCopy("left", _word("left_title"), name=name, done=_word("left").format(name)))
    return _answer(SlipCopy("leave", _word("leave_title"), action=f"{LEAVE_AT}{token}/", name=name))


@sensitive_post_parameters()
@require_http_methods(METHODS)
@guarded
def mine(request: HttpRequest) -> HttpResponse:
    """Asks for an address and sends a link there that leads to one's own data."""
    if request.method != "POST":
        return _answer(SlipCopy("mine", _word("mine_title"), get_token(request), MINE))
    email = request.POST.get("email", "")[:300]
    if request.POST.get("website"):
        return _answer(SlipCopy("sent", _word("sent_title"), email=email))
    try:
        address = normal(email)
    except Refused as error:
        page = SlipCopy("mine", _word("mine_title"), get_token(request), MINE, email=email, trouble=str(error))
        return _answer(page, 400)
    asking = joining.ask(address, ())
    if asking is not None:
        _send(address, "mine_letter", f"{settings.HARKARA_ORIGIN}{MINE}{tokens.owning(asking.pk)}/")
    return _answer(SlipCopy("sent", _word("sent_title"), email=shown(address)))


@sensitive_post_parameters()
@require_http_methods(METHODS)
@guarded
def own(request: HttpRequest, token: str) -> HttpResponse:
    """What is kept of one reader: letters to choose, everything as a file, everything deleted."""
    asking, _ = joining.asked(tokens.owned(token))
    if asking.letters:
        raise Absent("old_link")
    email, trouble, done = asking.email, "", ""
    if request.method == "POST":
        match request.POST.get("do"):
            case "export":
                told = json.dumps(leaving.export(email), ensure_ascii=False, indent=2)
                response = _bare(HttpResponse(told, content_type="application/json; charset=utf-8"))
                response["content-disposition"] = 'attachment; filename="my-letters.json"'
                return response
            case "erase" if request.POST.get("sure"):
                leaving.erase(email)
                return _answer(SlipCopy("notice", _word("mine_title"), done=_word("erased")))
            case "erase":
                trouble = str(Refused("sure_first"))
            case _:
                _choose(email, set(request.POST.getlist("letter")))
                done = _word("mine_saved")
    page = SlipCopy(
        "mine",
        _word("mine_title"),
        get_token(request),
        f"{MINE}{token}/",
        _ticked(email),
        shown(email),
        trouble=trouble,
        done=done,
    )
    return _answer(page, 400 if trouble else 200)


def notice(error: LettersError, status: int = 0) -> HttpResponse:
    """A page that says only why something cannot be had. Where not even the frame can, the bare sentence."""
    status = status or STATUS.get(type(error), 400)
    try:
        title: str = cases.table("letters")["words"]["title"]
        response = _answer(SlipCopy("notice", title, trouble=str(error)), status)
    except NotNow:
        response = _bare(HttpResponse(str(error), status=status, content_type="text/plain; charset=utf-8"))
    if isinstance(error, NotNow):
        response["retry-after"] = str(error.wait)
    return response


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, or from somewhere else."""
    return notice(Refused("stale_form"), 403)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No page of ours."""
    return notice(Absent("no_page"))


def _kinds() -> list[Letter]:
    found = joining.kinds() if settings.HARKARA_LETTERS_FROM else []
    if not found:
        raise Absent("no_letters")
    return found


def _join(request: HttpRequest, kinds: list[Letter], ticked: list[str], email: str = "", trouble: str = "") -> SlipCopy:
    choices = tuple(ChoiceOfLetters(one.slug, one.name, one.about, one.slug in ticked) for one in kinds)
    return SlipCopy("join", _word("join_title"), get_token(request), ROOT, choices, email, trouble=trouble)


def _ticked(email: str) -> tuple[ChoiceOfLetters, ...]:
    mine = set(LetterOrder.objects.filter(reader__email=email).values_list("letter", flat=True))
    rows = Letter.objects.order_by("place", "slug")
    return tuple(
        ChoiceOfLetters(one.slug, one.name, one.about, one.slug in mine)
        for one in rows
        if one.is_on or one.slug in mine
    )


def _choose(email: str, slugs: set[str]) -> None:
    """Has the reader get exactly these letters. Who holds the link has shown that the address is theirs."""
    reader = LetterReader.objects.filter(email=email).first()
    letters = [one for one in joining.kinds() if one.slug in slugs]
    if reader is None and letters:
        joining.begin(email, letters)
    elif reader is not None:
        leaving.keep_only(reader, slugs)
        joining.order(reader, letters)


def _send(address: str, word: str, *words: str) -> None:
    """A mail to one reader. Raises ``NotNow`` where it cannot be handed in; the log does not say for whom it was."""
    frame = paper()
    body = _word(word).format(*words, f"{frame.name}\n{frame.origin}")
    mail = EmailMessage(
        _word(f"{word}_subject" if word == "letter" else "mine_subject").format(frame.name),
        body,
        settings.HARKARA_LETTERS_FROM or settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        log.error("a mail that has to be answered could not be handed in: %s", type(error).__name__)
        raise NotNow("no_mail") from error


def _word(name: str) -> str:
    said: str = cases.table("letters")["slip"][name]
    return said


def _answer(copy: SlipCopy, status: int = 200) -> HttpResponse:
    return _bare(HttpResponse(letter_pages.slip(copy, paper()), status=status))


def _bare(response: HttpResponse) -> HttpResponse:
    """``response`` with the headers of what is one reader's alone: its address is a key."""
    response["cache-control"] = "private, no-store"
    response["x-robots-tag"] = "noindex"
    for name, value in policy.headers():
        response[name] = value
    response["referrer-policy"] = "same-origin"
    return response
