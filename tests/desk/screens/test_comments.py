"""The moderators' screens: the queue by risk, verdicts on one and on many, undo, notes, rights, words, floods, the log."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry

from harkara.comments import actions as comments
from harkara.comments import floods, words
from harkara.comments.actions.appeal import link
from harkara.comments.models import Ban, Comment, Note, Verdict
from harkara.comments.moderators import Moderator
from harkara.desk.models import Story
from harkara.people.models import User
from harkara.rack.outbox.sides import READERS
from tests.comments.factories import NOON, a_reader, said
from tests.desk.factories import make_paper, make_section, make_story, make_user

pytestmark = pytest.mark.django_db

QUEUE = "/desk/comments/"
DATA = {"accept": "application/json"}


@pytest.fixture
def story() -> Story:
    make_paper()
    return make_story(headline="নদীর পানি বাড়ছে")


@pytest.fixture
def client(story: Story) -> Client:
    client = Client()
    client.force_login(make_user("rina", group="moderator", first_name="রিনা", last_name="খাতুন"))
    return client


@pytest.fixture
def judge(client: Client) -> Callable[..., Any]:
    def sent(act: str, *made: Comment, **more: str) -> Any:
        told = {"act": act, "id": [one.pk for one in made], **more}
        return client.post(f"{QUEUE}judge/", told, headers=DATA).json()

    return sent


def page(client: Client, address: str = QUEUE) -> str:
    return client.get(address).content.decode()


def states(*made: Comment) -> list[str]:
    return [Comment.objects.get(pk=one.pk).state for one in made]


def test_the_queue_stands_by_risk_and_says_why(client: Client, story: Story) -> None:
    link_of = "https://example.org/"
    calm = said(a_reader(), "শান্ত কথা", story=story.pk, takes="checked")
    rude = said(a_reader(), "তুই হা রা মি", story=story.pk)
    said(a_reader(), f"{link_of} {link_of} {link_of}", story=story.pk)
    told = said(a_reader(), "কারও ভালো লাগেনি", story=story.pk)
    for _ in range(2):
        comments.report(a_reader(), told.pk, "abuse")
    shown = page(client)
    order = [shown.index(f'id="voice-{one.pk}"') for one in Comment.objects.filter(due__isnull=False).order_by("-due")]
    assert order == sorted(order)
    assert shown.index(f'id="voice-{rude.pk}"') < shown.index(f'id="voice-{calm.pk}"')
    wanted = ("শব্দ: হারামি", "৩টি লিংক", "নতুন অ্যাকাউন্ট: আজকের", "২ জন পাঠকের অভিযোগ", "৪টি অপেক্ষায় আছে", "নদীর পানি বাড়ছে")
    assert [words for words in wanted if words not in shown] == []


def test_what_a_reader_wrote_is_text_and_an_address_is_nobodys(client: Client, story: Story) -> None:
    reader = a_reader()
    said(reader, "<script>alert(1)</script> ও <img src=x onerror=alert(1)>", story=story.pk, takes="checked")
    shown = page(client)
    assert ("<script>alert(1)" in shown, "&lt;script&gt;alert(1)" in shown, reader.email in shown) == (
        False,
        True,
        False,
    )


def test_verdicts_on_one_and_on_many_and_their_undo(client: Client, story: Story, judge: Callable[..., Any]) -> None:
    made = [said(a_reader(), f"কথা {number}", story=story.pk, takes="checked") for number in range(3)]
    told = judge("approve", *made[:2])
    assert (sorted(told["done"]), told["refused"]) == ([one.pk for one in made[:2]], [])
    assert states(*made) == ["shown", "shown", "waiting"]
    back = client.post(f"{QUEUE}undo/", {"lot": told["lot"]}, headers=DATA).json()
    assert (sorted(back["done"]), states(*made)) == (sorted(told["done"]), ["waiting"] * 3)
    judge("hold", made[2])
    assert states(made[2]) == ["held"]
    assert Verdict.objects.filter(by=User.objects.get().pk, by_name="রিনা খাতুন").count() == 5
    [entry] = ModelLogEntry.objects.filter(action__startswith="desk.comments.")
    assert (entry.action, entry.data["count"]) == ("desk.comments.approve", 2)


def test_without_a_script_a_verdict_is_a_form(client: Client, story: Story) -> None:
    made = said(a_reader(), "কথা", story=story.pk, takes="checked")
    answer = client.post(f"{QUEUE}judge/", {"act": "withdraw", "id": made.pk, "reason": "ভাষা", "term": "7"})
    assert (answer.status_code, states(made)) == (302, ["withdrawn"])
    shown = page(client, answer["location"])
    assert ("হয়ে গেছে: ১টি মন্তব্য।" in shown, f'value="{Verdict.objects.get().lot}"' in shown) == (True, True)
    client.post(f"{QUEUE}undo/", {"lot": Verdict.objects.filter(act="withdraw").get().lot})
    assert states(made) == ["waiting"]


def test_a_ban_has_a_term_from_the_list_and_can_be_ended(story: Story, judge: Callable[..., Any]) -> None:
    made = said(a_reader(), "কথা", story=story.pk, takes="checked")
    refused = judge("ban", made, term="13")
    assert (refused["refused"], states(made)) == ([[made.pk, "তালিকা থেকে মেয়াদ বেছে নিন।"]], ["waiting"])
    judge("ban", made, term="30", reason="গালাগাল")
    assert (states(made), Ban.objects.get().reason) == (["withdrawn"], "গালাগাল")
    judge("lift", made)
    assert Ban.objects.count() == 0
    assert [
        entry.action for entry in ModelLogEntry.objects.filter(action__startswith="desk.comments.").order_by("pk")
    ] == [
        "desk.comments.ban",
        "desk.comments.lift",
    ]


def test_refusals_are_said_of_each(story: Story, judge: Callable[..., Any]) -> None:
    reader = a_reader()
    gone, there = (said(reader, words, story=story.pk, takes="checked") for words in ("যাবে", "থাকবে"))
    comments.delete(reader, gone.pk)
    told = judge("approve", gone, there)
    assert (told["done"], told["refused"]) == ([there.pk], [[gone.pk, "এর মধ্যে পাঠক মন্তব্যটি মুছে ফেলেছেন।"]])
    assert judge("burn", there)["refused"] == [[there.pk, "একটি সিদ্ধান্ত বেছে নিন।"]]


def test_notes_and_appeals_stand_beside_the_comment(client: Client, story: Story) -> None:
    made = said(a_reader(), "কথা", story=story.pk)
    comments.withdraw(made.pk, Moderator(8, "কামাল"), "ভাষা")
    comments.appeal(link(Verdict.objects.get()), "এতে গালি নেই")
    client.post(f"{QUEUE}note/", {"id": made.pk, "words": "আগেও এমন"})
    assert [(one.words, one.by_name) for one in Note.objects.all()] == [("আগেও এমন", "রিনা খাতুন")]
    shown = page(client)
    assert [words for words in ("মন্তব্য সরানোয় আপত্তি", "এতে গালি নেই", "আগেও এমন", "আপত্তি") if words not in shown] == []


def test_who_works_on_some_sections_sees_and_judges_what_is_said_there(story: Story) -> None:
    make_section("sports", position=2, name="খেলাধুলা")
    other = make_story(headline="শেষ ওভারে জয়", section="sports")
    user = make_user("kamal", group="moderator")
    user.remits.create(section=other.section)
    client = Client()
    client.force_login(user)
    elsewhere = [said(a_reader(), f"তুই হারামি {n}", story=story.pk) for n in range(30)]
    mine = said(a_reader(), "আমার এলাকায়", story=other.pk, takes="checked")
    shown = page(client)
    assert ("আমার এলাকায়" in shown, "হারামি" in shown) == (True, False)
    told = client.post(f"{QUEUE}judge/", {"act": "approve", "id": [mine.pk, elsewhere[0].pk]}, headers=DATA).json()
    assert (told["done"], [number for number, _ in told["refused"]]) == ([mine.pk], [elsewhere[0].pk])
    lot = comments.judge([elsewhere[1].pk], "approve").lot
    back = client.post(f"{QUEUE}undo/", {"lot": lot}, headers=DATA).json()
    assert (back["done"], states(elsewhere[1])) == ([], ["shown"])


def test_who_has_no_right_gets_nowhere(story: Story) -> None:
    made = said(a_reader(), "কথা", story=story.pk, takes="checked")
    client = Client()
    client.force_login(make_user("bina", group="reporter"))
    for address in ("", "words/", "flood/", "log/"):
        assert client.get(f"{QUEUE}{address}").status_code == 302
    client.post(f"{QUEUE}judge/", {"act": "approve", "id": made.pk})
    assert states(made) == ["waiting"]


@pytest.mark.parametrize("count", [3, 3000, pytest.param(100_000, marks=pytest.mark.proof)])
def test_the_queue_costs_the_same_with_few_and_with_many(client: Client, story: Story, count: int) -> None:
    readers = [a_reader() for _ in range(3)]
    Comment.objects.bulk_create(
        Comment(
            story=story.pk,
            place=n,
            state="waiting",
            text=f"কথা {n}",
            made_at=NOON,
            reader=readers[n % 3],
            due=n % 90,
            risk=n % 90,
        )
        for n in range(count)
    )
    page(client)
    with CaptureQueriesContext(connections[READERS]) as there, CaptureQueriesContext(connection) as here:
        page(client)
    stories = [one["sql"] for one in here.captured_queries if "desk_story" in one["sql"]]
    assert (len(there), len(stories)) == (6, 1)
    with connections[READERS].cursor() as cursor:
        for one in there.captured_queries:
            cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}")
            plan = [row[3] for row in cursor.fetchall()]
            if '"comments_comment"' in one["sql"].partition("WHERE")[0]:
                assert any("comments_due" in step for step in plan), plan
                assert not any("TEMP B-TREE" in step for step in plan), plan


def test_the_queue_is_turned_by_its_place_and_none_is_left_out(client: Client, story: Story) -> None:
    reader = a_reader()
    Comment.objects.bulk_create(
        Comment(story=story.pk, place=n, state="waiting", text=f"কথা {n}", made_at=NOON, reader=reader, due=n % 7)
        for n in range(60)
    )
    seen, after = list[int](), ""
    for _ in range(9):
        shown = page(client, f"{QUEUE}?rows&after={after}")
        seen += [int(part.partition('"')[0]) for part in shown.split('data-voice="')[1:]]
        if "data-voices-further" not in shown:
            break
        after = shown.partition('data-voices-further="')[2].partition('"')[0]
    assert (len(seen), len(set(seen))) == (60, 60)


def test_the_list_of_words_is_the_desks(client: Client) -> None:
    client.post(f"{QUEUE}words/", {"word": "চামচা"})
    client.post(f"{QUEUE}words/", {"word": "জারজ", "act": "strike"})
    assert (words.found("তুই চামচা"), words.found("জারজ")) == (["চামচা"], [])
    shown = page(client, f"{QUEUE}words/?text=রাজার চা ম চা")
    assert [word for word in ("চামচা", "বাদ দেওয়া", "পাওয়া গেছে:") if word not in shown] == []
    answer = client.post(f"{QUEUE}words/", {"word": "হারামী"}, follow=True).content.decode()
    assert "শব্দটি আগে থেকেই ধরা পড়ে" in answer
    assert ModelLogEntry.objects.filter(action__in=("desk.comments.list", "desk.comments.strike")).count() == 2


def test_a_flood_is_begun_and_ended_by_one_switch(client: Client) -> None:
    client.post(f"{QUEUE}flood/", {"rule": "old", "hours": "৬", "days": "7"})
    running = floods.flood()
    assert running is not None
    assert (running.rule, running.days, running.by_name) == ("old", 7, "রিনা খাতুন")
    assert "শুধু ৭ দিন" in page(client, f"{QUEUE}flood/")
    assert "ঢল: শুধু পুরোনো অ্যাকাউন্ট" in page(client)
    client.post(f"{QUEUE}flood/", {"act": "end"})
    assert floods.flood() is None
    answer = client.post(f"{QUEUE}flood/", {"rule": "queue", "hours": "0"}, follow=True).content.decode()
    assert "১ থেকে ৭২ ঘণ্টার মধ্যে দিন।" in answer


def test_the_log_tells_who_changed_what_into_what_and_why(
    client: Client, story: Story, judge: Callable[..., Any]
) -> None:
    made = said(a_reader(), "কথা", story=story.pk, takes="checked")
    judge("withdraw", made, reason="ভাষা")
    shown = page(client, f"{QUEUE}log/")
    assert [words for words in ("রিনা খাতুন", "সরানো হলো", "অপেক্ষায় → প্রত্যাহৃত", "ভাষা", "কথা") if words not in shown] == []
    with CaptureQueriesContext(connections[READERS]) as sent:
        page(client, f"{QUEUE}log/?before=১০")
    assert len(sent) == 1
