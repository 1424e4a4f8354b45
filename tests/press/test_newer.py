"""Newer coverage: a fragment for each topic, so that a new story touches no page of an older one."""

from datetime import timedelta

from harkara.desk import actions, clock
from harkara.press.check import check
from harkara.press.turns import Turns
from harkara.rack import changes, ledger
from tests.desk.factories import NOON, make_paper, make_story, make_topic

FRAGMENT = "/fragment/topic/নদী"


def test_a_new_story_prints_the_fragment_and_no_page_of_an_older_story(turns: Turns) -> None:
    make_paper()
    river = make_topic("নদী")
    old = make_story(at=NOON - timedelta(days=9), topics=[river])
    turns.settle()
    before = changes.position()
    lay = turns.store.shelf.get(f"story:{old.pk}")
    new = make_story(at=clock.now(), topics=[river], headline="নদীর নতুন ঘাট")
    turns.settle()
    fragment = turns.store.shelf.get("newer:নদী")
    assert fragment is not None
    assert "নদীর নতুন ঘাট" in fragment.identity().decode()
    assert dict(fragment.headers)["x-robots-tag"] == "noindex"
    assert turns.store.shelf.get(f"story:{old.pk}") == lay
    printed = {sheet.name for sheet in ledger.walk() if sheet.position > before and sheet.name.startswith("story:")}
    assert printed == {f"story:{new.pk}"}
    assert check(turns.store).wrong == []


def test_the_fragment_comes_and_goes_with_its_topic(turns: Turns) -> None:
    make_paper()
    river = make_topic("নদী")
    turns.settle()
    assert turns.store.manifest.find(FRAGMENT) is None
    story = make_story(at=clock.now(), topics=[river])
    turns.settle()
    entry = turns.store.manifest.find(FRAGMENT)
    assert (entry and entry.name, turns.store.shelf.get("newer:নদী") is not None) == ("newer:নদী", True)
    actions.kill(story, None)
    turns.settle()
    assert (turns.store.manifest.find(FRAGMENT), turns.store.shelf.get("newer:নদী")) == (None, None)
