"""What other sites show of a story: printed when asked for, right after every change, gone with the story."""

import json
from datetime import timedelta

import pytest

from harkara.desk import actions, clock
from harkara.desk.models import Story
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack import embeds, ledger
from tests.desk.factories import NOON, make_paper, make_picture, make_story


@pytest.fixture
def story(turns: Turns) -> Story:
    make_paper()
    made = make_story(at=NOON - timedelta(hours=1), picture=make_picture())
    turns.settle()
    return made


def shown(turns: Turns, story: Story) -> tuple[str, dict[str, object]]:
    """What stands in the frame, and what oEmbed says; that nothing on the rack is wrong."""
    bake(turns.store, embeds.names(story.pk), hot_until=clock.now() + timedelta(hours=1))
    frame, said = (turns.store.shelf.get(name) for name in embeds.names(story.pk))
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)
    return (frame.identity().decode() if frame else "", json.loads(said.identity()) if said else {})


def on_rack() -> set[str]:
    return {sheet.name for sheet in ledger.named(embeds.NAME)}


def test_a_publication_prints_none_and_a_change_of_what_is_shown_takes_both_off(turns: Turns, story: Story) -> None:
    assert on_rack() == set()
    frame, said = shown(turns, story)
    assert story.headline in frame
    assert (said["title"], said["type"]) == (story.headline, "rich")
    assert str(said["thumbnail_url"]).endswith(f"/picture/{story.picture_id}/640.jpg")
    actions.edit(story, None, body=[("paragraph", "<p>আরেকটি অনুচ্ছেদ।</p>")])
    turns.settle()
    assert len(on_rack()) == 2
    actions.edit(Story.objects.get(pk=story.pk), None, headline="অন্য শিরোনাম")
    turns.settle()
    assert on_rack() == set()
    frame, said = shown(turns, story)
    assert ("অন্য শিরোনাম" in frame, said["title"]) == (True, "অন্য শিরোনাম")


def test_a_withdrawn_picture_leaves_the_frame(turns: Turns, story: Story) -> None:
    assert "<img" in shown(turns, story)[0]
    assert story.picture is not None
    story.picture.withdrawn = True
    story.picture.save()
    turns.settle()
    frame, said = shown(turns, story)
    assert ("<img" in frame, "thumbnail_url" in said) == (False, False)


def test_a_kill_takes_both_away(turns: Turns, story: Story) -> None:
    shown(turns, story)
    actions.kill(Story.objects.get(pk=story.pk), None)
    turns.settle()
    assert on_rack() == set()
    for name in embeds.names(story.pk):
        assert turns.store.shelf.get(name) is None
        entry = turns.store.manifest.find(embeds.address(name))
        assert (entry and entry.kind) == "gone"
    assert shown(turns, story) == ("", {})


def test_a_short_link_leads_on_for_ever_and_a_killed_one_is_gone(turns: Turns, story: Story) -> None:
    entry = turns.store.manifest.find(f"/{story.pk}")
    assert entry is not None
    assert (entry.kind, entry.status, entry.target) == ("moved", 301, story.href)
    actions.kill(Story.objects.get(pk=story.pk), None)
    turns.settle()
    entry = turns.store.manifest.find(f"/{story.pk}")
    assert (entry and entry.kind) == "gone"
