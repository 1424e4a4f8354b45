"""Rename section: a section gets another name. Its address stays; every frame changes."""

from harkara.bangla.clean import normalise
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Section


def rename_section(section: Section, name: str) -> Section:
    """Gives ``section`` another name and returns it; touches the frame of every page
    and its name. Raises ``Refused`` or ``NothingToDo``."""
    name = normalise(name).strip()
    if not name:
        raise Refused(f"Section {section.slug} needs a name.")
    if name == section.name:
        raise NothingToDo(f"Section {section.slug} is called {name} already.")
    section.name = name
    section.save()
    return section
