"""What a story's history says of things that nobody did by hand."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter

from harkara.desk import rights
from harkara.desk.actions import campaigns, issues, packages, stages
from harkara.desk.actions.ask_kill import ASKED, LAPSED, REFUSED
from harkara.desk.actions.due import LATE
from harkara.desk.actions.headline_tests import BEGUN as TEST_BEGUN
from harkara.desk.actions.headline_tests import ENDED as TEST_ENDED
from harkara.desk.actions.kill import KILLED
from harkara.desk.actions.merge_topics import MERGED
from harkara.desk.actions.one_may_kill import ALONE
from harkara.desk.actions.open_sealed import AGREED, ASKED_TO_OPEN, OPENED
from harkara.desk.actions.proof_links import ENDED, MADE
from harkara.desk.actions.publish import BROKEN, TOLD
from harkara.desk.actions.receive import HEEDED, UPDATED, WITHHELD
from harkara.desk.actions.receive import KILLED as SENDER_KILLED
from harkara.desk.actions.redact import REDACTED
from harkara.desk.actions.take_headline import BACK, FOUND, RESUMED, TAKEN
from harkara.desk.actions.unpublish import WHY
from harkara.desk.keeping.running import ASIDE
from harkara.desk.models import HeadlineTest

STAGES = (
    (stages.FILED, _("File"), _("Filed it")),
    (stages.CLAIMED, _("Claim"), _("Claimed it")),
    (stages.RELEASED, _("Release"), _("Released it")),
    (stages.APPROVED, _("Approve"), _("Approved it")),
    (stages.ASSIGNED, _("Assign"), _("Assigned it")),
)
"""Steps of a story on its way that say nothing more."""

STAFF = (
    ("desk.invite", _("Invite"), _("Invited")),
    ("desk.withdraw_invitation", _("Withdraw the invitation"), _("Withdrew the invitation")),
    ("desk.join", _("Take a place"), _("Took the place that was kept")),
    ("desk.dismiss", _("Close the account"), _("Closed the account")),
    ("desk.add_factor", _("Add a second factor"), _("Added a second factor")),
    ("desk.remove_factor", _("Take a second factor away"), _("Took a second factor away")),
    ("desk.new_codes", _("New sheet"), _("Made a new sheet of codes")),
    ("desk.forget_factors", _("Forget second factors"), _("Forgot all second factors")),
    ("desk.recall", _("Open the account again"), _("Opened the account again")),
    ("desk.end_own_sessions", _("Sign out from afar"), _("Signed out own browsers from afar")),
    ("desk.end_sessions", _("Sign out everywhere"), _("Signed the person out everywhere")),
)
"""What is done about the staff: how the log calls it, the act and what was done."""

ACTS = (
    ("desk.correct", _("Correct"), _("Corrected")),
    ("desk.schedule_front", _("Set a time for a front"), _("Set a time for a front, or took it back")),
    ("desk.set_front", _("Set a front"), _("Set a front")),
    ("desk.raise_banner", _("Put in the bar"), _("Put into the bar of the front page")),
    ("desk.lower_banner", _("Take out of the bar"), _("Taken out of the bar of the front page")),
    ("desk.send_alert", _("Send to readers"), _("Ordered a notice to readers")),
    ("desk.set_card", _("Word the cards"), _("Worded the cards")),
    ("desk.set_newsletter", _("Set a letter up"), _("Set up a letter to readers")),
    ("desk.note_newsletter", _("Write a letter's note"), _("Wrote the note of a letter to readers, or took it away")),
    ("desk.send_breaking_letter", _("Send as breaking letter"), _("Sent it as a breaking letter")),
    ("desk.withdraw_letter", _("Withdraw a letter"), _("Withdrew a letter to readers")),
    ("desk.begin_coverage", _("Begin live coverage"), _("Began live coverage")),
    ("desk.ask_poll", _("Ask readers"), _("Asked readers")),
    ("desk.end_poll", _("End the poll"), _("Ended the poll")),
    ("desk.end_coverage", _("End live coverage"), _("Ended live coverage")),
    (campaigns.BEGUN, _("Begin a campaign"), _("The campaign began")),
    (campaigns.ENDED, _("End a campaign"), _("The campaign ended")),
    (campaigns.REACHED, _("Keep a campaign"), _("The campaign was seen or clicked as often as was ordered")),
    (TEST_BEGUN, _("Begin a test of headlines"), _("Began a test of headlines")),
    (FOUND, _("Winner of a test"), _("The rule found the headline that is opened most")),
    (TAKEN, _("Take a tested headline"), _("The story got its headline from a test")),
    (BACK, _("Give a headline back"), _("Gave the story its headline of before the test again")),
    (RESUMED, _("Resume a test"), _("Let a test of headlines run on")),
    ("desk.discard", _("Discard"), _("Discarded the clipping")),
    (HEEDED, _("Heed an alarm"), _("Said that an alarm of the wire is dealt with")),
    ("desk.paste", _("Paste a page"), _("Pasted a page into the tray")),
    ("desk.draft_from", _("Make a draft"), _("Made a draft of a clipping")),
    ("desk.throw_away", _("Throw away"), _("Threw the draft away")),
    ("desk.describe_picture", _("Describe a picture"), _("Described the picture")),
    ("desk.sign_in", _("Sign in"), _("Signed in")),
    ("desk.sign_in_failed", _("Failed to sign in"), _("Failed to sign in")),
    ("desk.sign_out", _("Sign out"), _("Signed out")),
    (issues.MADE, _("Begin an issue"), _("Began a print edition")),
    (issues.CONFIRMED, _("Confirm the issue"), _("Confirmed the print edition")),
    (issues.MOVED, _("Move the issue"), _("Moved the print edition")),
    (issues.CALLED_OFF, _("Call the issue off"), _("Called the print edition off")),
    (packages.MADE, _("Begin a story package"), _("Began the story package")),
    (packages.CHANGED, _("Change a story package"), _("Changed the story package")),
    (packages.FILLED, _("Fill a story package"), _("Changed the timeline of the story package")),
    (packages.WITHDRAWN, _("Withdraw a story package"), _("Withdrew the story package from readers")),
    (packages.SHOWN, _("Show a story package"), _("Showed the story package to readers again")),
    ("desk.voucher.show", _("Voucher copy"), _("Looked at a voucher copy")),
    ("desk.voucher.take", _("Voucher copy"), _("Took a voucher copy away")),
    ("desk.comments.ban", _("Ban a reader"), _("Banned a reader from writing comments")),
    ("desk.comments.lift", _("End a ban"), _("Ended the ban of a reader")),
    ("desk.comments.approve", _("Approve comments"), _("Approved several comments of readers")),
    ("desk.comments.withdraw", _("Withdraw comments"), _("Withdrew several comments of readers")),
    ("desk.comments.hold", _("Hold comments"), _("Let several comments be seen by their readers only")),
    ("desk.comments.list", _("List a word"), _("Put a word on the list of abuse")),
    ("desk.comments.strike", _("Strike a word off"), _("Struck a word off the list of abuse")),
    ("desk.comments.flood", _("Begin a flood"), _("Set a rule for a flood of comments")),
    ("desk.comments.end_flood", _("End a flood"), _("Ended the rule for a flood of comments")),
    ("desk.export_log", _("Export the log"), _("Exported the log")),
)
"""The acts of the desk that Wagtail knows nothing of, and what is done at the door."""


def register(registry: LogActionRegistry) -> None:
    """Registers the desk's own entries with Wagtail's log."""
    registry.register_action(LATE)(Late)
    registry.register_action(MERGED)(Merged)
    registry.register_action(ASIDE)(Aside)
    for action, label, sentence in REASONED:
        registry.register_action(action)(_reasoned(label, sentence))
    registry.register_action(ALONE)(Alone)
    for action, label, sentence in LINKS:
        registry.register_action(action)(_linked(label, sentence))
    registry.register_action(REDACTED, _("Redact"), _("A name was redacted"))
    registry.register_action(TEST_ENDED)(TestEnded)
    registry.register_action(stages.SENT_BACK)(SentBack)
    registry.register_action(stages.URGENT)(AtOnce)
    registry.register_action("desk.appoint")(Appointed)
    for action, label, message in (*STAGES, *STAFF, *ACTS):
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


REASONED = (
    (BROKEN, _("Before the embargo"), _("Sent out before its embargo ended: %(reason)s")),
    (TOLD, _("Readers told"), _("Readers were told what is new: %(reason)s")),
    (WHY, _("Taken off the paper"), _("Taken off the paper: %(reason)s")),
    (ASKED, _("Kill asked for"), _("Kill asked for: %(reason)s")),
    (REFUSED, _("Kill not wanted"), _("Kill taken back or refused. It was asked for with: %(reason)s")),
    (LAPSED, _("Kill lapsed"), _("Nobody confirmed the kill in time. It was asked for with: %(reason)s")),
    (KILLED, _("Killed"), _("Killed: %(reason)s")),
    (ASKED_TO_OPEN, _("Sealed copy asked for"), _("Asked to open a sealed copy: %(reason)s")),
    (AGREED, _("Sealed copy agreed on"), _("Agreed that a sealed copy is opened: %(reason)s")),
    (OPENED, _("Sealed copy read"), _("Read a sealed copy: %(reason)s")),
    (UPDATED, _("Newer version on the wire"), _("Its sender sent a newer version of what it was made of: %(reason)s")),
    (SENDER_KILLED, _("Killed on the wire"), _("Its sender killed what it was made of: %(reason)s")),
    (WITHHELD, _("Withheld on the wire"), _("Its sender withholds what it was made of: %(reason)s")),
)
"""Acts that are told with their reason: how the log calls them, their label, and their sentence."""


def _reasoned(name: Any, sentence: Any) -> type[LogFormatter]:
    class Reasoned(LogFormatter):
        label = name

        def format_message(self, log_entry: Any) -> str:
            reason = log_entry.data.get("reason") or "—"
            return str(sentence) % {"reason": reason}

    return Reasoned


LINKS = (
    (MADE, _("Proof link"), _("Made a proof link for %(whom)s")),
    (ENDED, _("Proof link ended"), _("Ended the proof link for %(whom)s")),
)
"""What is done about links for people outside: how the log calls it, the label, the sentence."""


def _linked(name: Any, sentence: Any) -> type[LogFormatter]:
    class Linked(LogFormatter):
        label = name

        def format_message(self, log_entry: Any) -> str:
            return str(sentence) % {"whom": log_entry.data.get("whom") or "—"}

    return Linked


class Alone(LogFormatter):
    """Whether one person may kill was changed."""

    label = _("Rule of two")

    def format_message(self, log_entry: Any) -> str:
        if log_entry.data.get("allowed"):
            return gettext("One person may kill alone from now on")
        return gettext("A kill needs a second person from now on")


class SentBack(LogFormatter):
    """A story went back to who wrote it."""

    label = _("Send back")

    def format_message(self, log_entry: Any) -> str:
        return gettext("Sent it back: %(note)s") % {"note": log_entry.data.get("note", "")}


class AtOnce(LogFormatter):
    """A story was published past its stages."""

    label = _("Publish at once")

    def format_message(self, log_entry: Any) -> str:
        return gettext("Published it at once: %(reason)s") % {"reason": log_entry.data.get("reason", "")}


class TestEnded(LogFormatter):
    """A test of headlines is over."""

    label = _("Test of headlines ended")

    def format_message(self, log_entry: Any) -> str:
        because = log_entry.data.get("because", "")
        why = HeadlineTest.Ended(because).label if because in HeadlineTest.Ended.values else "—"
        return gettext("Test of headlines ended: %(why)s") % {"why": why}


class Aside(LogFormatter):
    """Two people wrote the same part of a story; the wording that was later is kept here."""

    label = _("Wording put aside")

    def format_message(self, log_entry: Any) -> str:
        return gettext("Wording put aside: somebody else had saved before")


class Appointed(LogFormatter):
    """Somebody got another place: what it was, and what it is."""

    label = _("Give a place")

    def format_message(self, log_entry: Any) -> str:
        before, after = (_office(log_entry.data.get(name, {})) for name in ("before", "after"))
        return gettext("Gave another place: %(before)s → %(after)s") % {"before": before, "after": after}


def _office(told: dict[str, list[str]]) -> str:
    roles = ", ".join(str(rights.ROLES.get(role, role)) for role in told.get("roles", []))
    remit = ", ".join(told.get("remit", []))
    return f"{roles} ({remit})" if remit else roles or "–"
