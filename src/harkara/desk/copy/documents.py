"""The pages in which the paper speaks of itself."""

from harkara.desk import keys
from harkara.desk.copy.bodies import Galley, addresses
from harkara.desk.copy.pictures import picture_copies
from harkara.desk.models import Document
from harkara.layout.copy import DocumentCopy
from harkara.rack.keys import read


def document(slug: str) -> DocumentCopy | None:
    """A page about the paper, as it was published last; ``None`` where there is none. Notes what it reads."""
    read(f"{keys.DOCUMENTS}:{slug}", keys.document(slug))
    row = Document.objects.filter(slug=slug, live=True).first()
    if row is None:
        return None
    galley = Galley(list(row.body.raw_data))
    return DocumentCopy(
        slug=row.slug,
        title=row.title,
        href=row.href,
        summary=row.summary,
        body=galley.blocks(picture_copies(galley.pictures), addresses(galley.stories)),
        changed_at=row.last_published_at,
    )


def documents() -> dict[str, str]:
    """The addresses of all pages about the paper, by slug, in their order. Notes ``list:documents``."""
    read(keys.DOCUMENTS)
    return {row.slug: row.href for row in Document.objects.filter(live=True).only("slug")}
