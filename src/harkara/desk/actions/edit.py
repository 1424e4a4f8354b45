"""Edit: a published story gets other words, at once."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from harkara.desk.actions import traces
from harkara.desk.actions.publish import check
from harkara.desk.errors import DraftPending, Killed, NothingToDo, NotPublished, Refused
from harkara.desk.models import Story
from harkara.people.models import User

EDITABLE = frozenset(
    [
        "headline",
        "kicker",
        "kind",
        "summary",
        "remembered",
        "born",
        "died",
        "video",
        "section",
        "desk",
        "dateline",
        "body",
        "picture",
        "captions",
        "topics",
        "areas",
        "syndication",
        "comments",
        "no_advertising",
        "sponsor",
        "expire_at",
    ]
)


def edit(story: Story, user: User | None, *, tell_reader: bool | str = False, **changes: Any) -> Story:
    """Changes fields of a published story, as a new revision that is published at once, and returns it.

    ``tell_reader`` sets ``updated_at``, and says in a few words what is new; without it the edit is a minor one. The house
    itself need not say what. ``changes``: new values by field name;
    ``body`` as a list of ``(type, value)`` or stored blocks, ``topics`` and ``areas`` as lists. Raises ``NotPublished``,
    ``Killed``, ``DraftPending`` where unpublished words wait, ``Refused`` for a field that may not be edited, ``NothingToDo``,
    ``NotReady`` where nothing would be left of headline, section or text.
    """
    unknown = sorted(set(changes) - EDITABLE)
    if unknown:
        raise Refused(
            _("%(unknown)s cannot be edited; the fields that can are %(fields)s.")
            % {"unknown": ", ".join(unknown), "fields": ", ".join(sorted(EDITABLE))}
        )
    if not changes and not tell_reader:
        raise NothingToDo(_("Nothing was given that would change “%(headline)s”.") % {"headline": story})
    with transaction.atomic():
        row = editable(story)
        for name, value in changes.items():
            setattr(row, name, value)
        row.tell_reader, row.tell_reason = bool(tell_reader), tell_reader if isinstance(tell_reader, str) else ""
        check(row, row)
        revision = row.save_revision(user=user, told=False)
        row.publish(revision, user=user, skip_permission_checks=True)
    return Story.objects.get(pk=story.pk)


def editable(story: Story) -> Story:
    """The locked row of a published story without pending words. Raises as ``edit`` does."""
    row = traces.locked(story.pk)
    if row.killed_at:
        raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": row})
    if not row.live:
        raise NotPublished(_("“%(headline)s” is not published: change its draft instead.") % {"headline": row})
    if row.has_unpublished_changes:
        raise DraftPending(
            _("“%(headline)s” has newer words that are not published: publish or throw them away first.")
            % {"headline": row}
        )
    return row
