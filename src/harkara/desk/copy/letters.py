"""Letters to readers, composed of what stands on fronts now; and what is true now of stories that stand in one.

A letter costs what its fronts cost, however many stories there are; the truth about some stories is two queries.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings

from harkara.desk import clock, newsletters
from harkara.desk.copy.corrections import correction
from harkara.desk.copy.fronts import front
from harkara.desk.copy.listings import section
from harkara.desk.copy.teasers import teaser
from harkara.desk.models import BreakingLetter, Correction, Newsletter, NewsletterNote, Story
from harkara.desk.newsletters import Part
from harkara.layout import cases, compositor, letters
from harkara.layout.copy import CorrectionCopy, FrontCopy, PictureCopy, TeaserCopy
from harkara.layout.letters import LetterCopy, LetterPart, LetterPicture, LetterRow
from harkara.layout.words import labelled

PICTURE = 640
"""Pixels of the width of a picture in a letter, at most."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is true now of a published story: its row, and its corrections, the oldest first."""

    row: LetterRow
    corrections: tuple[CorrectionCopy, ...]

    def since(self, moment: datetime) -> LetterRow:
        """The row, stamped with what was corrected after ``moment``."""
        late = [one for one in self.corrections if one.made_at > moment]
        return replace(self.row, corrected_at=late[-1].made_at, correction=late[-1].told) if late else self.row


def compose(kind: Newsletter, at: datetime, note: str | None = None) -> LetterCopy | None:
    """The letter of ``kind`` as it goes out at ``at`` (aware), from fronts as they stand now; ``None`` where none of them has
    a story that is new enough. ``note``: the editor's, where it is not the one that is kept for that day.
    """
    day, oldest = clock.day_of(at), at - timedelta(hours=kind.hours)
    if note is None:
        note = NewsletterNote.objects.filter(newsletter=kind, day=day).values_list("text", flat=True).first() or ""
    taken: set[int] = set()
    parts: list[LetterPart] = []
    for one in newsletters.parts(kind.parts):
        rows: list[LetterRow] = []
        title, stories = _of_front(one)
        for story in stories:
            if len(rows) < one.rows and story.id not in taken and story.published_at > oldest:
                taken.add(story.id)
                rows.append(_row(story, pictured=kind.pictures and len(taken) == 1))
        if rows:
            parts.append(LetterPart(title if parts else "", tuple(rows)))
    if not parts:
        return None
    every = [row for part in parts for row in part.rows]
    subject = newsletters.subject(kind.subject, kind.name, every, day, clock.zone())
    said = newsletters.paragraphs(note)
    return LetterCopy(kind.slug, kind.name, 0, subject, at, tuple(parts), note=said, signed=kind.signed if said else "")


def breaking(order: BreakingLetter, at: datetime) -> LetterCopy | None:
    """The breaking letter of the story that ``order`` names; ``None`` where that is not published (any more)."""
    found = known([order.story_id]).get(order.story_id)
    if found is None:
        return None
    kind = order.newsletter
    row = found.row if kind.pictures else replace(found.row, picture=None)
    said = newsletters.paragraphs(order.note)
    words = cases.table("letters")["words"]["breaking"]
    subject = f"{words}: {row.headline}"
    parts = (LetterPart("", (row,)),)
    signed = kind.signed if said else ""
    return LetterCopy(kind.slug, kind.name, 0, subject, at, parts, "breaking", said, signed)


def known(numbers: Iterable[int]) -> dict[int, Known]:
    """What is true now of those of the stories ``numbers`` that are published. Two queries."""
    wanted = list(dict.fromkeys(numbers))
    told: dict[int, list[CorrectionCopy]] = {}
    for one in Correction.objects.filter(story__in=wanted).order_by("made_at", "pk"):
        told.setdefault(one.story_id, []).append(correction(one))
    rows = Story.objects.filter(pk__in=wanted, live=True).select_related("section", "picture")
    return {
        story.pk: Known(_row(teaser(story, mute=False), pictured=True), tuple(told.get(story.pk, ())))
        for story in rows
        if story.section is not None
    }


def _of_front(part: Part) -> tuple[str, Iterator[TeaserCopy]]:
    """What a front is called, and its stories from the top."""
    if not part.front:
        return "", _stories(front())
    found = section(part.front, None)
    if found is None:
        return "", iter(())
    above = _stories(found.front) if found.front else iter(())
    return found.title, (one for some in (above, found.stories) for one in some)


def _stories(copy: FrontCopy) -> Iterator[TeaserCopy]:
    yield from (copy.lead,) if copy.lead else ()
    yield from copy.secondary
    yield from copy.latest
    for block in copy.blocks:
        yield from block.stories


def _row(story: TeaserCopy, *, pictured: bool) -> LetterRow:
    return LetterRow(
        story=story.id,
        headline=labelled(story.headline, story.sponsor),
        href=f"{settings.HARKARA_ORIGIN}/{story.id}",
        summary=letters.cut(story.summary),
        kicker=compositor.over(story.kind, story.kicker, story.sponsor),
        picture=_picture(_described(story)) if pictured else None,
    )


def _described(story: TeaserCopy) -> PictureCopy | None:
    """The picture of ``story`` with what is said of it: beside the words of a teaser none is."""
    if story.picture is None or story.picture.alt:
        return story.picture
    found = Story.objects.filter(pk=story.id).select_related("section", "picture").first()
    return teaser(found, mute=False).picture if found and found.section else story.picture


def _picture(picture: PictureCopy | None) -> LetterPicture | None:
    if picture is None or not picture.files:
        return None
    file = compositor.fallback(compositor.plainest(picture), limit=PICTURE)
    return LetterPicture(f"{settings.HARKARA_ORIGIN}{file.href}", file.width, file.height, picture.alt)
