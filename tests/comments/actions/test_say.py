"""Saying, mending, taking back, agreeing, telling: what changes, what is refused, and which keys the press hears of."""

from datetime import timedelta

import pytest

from harkara.comments import actions, clock
from harkara.comments.actions.edit import WINDOW
from harkara.comments.actions.say import ANSWERS
from harkara.comments.errors import Absent, Closed, CommentsError, Refused, TooOften
from harkara.comments.models import Comment, Reaction, Report, Talk
from harkara.layout.talking import Takes
from harkara.rack.outbox import log
from tests.comments.factories import NOON, STORY, a_reader, said, touched

pytestmark = pytest.mark.django_db


def shown() -> int:
    return Talk.objects.get(pk=STORY).shown


def test_where_comments_are_open_one_is_shown_at_once() -> None:
    before = log.position()
    made = said(a_reader(), "  উত্সব  ভালো ")
    assert (made.state, made.text, made.place, shown()) == ("shown", "উৎসব ভালো", 0, 1)
    assert touched(before) == {"talk:12", "talk:12:1"}


def test_where_somebody_looks_first_it_waits_until_it_is_approved() -> None:
    before = log.position()
    made = said(a_reader(), takes="checked")
    assert (made.state, shown(), touched(before)) == ("waiting", 0, set())
    actions.approve(made.pk)
    actions.approve(made.pk)
    assert (shown(), touched(before)) == (1, {"talk:12", "talk:12:1"})
    actions.withdraw(made.pk)
    assert shown() == 0


@pytest.mark.parametrize(("takes", "word"), [("closed", "closed"), ("off", "off")])
def test_a_story_that_takes_none_gets_none(takes: Takes, word: str) -> None:
    with pytest.raises(Closed) as closed:
        said(a_reader(), takes=takes)
    assert closed.value.word == word
    assert Comment.objects.count() == 0


def test_who_has_no_name_is_asked_for_one() -> None:
    code = actions.ask_code("nameless@example.com")
    assert code
    reader, _ = actions.enter("nameless@example.com", code)
    with pytest.raises(Refused) as refused:
        said(reader)
    assert refused.value.word == "name_first"


def test_an_answer_to_an_answer_stands_below_the_same_comment() -> None:
    one, two = a_reader(), a_reader()
    top = said(one)
    below = said(two, "উত্তর", parent=top)
    deeper = said(one, "উত্তরের উত্তর", parent=below)
    assert (below.parent_id, deeper.parent_id, deeper.place) == (top.pk, top.pk, top.place)
    assert Talk.objects.get(pk=STORY).places == 1


def test_what_is_not_shown_or_is_of_another_story_cannot_be_answered() -> None:
    reader, other = a_reader(), a_reader()
    waiting, elsewhere = said(reader, takes="checked"), said(reader, story=99)
    for parent in (waiting, elsewhere):
        with pytest.raises(Absent):
            said(other, parent=parent)


def test_a_thread_ends_somewhere() -> None:
    reader, other = a_reader(), a_reader()
    top = said(reader)
    Comment.objects.bulk_create(
        Comment(story=STORY, reader=other, parent=top, place=0, state="shown", text=f"উত্তর {n}", made_at=NOON)
        for n in range(ANSWERS)
    )
    with pytest.raises(Refused) as refused:
        said(other, "আরও", parent=top)
    assert refused.value.word == "thread_full"


def test_a_button_pressed_twice_says_it_once() -> None:
    reader = a_reader()
    first = said(reader, at=NOON)
    assert said(reader, at=NOON + timedelta(seconds=2)) == first
    assert said(reader, story=99, at=NOON + timedelta(minutes=1)) != first


def test_nobody_says_much_in_a_short_time() -> None:
    reader = a_reader()
    said(reader, "কথা", at=NOON)
    with pytest.raises(TooOften) as soon:
        said(reader, "আরেক কথা", at=NOON + timedelta(seconds=4))
    assert soon.value.wait == 7
    for number in range(1, 10):
        said(reader, f"কথা {number}", at=NOON + number * timedelta(seconds=30))
    with pytest.raises(TooOften) as often:
        said(reader, "আরও", at=NOON + timedelta(minutes=6))
    assert often.value.wait == 4 * 60 + 1
    said(reader, "পরে", at=NOON + timedelta(minutes=10))


