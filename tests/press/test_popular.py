"""What readers read comes into the rail, and what was withdrawn leaves it at once."""

from harkara.desk import actions
from harkara.desk.models import Story
from harkara.press.check import check
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import ledger
from harkara.readings import counting, popular
from harkara.readings.spool import Sum
from tests.desk.factories import NOON, make_stories

NOW = int(NOON.timestamp())


def read_by(story: Story, addresses: int) -> None:
    counting.add([Sum(NOW, story.pk, "a", addresses)])


def rail(store: Storeroom) -> str:
    page = store.shelf.get("rail")
    assert page is not None
    return page.identity().decode().partition("rail-popular")[2]


def test_a_new_order_prints_the_rail_and_no_other_sheet(turns: Turns, store: Storeroom) -> None:
    first, second = make_stories(2)
    turns.settle()
    assert rail(store) == ""
    before = {sheet.name: sheet.position for sheet in ledger.walk()}
    read_by(second, 7)
    popular.settle(NOW)
    turns.settle()
    after = {sheet.name: sheet.position for sheet in ledger.walk()}
    assert [name for name in after if after[name] != before.get(name)] == ["rail"]
    assert (second.headline in rail(store), first.headline in rail(store)) == (True, False)
    assert check(store).wrong == []
    popular.settle(NOW + 60)
    printed = turns.printed
    turns.settle()
    assert turns.printed == printed  # the same order is no news


def test_what_is_killed_leaves_at_once_and_never_returns(turns: Turns, store: Storeroom) -> None:
    first, second = make_stories(2)
    read_by(first, 9)
    read_by(second, 5)
    popular.settle(NOW)
    turns.settle()
    assert rail(store).index(first.headline) < rail(store).index(second.headline)
    actions.kill(first, None, note="ভুল খবর")
    turns.settle()
    assert first.headline not in rail(store)
    read_by(first, 900)  # whoever still has the address
    popular.settle(NOW + 60)
    turns.settle()
    assert (first.headline in rail(store), second.headline in rail(store)) == (False, True)
    assert check(store).wrong == []
