"""The form with which a correspondent files from a phone on a bad line: one light page, which its own worker opens offline.

It stands outside Wagtail's screens and wears nothing of theirs. What it is made of is handed out here, compressed, since the
whole of it is to be under 15 KB. Scripts ask ``state`` first: who is signed in, a token for what they send, and what became of
the pieces; so a page that lay on a phone for days never sends with an old token.
"""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from functools import cache, wraps
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST, require_safe

from harkara.desk import actions, filings, rights
from harkara.desk.actions.file_piece import Announced, Piece
from harkara.desk.errors import DeskError, Missing
from harkara.desk.gazetteer.names import names
from harkara.desk.screens.signin import SignInView
from harkara.desk.templatetags.newsroom import digits
from harkara.layout.lean import lean
from harkara.people.models import User

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self';"
    " worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What the page may do."""

STAYS: Final = 60 * 24 * 3600
"""Seconds for which a correspondent stays signed in on a phone. Nothing but this form is open to them."""

FILES: Final = {
    "form.js": "text/javascript; charset=utf-8",
    "form.css": "text/css; charset=utf-8",
    "worker.js": "text/javascript; charset=utf-8",
}
_FOLDER: Final = Path(__file__).parents[1] / "static" / "desk" / "phone"
_NAME: Final = 40
_YEAR: Final = 365 * 24 * 3600

Screen = Callable[..., HttpResponse]


def bare(view: Screen) -> Screen:
    """Answers with the form's own rules for browsers, and keeps nothing in between."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer.headers.setdefault("Content-Security-Policy", POLICY)
        answer.headers.setdefault("Referrer-Policy", "same-origin")
        answer.headers.setdefault("X-Robots-Tag", "noindex")
        return answer

    return answered


def for_scripts(view: Screen) -> Screen:
    """Lets in who may file; a script is told in JSON why not (401: sign in first, 403: this account may not)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse(
                {"error": _("Your sign-in has ended. Sign in again: what you wrote stays here.")}, status=401
            )
        if not rights.may(request.user, "correspond"):
            return JsonResponse({"error": _("This account may not file from a phone: ask a desk editor.")}, status=403)
        return view(request, *args, **kwargs)

    return guarded


@csrf_exempt  # asked below: a stale token must not cost the words
@never_cache
@gzip_page
@bare
def form(request: HttpRequest) -> HttpResponse:
    """The page; and what a browser without JavaScript sends with it."""
    if request.method == "POST":
        return _plainly(request)
    if not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("desk_file:sign_in"))
    if not rights.may(request.user, "correspond"):
        return _page(request, {}, _("This account may not file from a phone: ask a desk editor."), status=403)
    number = request.GET.get("filed", "")
    said = _("Filed, with the number %(number)s.") % {"number": digits(number)} if number.isdigit() else ""
    return _page(request, {}, said=said)


