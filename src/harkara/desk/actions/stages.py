"""What the acts on stages share: the row of a story on its way, and how the log calls them."""

from django.utils.translation import gettext as _

from harkara.desk.actions import traces
from harkara.desk.errors import Killed
from harkara.desk.models import Progress, Story

FILED = "desk.file"
CLAIMED = "desk.claim"
RELEASED = "desk.release"
SENT_BACK = "desk.send_back"
APPROVED = "desk.approve"
URGENT = "desk.publish_urgent"
ASSIGNED = "desk.assign"


def on_its_way(story: Story) -> Progress:
    """How far ``story`` is, locked with the story. Raises ``Missing``, and ``Killed`` where it was killed."""
    row = traces.locked(story.pk)
    if row.killed_at:
        raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": row})
    return Progress.of(row)
