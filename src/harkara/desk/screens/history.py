"""What a story's history says of things that nobody did by hand."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from harkara.desk.actions.due import LATE
from harkara.desk.actions.merge_topics import MERGED

STAFF = (
    ("desk.invite", _("Invite"), _("Invited")),
    ("desk.withdraw_invitation", _("Withdraw the invitation"), _("Withdrew the invitation")),
    ("desk.join", _("Take a place"), _("Took the place that was kept")),
    ("desk.appoint", _("Give a place"), _("Gave another place")),
    ("desk.dismiss", _("Close the account"), _("Closed the account")),
    ("desk.add_factor", _("Add a second factor"), _("Added a second factor")),
    ("desk.remove_factor", _("Take a second factor away"), _("Took a second factor away")),
    ("desk.new_codes", _("New sheet"), _("Made a new sheet of codes")),
    ("desk.forget_factors", _("Forget second factors"), _("Forgot all second factors")),
    ("desk.recall", _("Open the account again"), _("Opened the account again")),
)
"""What is done about the staff: how the log calls it, the act and what was done."""


def register(registry: LogActionRegistry) -> None:
    """Registers the desk's own entries with Wagtail's log."""
    registry.register_action(LATE)(Late)
    registry.register_action(MERGED)(Merged)
    for action, label, message in STAFF:
        registry.register_action(action, label, message)


class Late(LogFormatter):
    """A story could not be published, or taken off, at its time."""

    label = _("Late")

    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason", "")
        return gettext("Not done at its time: %(reason)s") % {"reason": reason}


class Merged(LogFormatter):
    """Another topic was merged into this one."""

    label = _("Merged")

    def format_message(self, log_entry: Any) -> str:
        return gettext("Took up the topic “%(name)s”") % {"name": log_entry.data.get("name", "")}
