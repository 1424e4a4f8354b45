"""The newsroom's screens, from login to the paper."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html as parser
from wagtail.admin.menu import admin_menu
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from harkara.desk import actions, clock, copy, intake
from harkara.desk.models import IncomingClipping, Story
from harkara.layout.copy import Paragraph, Span
from tests.desk.factories import NOON, make_clipping, make_section, make_story, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """An editor who has logged in by the form."""
    make_user("rina")
    answer = client.post("/desk/login/", {"username": "rina", "password": "password"})
    assert (answer.status_code, answer["location"]) == (302, "/desk/")
    return client


@pytest.fixture
def reporter(client: Client) -> Client:
    client.force_login(make_user("tom", group="reporter"))
    return client


def story_form(section: int | None, **changes: Any) -> dict[str, Any]:
    """What the editor's form sends."""
    return nested_form_data(
        {
            "headline": "নদীতে নতুন সেতু",
            "kicker": "",
            "kind": "news",
            "summary": "সেতু খুলল",
            "section": section or "",
            "desk": "",
            "dateline": "",
            "picture": "",
            "topics": [],
            "syndication": "full",
            "body": streamfield([("paragraph", rich_text("<p>সকালে সেতু খুলেছে।</p>"))]),
            "bylines": inline_formset([]),
            "source_links": inline_formset([]),
            **changes,
        }
    )


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


@pytest.mark.parametrize("address", ["/desk/", "/desk/stories/", "/desk/tray/", "/desk/tray/1/", "/desk/front/"])
def test_nobody_enters_without_an_account(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["location"]) == (302, f"/desk/login/?next={address}")


def test_the_login_speaks_bangla_and_english_by_switch(client: Client) -> None:
    assert "প্রবেশ" in page(client, "/desk/login/")
    client.cookies["django_language"] = "en"
    text = page(client, "/desk/login/")
    assert ("Sign in" in text, "প্রবেশ" in text) == (True, False)


def test_the_password_field_speaks_bangla_too(client: Client, settings: Any) -> None:
    settings.WAGTAILADMIN_USER_LOGIN_FORM = "harkara.desk.screens.account.SignInForm"
    text = page(client, "/desk/login/")
    assert ("পাসওয়ার্ড" in text, "Password" in text) == (True, False)


def test_the_first_screen_shows_what_waits(editor: Client) -> None:
    clipping, story = make_clipping(headline="ট্রেতে একটি কাটিং"), make_story(headline="প্রকাশিত একটি খবর")
    draft = make_story(published=False, headline="একটি খসড়া")
    text = page(editor, "/desk/")
    assert [part in text for part in (clipping.headline, story.headline, draft.headline)] == [True, True, True]


def test_an_empty_tray_says_so_in_words_of_its_own(editor: Client) -> None:
    def said(address: str) -> str:
        found = parser.fromstring(page(editor, address)).get_element_by_id("listing-results")
        return " ".join(found.text_content().split())

    assert said("/desk/tray/") == "কিছু অপেক্ষায় নেই।"
    assert said("/desk/tray/?q=নদী") == "কিছু পাওয়া যায়নি।"


@pytest.mark.parametrize(
    ("group", "labels"),
    [
        (
            "editor",
            [
                *("বিজ্ঞপ্তি", "খবর", "আসা কাটিংয়ের ট্রে", "পাতা সাজানো", "ঘটনাপ্রবাহ", "এখন কী পড়া হচ্ছে", "মন্তব্য", "ছবি"),
                *("নামধাম", "তার", "সরঞ্জাম", "কর্মী", "ভাষা"),
            ],
        ),
        ("reporter", ["বিজ্ঞপ্তি", "খবর", "আসা কাটিংয়ের ট্রে", "এখন কী পড়া হচ্ছে", "ছবি", "নামধাম", "সরঞ্জাম", "ভাষা"]),
        ("moderator", ["বিজ্ঞপ্তি", "খবর", "এখন কী পড়া হচ্ছে", "মন্তব্য", "নামধাম", "সরঞ্জাম", "ভাষা"]),
    ],
)
def test_the_sidebar_is_slim(rf: RequestFactory, group: str, labels: list[str]) -> None:
    request = rf.get("/desk/")
    request.user = make_user(group=group)
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    assert [str(item.label) for item in items] == labels


