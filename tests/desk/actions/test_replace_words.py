"""Find and replace in stories: only where it was chosen, a new version each, taken back as a whole."""

from collections.abc import Sequence
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from harkara.desk import actions
from harkara.desk.actions.replace_words import Chosen, mark
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Correction, Replaced, Replacement, Story
from harkara.desk.replacing import Wanted, spots, wordings
from harkara.people.models import User
from tests.desk.factories import make_story, make_user, stored

pytestmark = pytest.mark.django_db

RIVER = Wanted("নদী", "খাল")


def body() -> list[dict[str, Any]]:
    """Every kind of block, with the word in each."""
    return stored(
        ("paragraph", '<p>নদীর <a href="/নদী/">ঘাট</a> ও <b>নদী</b></p>'),
        ("heading", "নদীর কথা"),
        ("quote", {"text": "নদী আমার মা", "speaker": "নদীর মাঝি"}),
        ("list", {"ordered": False, "items": ["<p>নদী এক</p>", {"type": "item", "value": "<p>নদী দুই</p>", "id": "x"}]}),
        ("facts", {"heading": "নদীর হিসাব", "items": ["<p>নদী তিন</p>"], "source": "নদী কমিশন"}),
    )


def chosen(story: Story, places: Sequence[int], wanted: Wanted = RIVER) -> Chosen:
    row = Story.objects.get(pk=story.pk)
    assert len(spots(wordings([row])[row.pk], wanted)) > max(places, default=0)
    return Chosen(row.pk, mark(row), frozenset(places))


def replaced(story: Story, places: Sequence[int], user: User | None, why: str = "", wanted: Wanted = RIVER) -> Replaced:
    run = actions.begin_replacement(user, told=bool(why))
    return actions.replace_words(run, chosen(story, places, wanted), wanted, user, why=why)


def words(story: Story) -> str:
    row = Story.objects.get(pk=story.pk)
    return str(wordings([row])[row.pk])


def test_every_place_of_a_story_is_shown_with_its_words() -> None:
    story = make_story(headline="নদীর খবর", summary="নদীতে পানি", body=body(), sources=[("নদী বার্তা", "outlet")])
    shown = spots(wordings([Story.objects.get(pk=story.pk)])[story.pk], RIVER)
    assert [(one.part, one.found) for one in shown] == [
        ("শিরোনাম", "নদী"),
        ("সারকথা", "নদী"),
        *[("পাঠ", "নদী")] * 2,
        ("উপশিরোনাম", "নদী"),
        *[("পাঠ", "নদী")] * 2,
        ("তথ্যছক", "নদী"),
        ("পাঠ", "নদী"),
    ]
    quoted = spots(wordings([Story.objects.get(pk=story.pk)])[story.pk], Wanted("নদী", "খাল", quotes=True))
    assert len(quoted) == len(shown) + 1
    assert (shown[0].before, shown[0].after) == ("", "র খবর")


def test_only_the_chosen_places_change_and_no_address_of_a_link() -> None:
    story, rina = make_story(headline="নদীর খবর", summary="", body=body()), make_user(group="desk_editor")
    done = replaced(story, [0, 2], rina)
    row = Story.objects.get(pk=story.pk)
    assert (row.headline, row.slug, done.places) == ("খালর খবর", story.slug, 2)
    first = dict(row.body.raw_data[0])["value"]
    assert first == '<p>নদীর <a href="/নদী/">ঘাট</a> ও <b>খাল</b></p>'
    assert Correction.objects.count() == 0


def test_readers_are_told_where_that_was_chosen() -> None:
    story, rina = make_story(headline="নদীর খবর"), make_user(group="desk_editor")
    replaced(story, [0], rina, why="খালকে নদী লেখা হয়েছিল।")
    note = Correction.objects.get()
    assert (note.text, note.passages[0]["stands"]) == ("খালকে নদী লেখা হয়েছিল।", "খালর খবর")


def test_a_draft_gets_a_new_version_and_one_entry_in_the_log() -> None:
    story, rina = make_story(headline="নদীর খবর", published=False), make_user(group="desk_editor")
    before = story.revisions.count()
    entries = ModelLogEntry.objects.count()
    replaced(story, [0], rina)
    newest = Story.objects.get(pk=story.pk).get_latest_revision_as_object()
    assert (newest.headline, story.revisions.count() - before) == ("খালর খবর", 1)
    assert ModelLogEntry.objects.count() - entries == 1


def test_what_changed_meanwhile_and_what_was_not_chosen_is_refused() -> None:
    story, rina = make_story(headline="নদীর খবর"), make_user(group="desk_editor")
    seen = chosen(story, [0])
    actions.edit(Story.objects.get(pk=story.pk), rina, headline="নদীর আরেক খবর")
    run = actions.begin_replacement(rina, told=False)
    with pytest.raises(Refused, match="এর মধ্যে বদলেছে"):
        actions.replace_words(run, seen, RIVER, rina)
    with pytest.raises(NothingToDo, match="কোনো জায়গা বাছা হয়নি"):
        actions.replace_words(run, chosen(story, []), RIVER, rina)
    with pytest.raises(Refused):
        actions.begin_replacement(make_user(group="reporter"), told=False)


def test_what_would_be_too_long_is_refused() -> None:
    story = make_story(headline="নদী " * 50)
    with pytest.raises(Refused, match="লম্বা হয়ে যায়"):
        replaced(story, range(50), None, wanted=Wanted("নদী", "মহানদীর শাখানদী"))
    assert Story.objects.get(pk=story.pk).headline.startswith("নদী নদী")


def test_a_go_is_taken_back_as_a_whole_but_for_what_was_written_since() -> None:
    rina = make_user(group="desk_editor")
    live, draft, later = (
        make_story(headline="নদী ১"),
        make_story(headline="নদী ২", published=False),
        make_story(headline="নদী ৩"),
    )
    before = [words(story) for story in (live, draft)]
    run = actions.begin_replacement(rina, told=False)
    for story in (live, draft, later):
        actions.replace_words(run, chosen(story, [0]), RIVER, rina)
    actions.edit(Story.objects.get(pk=later.pk), rina, headline="খাল ৩, আরও কথা")
    rows = list(run.stories.all())
    for row in rows[:2]:
        actions.take_back(row, rina)
    with pytest.raises(Refused, match="পরে আরও লেখা হয়েছে"):
        actions.take_back(rows[2], rina)
    with pytest.raises(NothingToDo, match="আগেই ফেরানো"):
        actions.take_back(rows[0], rina)
    assert [words(story) for story in (live, draft)] == before
    assert Story.objects.get(pk=later.pk).headline == "খাল ৩, আরও কথা"
    assert Replacement.objects.get().taken_back_at is None


def test_a_redaction_reaches_what_was_replaced() -> None:
    story = make_story(headline="অনিমা সেনের সাক্ষ্য")
    replaced(story, [0], None, wanted=Wanted("অনিমা সেনের", "অনিমা সেন রায়ের"))
    actions.redact(story, "অনিমা সেন", None, reason="আদালতের নির্দেশ")
    row = Replaced.objects.get()
    assert "অনিমা" not in f"{row.words} {row.instead} {row.before}"
