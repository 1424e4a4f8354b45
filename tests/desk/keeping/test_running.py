"""Autosaves through the editor's own address: what is written over, what is not, and who is told."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from harkara.desk import actions
from harkara.desk.keeping import running
from harkara.desk.models import Autosave, Story
from tests.desk.factories import make_person, make_section, make_story, make_user

pytestmark = pytest.mark.django_db

NEW = "/desk/stories/add/"


def words(headline: str, text: str = "সকালে সেতু খুলেছে।", **more: Any) -> dict[str, Any]:
    """What the editor's form says."""
    empty = {"kicker": "", "kind": "news", "summary": "", "section": "", "desk": "", "dateline": "", "picture": ""}
    body = streamfield([("paragraph", rich_text(f"<p>{text}</p>"))] if text else [])
    sets = {"bylines": inline_formset([]), "source_links": inline_formset([])}
    said = {"headline": headline, "syndication": "full", "body": body, "topics": []}
    form: dict[str, Any] = nested_form_data({**empty, **said, **sets, **more})
    return form


def keep(client: Client, address: str, form: dict[str, Any], page: str, base: Any = "") -> tuple[int, dict[str, Any]]:
    """Sends ``form`` as the page called ``page`` would, which began from ``base``; status and answer."""
    answer = client.post(
        address, {**form, "keeping_page": page, "keeping_base": base or ""}, headers={"accept": "application/json"}
    )
    return answer.status_code, json.loads(answer.content)


def open_editor(client: Client, story: Story) -> int:
    """Opens the editor; returns the revision it begins from."""
    assert client.get(f"/desk/stories/edit/{story.pk}/").status_code == 200
    story.refresh_from_db()
    assert story.latest_revision_id
    return story.latest_revision_id


@pytest.fixture
def rina(client: Client) -> Client:
    client.force_login(make_user("rina"))
    return client


@pytest.fixture
def tom() -> Client:
    client = Client()
    client.force_login(make_user("tom"))
    return client


def test_a_new_story_gets_its_number_with_its_first_word(rina: Client) -> None:
    status, said = keep(rina, NEW, words("ন", ""), "page-1")
    story = Story.objects.get()
    assert (status, said["success"], said["pk"], said["revision_id"]) == (200, True, story.pk, story.latest_revision_id)
    assert (said["url"], story.headline, story.live) == (f"/desk/stories/edit/{story.pk}/", "ন", False)
    assert Autosave.objects.get().page == "page-1"


def test_a_new_story_whose_answer_was_lost_is_not_made_twice(rina: Client) -> None:
    keep(rina, NEW, words("নদীতে"), "page-1")
    status, said = keep(rina, NEW, words("নদীতে সেতু"), "page-1")
    story = Story.objects.get()
    assert (status, said["again"], said["url"]) == (200, True, f"/desk/stories/edit/{story.pk}/")
    status, said = keep(rina, said["url"], words("নদীতে সেতু"), "page-1", said["revision_id"])
    story.refresh_from_db()
    assert (status, story.headline, Revision.objects.count()) == (200, "নদীতে সেতু", 1)


def test_who_types_on_writes_one_revision_over(rina: Client) -> None:
    story = make_story(published=False, headline="পুরোনো")
    base = open_editor(rina, story)
    before = Revision.objects.count()
    for number in range(3):
        _, said = keep(rina, f"/desk/stories/edit/{story.pk}/", words(f"নতুন {number}"), "page-1", base)
        base = said["revision_id"]
    story.refresh_from_db()
    assert (Revision.objects.count() - before, story.latest_revision_id) == (1, base)
    assert Revision.objects.get(pk=base).content["headline"] == "নতুন 2"
    assert ModelLogEntry.objects.filter(action="wagtail.edit", revision=base).count() == 1


def test_what_somebody_began_from_is_not_written_over(rina: Client, tom: Client) -> None:
    story = make_story(published=False)
    address = f"/desk/stories/edit/{story.pk}/"
    _, first = keep(rina, address, words("রিনার প্রথম"), "page-1", open_editor(rina, story))
    begun = open_editor(tom, story)
    _, second = keep(rina, address, words("রিনার দ্বিতীয়"), "page-1", first["revision_id"])
    assert (begun, second["revision_id"] > begun) == (first["revision_id"], True)
    assert Revision.objects.get(pk=begun).content["headline"] == "রিনার প্রথম"


