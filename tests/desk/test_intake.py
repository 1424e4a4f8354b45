"""The incoming tray: the same page once, and publishing in an editor's name."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from harkara.desk import actions, copy, errors, intake
from harkara.desk.models import IncomingClipping, Story
from harkara.layout.copy import BylineCopy, Paragraph, SourceLinkCopy, Span
from tests.desk.factories import make_clipping, make_section, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

CLIPPING = intake.Clipping(
    headline="দ্বীপদেশকে জাহাজ দিচ্ছে প্রতিবেশী",
    fingerprint="a1b2",
    body=("প্রথম জাহাজটি যাবে ডিসেম্বরে।", "জাহাজ চলবে < ব্যাটারি > ও পালে।"),
    outlet="সোনারতরী",
    desk="আন্তর্জাতিক ডেস্ক",
    byline="রাহেলা বানু",
    dateline="ঢাকা",
    published=datetime(2022, 8, 15, 5, 29, tzinfo=UTC),
    source_chain=(intake.Source("রয়টার্স", "agency", "Reuters"), intake.Source("সোনারতরী", "outlet")),
    sign_off=intake.SignOff("সোনারতরী", "১৫ আগস্ট", "আরএন"),
    related=("আরেক খবর",),
    furniture=(intake.Furniture(1, "হোম জাতীয় খেলা", "menu"),),
    lines=(intake.Line(1, "furniture"), intake.Line(3, "headline")),
)


def test_the_same_page_is_filed_once() -> None:
    first = intake.file(CLIPPING)
    second = intake.file(replace(CLIPPING, headline="আরেক শিরোনাম"))
    assert (first.was_new, second.was_new) == (True, False)
    assert (first.id, first.address) == (second.id, f"/desk/tray/{first.id}/")
    assert second.address == first.address
    row = IncomingClipping.objects.get()
    assert (row.headline, row.paragraphs) == (CLIPPING.headline, list(CLIPPING.body))
    assert row.furniture == [{"line": 1, "text": "হোম জাতীয় খেলা", "reason": "menu"}]
    assert row.sign_off == {"outlet": "সোনারতরী", "date": "১৫ আগস্ট", "initials": "আরএন"}


def test_a_discarded_page_comes_back_into_the_tray() -> None:
    filed = intake.file(CLIPPING)
    row = actions.discard(IncomingClipping.objects.get(), make_user())
    assert row.status == "discarded"
    assert intake.file(CLIPPING) == replace(filed, was_new=False)
    assert IncomingClipping.objects.get().status == "waiting"


@pytest.mark.parametrize("field", ["headline", "body", "fingerprint"])
def test_half_a_clipping_is_refused(field: str) -> None:
    with pytest.raises(errors.Refused, match=f"no {field}"):
        intake.file(replace(CLIPPING, **{field: CLIPPING.body[:0] if field == "body" else ""}))


def test_a_clipping_is_published_in_an_editors_name() -> None:
    make_section("world")
    user = make_user("rina", initials="রক")
    filed = intake.file(CLIPPING)
    with touched() as keys:
        number = intake.publish(filed.id, "world", "rina")
    assert f"story:{number}" in keys
    found = copy.story(number)
    assert found is not None
    assert (found.headline, found.desk, found.dateline) == (CLIPPING.headline, "", "ঢাকা")  # somebody is named
    assert found.body == tuple(Paragraph((Span(text),)) for text in CLIPPING.body)
    assert found.source_chain == (
        SourceLinkCopy("রয়টার্স", "agency", "Reuters"),
        SourceLinkCopy("সোনারতরী", "outlet"),
        SourceLinkCopy("আমাদের ডেস্ক", "own"),
    )
    assert found.bylines == (BylineCopy("রাহেলা বানু", "ঢাকা"),)
    assert found.sign_off is not None
    assert found.sign_off.initials == "রক"
    row = IncomingClipping.objects.get()
    assert (row.status, row.handled_by, row.story.pk) == ("drafted", user, number)


def test_publishing_twice_is_publishing_once() -> None:
    make_section("world"), make_user("rina")
    filed = intake.file(CLIPPING)
    number = intake.publish(filed.id, "world", "rina")
    with touched() as keys:
        assert intake.publish(filed.id, "world", "rina") == number
    assert (keys, Story.objects.count()) == (set(), 1)


def test_a_draft_made_in_the_tray_is_the_one_that_is_published() -> None:
    section = make_section("world")
    user = make_user("rina")
    clipping = make_clipping()
    story = actions.draft_from(clipping, user)
    assert actions.draft_from(clipping, user) == story
    assert intake.publish(clipping.pk, "world", "rina") == story.pk
    assert Story.objects.get().section == section


@pytest.mark.parametrize(
    ("section", "username", "error", "sentence"),
    [
        ("world", "nobody", errors.Missing, "There is no editor “nobody”"),
        ("moon", "rina", errors.Missing, "There is no section “moon”; there are: world."),
        ("world", "tom", errors.Refused, "“tom” may not publish"),
    ],
)
def test_what_is_missing_is_named(section: str, username: str, error: type[Exception], sentence: str) -> None:
    make_section("world"), make_user("rina"), make_user("tom", group="reporter")
    filed = intake.file(CLIPPING)
    with touched() as keys, pytest.raises(error) as refused:
        intake.publish(filed.id, section, username)
    assert str(refused.value).startswith(sentence)
    assert (keys, Story.objects.count()) == (set(), 0)


def test_an_unknown_number_is_not_in_the_tray() -> None:
    make_section("world"), make_user("rina")
    with pytest.raises(errors.Missing, match="no clipping 77"):
        intake.publish(77, "world", "rina")


def test_a_story_is_not_discarded_with_its_clipping() -> None:
    clipping = make_clipping()
    actions.draft_from(clipping, None)
    with pytest.raises(errors.Refused, match="কাটিং থেকে খবর লেখা হয়েছে"):
        actions.discard(clipping, None)
