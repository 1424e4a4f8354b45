"""What every page's frame shows."""

from dataclasses import replace

from django.conf import settings

from harkara.desk import keys
from harkara.desk.copy.look import elsewhere
from harkara.desk.models import Document, Paper, Section
from harkara.desk.models.document import TRUST
from harkara.layout.copy import Link, PaperCopy, SectionCopy
from harkara.rack.keys import read


def paper() -> PaperCopy:
    """The paper: name, sections in their order, footer, pages about it, outlet. Notes the epochs of all parts of the frame."""
    read(keys.PAGE, keys.LITE, keys.OUTLET, keys.CONTACT, keys.ADS, keys.CRAWLERS, keys.COMMENTS, keys.COMMENTS_DAYS)
    row = Paper.load()
    about = list(Document.objects.filter(live=True).only("title", "slug", "in_footer"))
    return PaperCopy(
        name=row.name,
        tagline=row.tagline,
        origin=settings.HARKARA_ORIGIN,
        outlet=row.signs_as,
        zone=settings.HARKARA_ZONE,
        sections=tuple(section_copy(section) for section in Section.objects.all()),
        editor=row.editor,
        imprint=row.imprint,
        google_source=row.google_source,
        social=elsewhere(row.social),
        contact=row.security_contact,
        ads=row.ads_txt,
        crawlers=row.crawlers,
        comments=row.comments,
        comments_days=row.comments_days,
        counts_lite=row.counts_lite,
        cards=row.cards,
        asks=row.asks,
        documents=tuple(Link(str(one.title), one.href) for one in about if one.in_footer),
        trust=next((one.href for one in about if one.slug == TRUST), ""),
    )


APART = {
    "contact": keys.CONTACT,
    "ads": keys.ADS,
    "crawlers": keys.CRAWLERS,
    "comments": keys.COMMENTS,
    "comments_days": keys.COMMENTS_DAYS,
}
"""What only few sheets show of the paper, each a part of its own."""

NOT_SAID = PaperCopy(name="", tagline="", origin="", outlet="", zone="", sections=())
"""A paper of which nothing is told."""


def part_of(whole: PaperCopy, parts: frozenset[str]) -> PaperCopy:
    """Of the paper ``whole`` what the ``parts`` of the frame hold (``desk.keys``); everything else is empty.

    So a sheet that depends on these parts only cannot show another one of the paper.
    """
    told = {name: getattr(whole if part in parts else NOT_SAID, name) for name, part in APART.items()}
    if keys.PAGE in parts:
        told["outlet"] = whole.outlet if keys.OUTLET in parts else ""
        return replace(whole, **told)
    lite = keys.LITE in parts
    if lite:
        told |= {name: getattr(whole, name) for name in ("editor", "imprint", "trust", "counts_lite")}
    shown = lite or not parts.isdisjoint((keys.NAMES, keys.SECTIONS))
    return PaperCopy(
        name=whole.name if lite or keys.NAME in parts else "",
        tagline=whole.tagline if keys.TAGLINE in parts else "",
        origin=whole.origin,
        outlet=whole.outlet if keys.OUTLET in parts else "",
        zone=whole.zone,
        sections=tuple(one for one in whole.sections if shown or keys.section_name(one.slug) in parts),
        language=whole.language,
        **told,
    )


def section_copy(section: Section) -> SectionCopy:
    """A section as navigation shows it. Its name belongs to the frame."""
    read(keys.PAGE)
    return SectionCopy(slug=section.slug, name=section.name, href=section.href, within=section.above_id or "")
