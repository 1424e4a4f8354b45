"""What the desk ordered to be sent to readers, for the press to lay down on their side."""

from collections.abc import Iterable

from harkara.desk.models import Alert
from harkara.layout.alerting import AlertCopy


def alerts(events: Iterable[str]) -> list[AlertCopy]:
    """The orders of ``events``, in the order in which they were given. One query."""
    rows = Alert.objects.filter(event__in=list(events)).select_related("story").defer("story__body").order_by("pk")
    return [
        AlertCopy(
            event=one.event,
            story=one.story_id,
            kind=one.kind,
            title=one.title,
            text=one.text,
            subjects=tuple(one.subjects),
            at=one.ordered_at,
            headline=one.story.headline,
        )
        for one in rows
    ]
