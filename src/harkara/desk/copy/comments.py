"""The story under which readers say something, and the names that they may not have."""

from datetime import timedelta

from harkara.desk import clock, keys
from harkara.desk.models import Paper, Person, Story
from harkara.layout.copy import PaperCopy
from harkara.layout.talking import Takes, UnderCopy
from harkara.people.models import User
from harkara.rack.keys import expires, read


def under(number: int, paper: PaperCopy) -> UnderCopy | None:
    """What a published story says above its comments, and whether it takes more of them; ``None`` where there is no such story.
    ``paper`` says what it does where the story says nothing else. Notes ``story:{number}``, and when it closes.
    """
    read(keys.story(number))
    story = Story.objects.filter(live=True, pk=number).select_related("section").first()
    if story is None or story.published_at is None:
        return None
    chosen = story.comments or paper.comments
    takes: Takes = "open" if chosen == "open" else "checked" if chosen == "checked" else "off"
    closes_at = None
    if takes != "off" and paper.comments_days:
        closes_at = story.published_at + timedelta(days=paper.comments_days)
        if closes_at <= clock.now():
            takes = "closed"
        else:
            expires(closes_at)
    return UnderCopy(number, str(story.headline), story.href, takes, closes_at)


def staff_names() -> set[str]:
    """How everybody is called who works here or signs stories, and the paper itself. No sheet shows it: nothing is noted."""
    row = Paper.load()
    people = (user.get_full_name() for user in User.objects.filter(is_active=True).only("first_name", "last_name"))
    return {*people, *Person.objects.values_list("name", flat=True), row.name, row.signs_as} - {""}
