"""Stories that moved in take their places, some at a time, while the newsroom goes on."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from harkara.desk import actions, keys
from harkara.desk.actions import take_places
from harkara.desk.actions.move_in import Arrival, take
from harkara.desk.models import Listing, ListingDue, Move, Place, Story
from tests.desk.factories import NOON, make_section, make_stories, make_story
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

NAME = "section:world"


@pytest.fixture(autouse=True)
def few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take_places, "STEP", 7)


def moved_in(count: int, first: int = 0) -> list[int]:
    """Stories of another paper, an hour apart, the newest first; their numbers, the oldest first."""
    section = make_section("world")
    move, _ = Move.objects.get_or_create(origin="https://old.example", defaults={"kind": "wxr", "began_at": NOON})
    arrivals = [
        Arrival(
            name=f"{number:032}",
            headline=f"খবর {number}",
            body=[{"type": "paragraph", "value": "<p>পানি</p>", "id": f"{number:08}"}],
            live=True,
            section=section.pk,
            published_at=NOON - timedelta(days=100) + timedelta(hours=number),
        )
        for number in range(first + count, first, -1)
    ]
    settled = take(move, arrivals, str(first + count), lambda _: Counter())
    return [one.story for one in reversed(settled)]


def standing(name: str = NAME) -> list[tuple[int, int]]:
    """Numbers and stories of a listing, those that readers see."""
    places = Place.objects.filter(listing__name=name, shown=True).order_by("number", "published_at")
    return list(places.values_list("number", "story"))


def whole(stories: list[int]) -> None:
    """The listing has these stories, in this order, and nothing lies beside it."""
    assert standing() == list(enumerate(stories))
    listing = Listing.objects.get(name=NAME)
    assert (listing.length, listing.shown) == (len(stories), len(stories))
    assert list(Listing.objects.filter(name__startswith="~")) == []
    assert list(ListingDue.objects.all()) == []
    assert Place.objects.count() == len(stories)


def stopping(after: int, monkeypatch: pytest.MonkeyPatch, of: str = "_step") -> list[int]:
    """Has the next call end as if it were killed, when it has taken ``after`` steps; counts all steps."""
    taken: list[int] = []
    before = getattr(take_places, of)

    def step(*told: object) -> object:
        if len(taken) == after:
            taken.append(0)
            raise KeyboardInterrupt
        taken.append(1)
        return before(*told)

    monkeypatch.setattr(take_places, of, step)
    return taken


def test_a_new_listing_is_numbered_by_time_whatever_the_order_of_the_export() -> None:
    stories = moved_in(30)
    with touched() as found:
        assert take_places.set_listing(NAME) == 30
    whole(stories)
    assert found == {keys.listing(NAME)}  # thirty stories are the first page


def test_what_stands_already_is_numbered_with_it_and_its_holes_stay() -> None:
    own = [story.pk for story in make_stories(10)]
    gone = Story.objects.get(pk=own[3])
    actions.unpublish(gone, None)
    stories = moved_in(60)
    assert take_places.set_listing(NAME) == 60
    assert standing() == [*enumerate(stories), *((60 + nth, pk) for nth, pk in enumerate(own) if nth != 3)]
    listing = Listing.objects.get(name=NAME)
    assert (listing.length, listing.shown) == (70, 69)
    actions.publish(gone, None)
    assert standing() == [*enumerate(stories), *((60 + nth, pk) for nth, pk in enumerate(own))]


@pytest.mark.parametrize(("after", "of"), [(0, "_step"), (3, "_step"), (0, "_changed_over"), (0, "_clear")])
def test_killed_it_shows_what_it_showed_and_goes_on(after: int, of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    own = [story.pk for story in make_stories(3)]
    stories = moved_in(60)
    with monkeypatch.context() as patched:
        stopping(after, patched, of)
        with pytest.raises(KeyboardInterrupt):
            take_places.set_listing(NAME)
    if of != "_clear":
        assert standing() == list(enumerate(own))
    with monkeypatch.context() as patched:
        steps = stopping(-1, patched)
        for row in list(ListingDue.objects.order_by("name")):
            take_places.set_listing(row.name)
    whole([*stories, *own])
    written = {"_step": 7 * after, "_changed_over": 63, "_clear": 70}[of]
    assert len(steps) == max(0, (70 - written) // 7)


def test_an_order_that_changed_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = moved_in(60, first=100)
    with monkeypatch.context() as patched:
        stopping(3, patched)
        with pytest.raises(KeyboardInterrupt):
            take_places.set_listing(NAME)
    older = moved_in(20)
    assert take_places.set_listing(NAME) == 80
    whole([*older, *stories])


def during(act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Has ``act`` done between two steps."""
    before, taken = take_places._step, []

    def step(beside: Listing) -> bool:
        taken.append(1)
        if len(taken) == 4:
            act()
        return before(beside)

    monkeypatch.setattr(take_places, "_step", step)


def test_what_is_published_meanwhile_stands_where_it_belongs(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = moved_in(60)
    made: list[Story] = []
    moment = NOON - timedelta(days=99, minutes=30)

    def act() -> None:
        made.append(make_story())
        made.append(make_story(at=moment))

    during(act, monkeypatch)
    take_places.set_listing(NAME)
    new, late = made
    neighbour = Story.objects.filter(pk__in=stories, published_at__lt=moment).count() - 1
    wanted = [*enumerate(stories), (60, new.pk)]
    wanted.insert(neighbour + 1, (neighbour, late.pk))
    assert standing() == wanted
    assert Listing.objects.get(name=NAME).shown == 62


def test_who_is_withdrawn_meanwhile_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    own = make_story()
    stories = moved_in(60)

    def act() -> None:
        for pk in (stories[2], stories[50], own.pk):
            actions.unpublish(Story.objects.get(pk=pk), None)

    during(act, monkeypatch)
    take_places.set_listing(NAME)
    assert standing() == [(nth, pk) for nth, pk in enumerate(stories) if nth not in (2, 50)]
    listing = Listing.objects.get(name=NAME)
    assert (listing.length, listing.shown) == (61, 58)


def test_a_change_meanwhile_takes_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    stories = moved_in(60)

    def act() -> None:
        story = Story.objects.get(pk=stories[5])
        story.headline = "অন্য শিরোনাম"
        actions.publish(story, None)

    during(act, monkeypatch)
    take_places.set_listing(NAME)
    assert [pk for _, pk in standing()] == stories


def test_few_come_in_late_and_number_nothing_anew() -> None:
    own = [story.pk for story in make_stories(10)]
    stories = moved_in(2)
    with touched() as found:
        assert take_places.set_listing(NAME) == 2
    assert standing() == [(0, stories[0]), (0, stories[1]), *enumerate(own)]
    assert found == {keys.listing(NAME)}
    assert list(ListingDue.objects.all()) == []
