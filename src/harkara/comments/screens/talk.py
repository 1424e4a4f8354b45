"""What is said under a story, and the forms with which a reader says something, mends it, agrees, tells the moderators."""

from contextlib import suppress
from dataclasses import replace
from typing import Final, Literal

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from harkara.bangla import graphemes
from harkara.bangla.digits import to_bangla
from harkara.comments import actions, copy, floods
from harkara.comments.actions.edit import may_edit
from harkara.comments.errors import Absent, CommentsError, NotSignedIn
from harkara.comments.models import Comment, Flood, Reaction, Reader
from harkara.comments.printed import NotNow
from harkara.layout import cases, pages
from harkara.layout.talking import SaidCopy, TargetCopy, UnderCopy, VoiceCopy
from harkara.rack import talk

from .answers import ROOT, STATUS, answer, done_of, guarded, onward, printed, reader_of, title
from .appeals import judged

QUOTED: Final = 60
"""Letters of a comment that leads to its page."""


@require_safe
@guarded
def show(request: HttpRequest, story: int, piece: int | str = "") -> HttpResponse:
    """What is said under a story: the newest, the best, or a numbered page."""
    return answer(request, lambda token: _page(request, token, story, str(piece)))


@require_safe
@guarded
def show_one(request: HttpRequest, story: int, number: int) -> HttpResponse:
    """One comment with what belongs to it, and all that a reader can do with it."""
    return answer(request, lambda token: _one(request, token, story, number))


@require_POST
@guarded
def say(request: HttpRequest, story: int) -> HttpResponse:
    """Takes a comment, or an answer."""
    words, parent = request.POST.get("words", ""), request.POST.get("parent", "")
    number = int(parent) if parent.isascii() and parent.isdecimal() and len(parent) < 19 else None
    try:
        under = printed().under(story)
        made = actions.say(_reader(request), story, under.takes, words, parent=number)
    except CommentsError as error:
        return _again(request, story, number, error, words)
    done = "waiting" if made.state == Comment.State.WAITING else "said"
    return onward(f"{ROOT}{story}/on/{made.pk}/" if done == "said" else f"{ROOT}{story}/", done=done)


@require_POST
@guarded
def edit(request: HttpRequest, story: int, number: int) -> HttpResponse:
    """Puts other words in place of a fresh comment's."""
    words = request.POST.get("words", "")
    try:
        under = printed().under(story)
        made = actions.edit(_reader(request), _of(story, number), under.takes, words)
    except CommentsError as error:
        return _again(request, story, number, error, words)
    if made.state == Comment.State.WAITING:
        return onward(f"{ROOT}{story}/", done="waiting")
    return onward(f"{ROOT}{story}/on/{number}/", done="edited")


@require_POST
@guarded
def delete(request: HttpRequest, story: int, number: int) -> HttpResponse:
    """Takes one's own comment back."""
    actions.delete(_reader(request), _of(story, number))
    return onward(f"{ROOT}{story}/", done="deleted")


@require_POST
@guarded
def react(request: HttpRequest, story: int, number: int) -> HttpResponse:
    """Notes a reaction, or takes it back."""
    try:
        actions.react(_reader(request), _of(story, number), request.POST.get("kind", ""))
    except CommentsError as error:
        return _again(request, story, number, error)
    return onward(f"{ROOT}{story}/on/{number}/", done="reacted")


@require_POST
@guarded
def report(request: HttpRequest, story: int, number: int) -> HttpResponse:
    """Tells the moderators of a comment."""
    told = request.POST
    try:
        actions.report(_reader(request), _of(story, number), told.get("reason", ""), told.get("words", ""))
    except CommentsError as error:
        return _again(request, story, number, error)
    return onward(f"{ROOT}{story}/on/{number}/", done="reported")


def _again(request: HttpRequest, story: int, number: int | None, error: CommentsError, words: str = "") -> HttpResponse:
    """The form once more, with the sentence and with what was written: nothing is lost."""

    def again(token: str) -> VoiceCopy:
        page = _page(request, token, story) if number is None else _one(request, token, story, number)
        return replace(page, trouble=str(error), words=words)

    status = STATUS.get(type(error), 400)
    try:
        return answer(request, again, status)
    except Absent:
        number = None  # what was to be answered has gone; the words have not
        return answer(request, again, status)


