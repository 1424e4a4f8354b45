"""What a story's history says of things that nobody did by hand."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from harkara.desk.actions.due import LATE


def register(registry: LogActionRegistry) -> None:
    """Registers the desk's own entries with Wagtail's log."""
    registry.register_action(LATE)(Late)


class Late(LogFormatter):
    """A story could not be published, or taken off, at its time."""

    label = _("Late")

    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason", "")
        return gettext("Not done at its time: %(reason)s") % {"reason": reason}