def test_from_the_tray_to_the_paper(editor: Client) -> None:
    section = make_section("world")
    filed = intake.file(
        intake.Clipping(
            headline="দ্বীপদেশকে জাহাজ দিচ্ছে প্রতিবেশী",
            fingerprint="f1",
            body=("প্রথম জাহাজটি যাবে ডিসেম্বরে।",),
            outlet="সোনারতরী",
            furniture=(intake.Furniture(1, "হোম জাতীয় খেলা ই-পেপার", "menu"),),
        )
    )
    text = page(editor, filed.address)
    assert [part in text for part in ("প্রথম জাহাজটি যাবে ডিসেম্বরে।", "হোম জাতীয় খেলা ই-পেপার", "খসড়া বানান")] == [True] * 3
    answer = editor.post(f"{filed.address}draft/")
    story = Story.objects.get()
    edit = reverse("desk_stories:edit", args=[story.pk])
    assert (answer.status_code, answer["location"], story.live) == (302, edit, False)
    assert "হোম জাতীয় খেলা ই-পেপার" in page(editor, edit)
    form = story_form(
        section.pk, headline=story.headline, body=streamfield([("paragraph", rich_text("<p>জাহাজ <b>আসছে</b>।</p>"))])
    )
    with touched() as keys:
        answer = editor.post(edit, {**form, "action-publish": "1"})
    assert (answer.status_code, answer["location"]) == (302, "/desk/stories/")
    assert {f"story:{story.pk}", f"teaser:{story.pk}", "list:section:world", "list:all"} <= keys
    found = copy.story(story.pk)
    assert found is not None
    assert (found.headline, found.href) == (story.headline, f"/world/{story.pk}/দ্বীপদেশকে-জাহাজ-দিচ্ছে-প্রতিবেশী")
    assert found.body == (Paragraph((Span("জাহাজ "), Span("আসছে", "", frozenset({"strong"})), Span("।"))),)
    assert found.sign_off is not None
    assert found.sign_off.initials == "এসএটি"
    assert edit in page(editor, filed.address)
    assert page(editor, "/desk/stories/").count("প্রকাশিত") > 0


def test_a_new_story_is_written_saved_and_published(editor: Client) -> None:
    section = make_section("world")
    assert "শিরোনাম" in page(editor, "/desk/stories/add/")
    with touched() as keys:
        answer = editor.post("/desk/stories/add/", story_form(None))
    story = Story.objects.get()
    assert (answer.status_code, story.live, keys) == (302, False, {f"draft:{story.pk}"})
    edit = reverse("desk_stories:edit", args=[story.pk])
    answer = editor.post(edit, {**story_form(None), "action-publish": "1"})
    assert (answer.status_code, Story.objects.get().live) == (200, False)  # no section yet: the form says so
    answer = editor.post(edit, {**story_form(section.pk), "action-publish": "1"})
    assert (answer.status_code, Story.objects.get().live) == (302, True)
    with touched() as keys:
        editor.post(edit, {**story_form(section.pk, headline="সেতু বন্ধ"), "action-publish": "1"})
    assert f"teaser:{story.pk}" in keys
    now = Story.objects.get()
    assert (now.updated_at, now.slug) == (None, "নদীতে-নতুন-সেতু")
    editor.post(edit, {**story_form(section.pk, tell_reader="on", tell_reason="নতুন তথ্য"), "action-publish": "1"})
    assert Story.objects.get().updated_at is not None


def test_unpublishing_from_the_screen_is_the_same_act(editor: Client) -> None:
    story = make_story()
    with touched() as keys:
        answer = editor.post(reverse("desk_acts:unpublish", args=[story.pk]), {"reason": "তথ্য যাচাই চলছে"})
    assert (answer.status_code, Story.objects.get().live) == (302, False)
    assert {f"story:{story.pk}", "list:all"} <= keys