def _page(request: HttpRequest, token: str, story: int, piece: str = "") -> VoiceCopy:
    html, under = _piece(story, piece)
    tail = "" if not piece else "best/" if piece == "best" else f"page/{piece}/"
    reader = reader_of(request)
    waiting: tuple[tuple[str, str], ...] = ()
    if reader is not None and not piece:
        html = pages.said_with(html, copy.held(story, reader), story, printed().paper())
        waiting = tuple(
            (f"{ROOT}{story}/on/{number}/", graphemes.truncate(words, QUOTED))
            for number, words in copy.waiting(story, reader)
        )
    return _who(
        VoiceCopy(
            "talk",
            title("title").format(under.headline),
            token,
            f"{ROOT}{story}/{tail}",
            under=under,
            piece=html,
            done=done_of(request),
            waiting=waiting,
        ),
        reader,
    )


def _one(request: HttpRequest, token: str, story: int, number: int) -> VoiceCopy:
    comment = Comment.objects.select_related("reader").filter(pk=number, story=story).first()
    if comment is None:
        raise Absent("no_comment")
    reader = reader_of(request)
    is_own = reader is not None and comment.reader_id == reader.pk
    is_held = comment.state == Comment.State.HELD and is_own
    is_shown = comment.state == Comment.State.SHOWN or is_held
    if not is_shown and not is_own:
        raise Absent("no_comment")
    if reader is not None and is_held and not comment.parent_id:
        own, under = (
            [pair for pair in copy.held(story, reader) if pair[0].number == number],
            printed().under(story),
        )
        html = pages.said_with(
            pages.said(SaidCopy("thread", ()), under, printed().paper()), own, story, printed().paper()
        )
    elif is_shown or comment.parent_id:
        html, under = _piece(story, f"t{comment.parent_id or comment.pk}", is_set_here=is_own)
        if reader is not None:
            below = [pair for pair in copy.held(story, reader) if pair[1] == (comment.parent_id or comment.pk)]
            html = pages.said_with(html, below, story, printed().paper())
    else:  # it waits, and nothing of it is shown to anybody else
        html, under = "", printed().under(story)
    target = TargetCopy(
        number,
        comment.reader.name if comment.reader else title("somebody"),
        is_shown,
        is_own,
        may_edit(comment, reader),
        _reaction(comment, reader),
        comment.text if is_own else "",
        _unseen(comment) if is_own else "",
    )
    reasons: dict[str, str] = cases.table("wording")["voice_reason"]
    page = VoiceCopy(
        "talk",
        title("title").format(under.headline),
        token,
        f"{ROOT}{story}/on/{number}/",
        under=under,
        piece=html,
        target=target,
        done=done_of(request),
        reasons=tuple(reasons.items()),
    )
    return _who(page, reader)


def _who(page: VoiceCopy, reader: Reader | None) -> VoiceCopy:
    page = replace(page, flood=_flood())
    if reader is None:
        return page
    return replace(page, signed_in=True, name=reader.name, judged=tuple(one for one in judged(reader) if one.link))


def _flood() -> str:
    """What is said of a night on which everybody writes."""
    rule = floods.flood()
    if rule is None:
        return ""
    return title("flood_queue") if rule.rule == Flood.Rule.QUEUE else title("flood_old").format(to_bangla(rule.days))


def _unseen(comment: Comment) -> Literal["", "waiting", "withdrawn"]:
    """Why nobody but its writer sees a comment; nothing of one that only seems to be shown."""
    if comment.state == Comment.State.WAITING:
        return "waiting"
    return "withdrawn" if comment.state == Comment.State.WITHDRAWN else ""


def _reaction(comment: Comment, reader: Reader | None) -> str:
    if reader is None:
        return ""
    found = Reaction.objects.filter(comment=comment, reader=reader).values_list("kind", flat=True).first()
    return found or ""


def _reader(request: HttpRequest) -> Reader:
    """Who does it. Raises ``NotSignedIn``."""
    reader = reader_of(request)
    if reader is None:
        raise NotSignedIn("sign_in")
    return reader


def _of(story: int, number: int) -> int:
    """``number``, if that comment stands under that story. Raises ``Absent``."""
    if not Comment.objects.filter(pk=number, story=story).exists():
        raise Absent("no_comment")
    return number


def _piece(story: int, piece: str, *, is_set_here: bool = False) -> tuple[str, UnderCopy]:
    """What is said under a story, as the press printed it; set here where the press is not to be had, or has not heard yet of
    what the reader said a moment ago.
    """
    if not is_set_here:
        with suppress(NotNow):
            return printed().piece(_path(story, piece))
    under, said = printed().under(story), copy.said(story, piece)
    if said is None:
        raise Absent("no_comment")
    return pages.said(said, under, printed().paper()), under


def _path(story: int, piece: str = "") -> str:
    return talk.address(f"{talk.NAME}{story}:{piece}" if piece else f"{talk.NAME}{story}")
