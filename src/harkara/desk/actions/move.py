"""Move: a published story goes to another section. Its old address leads to the new one."""

from django.utils.translation import gettext as _

from harkara.desk.actions.edit import edit
from harkara.desk.errors import NothingToDo
from harkara.desk.models import Section, Story
from harkara.people.models import User


def move(story: Story, section: Section, user: User | None) -> Story:
    """Moves ``story`` to ``section`` and returns it. Raises ``NothingToDo`` where it stands there, else as ``edit``."""
    if story.section_id == section.pk:
        raise NothingToDo(_("“%(headline)s” stands in %(section)s already.") % {"headline": story, "section": section})
    return edit(story, user, section=section)