def test_a_draft_is_thrown_away_and_its_clipping_waits_again(client: Client) -> None:
    client.force_login(make_user("chief", is_superuser=True))
    clipping = make_clipping()
    story = actions.draft_from(clipping, None)
    answer = client.post(reverse("desk_stories:delete", args=[story.pk]))
    assert (answer.status_code, Story.objects.count()) == (302, 0)
    assert IncomingClipping.objects.get().status == "waiting"


def test_what_was_published_is_not_deleted(client: Client) -> None:
    client.force_login(make_user("chief", is_superuser=True))
    story = make_story()
    answer = client.post(reverse("desk_stories:delete", args=[story.pk]), follow=True)
    assert "পত্রিকা থেকে সরান বা প্রত্যাহার করুন" in answer.content.decode()
    assert copy.story(story.pk) is not None


def test_a_killed_story_answers_with_a_sentence(editor: Client) -> None:
    story = make_story()
    actions.kill(story, None)
    edit = reverse("desk_stories:edit", args=[story.pk])
    answer = editor.post(edit, {**story_form(story.section_id), "action-publish": "1"}, follow=True)
    assert (answer.status_code, Story.objects.get().live) == (200, False)
    assert "প্রত্যাহার করা হয়েছে" in answer.content.decode()


def test_a_story_is_kept_free_of_advertising_in_its_form(editor: Client) -> None:
    story = make_story(headline="ঘাটে নৌকাডুবি")
    edit = f"/desk/stories/edit/{story.pk}/"
    assert "এই খবরের পাশে বিজ্ঞাপন নয়" in page(editor, edit)
    for given, sold in (({"no_advertising": "on"}, False), ({}, True)):
        editor.post(edit, {**story_form(story.section_id, **given), "action-publish": "1"})
        found = copy.story(story.pk)
        assert found is not None
        assert found.sold is sold


