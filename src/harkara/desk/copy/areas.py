"""Links to the lists of areas."""

from functools import lru_cache

from harkara.desk.models import Area
from harkara.desk.models.area import ROOT
from harkara.layout.copy import Link

COUNTRY = "সারাদেশ"
"""What the list of the whole country is called."""


@lru_cache(maxsize=1024)
def area_link(slug: str, name: str) -> Link:
    """A link to the list of an area."""
    return Link(COUNTRY if slug == ROOT else name, Area(slug=slug).href)
