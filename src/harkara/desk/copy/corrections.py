"""The corrections of the whole paper, the newest first, in pages that are counted from the oldest."""

from harkara.desk import keys
from harkara.desk.models import Correction, Listing
from harkara.layout.copy import CorrectedCopy, CorrectionCopy, CorrectionsPageCopy, PassageCopy
from harkara.rack.keys import read

HREF = "/corrections/"


def corrections(number: int | None) -> CorrectionsPageCopy | None:
    """The first page (``number`` None: the newest 20 to 39 corrections; there always is one) or the older page ``number``,
    without those of stories that are not published now; ``None`` where there is no such page.

    Notes ``list:corrections`` or ``list:corrections:{number}``, and of each story its mention. Two queries.
    """
    read(keys.listing(keys.CORRECTIONS) if number is None else keys.page(keys.CORRECTIONS, number))
    listing = _listing()
    last = listing.older_pages
    if number is not None and not 1 <= number <= last:
        return None
    numbers = listing.numbers_of(number)
    rows = Correction.objects.filter(place__gte=numbers.start, place__lt=numbers.stop).order_by("-place")
    shown = ("made_at", "text", "passages", "story__headline", "story__slug", "story__live", "story__section__slug")
    notes = list(rows.select_related("story__section").only(*shown))
    read(*(keys.mention(note.story_id) for note in notes))
    page = last + 1 if number is None else number
    return CorrectionsPageCopy(
        href=HREF if number is None else f"{HREF}page/{number}/",
        notes=tuple(
            CorrectedCopy(note.story.headline, note.story.href, correction(note)) for note in notes if note.story.live
        ),
        number=number,
        newer="" if number is None else HREF if number == last else f"{HREF}page/{number + 1}/",
        older=f"{HREF}page/{page - 1}/" if page > 1 else "",
    )


def correction_pages() -> int:
    """How many older, numbered pages of corrections there are."""
    read(keys.listing(keys.CORRECTIONS))
    return _listing().older_pages


def correction(note: Correction) -> CorrectionCopy:
    """A correction as its story and the list of all show it."""
    passages = tuple(PassageCopy(said["stood"], said["stands"]) for said in note.passages)
    return CorrectionCopy(note.made_at, note.text, passages)


def _listing() -> Listing:
    return Listing.objects.filter(name=keys.CORRECTIONS).first() or Listing(name=keys.CORRECTIONS)
