"""What a story's history says of things that nobody did by hand."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from harkara.desk.actions.due import LATE
from harkara.desk.actions.merge_topics import MERGED


def register(registry: LogActionRegistry) -> None:
    """Registers the desk's own entries with Wagtail's log."""
    registry.register_action(LATE)(Late)
    registry.register_action(MERGED)(Merged)


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
