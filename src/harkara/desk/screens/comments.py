"""The moderators' queue: what waits, was reported or appealed against, the most dangerous first, with the reasons; and the
verdicts on it. Everything but headlines lies in the readers' database, so a verdict stands there, with its log, in one commit.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.log_actions import log as note_in_log

from harkara.bangla.digits import to_latin
from harkara.comments import actions, bans, clock, floods
from harkara.comments.actions.judge import Judged
from harkara.comments.errors import Absent, CommentsError
from harkara.comments.models import Appeal, Ban, Comment, Note, Verdict
from harkara.comments.moderators import Moderator
from harkara.desk import rights
from harkara.desk.models import Paper, Story
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.templatetags.newsroom import digits
from harkara.people.models import User

SHOWN: Final = 25
"""Comments on a screen."""

WINDOWS: Final = 4
"""How many screens' worth of the queue are looked through for who works on some sections only."""

COUNTED: Final = 1000
"""So many of what waits are counted; of more it is said that there are more."""

TERMS: Final = {
    "1": gettext_lazy("1 day"),
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
    "365": gettext_lazy("a year"),
    "ever": gettext_lazy("for ever"),
}

STATES: Final = {
    Comment.State.WAITING: gettext_lazy("waits"),
    Comment.State.SHOWN: gettext_lazy("readers see it"),
    Comment.State.WITHDRAWN: gettext_lazy("withdrawn"),
    Comment.State.HELD: gettext_lazy("only its reader sees it"),
    Comment.State.DELETED: gettext_lazy("deleted by its reader"),
}

REFUSALS: Final = {
    "no_comment": gettext_lazy("Its reader has deleted it meanwhile."),
    "no_reader": gettext_lazy("This reader's account is no more."),
    "no_lot": gettext_lazy("There is nothing to take back."),
    "no_term": gettext_lazy("Choose a term from the list."),
    "not_banned": gettext_lazy("This reader is not banned."),
    "judged_since": gettext_lazy("Somebody has decided on it since; that stays."),
    "changed_since": gettext_lazy("Its reader has changed it since; it stays as it is."),
    "note_empty": gettext_lazy("The note is empty."),
    "word_short": gettext_lazy("Write a word of two letters at least, and no sentence."),
    "word_known": gettext_lazy("This word is known already, whatever its spelling."),
    "word_unknown": gettext_lazy("This word is not on the list."),
    "words_full": gettext_lazy("The list is full: strike some words off first."),
    "no_flood_rule": gettext_lazy("Choose a rule."),
    "flood_hours": gettext_lazy("Choose from 1 to 72 hours."),
    "flood_days": gettext_lazy("Choose from 1 to 365 days."),
    "outside": gettext_lazy("This story is outside what you work on."),
    "no_verdict": gettext_lazy("Choose a verdict."),
    "many_verdicts": gettext_lazy("These are too many at once."),
}
"""What the acts on comments refuse, in the words of the newsroom's screens."""


@dataclass(frozen=True, slots=True)
class Row:
    """A comment as a moderator sees it."""

    comment: Comment
    story: Story | None
    state: Any
    reasons: list[str]
    notes: list[Note]
    appeals: list[Appeal]
    is_banned: bool

    @property
    def cursor(self) -> str:
        """Its place in the queue, as the address of the next rows says it."""
        return f"{self.comment.due}.{self.comment.pk}"


def screen(request: HttpRequest) -> HttpResponse:
    """The queue; with ``?rows`` only the rows after a place."""
    user = _moderator(request)
    found, further = rows(user, request.GET.get("after", ""))
    context = {"rows": found, "further": further, "terms": TERMS}
    if "rows" in request.GET:
        return render(request, "desk/comments_rows.html", context)
    waiting = Comment.objects.filter(due__isnull=False).values("pk")[: COUNTED + 1].count()
    return TemplateResponse(
        request,
        "desk/comments.html",
        {
            **context,
            "waiting": min(waiting, COUNTED),
            "is_more": waiting > COUNTED,
            "after": request.GET.get("after", ""),
            "flood": floods.flood(),
            "header_title": _("Comments"),
            "header_icon": "comment",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": _("Comments")},
            ],
        },
    )


