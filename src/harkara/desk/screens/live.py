"""Live coverage from a phone: a light page that is opened and typed into, and posts with one more tap.

It wears nothing of Wagtail's screens. Its script keeps every letter on the phone, sends what was posted as soon as there is a
line, and the same thing sent twice is one entry. Without a script it is a plain form.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from harkara.desk import actions, clock, copy, results, rights
from harkara.desk.actions.coverage import CLIENT, HEADLINE, LONGEST, SUMMARY, Posting, may_post
from harkara.desk.errors import DeskError, Overtaken, SecondFactorMissing
from harkara.desk.models import Coverage, LiveEntry, Story
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.screens.phone import bare
from harkara.layout.results import ScoreCopy, SideCopy, TableCopy
from harkara.people.models import User

SHOWN: Final = 30
"""Entries, the newest first, that the screen shows."""

SCORE: Final = ("home", "home_points", "home_detail", "away", "away_points", "away_detail", "status", "title")

Said = Mapping[str, Any]


def _story(number: int) -> Story:
    rows = Story.objects.select_related("section", "coverage").defer("body")
    return get_object_or_404(rows, pk=number, killed_at=None)


def _coverage(story: Story) -> Coverage | None:
    found: Coverage | None = getattr(story, "coverage", None)
    return found


@never_cache
@bare
def running(request: HttpRequest) -> HttpResponse:
    """The stories that are covered live, to which this person may post."""
    let_in(request, "write")
    user: User = request.user  # type: ignore[assignment]  # let_in lets nobody else in
    rows = Coverage.objects.filter(story__in=copy.live_now()).order_by("-began_at").select_related("story")
    shown = [one.story for one in rows if may_post(user, one.story, one)]
    return TemplateResponse(
        request,
        "desk/live_list.html",
        {"stories": shown, "back": reverse("desk_stories:list"), "language": get_language()},
    ).render()


@never_cache
@bare
def screen(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one coverage; begins and ends it, and takes what a browser without a script sends."""
    story = _story(number)
    let_in(request, "write", story)
    user: User = request.user  # type: ignore[assignment]  # let_in lets nobody else in
    why = ""
    words: Said = {}
    if request.method == "POST":
        words = request.POST
        try:
            _plainly(request, story, user)
        except DeskError as refusal:
            why = str(refusal)
        else:
            return HttpResponseRedirect(reverse("desk_live:screen", args=[story.pk]))
    coverage = _coverage(story)
    is_running = coverage is not None and coverage.ended_at is None
    context = {
        "story": story,
        "coverage": coverage,
        "is_running": is_running,
        "may_post": coverage is not None and may_post(user, story, coverage),
        "may_end": rights.may(user, "publish", story),
        "why": why,
        "text": words.get("text", ""),
        "client": words.get("client") or uuid4().hex,
        "entries": _entries(story, user),
        "score": _score(coverage),
        "table": coverage.board["value"] if coverage and coverage.board and coverage.board["type"] == "table" else {},
        "longest": LONGEST,
        "longest_headline": HEADLINE,
        "longest_summary": SUMMARY,
        "back": reverse("desk_stories:edit", args=[story.pk]),
        "language": get_language(),
        "zone": clock.zone().key,
        "say": mark_safe(json.dumps(_said(), ensure_ascii=False).replace("<", "\\u003c")),  # noqa: S308 (no word of a person)
    }
    return TemplateResponse(request, "desk/live.html", context, status=422 if why else 200).render()


def _plainly(request: HttpRequest, story: Story, user: User) -> None:
    said = request.POST
    match said.get("act"):
        case "begin":
            let_in(request, "publish", story)
            actions.begin_coverage(story, user, reporters=said.get("reporters") == "on")
        case "end":
            let_in(request, "publish", story)
            actions.end_coverage(story, user)
            messages.success(request, _("Live coverage of “%(headline)s” has ended.") % {"headline": story})
        case _:
            posting = Posting(
                said.get("client", "")[:CLIENT], said.get("text", ""), said.get("headline", ""), said.get("key") == "on"
            )
            actions.post_entry(story, user, posting)


@never_cache
@require_GET
@bare
def state(request: HttpRequest, number: int) -> HttpResponse:
    """What the coverage says now, a token for what is sent next, and who is signed in (JSON)."""
    story = _story(number)
    let_in(request, "write", story)
    user: User = request.user  # type: ignore[assignment]  # let_in lets nobody else in
    return JsonResponse(_state(request, story, user))