def test_a_link_of_a_newcomer_and_many_links_of_anybody_wait() -> None:
    reader = a_reader()
    link = "https://example.org/a"
    assert said(reader, f"দেখুন {link}").state == "waiting"
    assert said(reader, "কোনো লিংক নেই").state == "shown"
    assert said(reader, f"এবার {link}").state == "shown"
    assert said(reader, " ".join([link] * 3)).state == "waiting"


def test_a_fresh_comment_may_be_mended_by_its_reader_alone() -> None:
    reader, other = a_reader(), a_reader()
    made = said(reader, "ভুল বানাম", at=NOON)
    before = log.position()
    with clock.at(NOON + WINDOW - timedelta(seconds=1)):
        mended = actions.edit(reader, made.pk, "open", "ভুল বানান")
        assert (mended.text, mended.state, mended.edited_at) == ("ভুল বানান", "shown", clock.now())
        with pytest.raises(Absent):
            actions.edit(other, made.pk, "open", "আমার কথা")
    assert touched(before) == {"talk:12", "talk:12:1"}
    with clock.at(NOON + WINDOW), pytest.raises(Refused) as late:
        actions.edit(reader, made.pk, "open", "আবার")
    assert late.value.word == "edit_late"


def test_what_is_looked_at_first_is_looked_at_again_when_it_was_mended() -> None:
    reader = a_reader()
    made = said(reader, takes="checked", at=NOON)
    actions.approve(made.pk)
    with clock.at(NOON):
        assert actions.edit(reader, made.pk, "checked", "অন্য কথা").state == "waiting"
    assert shown() == 0


def test_what_is_taken_back_has_no_words_any_more() -> None:
    reader, other = a_reader(), a_reader()
    made = said(reader)
    with pytest.raises(Absent):
        actions.delete(other, made.pk)
    actions.delete(reader, made.pk)
    actions.delete(reader, made.pk)
    made.refresh_from_db()
    assert (made.text, made.state, shown()) == ("", "deleted", 0)
    for act in (actions.approve, actions.withdraw):
        with pytest.raises(Absent):
            act(made.pk)


def test_a_reader_has_one_reaction_and_may_change_it() -> None:
    reader, other = a_reader(), a_reader()
    made = said(reader)
    counts = []
    for kind in ("agree", "agree", "disagree", ""):
        one = actions.react(other, made.pk, kind)
        counts.append((one.agreed, one.disagreed, one.score, Reaction.objects.count()))
    assert counts == [(1, 0, 1, 1), (1, 0, 1, 1), (0, 1, -1, 1), (0, 0, 0, 0)]


def test_ones_own_comment_and_one_that_is_not_shown_get_neither_reaction_nor_report() -> None:
    reader, other = a_reader(), a_reader()
    made, waiting = said(reader), said(reader, "অপেক্ষায়", takes="checked")
    with pytest.raises(Refused):
        actions.react(reader, made.pk, "agree")
    with pytest.raises(Refused):
        actions.report(reader, made.pk, "abuse")
    with pytest.raises(Absent):
        actions.react(other, waiting.pk, "agree")
    with pytest.raises(Absent):
        actions.report(other, waiting.pk, "abuse")
    with pytest.raises(Refused):
        actions.react(other, made.pk, "love")
    with pytest.raises(Refused):
        actions.report(other, made.pk, "because")


def test_a_report_is_one_a_reader_and_leaves_the_comment_to_the_moderators() -> None:
    reader, other = a_reader(), a_reader()
    made = said(reader)
    actions.report(other, made.pk, "abuse", "  গালি   আছে ")
    actions.report(other, made.pk, "spam")
    told = Report.objects.get()
    assert (told.reason, told.words, shown()) == ("spam", "", 1)


def test_every_refusal_is_a_sentence_without_a_hole() -> None:
    reader = a_reader()
    said(reader, at=NOON)
    with pytest.raises(CommentsError) as refused:
        said(reader, "আরেক", at=NOON + timedelta(seconds=1))
    assert str(refused.value) == "একটু ধীরে: আরও ১০ সেকেন্ড পরে আবার পাঠান। আপনার লেখা নিচেই আছে।"