def rows(user: User, after: str = "") -> tuple[list[Row], str]:
    """The next comments of the queue behind the place ``after``, and the place from which it goes on (empty at its end). For
    who works on some sections only, the part of it that is theirs.
    """
    limited, found, place = rights.is_limited(user), list[Row](), after
    for _window in range(WINDOWS if limited else 1):
        window = list(_behind(place)[: SHOWN + 1])
        is_last = len(window) <= SHOWN
        stories = _stories(one.story for one in window)
        for one in window[:SHOWN]:
            story = stories.get(one.story)
            if not limited or (story is not None and rights.holds(user, story.section_id, story.desk_id)):
                found.append(_row(one, story))
            place = f"{one.due}.{one.pk}"
        if is_last:
            return _furnished(found), ""
        if len(found) >= SHOWN:
            break
    return _furnished(found), place


@require_POST
def judge(request: HttpRequest) -> HttpResponse:
    """A verdict on one comment or on several."""
    user = _moderator(request)
    act, reason = request.POST.get("act", ""), request.POST.get("reason", "")[:500]
    numbers = _numbers(request.POST.getlist("id"))
    by = moderator(user)
    mine, refused = _within(user, numbers)
    lot, done = "", list[int]()
    try:
        for judged in _judged(act, mine, request.POST.get("term", ""), by, reason):
            lot, done = judged.lot, [*done, *judged.done]
            refused += [(number, said(error)) for number, error in judged.refused]
    except CommentsError as error:
        refused += [(number, said(error)) for number in mine if number not in done]
    if done and (len(done) > 1 or act in ("ban", "lift")):
        _log(
            user,
            act,
            {"comments": done[:50], "count": len(done), "reason": reason, "term": request.POST.get("term", "")},
        )
    return _answer(request, done, refused, lot)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes back what was decided at one stroke."""
    user = _moderator(request)
    lot = request.POST.get("lot", "")[:32]
    numbers = list(Verdict.objects.filter(lot=lot).values_list("comment", flat=True).distinct()[: 2 * SHOWN])
    mine, refused = _within(user, [number for number in numbers if number])
    done = list[int]()
    if mine and not refused:
        try:
            judged = actions.undo(lot, moderator(user))
            done = list(judged.done)
            refused = [(number, said(error)) for number, error in judged.refused]
        except CommentsError as error:
            refused = [(number, said(error)) for number in mine]
    elif not mine and not refused:
        refused = [(0, said(Absent("no_lot")))]
    return _answer(request, done, refused, "")


@require_POST
def note(request: HttpRequest) -> HttpResponse:
    """What one moderator tells the others."""
    user = _moderator(request)
    numbers = _numbers(request.POST.getlist("id"))[:1]
    mine, refused = _within(user, numbers)
    done = list[int]()
    for number in mine:
        try:
            actions.note(number, request.POST.get("words", ""), moderator(user))
            done.append(number)
        except CommentsError as error:
            refused.append((number, said(error)))
    if _wants_data(request):
        return _answer(request, done, refused, "")
    for _number, why in refused:
        messages.error(request, why)
    if done:
        messages.success(request, _("The note is kept; readers do not see it."))
    return HttpResponseRedirect(reverse("desk_comments:screen"))


def moderator(user: User) -> Moderator:
    """``user`` as the readers' database knows who decides."""
    return Moderator(user.pk, user.get_full_name() or user.get_username())


def said(error: CommentsError) -> str:
    """A refusal in the words of the screen."""
    return str(REFUSALS.get(error.word) or error)


def reason_of(code: str, value: Any) -> str:
    """One reason of a risk, as a moderator reads it."""
    if code == "links":
        return _("%(count)s links") % {"count": digits(value)}
    if code == "link":
        return _("a link, and nothing of this reader was shown yet")
    if code == "word":
        return _("word: %(word)s") % {"word": value}
    if code == "new":
        return _("new account: %(days)s days") % {"days": digits(value)} if value else _("new account: today")
    if code == "same":
        return _("same text %(count)s times") % {"count": digits(value)}
    if code == "judge":
        return _("classifier: %(reason)s") % {"reason": value}
    return str(code)


def _judged(act: str, numbers: list[int], term: str, by: Moderator, reason: str) -> Iterable[Judged]:
    if act == "ban":
        days = None if term == "ever" else int(term) if term in TERMS else 0  # no such term is refused as none at all
        for number in numbers:
            yield actions.ban(number, days, by, reason)
    elif act == "lift":
        for number in numbers:
            yield actions.lift(number, by, reason)
    else:
        yield actions.judge(numbers, act, by, reason)


