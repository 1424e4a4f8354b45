"""Notices: somebody is told what happened to a story or an assignment of theirs."""

from harkara.desk import clock
from harkara.desk.models import Assignment, Notice, Story
from harkara.people.models import User


def tell(
    user: User | None,
    kind: str,
    story: Story | None = None,
    by: User | None = None,
    note: str = "",
    assignment: Assignment | None = None,
) -> None:
    """Tells ``user``, unless it was their own act, or there is nobody to tell."""
    if user is None or (by is not None and by.pk == user.pk):
        return
    Notice.objects.create(
        user=user, kind=kind, story=story, assignment=assignment, by=by, note=note, made_at=clock.now()
    )


def read_all(user: User) -> int:
    """Notes that ``user`` has read all notices; returns how many were new."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=clock.now())
