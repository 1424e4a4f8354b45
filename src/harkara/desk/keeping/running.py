"""The running revision of an open editor: written over every few seconds until somebody else begins from it."""

from datetime import timedelta

from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision

from harkara.desk import clock
from harkara.desk.models import Autosave, Story
from harkara.people.models import User

ASIDE = "desk.aside"
"""How the history of a story calls it when a wording was put aside."""

WRITING = ("wagtail.create", "wagtail.edit", ASIDE)
"""Acts that only write. A revision of which the log tells any other (published, filed, approved …) stays as it is."""


def seal(story: int) -> None:
    """Closes the running revision of the story with that number: somebody begins from what it says now. What is typed
    elsewhere from here on goes into another revision. Costs one query where nothing runs.
    """
    latest = Story.objects.filter(pk=story).values("latest_revision")
    if Autosave.objects.filter(revision__in=latest, is_open=True).exists():
        Autosave.objects.filter(revision__in=latest, is_open=True).update(is_open=False)


def is_open(story: Story) -> bool:
    """Whether the newest revision of ``story`` may still be written over."""
    return Autosave.objects.filter(revision=story.latest_revision_id, is_open=True).exists()


def own(story: Story, page: str) -> Revision | None:
    """The newest revision of ``story`` if the editor called ``page`` has it open: that one is to be written over. Not
    where anything was done with it meanwhile: what was published, scheduled, filed or approved stays as it was.
    """
    found = Autosave.objects.filter(revision=story.latest_revision_id, page=page, is_open=True)
    row = found.select_related("revision").first() if page else None
    if row is None or row.revision.approved_go_live_at or row.pk == story.live_revision_id:
        return None
    if ModelLogEntry.objects.filter(revision=row.pk).exclude(action__in=WRITING).exists():
        return None
    return row.revision


def writes(story: Story, page: str) -> bool:
    """Whether the editor called ``page`` wrote the newest revision of ``story``, maybe without having heard so."""
    return bool(page) and Autosave.objects.filter(revision=story.latest_revision_id, page=page).exists()


def note(revision: Revision, page: str) -> None:
    """Marks ``revision`` as autosaved by the editor called ``page``."""
    Autosave.objects.update_or_create(revision=revision, defaults={"page": page, "saved_at": clock.now()})


def put_aside(story: Story, version: Story, user: User, page: str) -> Revision:
    """Keeps ``version``, which did not become the newest one, beside the newest: nothing that was written is nowhere.
    One a page; the history of the story tells of it.
    """
    latest = story.latest_revision
    at = (latest.created_at if latest else clock.now()) - timedelta(microseconds=1)
    row = Autosave.objects.filter(page=page, is_aside=True).select_related("revision").first()
    if row:
        aside: Revision = row.revision
        aside.content, aside.created_at, aside.object_str = version.serializable_data(), at, str(version)
        aside.save()
        return aside
    aside = Revision.objects.create(
        content_object=story,
        base_content_type=Story.get_base_content_type(),
        user=user,
        content=version.serializable_data(),
        object_str=str(version),
        created_at=at,
    )
    Autosave.objects.create(revision=aside, page=page, is_open=False, is_aside=True, saved_at=clock.now())
    log(instance=story, action=ASIDE, user=user, revision=aside)
    return aside


def begun(page: str) -> Story | None:
    """The story that the editor called ``page`` has begun already, though it may not have heard so."""
    row = Autosave.objects.filter(page=page).select_related("revision").first() if page else None
    return Story.objects.filter(pk=row.revision.object_id).first() if row else None