def test_what_was_published_meanwhile_is_not_written_over(rina: Client) -> None:
    story = make_story(published=False, section=make_section("world"))
    address, section = f"/desk/stories/edit/{story.pk}/", make_section("world").pk
    _, first = keep(rina, address, words("ছাপা হলো", section=section), "page-1", open_editor(rina, story))
    actions.publish(Story.objects.get(pk=story.pk), None)
    _, second = keep(rina, address, words("আরও লেখা", section=section), "page-1", first["revision_id"])
    story.refresh_from_db()
    assert (story.live_revision_id, second["revision_id"] > first["revision_id"]) == (first["revision_id"], True)
    assert (story.live_revision.content["headline"], story.headline) == ("ছাপা হলো", "ছাপা হলো")


def test_nobody_writes_over_what_he_has_not_seen(rina: Client, tom: Client) -> None:
    story = make_story(published=False, headline="খবর")
    address = f"/desk/stories/edit/{story.pk}/"
    base = open_editor(rina, story)
    keep(tom, address, words("টমের"), "page-2", base)
    status, said = keep(rina, address, words("রিনার"), "page-1", base)
    assert (status, said["error_code"]) == (409, "invalid_revision")
    answer = rina.post(address, {**words("রিনার"), "keeping_page": "page-1", "keeping_base": base})
    assert (answer.status_code, "রিনার" in answer.content.decode()) == (200, True)
    assert Story.objects.get().latest_revision.content["headline"] == "টমের"


def test_an_answer_that_was_lost_is_no_conflict(rina: Client) -> None:
    story = make_story(published=False)
    base = open_editor(rina, story)
    address = f"/desk/stories/edit/{story.pk}/"
    _, lost = keep(rina, address, words("এক"), "page-1", base)
    status, said = keep(rina, address, words("দুই"), "page-1", base)
    assert (status, said["revision_id"]) == (200, lost["revision_id"])


def test_two_tabs_of_one_person_are_two(rina: Client) -> None:
    story = make_story(published=False)
    address = f"/desk/stories/edit/{story.pk}/"
    base = open_editor(rina, story)
    _, first = keep(rina, address, words("এক"), "tab-1", base)
    status, _ = keep(rina, address, words("দুই"), "tab-2", base)
    assert status == 409
    status, second = keep(rina, address, words("দুই"), "tab-2", first["revision_id"])
    assert (status, second["revision_id"] == first["revision_id"]) == (200, False)


def test_a_live_story_keeps_what_readers_see(rina: Client) -> None:
    story = make_story(headline="ছাপা শিরোনাম")
    keep(rina, f"/desk/stories/edit/{story.pk}/", words("নতুন শিরোনাম"), "page-1", open_editor(rina, story))
    story.refresh_from_db()
    assert (story.headline, story.live, story.has_unpublished_changes) == ("ছাপা শিরোনাম", True, True)


def test_what_stands_in_the_way_is_told_by_field(rina: Client) -> None:
    story = make_story(published=False, headline="খবর")
    base = open_editor(rina, story)
    status, said = keep(rina, f"/desk/stories/edit/{story.pk}/", words("ন" * 251), "page-1", base)
    assert (status, said["error_code"], said["error_message"].split(":")[0]) == (400, "validation_error", "শিরোনাম")


def test_a_saved_version_is_no_autosave_and_ends_the_running_one(rina: Client) -> None:
    story = make_story(published=False, section=make_section("world"))
    address = f"/desk/stories/edit/{story.pk}/"
    _, first = keep(rina, address, words("এক"), "page-1", open_editor(rina, story))
    answer = rina.post(address, {**words("দুই"), "keeping_page": "page-1", "keeping_base": first["revision_id"]})
    story.refresh_from_db()
    assert (answer.status_code, story.latest_revision_id == first["revision_id"]) == (302, False)
    assert not Autosave.objects.filter(revision=story.latest_revision_id).exists()
    assert running.own(story, "page-1") is None


