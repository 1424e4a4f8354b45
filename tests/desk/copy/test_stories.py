"""A story as copy: what it shows, and the keys of all that it shows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, copy
from harkara.desk.copy.stories import draft
from harkara.desk.models import Area, Story
from harkara.layout.copy import (
    BylineCopy,
    FactBox,
    Heading,
    Link,
    ListBlock,
    Paragraph,
    PictureBlock,
    PointCopy,
    Quote,
    SignOffCopy,
    SourceLinkCopy,
    Span,
)
from tests.desk.factories import (
    NOON,
    make_desk,
    make_paper,
    make_person,
    make_picture,
    make_section,
    make_story,
    make_topic,
    make_user,
    stored,
)
from tests.desk.touching import noted

pytestmark = pytest.mark.django_db


def test_a_whole_story() -> None:
    make_paper(outlet="ঢাকা টাইমস")
    picture, person, topic = make_picture(width=700, height=420), make_person("রাহেলা বানু"), make_topic("নদী")
    story = make_story(
        at=NOON,
        user=make_user(initials="এসএটি"),
        headline="নদীতে নতুন সেতু",
        section="national",
        kind="analysis",
        desk=make_desk("জাতীয় ডেস্ক"),
        dateline="রাজশাহী",
        bylines=[(person, "রাজশাহী")],
        sources=[("কেসিএনএ", "state-media"), ("রয়টার্স", "agency"), ("", "own")],
        topics=[topic],
        picture=picture,
        body=stored(
            ("paragraph", '<p>এক <b>দুই</b> <i><b>তিন</b></i> <a href="https://example.org/">চার</a></p>'),
            ("heading", "উপশিরোনাম"),
            ("quote", {"text": "কথা", "speaker": "একজন"}),
            ("list", {"ordered": True, "items": ["<p>প্রথম</p>", "<p>দ্বিতীয়</p>"]}),
            ("facts", {"heading": "একনজরে", "items": ["<p>পাঁচ <b>চর</b></p>"], "source": "পুলিশ"}),
            ("picture", picture.pk),
        ),
    )
    with noted() as keys:
        found = copy.story(story.pk)
    assert found is not None
    strong, both = frozenset({"strong"}), frozenset({"strong", "em"})
    assert found.picture is not None
    assert found.body == (
        Paragraph(
            (
                Span("এক "),
                Span("দুই", "", strong),
                Span(" "),
                Span("তিন", "", both),
                Span(" "),
                Span("চার", "https://example.org/"),
            )
        ),
        Heading("উপশিরোনাম"),
        Quote("কথা", "একজন"),
        ListBlock(((Span("প্রথম"),), (Span("দ্বিতীয়"),)), ordered=True),
        FactBox("একনজরে", ((Span("পাঁচ "), Span("চর", "", strong)),), "পুলিশ"),
        PictureBlock(found.picture),
    )
    assert (found.headline, found.kind, found.kicker, found.desk, found.outlet, found.dateline) == (
        "নদীতে নতুন সেতু",
        "analysis",
        "",
        "",
        "ঢাকা টাইমস",
        "রাজশাহী",
    )
    assert found.href == f"/national/{story.pk}/নদীতে-নতুন-সেতু"
    assert found.bylines == (BylineCopy("রাহেলা বানু", "রাজশাহী"),)
    assert found.source_chain == (
        SourceLinkCopy("কেসিএনএ", "state-media"),
        SourceLinkCopy("রয়টার্স", "agency"),
        SourceLinkCopy("", "own"),
    )
    assert found.topics == (Link("নদী", "/topic/নদী/"),)
    assert found.sign_off == SignOffCopy("ঢাকাটাইমস", NOON.date(), "এসএটি", "(ঢাকাটাইমস/২৮নভেম্বর/এসএটি)")
    assert [(file.href, file.width, file.height) for file in found.picture.files] == [
        (f"/picture/{picture.pk}/320.jpg", 320, 192),
        (f"/picture/{picture.pk}/320.webp", 320, 192),
        (f"/picture/{picture.pk}/640.jpg", 640, 384),
        (f"/picture/{picture.pk}/640.webp", 640, 384),
    ]
    assert keys == {
        f"story:{story.pk}",
        "frame:page",
        "frame:outlet",
        "topic:নদী",
        f"person:{person.pk}",
        f"person:{person.pk}:linked",
        f"picture:{picture.pk}",
        f"picture:{picture.pk}:shape",
        f"packaged:{story.pk}",
        f"banner:{story.pk}:marked",
    }


def test_a_story_knows_the_districts_of_its_places_each_once() -> None:
    story = make_story(at=NOON)
    slugs = ("dhaka-savar", "dhaka", "rangpur-division", "kurigram")
    story.areas = [Area.objects.get(slug=slug) for slug in slugs]
    story.save()
    districts = (PointCopy("ঢাকা", 23.712, 90.411), PointCopy("কুড়িগ্রাম", 25.805, 89.636))
    found = copy.story(story.pk)
    assert found is not None
    assert found.points == districts
    assert draft(story)[0].points == districts


def test_a_division_lies_amid_its_districts_where_none_of_them_is_named() -> None:
    story = make_story(at=NOON)
    story.areas = [Area.objects.get(slug=slug) for slug in ("rangpur-division", "dhaka-savar", "bangladesh")]
    story.save()
    found = copy.story(story.pk)
    assert found is not None
    assert found.points == (PointCopy("ঢাকা", 23.712, 90.411), PointCopy("রংপুর বিভাগ", 25.842, 89.046, wide=True))


def test_a_bare_story() -> None:
    story = make_story(at=NOON, summary="")
    found = copy.story(story.pk)
    assert found is not None
    assert (found.bylines, found.desk, found.picture, found.sign_off, found.kicker) == ((), "", None, None, "")
    assert (found.source_chain, found.corrections, found.topics, found.related) == ((), (), (), ())
    assert found.points == ()


def test_what_is_not_published_is_not_there_but_noted() -> None:
    story = make_story(published=False)
    for number in (story.pk, 10**9):
        with noted() as keys:
            assert copy.story(number) is None
            assert copy.standing(number).kind == "absent"
        assert keys == {f"story:{number}"}


def test_links_to_our_own_stories_follow_them() -> None:
    target = make_story(at=NOON, section="world", headline="লক্ষ্য")
    gone = make_story(at=NOON, headline="গত")
    hrefs = [
        f"/world/{target.pk}/পুরোনো",
        f"http://localhost:8000/{target.pk}",
        f"/{gone.pk}",
        "javascript:alert(1)",
        "/world/",
    ]
    body = "<p>" + " ".join(f'<a href="{href}">এখানে</a>' for href in hrefs) + "</p>"
    story = make_story(at=NOON, body=stored(("paragraph", body)))
    actions.move(target, make_section("sports"), None)
    actions.kill(gone, None)
    with noted() as keys:
        found = copy.story(story.pk)
    assert found is not None
    assert isinstance(found.body[0], Paragraph)
    now = f"/sports/{target.pk}/লক্ষ্য"
    assert [span.href for span in found.body[0].spans if span.text.strip()] == [now, now, "", "", "/world/"]
    assert {f"mention:{target.pk}", f"mention:{gone.pk}"} <= keys


def test_lines_of_a_paragraph_become_paragraphs() -> None:
    story = make_story(at=NOON, body=stored(("paragraph", "<p>এক</p><p> </p><p>দুই<br/>তিন</p>")))
    found = copy.story(story.pk)
    assert found is not None
    assert found.body == (Paragraph((Span("এক"),)), Paragraph((Span("দুই"),)), Paragraph((Span("তিন"),)))


def test_a_withdrawn_picture_leaves_no_hole() -> None:
    picture = make_picture()
    story = make_story(at=NOON, picture=picture, body=stored(("picture", picture.pk), ("paragraph", "<p>কথা</p>")))
    type(picture).objects.update(withdrawn=True)
    found = copy.story(story.pk)
    assert found is not None
    assert (found.picture, found.body) == (None, (Paragraph((Span("কথা"),)),))


@pytest.mark.parametrize("count", [1, 3])
def test_stories_cost_the_same_however_many(count: int) -> None:
    topic, picture = make_topic(), make_picture()
    for number in range(count):
        make_story(
            at=NOON + timedelta(minutes=number),
            topics=[topic],
            picture=picture,
            bylines=[(make_person(), "")],
            sources=[("রয়টার্স", "agency")],
            body=stored(("picture", picture.pk), ("paragraph", '<p><a href="/1">এক</a></p>')),
        )
    with CaptureQueriesContext(connection) as captured:
        assert len(copy.story_lot(copy.newest_ids(), alone=True)) == count
    assert len(captured) == 10  # feeds name no related stories


def test_the_newest_are_noted() -> None:
    world, sports = make_story(at=NOON), make_story(at=NOON, section="sports")
    with noted() as keys:
        assert copy.newest_ids() == (sports.pk, world.pk)
    assert keys == {"list:all", f"story:{world.pk}", f"story:{sports.pk}"}
    with noted() as keys:
        assert copy.newest_ids("sports") == (sports.pk,)
    assert keys == {"list:section:sports", f"story:{sports.pk}"}


def test_a_draft_is_set_with_its_unsaved_words() -> None:
    story = make_story(published=False, section="world", topics=[make_topic("নদী")], bylines=[(make_person("ক"), "খ")])
    story.headline = "এখনো লেখা হচ্ছে"
    with clock.at(NOON):
        found, paper = draft(story)
    assert (found.headline, found.published_at, found.href, paper.name) == ("এখনো লেখা হচ্ছে", NOON, "", "হরকরা")
    assert (found.bylines, found.topics) == ((BylineCopy("ক", "খ"),), (Link("নদী", "/topic/নদী/"),))


def test_a_blank_sheet_can_be_set() -> None:
    found, _ = draft(Story())
    assert (found.id, found.headline, found.body, found.section.slug) == (0, "", (), "")


def test_a_lot_of_stories_is_each_of_them_with_its_own_keys() -> None:
    topic, pictures = make_topic(), [make_picture(), make_picture()]
    stories = [
        make_story(
            at=NOON + timedelta(minutes=number),
            topics=[topic],
            picture=pictures[number % 2],
            bylines=[(make_person(f"প্রতিবেদক {number}"), "")],
            body=stored(("picture", pictures[0].pk), ("paragraph", f'<p><a href="/{number + 1}">এক</a></p>')),
        )
        for number in range(3)
    ]
    draft_ = make_story(published=False)
    numbers = [*(story.pk for story in stories), draft_.pk]
    with noted() as keys:
        lot = copy.story_lot(numbers)
    assert keys == set()
    alone = {}
    for number in numbers:
        with noted() as keys:
            found = copy.story(number)
        alone[number] = (found, keys)
    assert {number: (one.copy, one.noted.keys) for number, one in lot.items()} == alone
    by_itself = copy.story_lot(numbers, alone=True)
    assert [one.alone for one in lot.values()] == [one.alone for one in by_itself.values()]
    assert [one.alone and one.alone.keys for one in lot.values()] == [
        one.copy and one.noted.keys for one in by_itself.values()
    ]
