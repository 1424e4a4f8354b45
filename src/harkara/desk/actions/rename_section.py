"""Rename section: a section gets another name. Its address stays; every frame changes."""

from django.utils.translation import gettext as _

from harkara.bangla.clean import normalise
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Section


def rename_section(section: Section, name: str) -> Section:
    """Gives ``section`` another name and returns it; touches the frame of every page
    and its name. Raises ``Refused`` or ``NothingToDo``."""
    name = normalise(name).strip()
    if not name:
        raise Refused(_("A section needs a name: write what “%(name)s” is to be called.") % {"name": section})
    if name == section.name:
        raise NothingToDo(_("The section is called “%(name)s” already.") % {"name": name})
    section.name = name
    section.save()
    return section
