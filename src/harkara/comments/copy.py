"""Reads what readers see under a story, as layout's dataclasses, and notes the keys of all that was read.

Every page takes a constant number of queries, and rows of that page alone.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from harkara.comments import keys, text
from harkara.comments.keys import PER_PAGE
from harkara.comments.models import Comment, Reader, Talk
from harkara.layout.talking import RemarkCopy, SaidCopy, State
from harkara.rack.keys import read
from harkara.rack.outbox.log import EVERYTHING

ANSWERS: Final = 10
"""Answers that stand below a comment in a list of many; a page of its own shows all."""

HELD: Final = 20
"""Comments that only their reader sees, on the reader's page; and of those that wait."""


def said(story: int, piece: str = "") -> SaidCopy | None:
    """What is said under ``story``: the newest (no ``piece``), what most agree with (``best``), a numbered page (``3``), or a
    comment with all its answers (``t345``). ``None`` where there is no such page.
    """
    read(EVERYTHING)
    if piece == "":
        return _newest(story)
    if piece == "best":
        return _best(story)
    if piece.startswith("t"):
        return _thread(story, int(piece[1:]))
    return _page(story, int(piece))


def held(story: int, reader: Reader) -> tuple[tuple[RemarkCopy, int | None], ...]:
    """What ``reader`` said under ``story`` and nobody else sees, the oldest first, as if it were shown, each with the number of
    the comment that it answers; for that reader's own page, never for a sheet. One query, by an index of such comments alone.
    """
    rows = Comment.objects.filter(reader=reader, story=story, state=Comment.State.HELD)
    found = list(rows.select_related("reader").order_by("-place", "-pk")[:HELD])
    return tuple((_spoken(row, (), 0), row.parent_id) for row in reversed(found))


def waiting(story: int, reader: Reader) -> tuple[tuple[int, str], ...]:
    """What ``reader`` said under ``story`` and a moderator has to look at first, the newest first: number and words. One query,
    for that reader's own page.
    """
    rows = Comment.objects.filter(reader=reader, story=story, state=Comment.State.WAITING).order_by("-made_at")
    return tuple(rows.values_list("pk", "text")[:HELD])


def _newest(story: int) -> SaidCopy:
    """The newest comments first: those of the last page, which is still filling, and of the one before."""
    read(keys.talk(story))
    talk = Talk.objects.filter(pk=story).first()
    if talk is None or not talk.places:
        return SaidCopy("new", (), total=0)
    last = keys.page_of(talk.places - 1)
    first = max(1, last - 1)
    remarks = _set(Comment.objects.filter(story=story, place__gte=(first - 1) * PER_PAGE))
    return SaidCopy("new", tuple(reversed(remarks)), total=talk.shown, older=first - 1)


def _page(story: int, number: int) -> SaidCopy | None:
    """A numbered page, the newest of it first. Only what is said there changes it."""
    read(keys.page(story, number))
    begin = (number - 1) * PER_PAGE
    remarks = _set(Comment.objects.filter(story=story, place__gte=begin, place__lt=begin + PER_PAGE))
    if not remarks and not Comment.objects.filter(story=story, place=begin).exists():
        return None
    return SaidCopy("page", tuple(reversed(remarks)), number=number, older=number - 1)


def _best(story: int) -> SaidCopy:
    read(keys.talk(story))
    talk = Talk.objects.filter(pk=story).first()
    top = Comment.objects.filter(story=story, parent=None, state=Comment.State.SHOWN)
    numbers = list(top.order_by("-score", "place").values_list("pk", flat=True)[:PER_PAGE])
    order = {number: at for at, number in enumerate(numbers)}
    rows = Comment.objects.filter(Q(pk__in=numbers) | Q(parent__in=numbers)) if numbers else Comment.objects.none()
    remarks = sorted(_set(rows), key=lambda one: order[one.number])
    return SaidCopy("best", tuple(remarks), total=talk.shown if talk else 0)


def _thread(story: int, number: int) -> SaidCopy | None:
    one = Comment.objects.filter(pk=number, story=story, parent=None).only("place").first()
    if one is None:
        read(keys.talk(story))
        return None
    read(keys.page(story, keys.page_of(one.place)))
    remarks = _set(Comment.objects.filter(Q(pk=number) | Q(parent=number)), most=None)
    return SaidCopy("thread", remarks, number=number) if remarks else None


def _set(rows: QuerySet[Comment], most: int | None = ANSWERS) -> tuple[RemarkCopy, ...]:
    """Comments with their answers, in the order of their places. One whose words are gone stands where answers are shown."""
    tops = list(rows.filter(parent=None).select_related("reader").order_by("place"))
    answers, counts = _answers(rows.filter(parent__isnull=False, state=Comment.State.SHOWN), most)
    found = []
    for top in tops:
        below = answers[top.pk]
        if top.state == Comment.State.SHOWN or (below and top.state != Comment.State.WAITING):
            found.append(_remark(top, below, counts.get(top.pk, 0) - len(below)))
    return tuple(found)


def _answers(rows: QuerySet[Comment], most: int | None) -> tuple[dict[int, list[RemarkCopy]], dict[int, int]]:
    """The first ``most`` answers to each comment, the oldest first, and how many there are."""
    shown = rows.select_related("reader").order_by("parent", "pk")
    counts: dict[int, int] = {}
    if most is not None:
        counts = dict(rows.order_by().values_list("parent").annotate(Count("pk")))
        nth = Window(RowNumber(), partition_by=F("parent"), order_by=F("pk").asc())
        shown = shown.annotate(nth=nth).filter(nth__lte=most)
    found: dict[int, list[RemarkCopy]] = defaultdict(list)
    for row in shown:
        if row.parent_id is not None:
            found[row.parent_id].append(_remark(row, (), 0))
    return found, counts or {number: len(below) for number, below in found.items()}


def _remark(row: Comment, answers: Collection[RemarkCopy], more: int) -> RemarkCopy:
    if row.state != Comment.State.SHOWN:
        state: State = "deleted" if row.state == Comment.State.DELETED else "withdrawn"
        return RemarkCopy(row.pk, "", row.made_at, None, (), state=state, answers=tuple(answers), more=more)
    return _spoken(row, answers, more)


def _spoken(row: Comment, answers: Collection[RemarkCopy], more: int) -> RemarkCopy:
    return RemarkCopy(
        number=row.pk,
        name=row.reader.name if row.reader else row.signed,
        made_at=row.made_at,
        edited_at=row.edited_at,
        paragraphs=text.paragraphs(row.text),
        agreed=row.agreed,
        disagreed=row.disagreed,
        answers=tuple(answers),
        more=more,
    )
