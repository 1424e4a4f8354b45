"""Headlines that are tested, as readers, machines and the shelf get them."""

import json
import re

from harkara.desk import actions, clock
from harkara.desk.models import HeadlineTest, Story
from harkara.press.check import check
from harkara.press.printing import prints
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import ledger
from harkara.readings import counting
from harkara.readings.spool import Sum
from tests.desk.factories import NOON, make_paper, make_stories, make_user

OTHER, THIRD = "নৌকায় চড়ে স্কুলে যায় চরের শিশুরা", "আলো আসেনি, তবু থামেনি পাঠ"


def on_shelf(store: Storeroom, name: str) -> str:
    page = store.shelf.get(name)
    assert page is not None, name
    return page.identity().decode()


def under_test(turns: Turns) -> tuple[Story, HeadlineTest]:
    """The newest of three stories, which leads the home page and is tested there; all printed."""
    make_paper()
    story = make_stories(3)[-1]
    turns.settle()
    test = actions.begin_headlines(story, make_user(), [OTHER, THIRD], 6)
    turns.settle()
    return story, test


def test_a_test_prints_the_fronts_that_show_the_story_and_no_other_sheet(turns: Turns, store: Storeroom) -> None:
    make_paper()
    story = make_stories(3)[-1]
    turns.settle()
    before = {sheet.name: sheet.position for sheet in ledger.walk()}
    test = actions.begin_headlines(story, make_user(), [OTHER, THIRD], 6)
    turns.settle()
    after = {sheet.name: sheet.position for sheet in ledger.walk()}
    assert [name for name in after if after[name] != before.get(name)] == ["front"]
    page = on_shelf(store, "front")
    assert re.findall(r'data-tell="([^"]+)"', page) == [f"/r?story={story.pk}&amp;headline={test.turn}"]
    assert f'data-or="{OTHER}\n{THIRD}">{story.headline}</a>' in page
    assert check(store).wrong == []


def test_the_page_is_the_same_for_everybody_and_may_be_kept_as_before(turns: Turns, store: Storeroom) -> None:
    make_paper()
    story = make_stories(3)[-1]
    turns.settle()
    page = store.shelf.get("front")
    assert page is not None
    before = page.headers
    actions.begin_headlines(story, make_user(), [OTHER], 6)
    turns.settle()
    page = store.shelf.get("front")
    assert page is not None
    unlike = {"etag", "last-modified", "content-length"}
    assert [one for one in page.headers if one[0] not in unlike] == [one for one in before if one[0] not in unlike]
    assert ("cache-control", "public, no-cache") in page.headers
    assert "set-cookie" not in dict(page.headers)


def test_the_others_are_in_no_feed_no_data_no_card_and_not_in_the_rail(turns: Turns, store: Storeroom) -> None:
    story, _test = under_test(turns)
    every = [entry.name for _path, entry in store.manifest.entries(limit=5000) if entry.kind == "sheet"]
    wanted = [name for name in every if not name.startswith(("asset:", "picture:", "icon"))]
    shown = {
        one.name: one.page.identity().decode(errors="replace")
        if hasattr(one.page, "identity")
        else one.page.body.decode(errors="replace")
        for one in prints([*wanted, "rail", "lite/front"])
        if one.page
    }
    assert {name for name, text in shown.items() if OTHER in text or json.dumps(OTHER)[1:-1] in text} == {"front"}
    assert len(shown) > 20
    assert story.headline in shown[f"story:{story.pk}"]
    assert story.headline in shown["rail"]


def test_its_term_and_a_kill_take_the_others_away(turns: Turns, store: Storeroom) -> None:
    story, test = under_test(turns)
    clock.set(test.until)
    turns.settle()
    assert (OTHER in on_shelf(store, "front"), story.headline in on_shelf(store, "front")) == (False, True)
    assert (check(store).wrong, HeadlineTest.objects.get().ended) == ([], "term")
    actions.begin_headlines(story, None, [OTHER], 6)
    turns.settle()
    assert OTHER in on_shelf(store, "front")
    actions.kill(story, None)
    turns.settle()
    page = on_shelf(store, "front")
    assert (OTHER in page, story.headline in page, check(store).wrong) == (False, False, [])


def test_a_correction_ends_it(turns: Turns, store: Storeroom) -> None:
    story, _test = under_test(turns)
    actions.correct(story, "সংখ্যাটি ভুল ছিল", make_user("shirin"))
    turns.settle()
    assert (OTHER in on_shelf(store, "front"), story.headline in on_shelf(store, "front")) == (False, True)
    assert check(store).wrong == []


def test_the_press_takes_the_winner_where_that_was_asked_for(turns: Turns, store: Storeroom) -> None:
    make_paper()
    story = make_stories(3)[-1]
    turns.settle()
    actions.begin_headlines(story, make_user(), [OTHER], 6, takes=True)
    turns.settle()
    now = int(NOON.timestamp())
    counting.add([Sum(now, story.pk, "h00", 40), Sum(now, story.pk, "h01", 90)])
    turns.settle()
    assert Story.objects.get(pk=story.pk).headline == story.headline  # looked at a moment ago
    clock.set(NOON.replace(second=11))
    turns.settle()
    assert Story.objects.get(pk=story.pk).headline == OTHER
    for name in ("front", f"story:{story.pk}", "rail"):
        assert OTHER in on_shelf(store, name)
    assert ("data-or" in on_shelf(store, "front"), check(store).wrong) == (False, [])