def test_keeping_costs_the_same_however_long_the_text(rina: Client) -> None:
    story = make_story(published=False)
    address = f"/desk/stories/edit/{story.pk}/"
    base, counts = open_editor(rina, story), []
    for number in (1, 1, 3):
        body = streamfield([("paragraph", rich_text(f"<p>অনুচ্ছেদ {one}</p>")) for one in range(number)])
        with CaptureQueriesContext(connection) as queries:
            _, said = keep(rina, address, words(f"খবর {number}", body=body), "page-1", base)
        base = said["revision_id"]
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_what_another_wrote_is_laid_beside_ones_own(rina: Client, tom: Client) -> None:
    story = make_story(published=False, headline="খবর", summary="")
    address = f"/desk/stories/edit/{story.pk}/"
    base = open_editor(rina, story)
    keep(tom, address, words("টমের", summary="টমের সারাংশ"), "page-2", base)
    status, said = keep(rina, address, words("রিনার", kicker="রিনার কিকার"), "page-1", base)
    assert (status, said["clashes"], said["in_place"]) == (409, ["headline"], True)
    sides = {one["path"]: one["side"] for one in said["differences"] if ":" not in one["path"]}
    assert sides == {"headline": "clash", "kicker": "mine", "summary": "theirs"}
    assert (said["states"]["summary"], said["states"]["headline"]) == ("টমের সারাংশ", "টমের")
    aside = Autosave.objects.get(is_aside=True).revision
    story.refresh_from_db()
    assert (aside.content["headline"], story.latest_revision.content["headline"]) == ("রিনার", "টমের")
    assert (story.latest_revision.is_latest_revision(), story.latest_revision_id == int(said["theirs"])) == (True, True)
    assert ModelLogEntry.objects.filter(action=running.ASIDE, revision=aside).count() == 1


def test_what_an_editor_chose_is_saved_as_a_version_of_its_own(rina: Client, tom: Client) -> None:
    story = make_story(published=False, headline="খবর", summary="")
    person = make_person("নিজস্ব প্রতিবেদক")
    address = f"/desk/stories/edit/{story.pk}/"
    base = open_editor(rina, story)
    keep(tom, address, words("টমের", bylines=inline_formset([{"person": person.pk, "place": ""}])), "page-2", base)
    mine = words("রিনার", dateline="ঢাকা")
    _, said = keep(rina, address, mine, "page-1", base)
    assert (said["in_place"], said["clashes"]) == (False, ["headline"])
    more = {"keeping_weigh": "1", "keeping_theirs": said["theirs"], "keeping_choices": '{"headline": "theirs"}'}
    status, done = keep(rina, address, {**mine, **more}, "page-1", base)
    story.refresh_from_db()
    newest = story.get_latest_revision_as_object()
    assert (status, done["reload"], story.latest_revision_id) == (200, True, done["revision_id"])
    assert (newest.headline, newest.dateline, [line.person for line in newest.bylines.all()]) == (
        "টমের",
        "ঢাকা",
        [person],
    )


def test_a_journal_is_weighed_and_nothing_is_saved(rina: Client) -> None:
    story = make_story(published=False, headline="খবর")
    base = open_editor(rina, story)
    form = {**words("জার্নালের"), "keeping_weigh": "1"}
    status, said = keep(rina, f"/desk/stories/edit/{story.pk}/", form, "page-0", base)
    sides = {one["path"]: one["side"] for one in said["differences"] if one["path"] == "headline"}
    assert (status, sides, said["clashes"]) == (409, {"headline": "mine"}, [])
    assert ("জার্নালের" in said["html"], "খবর" in said["html"]) == (True, True)
    story.refresh_from_db()
    assert story.latest_revision_id == base


def test_a_journal_of_a_new_story_is_weighed_against_nothing(rina: Client) -> None:
    status, said = keep(rina, NEW, {**words("প্রথম"), "keeping_weigh": "1"}, "page-0")
    paths = {one["path"].partition(":")[0]: one["side"] for one in said["differences"]}
    assert (status, paths, Story.objects.count()) == (409, {"headline": "mine", "body": "mine"}, 0)


def test_choices_that_nobody_can_read_are_none(rina: Client, tom: Client) -> None:
    story = make_story(published=False, headline="খবর")
    address = f"/desk/stories/edit/{story.pk}/"
    base = open_editor(rina, story)
    _, theirs = keep(tom, address, words("টমের"), "page-2", base)
    more = {"keeping_weigh": "1", "keeping_theirs": theirs["revision_id"], "keeping_choices": "["}
    status, _ = keep(rina, address, {**words("রিনার"), **more}, "page-1", base)
    story.refresh_from_db()
    assert (status, story.latest_revision.content["headline"]) == (200, "রিনার")


def test_the_frame_of_a_sign_in_ends_where_it_is_said_who_is_here(client: Client) -> None:
    user = make_user("rina")
    assert client.get("/desk/keeping/here/").status_code == 302
    client.force_login(user)
    answer = client.get("/desk/keeping/here/")
    assert (answer.status_code, f'data-person="{user.pk}"' in answer.content.decode()) == (200, True)
    assert (answer["x-frame-options"], "csrftoken" in answer.cookies) == ("SAMEORIGIN", True)
