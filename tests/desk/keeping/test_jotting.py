"""What is typed is put down before a revision has it, read back as a form, and offered to whom it concerns."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from harkara.desk import actions, clock
from harkara.desk.actions.thin import thin
from harkara.desk.keeping import jotting
from harkara.desk.models import Jot, Story
from tests.desk.factories import make_story, make_user
from tests.desk.keeping.test_running import NEW, keep, open_editor, words

pytestmark = pytest.mark.django_db

PUT = "/desk/keeping/jots/put/"


def pairs(form: dict[str, Any]) -> list[list[str]]:
    """A form as the browser lists it."""
    return [[name, str(one)] for name, value in form.items() for one in (value if isinstance(value, list) else [value])]


def put(client: Client, story: Story | None, body: Any, turn: int, **said: Any) -> tuple[int, dict[str, Any]]:
    """Sends ``body`` as the page called ``page-1`` would; status and answer."""
    query = {"page": "page-1", "device": "laptop", "story": story.pk if story else "", "base": "", "turn": turn, **said}
    text = body if isinstance(body, str) else json.dumps(body)
    answer = client.post(f"{PUT}?{urlencode(query)}", text, content_type="text/plain")
    return answer.status_code, json.loads(answer.content)


def held(client: Client, story: Story | None) -> list[tuple[str, str]]:
    """What is offered to ``client``: whose it is, and its headline."""
    answer = client.get(f"/desk/keeping/jots/?story={story.pk if story else ''}")
    return [(jot["who"], dict(json.loads(jot["words"]))["headline"]) for jot in answer.json()["jots"]]


@pytest.fixture
def draft() -> Story:
    return make_story(published=False, headline="খবর")


@pytest.fixture
def rina(client: Client) -> Client:
    client.force_login(make_user("rina", first_name="রিনা"))
    return client


@pytest.fixture
def tom() -> Client:
    client = Client()
    client.force_login(make_user("tom"))
    return client


def test_words_wait_until_a_revision_has_them(rina: Client, draft: Story) -> None:
    status, said = put(rina, draft, pairs(words("নদী")), 1)
    assert (status, said["success"], held(rina, draft)) == (200, True, [("", "নদী")])
    assert Story.objects.get().latest_revision_id == draft.latest_revision_id
    base = open_editor(rina, draft)
    keep(rina, f"/desk/stories/edit/{draft.pk}/", {**words("নদী"), "keeping_turn": "1"}, "page-1", base)
    assert held(rina, draft) == []


def test_what_became_other_is_enough(rina: Client, draft: Story) -> None:
    form = pairs(words("নদী"))
    place = [name for name, _value in form].index("headline")
    put(rina, draft, form, 1)
    assert put(rina, draft, [[place, "নদীতে সেতু"]], 2, since=1)[0] == 200
    assert held(rina, draft) == [("", "নদীতে সেতু")]
    assert put(rina, draft, [[place, "অন্য"]], 4, since=3) == (409, {"whole": True})


def test_a_revision_is_made_of_what_was_put_down(rina: Client, draft: Story) -> None:
    base = open_editor(rina, draft)
    put(rina, draft, pairs(words("নদীতে সেতু", "সেতু খুলেছে।")), 5)
    address = f"/desk/stories/edit/{draft.pk}/"
    assert keep(rina, address, {"keeping_jot": "4", "keeping_turn": "4"}, "page-1", base) == (409, {"whole": True})
    status, said = keep(rina, address, {"keeping_jot": "5", "keeping_turn": "5"}, "page-1", base)
    content = Revision.objects.get(pk=said["revision_id"]).content
    assert (status, content["headline"], "সেতু খুলেছে।" in content["body"]) == (200, "নদীতে সেতু", True)
    assert held(rina, draft) == []


def test_a_sending_that_was_held_up_changes_nothing(rina: Client, draft: Story) -> None:
    put(rina, draft, pairs(words("দ্বিতীয়")), 7)
    assert (put(rina, draft, pairs(words("প্রথম")), 6)[0], held(rina, draft)) == (200, [("", "দ্বিতীয়")])
    jotting.revised(Jot.objects.get().user, "page-1", 9)
    put(rina, draft, pairs(words("তৃতীয়")), 8)  # on its way when the revision was made
    assert held(rina, draft) == []


def test_words_that_came_while_the_revision_was_made_still_wait(rina: Client, draft: Story) -> None:
    put(rina, draft, pairs(words("এক")), 1)
    put(rina, draft, pairs(words("এক দুই")), 2)
    jotting.revised(Jot.objects.get().user, "page-1", 1)
    assert held(rina, draft) == [("", "এক দুই")]


def test_what_nobody_could_save_is_kept(rina: Client, draft: Story) -> None:
    too_long = "ন" * 251
    put(rina, draft, pairs(words(too_long)), 1)
    put(rina, None, pairs(words(too_long)), 2, page="page-2")
    assert (held(rina, draft), held(rina, None)) == ([("", too_long)], [("", too_long)])


def test_who_may_edit_is_offered_what_another_left(
    rina: Client, tom: Client, draft: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(rina, draft, pairs(words("রিনার")), 1)
    assert held(tom, draft) == []  # she may be typing
    later = clock.now() + jotting.SILENT + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    reporter = Client()
    reporter.force_login(make_user("rep", group="reporter"))
    assert (held(tom, draft), held(reporter, draft)) == ([("রিনা", "রিনার")], [])


def test_only_the_writer_throws_words_away(rina: Client, tom: Client, draft: Story) -> None:
    put(rina, draft, pairs(words("রিনার")), 1)
    for client, left in ((tom, 1), (rina, 0)):
        assert client.post("/desk/keeping/jots/drop/?page=page-1").status_code == 200
        assert Jot.objects.count() == left


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[", {}),
        ('{"headline": "নদী"}', {}),
        ('[["headline", 5]]', {}),
        ('[["headline", "নদী"]]', {"turn": "one"}),
        ('[["headline", "নদী"]]', {"turn": "9" * 30}),
        ('[[99, "নদী"]]', {"since": 1, "turn": 2}),
        ('[[-1, "নদী"]]', {"since": 1, "turn": 2}),
        ('[[true, "নদী"]]', {"since": 1, "turn": 2}),
    ],
)
def test_what_is_no_form_is_refused_in_words(rina: Client, draft: Story, body: str, said: dict[str, Any]) -> None:
    put(rina, draft, [["headline", "নদী"]], 1)
    status, answer = put(rina, draft, body, said.pop("turn", 3), **said)
    assert (status, answer["error_message"]) == (400, "যা পাঠানো হয়েছে তা ফরম নয়: নাম ও মানের তালিকা দরকার।")
    assert held(rina, draft) == [("", "নদী")]


def test_who_may_not_write_puts_nothing_down(client: Client, draft: Story) -> None:
    client.force_login(make_user("mod", group="moderator"))
    address = f"{PUT}?{urlencode({'page': 'p', 'device': '', 'story': draft.pk, 'base': '', 'turn': 1})}"
    assert (client.post(address, "[]", content_type="text/plain").status_code, Jot.objects.count()) == (302, 0)


def test_a_form_that_is_too_large_is_refused(rina: Client, draft: Story) -> None:
    status, _answer = put(rina, draft, [["headline", "ন" * 3_000_000]], 1)
    assert (status, Jot.objects.count()) == (400, 0)


def test_a_story_that_is_gone_is_told(rina: Client) -> None:
    assert put(rina, Story(pk=999), pairs(words("নদী")), 1) == (404, {"error_message": "এই খবর আর নেই।"})


def test_pages_of_one_person_have_a_limit(rina: Client, draft: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jotting, "MOST", 2)
    assert [put(rina, draft, pairs(words("নদী")), 1, page=f"page-{number}")[0] for number in range(3)] == [
        200,
        200,
        400,
    ]
    assert put(rina, draft, pairs(words("নদী")), 2, page="page-0")[0] == 200  # who holds one goes on in it


def test_what_was_revised_goes_after_a_day_and_what_nobody_took_after_half_a_year(rina: Client, draft: Story) -> None:
    put(rina, draft, pairs(words("গেল")), 1, page="done")
    put(rina, draft, pairs(words("রইল")), 1, page="waits")
    jotting.revised(Jot.objects.get(page="done").user, "done", 1)
    thin(clock.now() + timedelta(days=2))
    assert [row.page for row in Jot.objects.all()] == ["waits"]
    assert jotting.sweep(clock.now() + jotting.FORGOTTEN + timedelta(days=1)) == 1


def test_a_redacted_name_is_gone_from_what_waits(rina: Client) -> None:
    draft = make_story(headline="অনিমা সেনের খবর")
    put(rina, draft, pairs(words("অনিমা সেনের খোঁজ", "পুলিশ অনিমা <b>সেনকে</b> খুঁজছে।")), 1)
    actions.redact(draft, "অনিমা সেন", None, reason="নাবালিকা")
    kept = Jot.objects.get().words
    assert ("অনিমা" in kept, json.loads(kept)[0][0], held(rina, draft)[0][1]) == (
        False,
        pairs(words("x"))[0][0],
        "… খোঁজ",
    )


def test_putting_down_costs_the_same_however_long_the_text(rina: Client, draft: Story) -> None:
    form = pairs(words("নদী"))
    put(rina, draft, form, 1)
    counts = []
    for turn, length in ((2, 10), (3, 20_000)):
        with CaptureQueriesContext(connection) as queries:
            put(rina, draft, [*form, ["kicker", "ন" * length]], turn)
        counts.append(len(queries))
    with CaptureQueriesContext(connection) as queries:
        put(rina, draft, [[0, "নদীতে"]], 4, since=3)
    assert [*counts, len(queries)] == [4, 4, 5]


def test_a_form_that_came_back_with_its_faults_is_the_same_page(rina: Client, draft: Story) -> None:
    base = open_editor(rina, draft)
    form = {**words("ন" * 251), "keeping_page": "page-1", "keeping_base": base, "keeping_turn": "3"}
    answer = rina.post(f"/desk/stories/edit/{draft.pk}/", form)
    assert (answer.status_code, 'data-page="page-1"' in answer.content.decode()) == (200, True)
    assert 'data-page=""' in rina.get(NEW).content.decode()
