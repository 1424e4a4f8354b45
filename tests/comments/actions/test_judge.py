"""Verdicts: what they change, what is written down of them, and that they can be taken back; bans, notes, appeals."""

from datetime import timedelta

import pytest

from harkara.comments import actions, bans, clock, copy
from harkara.comments.actions.appeal import OPEN_FOR, link, verdicts_on
from harkara.comments.errors import Absent, Refused
from harkara.comments.models import Appeal, Ban, Comment, Note, Talk, Verdict
from harkara.comments.moderators import Moderator
from harkara.rack.outbox import log
from tests.comments.factories import NOON, STORY, a_reader, said, touched

pytestmark = pytest.mark.django_db

RINA, KAMAL = Moderator(7, "রিনা খাতুন"), Moderator(8, "কামাল উদ্দিন")


def states(*comments: Comment) -> list[str]:
    return [Comment.objects.get(pk=one.pk).state for one in comments]


def test_several_are_judged_in_one_commit_and_each_verdict_is_written_down() -> None:
    one, two = said(a_reader(), takes="checked"), said(a_reader(), takes="checked")
    before = log.position()
    with clock.at(NOON):
        judged = actions.judge([one.pk, two.pk], "approve", RINA, "  ঠিক   আছে ")
    assert (judged.done, judged.refused, states(one, two)) == ((one.pk, two.pk), (), ["shown", "shown"])
    assert touched(before) == {"talk:12", "talk:12:1"}
    assert Talk.objects.get(pk=STORY).shown == 2
    rows = Verdict.objects.order_by("pk")
    assert [
        (v.act, v.comment_id, v.reader_id, v.by, v.by_name, v.at, v.reason, v.before["state"], v.after["state"])
        for v in rows
    ] == [
        ("approve", number.pk, number.reader_id, 7, "রিনা খাতুন", NOON, "ঠিক আছে", "waiting", "shown")
        for number in (one, two)
    ]
    assert {row.lot for row in rows} == {judged.lot}
    assert list(Comment.objects.filter(due__isnull=False)) == []


def test_one_that_was_taken_back_meanwhile_is_refused_and_the_others_are_judged() -> None:
    reader = a_reader()
    gone, there = said(reader, takes="checked"), said(a_reader(), takes="checked")
    actions.delete(reader, gone.pk)
    judged = actions.judge([gone.pk, there.pk, 99_999], "withdraw", RINA)
    assert (judged.done, [(number, error.word) for number, error in judged.refused]) == (
        (there.pk,),
        [(gone.pk, "no_comment"), (99_999, "no_comment")],
    )


def test_another_word_is_no_verdict() -> None:
    with pytest.raises(Refused):
        actions.judge([1], "burn", RINA)
    with pytest.raises(Refused):
        actions.judge(range(1, 300), "approve", RINA)


def test_what_is_held_is_seen_by_its_reader_alone() -> None:
    reader, other = a_reader(), a_reader()
    made = said(reader)
    actions.judge([made.pk], "hold", RINA)
    found = copy.said(STORY)
    assert found is not None
    assert (found.remarks, found.total) == ((), 0)
    assert [one.number for one, _ in copy.held(STORY, reader)] == [made.pk]
    assert copy.held(STORY, other) == ()
    for act in (lambda: actions.react(other, made.pk, "agree"), lambda: said(other, parent=made)):
        with pytest.raises(Absent):
            act()


def test_who_answers_their_own_held_comment_is_held_too() -> None:
    reader = a_reader()
    made = said(reader, "আড়ালে")
    actions.judge([made.pk], "hold", RINA)
    assert said(reader, "নিজেকে উত্তর", parent=made).state == "held"
    assert Talk.objects.get(pk=STORY).shown == 0


def test_a_held_comment_may_still_be_mended_and_stays_held() -> None:
    reader = a_reader()
    made = said(reader, at=NOON)
    actions.judge([made.pk], "hold", RINA)
    with clock.at(NOON + timedelta(minutes=1)):
        assert actions.edit(reader, made.pk, "checked", "অন্য কথা").state == "held"
    assert Talk.objects.get(pk=STORY).shown == 0


