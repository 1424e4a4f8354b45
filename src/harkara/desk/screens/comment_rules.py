"""What holds for all comments: the list of abuse, the switch for a flood; and the log of what moderators decided."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log as note_in_log

from harkara.bangla.digits import to_latin
from harkara.comments import actions, floods, words
from harkara.comments.errors import CommentsError
from harkara.comments.models import Flood, ListedWord, Verdict
from harkara.desk import rights
from harkara.desk.models import Paper
from harkara.desk.screens import comments
from harkara.desk.screens.comments import STATES, moderator, said
from harkara.desk.screens.doorkeeper import let_in
from harkara.people.models import User

PER_PAGE: Final = 50

ACTS: Final = {
    Verdict.Act.APPROVE: gettext_lazy("Approved"),
    Verdict.Act.WITHDRAW: gettext_lazy("Withdrew"),
    Verdict.Act.HOLD: gettext_lazy("Let only its reader see it"),
    Verdict.Act.BAN: gettext_lazy("Banned the reader"),
    Verdict.Act.LIFT: gettext_lazy("Ended the ban"),
    Verdict.Act.UNDO: gettext_lazy("Took a verdict back"),
}

HOURS: Final = (1, 3, 6, 12, 24, 48, 72)
DAYS: Final = (1, 7, 30, 90)


def word_list(request: HttpRequest) -> HttpResponse:
    """The list of abuse: adding a word, striking one off."""
    user = _moderator(request)
    if request.method == "POST":
        return _change_list(request, user)
    changes = {row.shape: row for row in ListedWord.objects.order_by("word")[: words.MOST]}
    seeds = [word for word in words.seeds() if words.shape(word) not in changes]
    context = {
        "listed": sorted(
            [*seeds, *(row.word for row in changes.values() if row.is_listed)], key=lambda word: (word.isascii(), word)
        ),
        "struck": [row for row in changes.values() if not row.is_listed],
        "tried": request.GET.get("text", "")[:2000],
        "found": words.found(request.GET["text"][:2000]) if request.GET.get("text") else None,
        **_head(_("Words")),
    }
    return TemplateResponse(request, "desk/comments_words.html", context)


def flood(request: HttpRequest) -> HttpResponse:
    """The switch for a night on which everybody writes."""
    user = _moderator(request)
    if request.method == "POST":
        return _switch(request, user)
    context = {"flood": floods.flood(), "hours": HOURS, "days": DAYS, **_head(_("Flood"))}
    return TemplateResponse(request, "desk/comments_flood.html", context)


def log(request: HttpRequest) -> HttpResponse:
    """What was decided, the newest first; turned by number."""
    user = _moderator(request)
    before = to_latin(request.GET.get("before", ""))
    found = Verdict.objects.select_related("comment").order_by("-pk")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    page = list(found[: PER_PAGE + 1])
    stories = comments._stories(verdict.story for verdict in page)
    is_limited = rights.is_limited(user)
    shown = []
    for verdict in page[:PER_PAGE]:
        story = stories.get(verdict.story)
        if is_limited and (story is None or not rights.holds(user, story.section_id, story.desk_id)):
            continue
        shown.append(
            {
                "verdict": verdict,
                "act": ACTS[Verdict.Act(verdict.act)],
                "who": verdict.by_name or _("the house"),
                "before": STATES.get(verdict.before.get("state", "")),
                "after": STATES.get(verdict.after.get("state", "")),
                "story": story,
                "may_undo": not verdict.undone and verdict.act != Verdict.Act.UNDO and verdict.comment_id,
            }
        )
    context = {
        "rows": shown,
        "older": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        "before": before,
        **_head(_("Log of verdicts")),
    }
    return TemplateResponse(request, "desk/comments_log.html", context)


def _change_list(request: HttpRequest, user: User) -> HttpResponse:
    word, is_struck = request.POST.get("word", "")[:200], request.POST.get("act") == "strike"
    try:
        kept = (actions.strike_word if is_struck else actions.list_word)(word, moderator(user))
    except CommentsError as error:
        messages.error(request, said(error))
    else:
        _log(user, "strike" if is_struck else "list", {"word": kept})
        told = _("“%(word)s” was struck off the list.") if is_struck else _("“%(word)s” is on the list.")
        messages.success(request, told % {"word": kept})
    return HttpResponseRedirect(reverse("desk_comments:words"))


def _switch(request: HttpRequest, user: User) -> HttpResponse:
    told = {name: to_latin(request.POST.get(name, "")) for name in ("hours", "days")}
    hours, days = (int(one) if one.isdecimal() and len(one) < 5 else 0 for one in told.values())
    try:
        if request.POST.get("act") == "end":
            actions.end_flood(moderator(user))
            _log(user, "end_flood", {})
            messages.success(request, _("Comments are taken as ever again."))
        else:
            rule = request.POST.get("rule", "")
            made = actions.begin_flood(rule, hours, moderator(user), days)
            _log(user, "flood", {"rule": rule, "hours": hours, "days": made.days})
            messages.success(request, _("The rule holds from now on, and ends by itself."))
    except CommentsError as error:
        messages.error(request, said(error))
    return HttpResponseRedirect(reverse("desk_comments:flood"))


def _log(user: User, act: str, data: dict[str, Any]) -> None:
    note_in_log(instance=Paper.load(), action=f"desk.comments.{act}", user=user, data=data)


def _moderator(request: HttpRequest) -> User:
    let_in(request, "moderate")
    assert isinstance(request.user, User)  # nobody else has the right
    return request.user


def _head(title: str) -> dict[str, Any]:
    return {
        "queue_rule": Flood.Rule.QUEUE,
        "header_title": title,
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("desk_comments:screen"), "label": _("Comments")},
            {"url": "", "label": title},
        ],
    }


urls = path(
    "comments/",
    include(
        (
            [
                path("", comments.screen, name="screen"),
                path("judge/", comments.judge, name="judge"),
                path("undo/", comments.undo, name="undo"),
                path("note/", comments.note, name="note"),
                path("words/", word_list, name="words"),
                path("flood/", flood, name="flood"),
                path("log/", log, name="log"),
            ],
            "desk_comments",
        )
    ),
)
