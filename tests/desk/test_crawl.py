"""Every screen that somebody of the newsroom can reach speaks one language, whole.

Three roles and the Bangla of their screens every day; all roles in both languages as a proof.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from harkara.comments import actions as readers_acts
from harkara.comments.models import Reader
from harkara.comments.moderators import Moderator
from harkara.desk import actions, clock, rights
from harkara.desk.models import Story, WireSource
from harkara.wire import complaints
from tests.comments.factories import said
from tests.desk import crawl
from tests.desk.factories import (
    NOON,
    make_body,
    make_clipping,
    make_desk,
    make_paper,
    make_person,
    make_picture,
    make_rule,
    make_section,
    make_source,
    make_story,
    make_topic,
    make_user,
    send,
    stored,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a rendition that it just made to the collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
]

ROLES = [role for role in rights.ROLES if role != "admin"]

DATA = {"bn": frozenset({"national"}), "en": frozenset({"সব", "ছবি"})}
"""What stands in the database in one language for either: the address of a section, the name of the first collection."""

WORDS = {
    "bn": {
        "paper": "দৈনিক হরকরা",
        "section": "জাতীয়",
        "desk": "জাতীয় ডেস্ক",
        "person": "নিজস্ব প্রতিবেদক",
        "topic": "নদী",
        "headline": "নদীতে নতুন সেতু",
        "draft": "হাওরে আগাম বন্যার আশঙ্কা",
        "text": "সকালে সেতু খুলেছে।",
        "name": "রিনা",
        "family": "খাতুন",
        "picture": "নদীর ঘাট",
        "outlet": "সোনারতরী",
    },
    "en": {
        "paper": "The Runner",
        "section": "National",
        "desk": "National desk",
        "person": "Staff reporter",
        "topic": "Rivers",
        "headline": "A new bridge over the river",
        "draft": "Early flood feared in the haor",
        "text": "The bridge opened this morning.",
        "name": "Rina",
        "family": "Khatun",
        "picture": "At the landing",
        "outlet": "Golden Boat",
    },
}


def furnish(language: str) -> dict[str, Story]:
    """A small newsroom with something on every screen, all of it written in ``language``."""
    say = WORDS[language]
    make_paper(name=say["paper"], tagline=say["text"], outlet=say["paper"], imprint=say["paper"])
    section, desk = make_section("national", say["section"]), make_desk(say["desk"])
    picture = make_picture(title=say["picture"], alt=say["text"], caption=say["text"], credit=say["person"])
    common: dict[str, Any] = {
        "section": section,
        "desk": desk,
        "summary": say["text"],
        "body": stored(*make_body([say["text"]])),
        "topics": [make_topic(say["topic"])],
        "bylines": [(make_person(say["person"]), say["section"])],
        "sources": [(say["outlet"], "outlet")],
    }
    live = make_story(at=NOON, headline=say["headline"], picture=picture, **common)
    with clock.at(NOON):
        draft = make_story(published=False, headline=say["draft"], **common)
        draft.save_revision()
        draft.headline = say["headline"]
        draft.save_revision()
        for number in range(2):
            make_clipping(
                headline=say["draft"],
                outlet=say["outlet"],
                desk=say["desk"],
                text=say["text"],
                source_chain=[{"name": say["outlet"], "kind": "outlet", "latin": ""}],
                furniture=[{"line": 1, "text": say["text"], "reason": say["text"]}],
                fingerprint=f"crawl-{number}",
            )
        source = make_source(name=say["outlet"], outlet=say["outlet"], section=section, for_desk=desk)
        rule = make_rule(name=say["topic"], words=say["draft"], section=section)
        for state in ("usable", "cancelled"):
            made = send(
                source, guid=state, headline=say["draft"], body=(say["text"],), sender=say["outlet"], source_chain=()
            )
            actions.draft_from(made, None)
            more = (
                {"headline": say["headline"], "body": (say["text"],)}
                if state == "usable"
                else {"headline": "", "body": ()}
            )
            send(source, guid=state, version=2, state=state, note=say["text"], **more)
        WireSource.objects.update(
            looked_at=NOON,
            error={"sentence": complaints.NO_GUID, "values": {"count": 3}},
            report=[{"sentence": complaints.FUTURE, "values": {"count": 2}}],
        )
        assert rule.pk
    reader = Reader.objects.create(email="r@example.com", name=say["name"], joined_at=NOON, seen_on=NOON.date())
    for number, words in enumerate((say["text"], say["headline"], say["draft"])):
        remark = said(reader, words, story=live.pk, takes="checked", at=NOON + timedelta(hours=number))
        readers_acts.note(remark.pk, say["text"], Moderator(None, say["name"]))
        if number:
            readers_acts.judge([remark.pk], "hold", Moderator(None, say["name"]), say["text"])
    return {"live": live, "draft": draft}


def staff(client: Client, role: str, language: str) -> Client:
    say = WORDS[language]
    user = make_user(
        say["name"].lower(), group=role, first_name=say["name"], last_name=say["family"], initials=say["name"]
    )
    client.force_login(user)
    client.post(f"/desk/language/?language={language}")
    return client


def starts(stories: dict[str, Story]) -> list[str]:
    """Where a walk begins: what no link of a page names, since a script makes the address."""
    live, draft = stories["live"], stories["draft"]
    revisions = [revision.pk for revision in draft.revisions.order_by("pk")]
    return [
        "/desk/",
        "/desk/account/",
        "/desk/no-such-screen/",
        f"/desk/stories/history/{live.pk}/",
        f"/desk/stories/history/{draft.pk}/",
        f"/desk/stories/history/{draft.pk}/revisions/compare/{revisions[0]}...{revisions[-1]}/",
        f"/desk/bulk/desk/picture/delete/?id={live.picture_id}",
        f"/desk/bulk/desk/picture/add_tags/?id={live.picture_id}",
        f"/desk/bulk/desk/picture/add_to_collection/?id={live.picture_id}",
        f"/desk/images/usage/{live.picture_id}/",
        "/desk/images/chooser/",
        "/desk/choose-external-link/",
        "/desk/choose-email-link/",
        "/desk/choose-phone-link/",
        "/desk/choose-anchor-link/",
        "/desk/stories/?q=ঝঝঝ&live=true",
        "/desk/images/?q=ঝঝঝ",
        "/desk/tray/?p=9",
    ]


def post_nothing(client: Client, seen: crawl.Walk) -> None:
    """Sends every form that was met, emptied, to read what is said of errors, and without a single field, as no browser does;
    what that changed is taken back.
    """
    for action, fields in seen.forms.items():
        if "/language/" in action or "/logout/" in action:
            continue
        with transaction.atomic():
            crawl.look(seen, f"{action} (posted without a field)", client.post(action, {}))
            transaction.set_rollback(True)
        with transaction.atomic():
            answer = client.post(action, fields)
            crawl.look(seen, f"{action} (posted)", answer)
            if answer.status_code == 302:
                crawl.look(seen, f"{action} (posted, then)", client.get(answer["location"]))
            transaction.set_rollback(True)


def walked(client: Client, role: str, language: str) -> crawl.Walk:
    stories = furnish(language)
    staff(client, role, language)
    seen = crawl.walk(client, language, starts(stories), DATA[language])
    post_nothing(client, seen)
    return seen


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("role", ["reporter", "moderator", "desk_editor"])
@pytest.mark.long
def test_every_screen_speaks_bangla(client: Client, role: str) -> None:
    seen = walked(client, role, "bn")
    assert seen.told() == []
    # That the walk came far enough to be believed:
    views = {view.partition("?")[0] for view in seen.views}
    if role == "moderator":
        assert {"desk_stories:list", "desk_comments:screen", "desk_comments:words", "desk_comments:log"} <= views
    else:
        assert {"desk_stories:edit", "desk_stories:history", "desk_tray:clipping", "wagtailimages:edit"} <= views
    assert seen.broken == []


@pytest.mark.proof
@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_screen_of_every_role_speaks_one_language(client: Client, role: str, language: str) -> None:
    seen = walked(client, role, language)
    assert (seen.told(), seen.broken) == ([], [])


@pytest.mark.parametrize("language", ["bn", "en"])
def test_screens_before_signing_in_speak_one_language(client: Client, language: str) -> None:
    client.post(f"/desk/language/?language={language}")
    seen = crawl.walk(client, language, ["/desk/login/", "/desk/password_reset/", "/desk/password_reset/done/"])
    post_nothing(client, seen)
    crawl.look(seen, "/desk/login/ (wrong)", client.post("/desk/login/", {"username": "x", "password": "y"}))
    assert seen.told() == []


@pytest.mark.parametrize("language", ["bn", "en"])
def test_screens_of_failure_speak_one_language(client: Client, language: str) -> None:
    furnish(language)
    staff(client, "desk_editor", language)
    seen = crawl.Walk(language)
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answers = {
        "404": client.get("/desk/no-such-screen/"),
        "404 outside": client.get("/no-such-address/"),
        "500": client.get("/desk/failwhale/"),
        "403": client.get("/desk/stories/", headers={"x-requested-with": "XMLHttpRequest"}),
        "403 csrf": strict.post("/desk/front/", {}),
    }
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "404": 404,
        "404 outside": 404,
        "500": 500,
        "403": 200,
        "403 csrf": 403,
    }
    for name, answer in answers.items():
        crawl.look(seen, name, answer)
    assert seen.told() == []


def test_a_walk_hears_a_foreign_word_wherever_it_stands() -> None:
    """What the crawl is worth: each of these is noticed, and none of those that may stand."""

    def heard(page: str, language: str = "bn") -> list[str]:
        return list(crawl.slips(page, language))

    for wrong in (
        "<p>Save</p>",
        "<p>বদল 3টি</p>",
        '<button aria-label="Close">×</button>',
        '<input placeholder="Search">',
        '<script type="application/json">{"label": "Reports"}</script>',
        "<p><code>x</code> tail words</p>",
        "<template></template>Draft",
    ):
        assert len(heard(wrong)) == 1, wrong
    for right in (
        "<p>সংরক্ষণ</p>",
        "<p>৩টি</p>",
        "<script>let save = 3</script>",
        '<a lang="en">English</a>',
        "<p>rina@example.org, https://example.org/3, picture-3.png</p>",
        '<input value="3" name="count">',
    ):
        assert heard(right) == [], right
    assert heard("<p>সংরক্ষণ</p>", "en") == ["সংরক্ষণ"]
    assert heard("<p>৩ left</p>", "en") == ["৩ left"]
