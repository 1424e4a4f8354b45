"""What readers say, printed: when asked for, right at any time, gone with its story, and no burden to anything else."""

from datetime import timedelta

import pytest

from harkara.comments import actions as voices
from harkara.comments import clock as readers_clock
from harkara.comments.models import Comment, Reader, Talk
from harkara.desk import actions, clock
from harkara.desk.models import Story
from harkara.layout.talking import UnderCopy, under_of
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack import ledger
from harkara.rack.manifest import Entry
from tests.comments.factories import a_reader, said
from tests.desk.factories import NOON, make_paper, make_story

PIECES = ("", ":best", ":1")


@pytest.fixture
def story(turns: Turns) -> Story:
    """A story in a paper where everybody may say something, printed."""
    make_paper(comments="open", comments_days=30)
    made = make_story(at=NOON - timedelta(hours=1))
    turns.settle()
    return made


def page(turns: Turns, name: str) -> str:
    """What lies on the rack under ``name``; empty for nothing."""
    found = turns.store.shelf.get(name)
    return found.identity().decode() if found else ""


def asked(turns: Turns, name: str) -> str:
    """The piece ``name``, printed for a reader."""
    bake(turns.store, [name], hot_until=clock.now() + timedelta(hours=1))
    return page(turns, name)


def on_rack() -> set[str]:
    return {sheet.name for sheet in ledger.named("comments:")}


def right(turns: Turns) -> None:
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def test_a_publication_prints_none_of_it(turns: Turns, story: Story) -> None:
    said(a_reader(), story=story.pk)
    turns.settle()
    assert on_rack() == set()
    assert turns.store.manifest.find(f"/fragment/comments/{story.pk}") == Entry(
        "sheet", f"comments:{story.pk}", "", 200
    )


def test_a_comment_is_in_the_next_print_and_takes_away_only_what_shows_it(turns: Turns, story: Story) -> None:
    name = f"comments:{story.pk}"
    first = said(a_reader(), "প্রথম <b>কথা</b>", story=story.pk)
    turns.settle()
    for piece in (*PIECES, f":t{first.pk}"):
        assert "প্রথম &lt;b&gt;কথা&lt;/b&gt;" in asked(turns, name + piece)
    right(turns)
    printed = turns.printed
    said(a_reader(), "দ্বিতীয় কথা", story=story.pk)
    turns.settle()
    assert on_rack() == set()
    assert turns.printed == printed
    assert "দ্বিতীয় কথা" in asked(turns, name)
    right(turns)


def test_what_the_form_has_to_know_stays_while_readers_speak(turns: Turns, story: Story) -> None:
    name = f"comments:{story.pk}:form"
    said(a_reader("ফারহানা মৃধা"), "প্রথম কথা", story=story.pk)
    turns.settle()
    known = asked(turns, name)
    assert ("প্রথম কথা" in known, "ফারহানা" in known) == (False, False)
    said(a_reader(), "দ্বিতীয় কথা", story=story.pk)
    turns.settle()
    assert page(turns, name) == known
    actions.edit(story, None, comments="off")
    turns.settle()
    under = under_of(asked(turns, name))
    assert under is not None
    assert under.takes == "off"
    right(turns)


def test_what_is_withdrawn_is_not_kept_aside(turns: Turns, story: Story) -> None:
    made = said(a_reader(), "যা সরানো হবে", story=story.pk)
    turns.settle()
    name = f"comments:{story.pk}"
    assert "যা সরানো হবে" in asked(turns, name)
    voices.withdraw(made.pk)
    assert check(turns.store).waiting == 1
    turns.settle()
    assert turns.store.shelf.aside(name) is None
    assert "যা সরানো হবে" not in asked(turns, name)
    right(turns)


