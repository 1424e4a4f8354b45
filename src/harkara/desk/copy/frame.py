"""What every page's frame shows."""

from django.conf import settings

from harkara.desk import keys
from harkara.desk.models import Paper, Section
from harkara.layout.copy import PaperCopy, SectionCopy
from harkara.rack.keys import read


def paper() -> PaperCopy:
    """The paper: name, sections in their order, footer. Notes the epoch ``frame``."""
    read(keys.FRAME)
    row = Paper.load()
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
    )


def section_copy(section: Section) -> SectionCopy:
    """A section as navigation shows it. Its name belongs to the frame."""
    read(keys.FRAME)
    return SectionCopy(slug=section.slug, name=section.name, href=section.href)
