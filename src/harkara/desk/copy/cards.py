"""Cards: what stands on the picture of a story for sharing, and the photo on it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from PIL import Image, ImageOps

from harkara.bangla import clock as bangla_clock
from harkara.bangla.digits import to_bangla
from harkara.desk import clock, keys
from harkara.desk.copy.pictures import focus, picture_copy
from harkara.desk.models import Banner, CardTemplate, Correction, Paper, Picture, Story, StoryCard
from harkara.desk.models.card import CardKind
from harkara.layout.cards import CardCopy, CardGround, CardLook, CardPhoto
from harkara.layout.cards import CardKind as Kind
from harkara.layout.compositor import over
from harkara.rack.cards import SHAPES
from harkara.rack.keys import expires, read

YOUNG = timedelta(hours=48)
"""How long the cards of a story are drawn ahead."""


def card(id: int) -> CardCopy | None:  # noqa: A002 (the door's word)
    """The card of a published story; ``None`` where there is none. Notes what it shows of the story (``teaser:{id}``), what an
    editor said of it (``card:{id}``), how cards of its kind look (``cards:{kind}``), and the paper's name and look.
    """
    read(keys.teaser(id), keys.card(id), keys.mark(id))
    rows = Story.objects.filter(live=True, pk=id).defer("body")
    row = rows.select_related("section", "picture", "banner", "card").first()
    if row is None:
        return None
    return of(row, said_of(row))


def said_of(story: Story) -> StoryCard:
    """What an editor said of the card of ``story``, or what stands where nobody did; that one is not saved."""
    return cast("StoryCard | None", getattr(story, "card", None)) or StoryCard(story=story)


def of(story: Story, said: StoryCard, template: CardTemplate | None = None) -> CardCopy:
    """The card of ``story`` with what is ``said`` of it, in the looks of ``template`` (``None``: those of its kind)."""
    kind = _kind(story, said)
    read(keys.cards(kind), keys.NAME, keys.LOOK)
    paper, look = Paper.load(), template or CardTemplate.of(kind)
    photo = picture_copy(story.picture) if look.photo != CardTemplate.Photo.NONE else None
    if story.section is not None:
        read(keys.section_name(story.section.slug))
    label = look.label or story.kicker or (story.section.name if story.section else "")
    paid = over("", "", story.sponsor)
    if paper.logo is not None:
        read(keys.shown(paper.logo.pk))
    return CardCopy(
        kind=kind,
        look=CardLook(cast(CardGround, look.ground), cast(CardPhoto, look.photo), look.label, look.foot, look.dated),
        words=_words(kind, story, said),
        label=paid or ("" if kind == "quote" and not look.label else label),
        day=bangla_clock.format(story.published_at or clock.now(), "day", clock.zone().key),
        paper=paper.name,
        aside=_aside(kind, story, said),
        figures=figures(said.figures) if kind in ("numbers", "score") else (),
        photo=photo.id if photo else None,
        focus=focus(story.picture) if photo and story.picture else (50, 50),
        credit=photo.credit if photo else "",
        logo=paper.logo.pk if paper.logo is not None and not paper.logo.withdrawn else None,
        is_corrected=bool(story.pk) and Correction.objects.filter(story=story.pk).exists(),
        accent=paper.accent,
        face="sans" if paper.headline_face == Paper.Face.SANS else "serif",
    )


def _kind(story: Story, said: StoryCard) -> Kind:
    """The kind that was chosen, if it has what it needs; else that of the story."""
    if said.kind and not lacks(said.kind, story, said):
        return cast(Kind, said.kind)
    if story.kind == Story.Kind.OBITUARY and story.remembered:
        return "obituary"
    banner = cast("Banner | None", getattr(story, "banner", None))
    if banner is not None and banner.kind == Banner.Kind.BREAKING and banner.until > clock.now():
        expires(banner.until)
        return "breaking"
    return "headline"


def lacks(kind: str, story: Story, said: StoryCard) -> bool:
    """Whether a card of ``kind`` needs something that nobody gave."""
    return {
        CardKind.QUOTE.value: not said.words.strip(),
        CardKind.NUMBERS.value: not figures(said.figures),
        CardKind.SCORE.value: len(figures(said.figures)) != 2,
        CardKind.OBITUARY.value: not story.remembered.strip(),
    }.get(kind, False)


def figures(pairs: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """The figures of ``pairs`` in Bangla digits, with what they count; those without a figure are left out."""
    return tuple((to_bangla(str(figure)), str(words)) for figure, words in pairs if str(figure).strip())


def _words(kind: Kind, story: Story, said: StoryCard) -> str:
    return {"quote": said.words, "obituary": story.remembered}.get(kind) or story.headline


def _aside(kind: Kind, story: Story, said: StoryCard) -> tuple[str, ...]:
    if kind == "quote":
        return (said.speaker,) if said.speaker else ()
    if kind == "obituary":
        years = "–".join(to_bangla(str(year)) for year in (story.born, story.died) if year)
        return tuple(filter(None, (years, story.headline)))
    return ()


def opened(number: int, least: tuple[int, int]) -> Image.Image | None:
    """The picture ``number`` for a card: at least as large as ``least`` in pixels, if it is; ``None`` where it may not be
    shown. A JPEG is read no larger than needed, which is quick.
    """
    row = Picture.objects.filter(pk=number, withdrawn=False).first()
    if row is None:
        return None
    with row.file.storage.open(row.file.name, "rb") as file, Image.open(file) as original:
        original.draft("RGB", least)
        upright = ImageOps.exif_transpose(original)
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def shares(story_has_picture: bool, paper: str) -> bool:
    """Whether the picture that a shared link shows is the story's card, in a paper of this rule (``Paper.cards``)."""
    return paper == Paper.Cards.ALWAYS or (paper == Paper.Cards.LACKING and not story_has_picture)


def ahead(id: int) -> tuple[str, ...]:  # noqa: A002 (the door's word)
    """The files of the cards of a story that are drawn before anybody asks: ``landscape.jpg``, … None of an old story."""
    row = Story.objects.filter(live=True, pk=id, published_at__gt=clock.now() - YOUNG).only("picture").first()
    if row is None:
        return ()
    paper = Paper.load()
    if paper.cards_ahead:
        return tuple(f"{shape}.jpg" for shape in reversed(SHAPES))
    return ("landscape.jpg",) if shares(row.picture_id is not None, paper.cards) else ()