def test_a_page_that_is_full_stays_when_something_new_is_said(turns: Turns, story: Story) -> None:
    reader = a_reader()
    Comment.objects.bulk_create(
        Comment(story=story.pk, reader=reader, place=at, state="shown", text=f"কথা {at}", made_at=NOON)
        for at in range(120)
    )
    Talk.objects.create(story=story.pk, places=120, shown=120)
    name = f"comments:{story.pk}"
    for piece in ("", ":1", ":2", ":3"):
        asked(turns, name + piece)
    said(a_reader(), "নতুন", story=story.pk)
    turns.settle()
    assert {f"{name}:1", f"{name}:2"} <= on_rack()
    right(turns)


@pytest.mark.parametrize("ends", ["kill", "unpublish"])
def test_what_is_said_leaves_with_its_story(turns: Turns, story: Story, ends: str) -> None:
    made = said(a_reader(), story=story.pk)
    turns.settle()
    names = [f"comments:{story.pk}{piece}" for piece in (*PIECES, ":form", f":t{made.pk}")]
    for name in names:
        assert asked(turns, name)
    if ends == "kill":
        actions.kill(story, None)
    else:
        actions.unpublish(story, None)
    turns.settle()
    assert [page(turns, name) for name in names] == [""] * 5
    assert [turns.store.shelf.aside(name) for name in names] == [None] * 5
    assert on_rack() == set()
    found = turns.store.manifest.find(f"/fragment/comments/{story.pk}")
    assert found == (Entry("gone", "", "", 410) if ends == "kill" else None)
    assert bake(turns.store, names).absent == names
    right(turns)


def test_an_erased_reader_is_on_no_sheet(turns: Turns, story: Story) -> None:
    reader = a_reader("ফারহানা মৃধা")
    made = said(reader, "আমার কথা", story=story.pk)
    said(a_reader(), "উত্তর", story=story.pk, parent=made)
    turns.settle()
    name = f"comments:{story.pk}"
    assert "ফারহানা মৃধা" in asked(turns, name)
    voices.erase(Reader.objects.get(pk=reader.pk))
    turns.settle()
    again = asked(turns, name)
    assert ("ফারহানা" in again, "আমার কথা" in again, "উত্তর" in again) == (False, False, True)
    right(turns)


def takes(turns: Turns, story: Story) -> str:
    under = under_of(asked(turns, f"comments:{story.pk}"))
    assert isinstance(under, UnderCopy)
    assert (under.story, under.headline, under.href) == (story.pk, story.headline, story.href)
    return under.takes


def test_the_paper_says_whether_comments_are_taken_and_a_story_may_differ(turns: Turns, story: Story) -> None:
    assert takes(turns, story) == "open"
    assert "data-talk" in page(turns, f"story:{story.pk}")
    actions.edit(story, None, comments="checked")
    turns.settle()
    assert takes(turns, story) == "checked"
    actions.edit(Story.objects.get(pk=story.pk), None, comments="off")
    turns.settle()
    assert takes(turns, story) == "off"
    assert "data-talk" not in page(turns, f"story:{story.pk}")
    right(turns)


def test_a_story_closes_after_so_many_days_by_the_clock_alone(turns: Turns, story: Story) -> None:
    assert takes(turns, story) == "open"
    with clock.at(NOON + timedelta(days=30)), readers_clock.at(NOON + timedelta(days=30)):
        turns.settle()
        assert on_rack() == set()
        assert takes(turns, story) == "closed"
        right(turns)


def test_a_word_of_the_papers_settings_is_seen_by_what_shows_it(turns: Turns, story: Story) -> None:
    assert takes(turns, story) == "open"
    make_paper(comments="off")
    turns.settle()
    assert "data-talk" not in page(turns, f"story:{story.pk}")
    assert takes(turns, story) == "off"
    right(turns)


def test_a_page_beyond_the_last_is_absent(turns: Turns, story: Story) -> None:
    said(a_reader(), story=story.pk)
    wanted = [f"comments:{story.pk}:{piece}" for piece in ("2", "t999")]
    assert bake(turns.store, wanted).absent == wanted
