"""What an open editor puts down every second or so, and what it is offered back (``keeping.jotting``)."""

from dataclasses import asdict, dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from harkara.desk import clock, rights
from harkara.desk.errors import DeskError, Missing
from harkara.desk.keeping import jotting
from harkara.desk.keeping.jotting import LONGEST_NAME, Page
from harkara.desk.models import Jot, Story
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.templatetags.newsroom import second


@dataclass(frozen=True, slots=True)
class Offered:
    """Words as the browser is offered them: the page that they were typed in, what it went on from, and how many seconds
    ago. ``who`` is empty for one's own.
    """

    page: str
    device: str
    story: str
    base: str
    turn: int
    age: int
    who: str
    words: str


@require_POST
def put(request: HttpRequest) -> HttpResponse:
    """Puts down the form of a page: the query names the page (``page``, ``device``, ``story``, ``base``) and the number of
    the sending (``turn``); the body is the form in JSON, or with ``since`` what became other since that sending.

    200 when it is down; 409 where ``since`` is not what the newsroom has: then the page sends the whole form.
    """
    user = _writer(request)
    said = request.GET
    try:
        name, device = said["page"][:LONGEST_NAME], said["device"][:LONGEST_NAME]
        page = Page(name, _number(said["story"]) or None, _number(said["base"]), device)
        turn, since = _number(said["turn"]), _number(said.get("since", ""))
        body = request.body.decode()
    except (KeyError, ValueError, RequestDataTooBig):
        return JsonResponse(
            {"error_message": _("What was sent is no form: a list of names and values is expected.")}, status=400
        )
    try:
        if since and not jotting.amend(user, page, turn, since, body):
            return JsonResponse({"whole": True}, status=409)
        if not since:
            jotting.jot(user, page, turn, body)
    except Missing as refusal:
        return JsonResponse({"error_message": str(refusal)}, status=404)
    except DeskError as refusal:
        return JsonResponse({"error_message": str(refusal)}, status=400)
    return JsonResponse({"success": True, "kept_at": second(clock.now())})


@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """The words that no version of a story has (``?story=``, empty for a story without a number), and its newest
    version.
    """
    user = _writer(request)
    number = request.GET.get("story", "")
    story = Story.objects.filter(pk=int(number)).first() if number.isdigit() else None
    if number and story is None:
        return JsonResponse({"jots": [], "latest": ""})
    may = story is not None and rights.may(user, "edit", story)
    offered = [asdict(_offered(row, user)) for row in jotting.waiting(user, story, others=may)]
    return JsonResponse({"jots": offered, "latest": str((story and story.latest_revision_id) or "")})


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Throws away what a page of one's own put down (``?page=``)."""
    user = _writer(request)
    jotting.drop(user, request.GET.get("page", ""))
    return JsonResponse({"success": True})


def _writer(request: HttpRequest) -> Any:
    """Who asks. Raises ``PermissionDenied`` for who may not write."""
    let_in(request, "write")
    return request.user


def _offered(row: Jot, user: Any) -> Offered:
    return Offered(
        page=row.page,
        device=row.device,
        story=str(row.story_id or ""),
        base=str(row.base or ""),
        turn=row.turn,
        age=int((clock.now() - row.at).total_seconds()),
        who="" if row.user_id == user.pk else row.user.get_full_name() or row.user.get_username(),
        words=row.words,
    )


def _number(text: str) -> int:
    """A number of the database, 0 for nothing. Raises ``ValueError``."""
    if len(text) > 18:
        raise ValueError(text)
    return int(text) if text else 0


_paths = [
    path("", waiting, name="waiting"),
    path("put/", put, name="put"),
    path("drop/", drop, name="drop"),
]
urls = path("keeping/jots/", include((_paths, "desk_jots")))
