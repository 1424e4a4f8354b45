"""How the stories of an issue stand: what each still lacks, which wait for the hour, which went out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from harkara.desk import clock, rights, when
from harkara.desk.models import Issue, IssueStory, Progress, Stage, Story
from harkara.people.models import User


@dataclass(slots=True)
class Standing:
    """One story of an issue. ``state``: ``out`` (published), ``waits`` (arranged), ``newer`` (arranged, and newer words were
    written since), ``ready``, or ``lacks``, with what.
    """

    entry: IssueStory
    story: Story
    state: str = "ready"
    lacks: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def standings(issue: Issue, user: User) -> list[Standing]:
    """How each story of ``issue`` stands, as ``user`` may act. The same four queries for any number of stories."""
    entries = list(issue.entries.select_related("story__section", "story__desk", "story__picture").defer("story__body"))
    stories = [entry.story for entry in entries]
    progress = {row.story_id: row for row in Progress.objects.select_related("holder").filter(story__in=stories)}
    wanted = {story.latest_revision_id for story in stories} | {entry.version for entry in entries}
    versions = Revision.objects.in_bulk([number for number in wanted if number])
    found = []
    for entry in entries:
        version = versions.get(entry.story.latest_revision_id)
        standing = Standing(entry, entry.story)
        arranged = versions.get(entry.version) if entry.version else None
        if arranged is not None and arranged.approved_go_live_at is not None:
            standing.state = "waits" if entry.version == entry.story.latest_revision_id else "newer"
        elif arranged is not None and entry.story.live and issue.at <= clock.now():
            standing.state = "out"
        else:
            standing.lacks = list(_lacks(issue, entry.story, version, progress.get(entry.story_id), user))
            standing.state = "lacks" if standing.lacks else "ready"
        standing.hints = list(_hints(entry.story, version, progress.get(entry.story_id)))
        found.append(standing)
    return found


def _lacks(issue: Issue, story: Story, version: Revision | None, row: Progress | None, user: User) -> Iterable[str]:
    said: dict[str, Any] = version.content if version else {}
    if story.killed_at:
        yield _("It was killed.")
        return
    if story.live and not story.has_unpublished_changes:
        yield _("It is published already.")
    if not (said.get("headline") or story.headline).strip():
        yield _("It has no headline.")
    if not (said.get("section") or story.section_id):
        yield _("It has no section.")
    if said.get("body", "[]") == "[]":
        yield _("It has no text.")
    if not rights.may(user, "publish", story):
        yield _("It is outside what you work on: %(act)s.") % {"act": rights.ACTS["publish"][0]}
    elif row is not None and row.stage != Stage.APPROVED and not rights.may(user, "approve", story):
        yield _("It is not approved yet.")
    if row is not None and row.holder is not None and row.holder_id != user.pk:
        yield _("%(name)s is editing it.") % {"name": row.holder.get_full_name() or row.holder}
    if story.embargo_until and story.embargo_until > issue.at and not story.embargo_reason:
        yield _("Under embargo: %(when)s.") % {"when": when.in_words(story.embargo_until, clock.now())}


def _hints(story: Story, version: Revision | None, row: Progress | None) -> Iterable[str]:
    """What does not keep it back, and is better known."""
    said: dict[str, Any] = version.content if version else {}
    if not said.get("picture"):
        yield _("no picture")
    if not said.get("summary"):
        yield _("no summary")
    if row is not None and row.stage != Stage.APPROVED:
        yield str(Stage(row.stage).label)
