"""Posting to live coverage from a phone: the light page, what its script asks, and what a browser without one sends."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions
from harkara.desk.models import Coverage, LiveEntry, Story
from harkara.people.models import User
from tests.desk.factories import make_story, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(client: Client) -> User:
    user = make_user(group="reporter", first_name="শিখা", last_name="চাকমা")
    client.force_login(user)
    return user


@pytest.fixture
def story() -> Story:
    made = make_story(headline="নৌকাডুবি")
    actions.begin_coverage(made, None)
    return made


def send(client: Client, story: Story, status: int = 200, /, **said: object) -> dict[str, Any]:
    answer = client.post(f"/desk/live/{story.pk}/send/", json.dumps(said), content_type="application/json")
    assert answer.status_code == status
    told: dict[str, Any] = answer.json()
    return told


def test_an_editor_begins_it_from_the_story_and_ends_it(client: Client) -> None:
    editor, story = make_user(), make_story(headline="ফাইনাল")
    client.force_login(editor)
    assert f"/desk/live/{story.pk}/" in client.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    address = f"/desk/live/{story.pk}/"
    page = client.get(address).content.decode()
    assert ("সরাসরি হালনাগাদ শুরু করুন" in page, 'id="post"' in page) == (True, False)
    assert client.post(address, {"act": "begin", "reporters": "on"}).status_code == 302
    assert 'id="post"' in client.get(address).content.decode()
    assert client.post(address, {"act": "end"}).status_code == 302
    assert Coverage.objects.get().ended_by == editor
    assert "আবার চালু করুন" in client.get(address).content.decode()


def test_a_phone_posts_in_one_request_and_twice_is_once(client: Client, reporter: User, story: Story) -> None:
    told = send(client, story, act="post", client="phone-1", text="ঘাটে নৌকা", headline="", key=True)
    [entry] = told["entries"]
    assert (entry["text"], entry["key"], entry["by"], entry["may"], told["running"]) == (
        "ঘাটে নৌকা",
        True,
        "শিখা চাকমা",
        True,
        True,
    )
    again = send(client, story, act="post", client="phone-1", text="ঘাটে নৌকা")
    assert (len(again["entries"]), LiveEntry.objects.count(), again["version"]) == (1, 1, told["version"])


def test_without_a_script_the_form_posts_and_the_words_come_back_where_they_will_not_do(
    client: Client, reporter: User, story: Story
) -> None:
    address = f"/desk/live/{story.pk}/"
    assert client.post(address, {"client": "a" * 32, "text": "প্রথম", "key": "on"}).status_code == 302
    assert LiveEntry.objects.get().key
    answer = client.post(address, {"client": "b" * 32, "text": "ক" * 2001})
    assert (answer.status_code, "ক" * 2001 in answer.content.decode()) == (422, True)


def test_entries_are_changed_corrected_struck_and_brought_back(client: Client, reporter: User, story: Story) -> None:
    [entry] = send(client, story, act="post", client="phone-1", text="৪৫ জন")["entries"]
    [entry] = send(client, story, act="change", place=0, seen=entry["version"], text="৪২ জন", key=True)["entries"]
    assert (entry["text"], entry["key"], entry["correction"]) == ("৪২ জন", True, "")
    [entry] = send(client, story, act="change", place=0, seen=entry["version"], text="৪১ জন", note="৪২ নয়")["entries"]
    assert (entry["text"], entry["correction"]) == ("৪১ জন", "৪২ নয়")
    [struck] = send(client, story, act="strike", place=0, seen=entry["version"])["entries"]
    assert struck["struck"]
    late = send(client, story, 409, act="strike", place=0, seen=entry["version"], back=True)
    assert ("বদলেছেন" in late["error"], late["entries"][0]["version"]) == (True, struck["version"])
    [back] = send(client, story, act="strike", place=0, seen=struck["version"], back=True)["entries"]
    assert not back["struck"]


def test_summary_score_and_table_are_set(client: Client, reporter: User, story: Story) -> None:
    assert send(client, story, act="summary", summary="এক\nদুই")["summary"] == "এক\nদুই"
    send(client, story, act="board", home="ক", home_points="2", away="খ", away_points="1", status="শেষ")
    assert Coverage.objects.get().board["type"] == "score"
    assert 'value="খ"' in client.get(f"/desk/live/{story.pk}/").content.decode()
    send(client, story, act="board", caption="পয়েন্ট", rows="দল|পয়েন্ট\nক|3")
    assert Coverage.objects.get().board == {
        "type": "table",
        "value": {"caption": "পয়েন্ট", "rows": "দল\tপয়েন্ট\nক\t3", "head": True, "source": ""},
    }
    send(client, story, act="board", rows="", home="")
    assert Coverage.objects.get().board is None


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"act": "post"},
        {"act": "nothing"},
        {"act": "change", "place": "x", "seen": 1, "text": ""},
        {"act": "post", "client": "", "text": "ক"},
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    client: Client, reporter: User, story: Story, said: dict[str, Any]
) -> None:
    assert send(client, story, 422, **said)["error"]
    answer = client.post(f"/desk/live/{story.pk}/send/", "[", content_type="application/json")
    assert answer.status_code == 422
    assert not LiveEntry.objects.exists()


def test_who_may_not_gets_nowhere(client: Client, story: Story) -> None:
    assert client.get(f"/desk/live/{story.pk}/").status_code == 302
    client.force_login(make_user(group="moderator"))
    for address in ("", f"{story.pk}/", f"{story.pk}/state/"):
        assert client.get(f"/desk/live/{address}").status_code in (302, 403)
    assert client.post(f"/desk/live/{story.pk}/send/", "{}", content_type="application/json").status_code in (302, 403)
    actions.begin_coverage(story, None, reporters=False)
    client.force_login(make_user(group="reporter"))
    assert 'id="post"' not in client.get(f"/desk/live/{story.pk}/").content.decode()
    assert send(client, story, 422, act="post", client="phone-1", text="কথা")["error"]


def test_the_list_names_what_runs(client: Client, reporter: User, story: Story) -> None:
    make_story(headline="অন্য খবর")
    page = client.get("/desk/live/").content.decode()
    assert ("নৌকাডুবি" in page, "অন্য খবর" in page) == (True, False)
    actions.end_coverage(story, None)
    assert "এখন কিছু সরাসরি চলছে না" in client.get("/desk/live/").content.decode()


def test_the_screen_costs_the_same_with_one_entry_and_with_three(client: Client, reporter: User, story: Story) -> None:
    counts = []
    for number in range(3):
        send(client, story, act="post", client=f"phone-{number}", text="কথা")
        if number != 1:
            with CaptureQueriesContext(connection) as captured:
                client.get(f"/desk/live/{story.pk}/state/")
            counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_page_may_run_its_own_script_alone(client: Client, reporter: User, story: Story) -> None:
    answer = client.get(f"/desk/live/{story.pk}/")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("max-age=0")
