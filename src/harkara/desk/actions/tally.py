"""What the acts note for the reports: a story was published for the first time, updated, or corrected."""

from harkara.desk import clock
from harkara.desk.models import Story, Tally
from harkara.people.models import User


def first(story: Story, author: User | None) -> None:
    """Counts that ``story``, which ``author`` began, was published for the first time. One query."""
    _note(story, Tally.Kind.PUBLISHED, author.pk if author else None)


def again(story: Story, kind: Tally.Kind) -> None:
    """Counts that readers were told of something new in ``story``, to who began it. Two queries."""
    began = Tally.objects.filter(story=story.pk, kind=Tally.Kind.PUBLISHED).values_list("author", flat=True).first()
    _note(story, kind, began)


def _note(story: Story, kind: Tally.Kind, author: int | None) -> None:
    Tally.objects.create(
        day=clock.today(), kind=kind, story=story, author_id=author, section_id=story.section_id, desk_id=story.desk_id
    )