def _moderator(request: HttpRequest) -> User:
    let_in(request, "moderate")
    assert isinstance(request.user, User)  # nobody else has the right
    return request.user


def _behind(place: str) -> Any:
    queue = Comment.objects.filter(due__isnull=False).select_related("reader").order_by("-due", "pk")
    due, _dot, number = place.partition(".")
    if due.isdecimal() and number.isdecimal() and len(place) < 30:
        queue = queue.filter(due__lte=int(due)).filter(Q(due__lt=int(due)) | Q(pk__gt=int(number)))
    return queue


def _row(comment: Comment, story: Story | None) -> Row:
    reasons = [reason_of(code, value) for code, value in comment.reasons]
    if comment.told:
        reasons.insert(
            0,
            ngettext("reported by %(count)s reader", "reported by %(count)s readers", comment.told)
            % {"count": digits(comment.told)},
        )
    return Row(comment, story, STATES[Comment.State(comment.state)], reasons, [], [], is_banned=False)


def _furnished(found: list[Row]) -> list[Row]:
    """The rows with their notes, appeals and bans. Three queries."""
    by_number = {row.comment.pk: row for row in found}
    for one in Note.objects.filter(comment__in=by_number).order_by("pk"):
        by_number[one.comment_id].notes.append(one)
    waiting = Appeal.objects.filter(comment__in=by_number, answered_at=None).select_related("verdict").order_by("pk")
    for appeal in waiting:
        by_number[appeal.comment_id].appeals.append(appeal)
    marks = {bans.digest(row.comment.reader.email): row for row in found if row.comment.reader}
    banned = set(Ban.objects.filter(pk__in=marks, until__gt=clock.now()).values_list("pk", flat=True))
    for row in found:
        if row.appeals:
            row.reasons.insert(0, _("appeal"))
    return [
        Row(row.comment, row.story, row.state, row.reasons, row.notes, row.appeals, is_banned=True)
        if row.comment.reader and bans.digest(row.comment.reader.email) in banned
        else row
        for row in found
    ]


def _stories(wanted: Iterable[int]) -> dict[int, Story]:
    found = (
        Story.objects.filter(pk__in=set(wanted)).select_related("section").only("headline", "slug", "section", "desk")
    )
    return {story.pk: story for story in found}


def _within(user: User, numbers: list[int]) -> tuple[list[int], list[tuple[int, str]]]:
    """Those of the comments that ``user`` may judge, and of the others why not."""
    if not rights.is_limited(user):
        return numbers, []
    story_of = dict(Comment.objects.filter(pk__in=numbers).values_list("pk", "story"))
    stories = _stories(story_of.values())
    mine, refused = list[int](), list[tuple[int, str]]()
    for number in numbers:
        story = stories.get(story_of.get(number, 0))
        if story is not None and rights.holds(user, story.section_id, story.desk_id):
            mine.append(number)
        else:
            refused.append((number, str(REFUSALS["outside"])))
    return mine, refused


def _numbers(told: Iterable[str]) -> list[int]:
    found = [to_latin(one) for one in told]
    return [int(one) for one in found if one.isascii() and one.isdecimal() and len(one) < 19]


def _wants_data(request: HttpRequest) -> bool:
    return request.headers.get("accept", "") == "application/json"


def _answer(request: HttpRequest, done: list[int], refused: list[tuple[int, str]], lot: str) -> HttpResponse:
    if _wants_data(request):
        return JsonResponse({"done": done, "refused": refused, "lot": lot if done else ""})
    for why in dict.fromkeys(why for _number, why in refused):
        messages.error(request, why)
    if done:
        messages.success(
            request,
            ngettext("Done: %(count)s comment.", "Done: %(count)s comments.", len(done)) % {"count": digits(len(done))},
        )
    return HttpResponseRedirect(reverse("desk_comments:screen") + (f"?lot={lot}" if done and lot else ""))


def _log(user: User, act: str, data: dict[str, Any]) -> None:
    """The newsroom's log tells of bans and of what is judged together; the log of the comments tells of every verdict."""
    note_in_log(instance=Paper.load(), action=f"desk.comments.{act}", user=user, data=data)