def test_a_proof_is_made_by_the_renderer(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from harkara.desk import proof
    from harkara.rack.pages import Page

    shown = []

    def renderer(story, paper):
        shown.append((story.headline, story.body, paper.name))
        return Page(200, (("content-type", "text/html; charset=utf-8"),), b"<p>proof</p>")

    monkeypatch.setitem(proof._hooks, "renderer", renderer)
    story = make_story(published=False)
    preview = reverse("desk_stories:preview_on_edit", args=[story.pk])
    answer = editor.post(preview, story_form(story.section_id, headline="এখনো লেখা হচ্ছে"))
    assert json.loads(answer.content)["is_valid"] is True
    answer = editor.get(preview, {"mode": ""})
    assert (answer.status_code, answer.content) == (200, b"<p>proof</p>")
    assert shown == [("এখনো লেখা হচ্ছে", (Paragraph((Span("সকালে সেতু খুলেছে।"),)),), "হরকরা")]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_stories_costs_the_same(editor: Client, count: int) -> None:
    for number in range(count):
        make_story(headline=f"খবর নম্বর {number}")
        make_story(published=False)
    page(editor, "/desk/stories/")
    with CaptureQueriesContext(connection) as captured:
        text = page(editor, "/desk/stories/")
    assert f"খবর নম্বর {count - 1}" in text
    assert len(captured) == STORY_LIST


STORY_LIST = 9
"""Queries of the story list: session, account, rights, filters, count, page."""


def test_stories_are_found_by_letters_and_filters(editor: Client) -> None:
    make_story(headline="বাংলা বর্ষবরণ", section="national")
    make_story(headline="বেলা শেষের গান", section="sports")
    text = page(editor, "/desk/stories/results/?q=বাংলা")
    assert ("বর্ষবরণ" in text, "বেলা শেষের" in text) == (True, False)
    text = page(editor, f"/desk/stories/results/?section={make_section('sports').pk}")
    assert ("বর্ষবরণ" in text, "বেলা শেষের" in text) == (False, True)


STORY = (
    "পাহাড়ি ঢলে বাঁধ ভেঙে শনির হাওরের বোরো ধান ডুবে গেছে বলে জানিয়েছে উপজেলা কৃষি কার্যালয়।",
    "কৃষকেরা রাতভর মাটি ফেলেও বাঁধ রক্ষা করতে পারেননি; কাঁচা ধান কেটে নৌকায় তুলছেন তাঁরা।",
)


def filed(outlet: str, headline: str) -> IncomingClipping:
    chain = (intake.Source("বাসস", "agency"), intake.Source(outlet, "outlet"))
    clipping = intake.Clipping(headline, f"page of {outlet}", STORY, outlet=outlet, source_chain=chain)
    return IncomingClipping.objects.get(pk=intake.file(clipping).id)


def test_the_tray_shows_a_story_once_and_unfolds_who_else_has_it(editor: Client) -> None:
    with clock.at(NOON):
        first, second, third = filed("সোনারতরী", "প্রথম"), filed("নীলখাম", "দ্বিতীয়"), filed("ভোরের ডাক", "তৃতীয়")
        alone = make_clipping(headline="একা", outlet="নীলখাম")
    text = page(editor, "/desk/tray/")
    tree = parser.document_fromstring(text)
    rows = tree.xpath("//table//tr[.//div[@class='title-wrapper']]")
    assert [row.xpath("string(.//div[@class='title-wrapper'])").strip() for row in rows] == ["একা", "প্রথম"]
    folded = rows[1].xpath(".//details")
    assert ([len(row.xpath(".//details")) for row in rows], folded[0].get("open")) == ([0, 1], None)
    assert folded[0].xpath("string(summary)") == "আরও ২টি কাগজে"
    assert folded[0].xpath(".//a/@href") == [f"/desk/tray/{one.pk}/" for one in (second, third)]
    told = [" ".join(small.text_content().split()) for small in folded[0].iter("small")]
    assert told == [f"{outlet}, ২৮ নভেম্বর ২০২৬, ১২:০০, অপেক্ষায়: বাসস → {outlet}" for outlet in ("নীলখাম", "ভোরের ডাক")]
    found = page(editor, f"/desk/tray/{third.pk}/")
    assert parser.document_fromstring(found).xpath("//details[@class='desk-twins']//a/@href") == [
        f"/desk/tray/{one.pk}/" for one in (first, second)
    ]
    assert "desk-twins" not in page(editor, f"/desk/tray/{alone.pk}/")
    of_one = parser.document_fromstring(page(editor, f"/desk/tray/results/?outlet={third.outlet}"))
    assert [link.text.strip() for link in of_one.xpath("//table//div[@class='title-wrapper']/a")] == ["তৃতীয়"]
    today = parser.document_fromstring(page(editor, "/desk/"))
    assert today.xpath("//*[@id='column-wire']//li/a/text()") == ["একা", "প্রথম"]


def test_the_tray_says_it_in_english_too(editor: Client) -> None:
    filed("সোনারতরী", "প্রথম"), filed("নীলখাম", "দ্বিতীয়")
    editor.post("/desk/language/?language=en")
    answer = editor.get("/desk/tray/")
    tree = parser.document_fromstring(answer.content.decode())
    assert tree.xpath("string(//details/summary)") == "Also from 1 more"


@pytest.mark.parametrize("groups", [1, 3])
def test_the_tray_costs_the_same_with_more_groups(groups: int, editor: Client) -> None:
    for number in range(groups):
        for outlet in ("সোনারতরী", "নীলখাম"):
            body = tuple(f"{number} {word} {number}" for word in STORY[0].split())
            intake.file(intake.Clipping("ক", f"{outlet} {number}", body * 3, outlet=outlet))
    page(editor, "/desk/tray/")
    with CaptureQueriesContext(connection) as queries:
        page(editor, "/desk/tray/")
    assert (len(IncomingClipping.firsts()), len(queries)) == (groups, TRAY)


TRAY = 11
"""Queries of the tray with a group in it."""


def test_the_tray_lists_what_waits(editor: Client) -> None:
    make_clipping(headline="অপেক্ষায় আছে")
    make_clipping(headline="বাদ গেছে", status="discarded")
    text = page(editor, "/desk/tray/")
    assert ("অপেক্ষায় আছে" in text, "বাদ গেছে" in text) == (True, False)
    text = page(editor, "/desk/tray/results/?status=discarded")
    assert ("অপেক্ষায় আছে" in text, "বাদ গেছে" in text) == (False, True)


def test_a_clipping_is_discarded_once(editor: Client) -> None:
    clipping = make_clipping()
    assert editor.post(f"/desk/tray/{clipping.pk}/discard/")["location"] == "/desk/tray/"
    assert IncomingClipping.objects.get().status == "discarded"
    editor.post(f"/desk/tray/{clipping.pk}/draft/")
    answer = editor.post(f"/desk/tray/{clipping.pk}/discard/")
    assert answer["location"] == f"/desk/tray/{clipping.pk}/"
    assert editor.get(f"/desk/tray/{clipping.pk}/draft/").status_code == 405


@pytest.mark.parametrize(
    ("act", "said", "keys_"),
    [
        (
            "correct",
            {"text": "সংখ্যাটি ১১।", "seen": "{}"},
            {"story:{}", "card:{}", "list:map:{}", "list:corrections", "list:changed"},
        ),
        (
            "redact",
            {"words": "শিশুদের", "instead": "…", "reason": "নাবালক", "cut": "1"},
            {"story:{}", "card:{}", "teaser:{}", "list:map:{}", "list:changed", "hurry"},
        ),
    ],
)
def test_acts_have_a_screen(editor: Client, act: str, said: dict[str, str], keys_: set[str]) -> None:
    story = make_story()
    address = reverse(f"desk_acts:{act}", args=[story.pk])
    assert story.headline in page(editor, address)
    assert address in page(editor, reverse("desk_stories:edit", args=[story.pk]))
    if "seen" in said:
        said = {**said, "seen": f"{story.live_revision_id}-{story.latest_revision_id}"}
    with touched() as keys:
        answer = editor.post(address, said)
    assert answer["location"] == reverse("desk_stories:edit", args=[story.pk])
    day = clock.day_of(story.published_at).isoformat()
    assert keys == {key.format(day if "map" in key else story.pk) for key in keys_}


def test_a_refused_act_says_why(editor: Client) -> None:
    story = make_story()
    answer = editor.post(
        reverse("desk_acts:redact", args=[story.pk]), {"words": "নেইএমন", "instead": "…", "reason": "ক"}
    )
    assert "নামটি খবরে নেই" in answer.content.decode()


def test_a_reporter_writes_and_does_not_publish(reporter: Client) -> None:
    section, story = make_section("world"), make_story()
    answer = reporter.post("/desk/stories/add/", {**story_form(section.pk), "action-publish": "1"})
    assert (answer.status_code, Story.objects.order_by("-pk")[0].live) == (302, False)
    for address in ["/desk/front/", *(reverse(f"desk_acts:{act}", args=[story.pk]) for act in ("kill", "redact"))]:
        assert reporter.get(address).status_code == 302  # Wagtail leads back to the first screen with a message
    assert copy.standing(story.pk).kind == "published"


def test_renaming_a_section_on_its_screen_touches_the_frame(editor: Client) -> None:
    section = make_section("world")
    with touched() as keys:
        answer = editor.post(
            reverse("desk_sections:edit", args=[section.pk]), {"name": "বিশ্ব", "slug": "world", "position": "0"}
        )
    assert (answer.status_code, keys) == (302, {"frame:page", "frame:lite", "frame:names", "frame:section:world"})


def test_everybody_sets_their_initials(reporter: Client) -> None:
    assert "initials-initials" in page(reporter, "/desk/account/")


@pytest.mark.parametrize("name", ["stories", "sections", "topics", "people", "desks", "paper"])
def test_every_list_opens(client: Client, name: str) -> None:
    client.force_login(make_user("chief", is_superuser=True))
    make_story()
    page(client, reverse(f"desk_{name}:list"))
    page(client, reverse(f"desk_{name}:add"))