class SignIn(SignInView):
    """Name and password on a light page; a second factor where the account has one, as everywhere."""

    template_name = "desk/phone_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET" and rights.may(request.user, "correspond"):
            return HttpResponseRedirect(reverse("desk_file:form"))
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_success_url(self) -> str:
        return reverse("desk_file:form")

    def form_valid(self, form: Any) -> HttpResponse:
        form.cleaned_data["remember"] = True
        answer = super().form_valid(form)
        if self.request.user.is_authenticated and not self.request.user.has_perm("wagtailadmin.access_admin"):
            self.request.session.set_expiry(STAYS)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "style": _address("form.css")}


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on this phone."""
    logout(request)
    return HttpResponseRedirect(reverse("desk_file:sign_in"))


@never_cache
@require_GET
@gzip_page
@bare
@for_scripts
def state(request: HttpRequest) -> HttpResponse:
    """Who is signed in, a token for what is sent next, and what became of the last pieces."""
    user: User = request.user  # type: ignore[assignment]  # for_scripts lets nobody else in
    told = [_told(fate) for fate in filings.fates(user)]
    return JsonResponse({"who": user.pk, "name": str(user), "token": get_token(request), "pieces": told})


@never_cache
@require_POST
@bare
@for_scripts
def piece(request: HttpRequest) -> HttpResponse:
    """Files a piece (JSON: ``id``, ``version``, ``text``, ``place``, ``headline``, ``note``, ``age`` in seconds, ``pictures``
    with ``id``, ``name``, ``size``, ``caption``). 422 says in a sentence what is wrong with it.
    """
    user: User = request.user  # type: ignore[assignment]  # for_scripts lets nobody else in
    try:
        told = _piece(json.loads(request.body))
    except RequestDataTooBig:
        return JsonResponse({"error": _too_large()}, status=422)
    except (ValueError, KeyError, TypeError, OverflowError):
        return JsonResponse({"error": _("What was sent is no piece: open the form anew and send again.")}, status=422)
    try:
        row = actions.file_piece(told, user)
    except DeskError as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse(_told(filings.fate(row)))


@never_cache
@require_POST
@bare
@for_scripts
def picture(request: HttpRequest) -> HttpResponse:
    """Takes in a part of a picture (query: ``piece``, ``picture``, ``from``; its bytes are the body); says how many are there."""
    user: User = request.user  # type: ignore[assignment]  # for_scripts lets nobody else in
    said = request.GET
    try:
        start = int(said.get("from", ""))
        row = actions.add_part(
            user, said.get("piece", "")[:_NAME], said.get("picture", "")[:_NAME], start, request.body
        )
    except (ValueError, RequestDataTooBig):
        return JsonResponse({"error": _("This part of a picture came in damaged: it is sent again.")}, status=400)
    except Missing as refusal:
        return JsonResponse({"error": str(refusal)}, status=404)
    except DeskError as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse({"have": row.have, "done": row.came_at is not None, "why": row.why})


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    """What the page is made of, compressed; under the address that names its bytes it never changes."""
    if name not in FILES:
        raise Http404
    body, tag = _file(name)
    is_named = request.GET.get("v") == tag
    answer = HttpResponse(content_type=FILES[name])
    answer["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if is_named else "no-cache"
    answer["ETag"], answer["Vary"] = f'"{tag}"', "Accept-Encoding"
    if request.headers.get("If-None-Match") == f'"{tag}"':
        answer.status_code = 304
        return answer
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.headers["Content-Encoding"] = "gzip"
        answer.content = body
    else:
        answer.content = gzip.decompress(body)
    return answer


def _plainly(request: HttpRequest) -> HttpResponse:
    """Takes in what a browser without JavaScript sends. Whatever is wrong, the words come back in the form."""
    try:
        said = {name: request.POST.get(name, "") for name in ("piece", "text", "place", "headline", "note")}
    except RequestDataTooBig:
        return _page(request, {}, _too_large(), status=413)
    if not request.user.is_authenticated:
        why = _("Your sign-in has ended. Sign in on another page, come back to this one, and press “Send” again.")
        return _page(request, said, why, status=403)
    if _Token(lambda _request: HttpResponse()).process_view(request, _taken, (), {}) is not None:
        return _page(
            request, said, _("This page had lain open for long. Nothing is lost: press “Send” once more."), status=403
        )
    user = request.user
    files = request.FILES.getlist("pictures")
    told = [Announced(f"plain-{order}", file.name or "", file.size or 0) for order, file in enumerate(files)]
    try:
        made = Piece(
            name=_plain_name(said),
            text=said["text"],
            place=said["place"],
            headline=said["headline"],
            note=said["note"],
            pictures=tuple(told),
        )
        row = actions.file_piece(made, user)
        for one, file in zip(told, files, strict=True):
            actions.add_part(user, row.name, one.name, 0, file.read())
    except DeskError as refusal:
        return _page(request, said, str(refusal), status=422)
    return HttpResponseRedirect(f"{reverse('desk_file:form')}?filed={row.clipping_id}")


def _too_large() -> str:
    """What is said of words that are too large to be taken in; pictures do not count."""
    most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) / 2**20
    return _(
        "The words that were sent are larger than %(most)s MB and were not taken. Nothing is lost: go back with your browser,"
        " and send them in two parts."
    ) % {"most": digits(f"{most:g}")}


def _plain_name(said: dict[str, str]) -> str:
    """What a piece of the plain form is called: the same page sent again is the same piece, unless its words are others."""
    words = "\0".join(said[name] for name in ("text", "place", "headline", "note"))
    return f"{said['piece'][:20]}-{blake2b(words.encode(), digest_size=8).hexdigest()}"


def _rendered(view: Screen) -> Screen:
    """``view`` with its answer rendered, so that it can be compressed."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        return answer.render() if isinstance(answer, TemplateResponse) else answer

    return answered


def _taken(request: HttpRequest) -> HttpResponse:
    """What the token is asked for (it must not be exempt)."""
    return HttpResponse()


