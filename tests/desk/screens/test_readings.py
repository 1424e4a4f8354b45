"""The screen of what is read now, and the table to take away."""

import pytest
from django.db import DatabaseError, connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock
from harkara.rack.outbox.sides import READERS
from harkara.readings import counting
from harkara.readings.spool import Sum
from tests.desk.factories import NOON, make_paper, make_section, make_stories, make_story, make_user

pytestmark = pytest.mark.django_db

NOW = int(NOON.timestamp())


@pytest.fixture
def client() -> Client:
    make_paper()
    client = Client()
    client.force_login(make_user("rina", group="reporter"))
    return client


def read(story: int, *, opened: int, minutes: int = 0) -> None:
    at = NOW - 60 * minutes
    whats = {"rs": opened, "rc": 1, "a": opened, "e1": 1, "e4": 3, "t": 200, "s": 2}
    counting.add(Sum(at, story, what, count) for what, count in whats.items())


def get(client: Client, address: str = "/desk/readings/") -> str:
    with clock.at(NOON):
        return client.get(address).content.decode()


def test_the_screen_says_what_is_read_whence_and_how_far(client: Client) -> None:
    make_section("sports", position=2, name="খেলাধুলা")
    first, second = make_story(headline="নদীর পানি বাড়ছে"), make_story(headline="শেষ ওভারে জয়", section="sports")
    gone = make_story(headline="তুলে নেওয়া খবর")
    read(first.pk, opened=3, minutes=20)
    read(second.pk, opened=9)
    read(gone.pk, opened=50)
    read(first.pk, opened=70, minutes=45)  # too long ago to be now
    actions.unpublish(gone, None)
    page = get(client)
    assert page.index("শেষ ওভারে জয়") < page.index("নদীর পানি বাড়ছে")
    assert ("তুলে নেওয়া খবর" in page, "৬৫" in page) == (False, True)
    assert [words for words in ("সার্চ ইঞ্জিন", "খেলাধুলা", "৭৫%", "১২:০০:০০ পর্যন্ত") if words not in page] == []
    piece = get(client, "/desk/readings/?now")
    assert ("<html" in piece, "শেষ ওভারে জয়" in piece) == (False, True)


def test_an_empty_screen_says_so(client: Client) -> None:
    assert "গত ৩০ মিনিটে কেউ কোনো খবর খোলেননি।" in get(client)


def test_without_the_readers_database_it_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object) -> None:
        raise DatabaseError("no such server")

    monkeypatch.setattr("harkara.readings.numbers.read_now", refuses)
    assert "পাঠকদের ডেটাবেজ সাড়া দিচ্ছে না" in get(client)


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_however_much_is_read(client: Client, count: int) -> None:
    for story in make_stories(count):
        read(story.pk, opened=story.pk)
    get(client, "/desk/readings/?now")
    with CaptureQueriesContext(connections[READERS]) as there, CaptureQueriesContext(connection) as here:
        get(client, "/desk/readings/?now")
    stories = [sent["sql"] for sent in here.captured_queries if "desk_story" in sent["sql"]]
    assert (len(there), len(stories)) == (5, 2)  # what is read, and whose headlines are tested


def test_the_table_runs_nothing_in_a_spreadsheet(client: Client) -> None:
    story = make_story(headline="=1+2")
    read(story.pk, opened=4)
    heads, row = get(client, "/desk/readings/export/").lstrip("\ufeff").splitlines()
    assert heads.startswith("নম্বর,শিরোনাম,বিভাগ,ঠিকানা,খোলা হয়েছে,সামাজিক মাধ্যম,সার্চ ইঞ্জিন")
    assert row == f"{story.pk},'=1+2,{story.section.name if story.section else ''},4,5,1,4,0,0,0,0,50,4,3,3,3,2"