def test_what_was_decided_at_one_stroke_is_taken_back_at_one_stroke() -> None:
    one, two = said(a_reader(), "তুই হারামি"), said(a_reader(), takes="checked")
    due = [Comment.objects.get(pk=number.pk).due for number in (one, two)]
    lot = actions.judge([one.pk, two.pk], "approve", RINA).lot
    back = actions.undo(lot, KAMAL)
    assert (sorted(back.done), states(one, two)) == ([one.pk, two.pk], ["waiting", "waiting"])
    assert [Comment.objects.get(pk=number.pk).due for number in (one, two)] == due
    assert Talk.objects.get(pk=STORY).shown == 0
    assert list(Verdict.objects.order_by("pk").values_list("act", "by", "undone")) == [
        ("approve", 7, True),
        ("approve", 7, True),
        ("undo", 8, False),
        ("undo", 8, False),
    ]
    with pytest.raises(Absent):
        actions.undo(lot, KAMAL)


def test_what_somebody_decided_since_is_not_taken_back() -> None:
    made = said(a_reader(), takes="checked")
    lot = actions.judge([made.pk], "approve", RINA).lot
    actions.judge([made.pk], "withdraw", KAMAL)
    back = actions.undo(lot, RINA)
    assert ([error.word for _, error in back.refused], states(made)) == (["judged_since"], ["withdrawn"])


def test_what_its_reader_deleted_since_is_not_brought_back() -> None:
    reader = a_reader()
    made = said(reader)
    lot = actions.judge([made.pk], "withdraw", RINA).lot
    actions.delete(reader, made.pk)
    assert [error.word for _, error in actions.undo(lot, RINA).refused] == ["changed_since"]
    assert states(made) == ["deleted"]


def test_a_reported_comment_that_is_kept_leaves_the_queue_and_an_undo_brings_it_back() -> None:
    made = said(a_reader())
    actions.report(a_reader(), made.pk, "abuse")
    lot = actions.judge([made.pk], "approve", RINA).lot
    made.refresh_from_db()
    assert (made.due, made.told, made.state) == (None, 0, "shown")
    actions.undo(lot, RINA)
    made.refresh_from_db()
    assert (made.told, made.state, made.due is not None) == (1, "shown", True)


def test_who_is_banned_says_nothing_until_the_term_is_over() -> None:
    reader, other = a_reader(), a_reader()
    made, theirs = said(reader, at=NOON), said(other, at=NOON)
    with clock.at(NOON + timedelta(minutes=1)):
        actions.ban(made.pk, 7, RINA, "গালাগাল")
    assert states(made) == ["withdrawn"]
    with pytest.raises(Refused) as refused:
        said(reader, "আবার", at=NOON + timedelta(days=2, minutes=1))
    assert "৫ দিন" in str(refused.value)
    with clock.at(NOON + timedelta(days=2)):
        for act in (
            lambda: actions.react(reader, theirs.pk, "agree"),
            lambda: actions.report(reader, theirs.pk, "abuse"),
            lambda: actions.edit(reader, made.pk, "open", "অন্য"),
        ):
            with pytest.raises(Refused):
                act()
    assert said(reader, "এবার", at=NOON + timedelta(days=8)).state == "shown"


def test_an_account_that_was_erased_and_made_anew_is_still_banned() -> None:
    reader = a_reader("ফারহানা মৃধা")
    made = said(reader)
    actions.ban(made.pk, None, RINA)
    email = reader.email
    actions.erase(reader)
    code = actions.ask_code(email)
    assert code
    again, _ = actions.enter(email, code)
    actions.take_name(again, "ফারহানা মৃধা")
    with pytest.raises(Refused) as refused:
        said(again)
    assert refused.value.word == "banned_for_ever"


def test_a_ban_is_undone_with_the_withdrawal_and_a_former_one_holds_again() -> None:
    reader = a_reader()
    one, two = said(reader, "এক"), said(reader, "দুই")
    with clock.at(NOON):
        actions.ban(one.pk, 7, RINA, "প্রথম")
        longer = actions.ban(two.pk, 30, KAMAL, "দ্বিতীয়").lot
        actions.undo(longer, RINA)
        ban = bans.ban_of(reader)
    assert ban is not None
    assert (ban.until, ban.reason, states(one, two)) == (NOON + timedelta(days=7), "প্রথম", ["withdrawn", "shown"])


