"""What the moderators decided about a reader, told to that reader, and the appeal against it by a signed link."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from harkara.bangla import graphemes
from harkara.comments import actions, bans
from harkara.comments.actions.appeal import against, link, verdicts_on
from harkara.comments.errors import CommentsError
from harkara.comments.models import Reader, Verdict
from harkara.layout.talking import JudgedCopy, VoiceCopy

from .answers import ROOT, STATUS, answer, done_of, guarded, title

QUOTED = 200
"""Letters of a comment that are shown beside what was decided about it."""


@require_http_methods(["GET", "HEAD", "POST"])
@guarded
def appeal(request: HttpRequest, signed: str) -> HttpResponse:
    """The page of an appeal: what was decided, why, and the one form. Who holds the link needs no sign-in."""
    trouble, words, status = "", "", 200
    if request.method == "POST":
        words = request.POST.get("words", "")[:3000]
        try:
            actions.appeal(signed, words)
        except CommentsError as error:
            trouble, status = str(error), STATUS.get(type(error), 400)
    verdict = against(signed)
    done = "appealed" if request.method == "POST" and not trouble else done_of(request)

    def copy(token: str) -> VoiceCopy:
        page = VoiceCopy("appeal", title("appeal"), token, f"{ROOT}appeal/{signed}/", judged=(_judged(verdict),))
        return replace(page, trouble=trouble, words=words, done=done)

    return answer(request, copy, status)


def judged(reader: Reader) -> tuple[JudgedCopy, ...]:
    """What was decided about ``reader`` lately. One query."""
    return tuple(_judged(verdict) for verdict in verdicts_on(reader))


def _judged(verdict: Verdict) -> JudgedCopy:
    made = getattr(verdict, "appeal", None)
    answer = "" if made is None else "waiting" if made.granted is None else "granted" if made.granted else "refused"
    return JudgedCopy(
        verdict.act,
        verdict.at,
        verdict.story,
        graphemes.truncate(verdict.comment.text, QUOTED) if verdict.comment else "",
        verdict.reason,
        verdict.until if verdict.until and bans.ends(verdict.until) else None,
        "" if made else f"{ROOT}appeal/{link(verdict)}/",
        answer,
    )