@never_cache
@require_POST
@bare
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Does one thing (JSON: ``act`` and what it takes) and returns the new state. 422 says in a sentence why not, 409 that
    somebody was quicker.
    """
    story = _story(number)
    if not rights.may(request.user, "write", story):
        raise PermissionDenied
    user: User = request.user  # type: ignore[assignment]  # asked above
    try:
        said = json.loads(request.body)
        act = ACTS[said["act"]]
        act(story, user, said)
    except (ValueError, KeyError, TypeError, AttributeError):
        return JsonResponse(
            {"error": _("What was sent cannot be read: open the screen anew and send again.")}, status=422
        )
    except Overtaken as refusal:
        return JsonResponse({"error": str(refusal), **_state(request, _story(number), user)}, status=409)
    except (DeskError, SecondFactorMissing) as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    return JsonResponse(_state(request, _story(number), user))


def _post(story: Story, user: User, said: Said) -> None:
    actions.post_entry(
        story,
        user,
        Posting(str(said["client"]), str(said["text"]), str(said.get("headline") or ""), bool(said.get("key"))),
    )


def _change(story: Story, user: User, said: Said) -> None:
    place, seen = int(said["place"]), int(said["seen"])
    text, headline = str(said["text"]), str(said.get("headline") or "")
    if note := str(said.get("note") or ""):
        actions.correct_live_entry(story, user, place, seen=seen, text=text, headline=headline, note=note)
    else:
        key = bool(said.get("key"))
        actions.change_live_entry(story, user, place, seen=seen, text=text, headline=headline, key=key)


def _strike(story: Story, user: User, said: Said) -> None:
    act = actions.restore_live_entry if said.get("back") else actions.strike_live_entry
    act(story, user, int(said["place"]), seen=int(said["seen"]))


def _summarise(story: Story, user: User, said: Said) -> None:
    actions.pin_summary(story, user, str(said["summary"]))


def _board(story: Story, user: User, said: Said) -> None:
    value = {name: str(said.get(name) or "")[:120] for name in SCORE}
    rows = results.rows(str(said.get("rows") or ""))
    board: ScoreCopy | TableCopy | None = results.score(value)
    if rows:
        head, body = (rows[0], rows[1:]) if len(rows) > 1 else ((), rows)
        board = TableCopy(str(said.get("caption") or "")[:120], head, body)
    if isinstance(board, ScoreCopy) and len(board.sides) < 2:
        board = ScoreCopy(board.title, (*board.sides, SideCopy("", "")), board.status)
    actions.set_board(story, user, board)


ACTS: Final[dict[str, Callable[[Story, User, Said], None]]] = {
    "post": _post,
    "change": _change,
    "strike": _strike,
    "summary": _summarise,
    "board": _board,
}


def _state(request: HttpRequest, story: Story, user: User) -> dict[str, Any]:
    coverage = _coverage(story)
    return {
        "token": get_token(request),
        "who": user.pk,
        "running": coverage is not None and coverage.ended_at is None,
        "version": coverage.version if coverage else 0,
        "summary": coverage.summary if coverage else "",
        "entries": _entries(story, user),
    }


def _entries(story: Story, user: User) -> list[dict[str, Any]]:
    rows = LiveEntry.objects.filter(story=story).select_related("author").order_by("-place")[:SHOWN]
    may_all = rights.may(user, "edit", story)
    return [
        {
            "place": row.place,
            "client": row.client,
            "at": row.written_at.timestamp(),
            "written_at": row.written_at,
            "headline": row.headline,
            "text": row.text,
            "key": row.key,
            "struck": row.is_struck,
            "correction": row.correction,
            "version": row.version,
            "by": str(row.author) if row.author else "",
            "may": may_all or row.author_id == user.pk,
        }
        for row in rows
    ]


def _score(coverage: Coverage | None) -> dict[str, str]:
    stored = coverage.board["value"] if coverage and coverage.board and coverage.board["type"] == "score" else {}
    return {name: str(stored.get(name) or "") for name in SCORE}


def _said() -> dict[str, str]:
    """The words of the script, in the language of the screen."""
    return {
        "kept": _("Kept on this phone"),
        "waits": _("Goes as soon as there is a line"),
        "going": _("Being sent…"),
        "sent": _("Readers see it"),
        "again": _("Take back into the form"),
        "drop": _("Delete"),
        "signin": _("Your sign-in has ended. Sign in again: what you wrote stays here."),
        "offline": _("No line. What you post goes when there is one."),
        "online": _("On line"),
        "change": _("Change"),
        "save": _("Save without a note"),
        "correct": _("Save as a correction"),
        "note": _("What was wrong (readers see it)"),
        "headline": _("Headline"),
        "key": _("Key event"),
        "strike": _("Withdraw"),
        "restore": _("Bring back"),
        "struck": _("Withdrawn: readers do not see its words."),
        "corrected": _("Correction"),
        "cancel": _("Leave as it is"),
        "done": _("Saved."),
        "over": _("The coverage has ended."),
    }


urls = path(
    "live/",
    include(
        (
            [
                path("", running, name="list"),
                path("<int:number>/", screen, name="screen"),
                path("<int:number>/state/", state, name="state"),
                path("<int:number>/send/", send, name="send"),
            ],
            "desk_live",
        )
    ),
)
