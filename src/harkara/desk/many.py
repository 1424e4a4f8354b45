"""One act done to many stories: what it would do to each, and what became of each.

Each story is a transaction of its own, so that one refusal stops no other. What is foretold uses the sentences by which
the acts refuse; the acts ask again, so that what changed meanwhile is refused then.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from harkara.desk import actions, rights, when
from harkara.desk.actions.amend import check_free
from harkara.desk.actions.issues import check_one_issue
from harkara.desk.actions.retag import retagged
from harkara.desk.errors import DeskError, NothingToDo, NotPublished, Refused, SecondFactorMissing
from harkara.desk.models import Issue, Progress, Section, Stage, Story, Topic
from harkara.people.models import User

MOST = 500
"""Stories of one go."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act will do, or did, to one story: done or not, and in words."""

    story: Story
    ok: bool
    said: str


@dataclass(frozen=True, slots=True)
class Retag:
    """Topics come and go."""

    add: tuple[Topic, ...] = ()
    remove: tuple[Topic, ...] = ()
    right = "publish"

    def foretell(self, story: Story) -> str:
        had = list(story.topics.all())
        after = retagged(had, self.add, self.remove)
        if after == had:
            raise NothingToDo(_("“%(headline)s” has these topics already.") % {"headline": story})
        return _names(had) + " → " + _names(after)

    def do(self, story: Story, user: User) -> object:
        return actions.retag(story, user, add=self.add, remove=self.remove)


@dataclass(frozen=True, slots=True)
class Move:
    """To another section."""

    section: Section
    right = "publish"

    def foretell(self, story: Story) -> str:
        if story.section_id == self.section.pk:
            raise NothingToDo(
                _("“%(headline)s” stands in %(section)s already.") % {"headline": story, "section": self.section}
            )
        said = f"{story.section or '—'} → {self.section}"
        return f"{said}. {_('Its old address leads to the new one.')}" if story.live else said

    def do(self, story: Story, user: User) -> object:
        if story.live:
            return actions.move(story, self.section, user)
        return actions.amend(story, user, section=self.section)


@dataclass(frozen=True, slots=True)
class Unpublish:
    """Off the paper, with a reason."""

    reason: str
    right = "unpublish"

    def foretell(self, story: Story) -> str:
        if not story.live:
            raise NotPublished(_("“%(headline)s” is not published.") % {"headline": story})
        return _("Leaves every page; its address says that there is no such page.")

    def do(self, story: Story, user: User) -> object:
        return actions.unpublish(story, user, self.reason)


@dataclass(frozen=True, slots=True)
class PutIntoIssue:
    """Into a print edition; what each still lacks is told there."""

    issue: Issue
    right = "tools"

    def foretell(self, story: Story) -> str:
        check_one_issue(story, self.issue)
        return _("Goes out with the issue: %(when)s.") % {"when": when.exactly(self.issue.at)}

    def do(self, story: Story, user: User) -> object:
        return actions.put_into_issue(self.issue, [story], user)


Act = Retag | Move | Unpublish | PutIntoIssue


def foretold(act: Act, stories: Iterable[Story], user: User) -> list[Outcome]:
    """What ``act`` of ``user`` will do to each of ``stories`` (with section and topics at hand). One query, and for
    an issue one more for each.
    """
    rows = list(stories)
    numbers = [story.pk for story in rows]
    progress = {row.story_id: row for row in Progress.objects.select_related("holder").filter(story__in=numbers)}
    outcomes = []
    for story in rows:
        try:
            _check(act, story, user, progress.get(story.pk))
            outcomes.append(Outcome(story, True, act.foretell(story)))
        except DeskError as refusal:
            outcomes.append(Outcome(story, False, str(refusal)))
    return outcomes


def done(act: Act, stories: Iterable[Story], user: User) -> list[Outcome]:
    """Does ``act`` to each of ``stories`` by itself and returns what became of each."""
    outcomes = []
    for story in stories:
        try:
            act.do(story, user)
        except (DeskError, SecondFactorMissing) as refusal:
            outcomes.append(Outcome(story, False, str(refusal)))
        else:
            outcomes.append(Outcome(story, True, _("Done.")))
    return outcomes


def _check(act: Act, story: Story, user: User, row: Progress | None) -> None:
    """Raises the refusal that ``act`` would meet before it looks at what is to be changed."""
    if story.killed_at:
        raise Refused(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": story})
    places: list[Any] = [story.section_id]
    if isinstance(act, Move):
        places.append(act.section.pk)
    right = act.right if story.live or isinstance(act, PutIntoIssue) else "edit"
    if not rights.may(user, right) or not all(rights.holds(user, place, story.desk_id) for place in places):
        label = rights.ACTS[right][0]
        raise Refused(_("It is outside what you work on: %(act)s.") % {"act": label})
    if isinstance(act, Unpublish | PutIntoIssue):
        return
    check_free(story, user, row.holder if row else None)
    if story.live and row is not None and row.stage != Stage.APPROVED and not rights.may(user, "approve", story):
        raise Refused(_("“%(headline)s” is not approved yet.") % {"headline": story})


def _names(topics: Iterable[Topic]) -> str:
    return ", ".join(topic.name for topic in topics) or "—"


By = Callable[[dict[str, Any]], Act]
"""Makes an act out of what its form said."""