class _Token(CsrfViewMiddleware):
    """Django's question for the token of a form, which answers with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _page(
    request: HttpRequest, words: dict[str, str], why: str = "", said: str = "", status: int = 200
) -> HttpResponse:
    """The form with ``words`` in it. Where a worker asks for it, to keep it, nothing of a person stands in it."""
    is_kept = "shell" in request.GET
    user = request.user if request.user.is_authenticated and not is_kept else None
    may = isinstance(user, User) and rights.may(user, "correspond")
    context = {
        "words": {"piece": uuid4().hex, **words},
        "why": why,
        "filed": said,
        "person": user,
        "is_kept": is_kept,
        "pieces": filings.fates(user) if may and isinstance(user, User) else [],
        "places": names(),
        "style": _address("form.css"),
        "script": _address("form.js"),
        "language": get_language(),
        "say": mark_safe(json.dumps(_said(), ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S308 (no word of a person)
    }
    return TemplateResponse(request, "desk/phone.html", context, status=status).render()


def _piece(said: dict[str, Any]) -> Piece:
    """The piece that a script told of. Raises what ``json`` and wrong types raise."""
    return Piece(
        name=_named(said["id"]),
        text=_text(said, "text"),
        place=_text(said, "place")[:120],
        headline=_text(said, "headline")[:300],
        note=_text(said, "note")[:2_000],
        version=min(max(int(said.get("version") or 1), 1), 1_000_000),
        age=timedelta(seconds=float(said.get("age") or 0)),
        pictures=tuple(
            Announced(_named(one["id"]), _text(one, "name"), int(one["size"]), _text(one, "caption"))
            for one in said.get("pictures") or ()
        ),
    )


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name) or ""
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _named(name: Any) -> str:
    if not isinstance(name, str) or not 8 <= len(name) <= _NAME or not name.isascii():
        raise ValueError(name)
    return name


def _told(fate: filings.Fate) -> dict[str, Any]:
    """What became of a piece, as scripts are told it."""
    return {
        "id": fate.name,
        "number": fate.number,
        "version": fate.version,
        "headline": fate.headline,
        "place": fate.place,
        "at": fate.filed_at.timestamp(),
        "state": fate.state,
        "address": fate.address,
        "pictures": [
            {"id": one.name, "have": one.have, "size": one.size, "done": one.is_done, "why": one.why}
            for one in fate.pictures
        ],
    }


def _said() -> dict[str, str]:
    """The words of the script, in the language of the screen."""
    return {
        "draft": _("Kept on this phone"),
        "out": _("Kept on this phone; goes as soon as there is a line"),
        "going": _("Being sent…"),
        "filed": _("Filed at %(time)s, number %(number)s"),
        "taken": _("The desk has taken it"),
        "printed": _("Printed"),
        "read": _("Read it"),
        "pictures": _("pictures: %(done)s of %(all)s"),
        "kept": _("Kept on this phone at %(time)s"),
        "full": _("There is no room on this phone: send something, or delete a draft."),
        "line": _("There is a line"),
        "noline": _("No line"),
        "open": _("Go on writing"),
        "change": _("Change the piece"),
        "delete": _("Delete"),
        "sure": _("Delete this piece from the phone? It was not sent."),
        "remove": _("Take the picture out"),
        "caption": _("What is to be seen, who, where"),
        "large": _("“%(name)s” is larger than 8 MB, or no picture that this phone can open."),
        "many": _("Ten pictures are the most for one piece."),
        "text": _("There is no text yet: write what happened."),
        "place": _("Say where this is from: a district, an upazila, or any place."),
        "bijoy": _("This looks like Bijoy. It becomes Unicode when it is filed."),
        "leaving": _("Some of what you wrote was not sent yet. Sign out, and delete it from this phone?"),
        "needs": _("This needs a line."),
        "untitled": _("Without a headline"),
    }


@cache
def _file(name: str) -> tuple[bytes, str]:
    """A file of the form, compressed, and the hash of its bytes."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    body = gzip.compress((lean(text) if name.endswith(".js") else text).encode(), 9, mtime=0)
    return body, blake2b(body, digest_size=6).hexdigest()


def _address(name: str) -> str:
    return f"{reverse('desk_file:file', args=[name])}?v={_file(name)[1]}"


urls = path(
    "desk/file/",
    include(
        (
            [
                path("", form, name="form"),
                path("in/", gzip_page(bare(_rendered(SignIn.as_view()))), name="sign_in"),
                path("out/", sign_out, name="sign_out"),
                path("state/", state, name="state"),
                path("piece/", piece, name="piece"),
                path("picture/", picture, name="picture"),
                path("<str:name>", file, name="file"),
            ],
            "desk_file",
        )
    ),
)
"""Before Wagtail's addresses: who files from a phone sees nothing else of the newsroom."""
