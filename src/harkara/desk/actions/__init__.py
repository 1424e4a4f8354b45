"""The verbs of the desk, one file each.

Each checks first (``desk.errors``), then writes inside one transaction, touching the keys of what readers see changed
as its last write. Views, doors and commands call them; nothing else changes a published story. ``register`` puts the
verbs that Wagtail has too (publish, unpublish) where Wagtail looks for them.
"""

from wagtail.actions import action_registry

from harkara.desk.actions.alerts import send_alert
from harkara.desk.actions.amend import amend
from harkara.desk.actions.appoint import appoint
from harkara.desk.actions.approve import approve
from harkara.desk.actions.ask_kill import ask_kill, refuse_kill
from harkara.desk.actions.assign import assign, begin, drop
from harkara.desk.actions.banners import lower_banner, raise_banner
from harkara.desk.actions.change_picture import change_picture, describe_picture
from harkara.desk.actions.claim import claim, release
from harkara.desk.actions.correct import correct
from harkara.desk.actions.coverage import (
    begin_coverage,
    change_live_entry,
    correct_live_entry,
    end_coverage,
    pin_summary,
    post_entry,
    restore_live_entry,
    set_board,
    strike_live_entry,
)
from harkara.desk.actions.discard import discard
from harkara.desk.actions.dismiss import dismiss, end_sessions, forget_factors, recall
from harkara.desk.actions.draft_from import draft_from
from harkara.desk.actions.draft_front import bring_back_front, draft_front, undo_front
from harkara.desk.actions.edit import edit
from harkara.desk.actions.file_piece import add_part, file_piece
from harkara.desk.actions.file_story import file_story
from harkara.desk.actions.headline_tests import begin_headlines, end_headlines
from harkara.desk.actions.invite import invite, withdraw
from harkara.desk.actions.issues import (
    call_off_issue,
    confirm_issue,
    make_issue,
    move_issue,
    put_into_issue,
    take_out_of_issue,
)
from harkara.desk.actions.join import join
from harkara.desk.actions.kill import kill
from harkara.desk.actions.leave_hint import leave_hint, mark_again
from harkara.desk.actions.merge_topics import merge_topics
from harkara.desk.actions.move import move
from harkara.desk.actions.newsletters import send_breaking, set_newsletter, withdraw_letter, write_note
from harkara.desk.actions.notices import read_all
from harkara.desk.actions.one_may_kill import let_one_kill
from harkara.desk.actions.open_sealed import agree_to_open, ask_to_open, read_sealed
from harkara.desk.actions.packages import (
    add_event,
    add_to_package,
    change_entry,
    change_package,
    make_package,
    show_package,
    take_from_package,
)
from harkara.desk.actions.paste import paste
from harkara.desk.actions.polls import ask_poll, end_poll
from harkara.desk.actions.proof_links import end_proof_link, make_proof_link
from harkara.desk.actions.publish import StoryPublication, publish
from harkara.desk.actions.publish_front import publish_front
from harkara.desk.actions.publish_urgent import publish_urgent
from harkara.desk.actions.receive import heed, receive
from harkara.desk.actions.redact import redact
from harkara.desk.actions.rehearse import rehearse
from harkara.desk.actions.rename_section import rename_section
from harkara.desk.actions.replace_words import begin_replacement, replace_words, take_back
from harkara.desk.actions.retag import retag
from harkara.desk.actions.schedule import schedule
from harkara.desk.actions.schedule_front import schedule_front
from harkara.desk.actions.send_back import send_back
from harkara.desk.actions.set_card import set_card
from harkara.desk.actions.set_front import set_front, set_lead
from harkara.desk.actions.take_headline import give_back_headline, take_headline, weigh_headlines
from harkara.desk.actions.throw_away import throw_away
from harkara.desk.actions.unpublish import StoryWithdrawal, unpublish
from harkara.desk.actions.unschedule import unschedule
from harkara.desk.darkroom import watching
from harkara.desk.models import Story

__all__ = [
    "add_event",
    "add_part",
    "add_to_package",
    "agree_to_open",
    "amend",
    "appoint",
    "approve",
    "ask_kill",
    "ask_poll",
    "ask_to_open",
    "assign",
    "begin",
    "begin_coverage",
    "begin_headlines",
    "begin_replacement",
    "bring_back_front",
    "call_off_issue",
    "change_entry",
    "change_live_entry",
    "change_package",
    "change_picture",
    "claim",
    "confirm_issue",
    "correct",
    "correct_live_entry",
    "describe_picture",
    "discard",
    "dismiss",
    "draft_from",
    "draft_front",
    "drop",
    "edit",
    "end_coverage",
    "end_headlines",
    "end_poll",
    "end_proof_link",
    "end_sessions",
    "file_piece",
    "file_story",
    "forget_factors",
    "give_back_headline",
    "heed",
    "invite",
    "join",
    "kill",
    "leave_hint",
    "let_one_kill",
    "lower_banner",
    "make_issue",
    "make_package",
    "make_proof_link",
    "mark_again",
    "merge_topics",
    "move",
    "move_issue",
    "paste",
    "pin_summary",
    "post_entry",
    "publish",
    "publish_front",
    "publish_urgent",
    "put_into_issue",
    "raise_banner",
    "read_all",
    "read_sealed",
    "recall",
    "receive",
    "redact",
    "refuse_kill",
    "register",
    "rehearse",
    "release",
    "rename_section",
    "replace_words",
    "restore_live_entry",
    "retag",
    "schedule",
    "schedule_front",
    "send_alert",
    "send_back",
    "send_breaking",
    "set_board",
    "set_card",
    "set_front",
    "set_lead",
    "set_newsletter",
    "show_package",
    "strike_live_entry",
    "take_back",
    "take_from_package",
    "take_headline",
    "take_out_of_issue",
    "throw_away",
    "undo_front",
    "unpublish",
    "unschedule",
    "weigh_headlines",
    "withdraw",
    "withdraw_letter",
    "write_note",
]


def register() -> None:
    """Registers the desk's own publishing and unpublishing with Wagtail, and the darkroom with the models."""
    action_registry.register(Story, StoryPublication)
    action_registry.register(Story, StoryWithdrawal)
    watching.watch()