def test_a_ban_can_be_lifted_once() -> None:
    made = said(a_reader())
    actions.ban(made.pk, 7, RINA)
    actions.lift(made.pk, KAMAL)
    assert Ban.objects.count() == 0
    with pytest.raises(Refused):
        actions.lift(made.pk, KAMAL)


@pytest.mark.parametrize("days", [0, -1, 4000])
def test_a_term_without_sense_is_refused(days: int) -> None:
    made = said(a_reader())
    with pytest.raises(Refused):
        actions.ban(made.pk, days, RINA)
    assert states(made) == ["shown"]


def test_a_note_is_kept_until_the_comment_is_deleted() -> None:
    reader = a_reader()
    made = said(reader)
    actions.note(made.pk, "  আগেও এমন   লিখেছেন ", RINA)
    assert [(one.words, one.by_name) for one in Note.objects.all()] == [("আগেও এমন লিখেছেন", "রিনা খাতুন")]
    with pytest.raises(Refused):
        actions.note(made.pk, "   ", RINA)
    actions.delete(reader, made.pk)
    assert Note.objects.count() == 0


def test_a_reader_appeals_once_and_the_next_verdict_answers() -> None:
    reader = a_reader()
    made = said(reader, at=NOON)
    with clock.at(NOON):
        actions.withdraw(made.pk, RINA, "ভাষা")
        [verdict] = verdicts_on(reader)
        signed = link(verdict)
        actions.appeal(signed, "  এতে গালি   নেই ")
        with pytest.raises(Refused) as refused:
            actions.appeal(signed, "আবার")
        assert refused.value.word == "appealed"
        made.refresh_from_db()
        assert (made.due or 0) >= 200
        lot = actions.judge([made.pk], "approve", KAMAL).lot
    row = Appeal.objects.get()
    assert (row.words, row.granted, states(made)) == ("এতে গালি নেই", True, ["shown"])
    actions.undo(lot, KAMAL)
    row.refresh_from_db()
    made.refresh_from_db()
    assert (row.granted, row.answered_at, (made.due or 0) >= 200) == (None, None, True)
    actions.judge([made.pk], "withdraw", KAMAL)
    row.refresh_from_db()
    assert row.granted is False


def test_an_appeal_against_a_ban_is_granted_by_lifting_it() -> None:
    reader = a_reader()
    made = said(reader)
    actions.ban(made.pk, 30, RINA)
    banned = Verdict.objects.get(act="ban")
    actions.appeal(link(banned), "ভুল মানুষ")
    actions.judge([made.pk], "approve", KAMAL)  # about the comment, not about the ban
    assert Appeal.objects.get().granted is None
    assert Comment.objects.get(pk=made.pk).due is not None
    actions.lift(made.pk, KAMAL)
    assert (Appeal.objects.get().granted, Comment.objects.get(pk=made.pk).due) == (True, None)


def test_a_link_that_we_did_not_sign_or_that_is_too_old_leads_nowhere() -> None:
    reader = a_reader()
    made = said(reader)
    with clock.at(NOON):
        actions.withdraw(made.pk, RINA)
    signed = link(Verdict.objects.get())
    head, _, tail = signed.partition(":")
    for wrong in ("", "12", f"{head}x:{tail}", signed[:-1]):
        with pytest.raises(Absent):
            actions.appeal(wrong, "কেন")
    with clock.at(NOON + OPEN_FOR + timedelta(seconds=1)), pytest.raises(Absent):
        actions.appeal(signed, "কেন")
    with clock.at(NOON), pytest.raises(Refused):
        actions.appeal(signed, "  ")


def test_what_was_decided_about_a_reader_is_told_to_that_reader() -> None:
    reader = a_reader()
    made = said(reader)
    actions.ban(made.pk, 7, RINA, "গালাগাল")
    actions.appeal(link(Verdict.objects.get(act="ban")), "ভুল")
    told = actions.export(reader)
    assert [(one["verdict"], one["reason"]) for one in told["verdicts"]] == [("withdraw", "গালাগাল"), ("ban", "গালাগাল")]
    assert [one["words"] for one in told["appeals"]] == ["ভুল"]
    assert told["banned_until"] is not None
    actions.erase(reader)
    assert (Appeal.objects.count(), Verdict.objects.filter(reader__isnull=False).count()) == (0, 0)
