"""Redaction reaches everything that belongs to a story; the sealed copy opens for two."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, copy, errors, whereabouts
from harkara.desk.models import Opening, Sealed, Story
from harkara.desk.models.sealed import OPEN, WAITS
from tests.desk.factories import NOON, make_clipping, make_picture, make_story, make_topic, make_user, stored
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db

NAME = "অনিমা সেন"
WAYS = ("অনিমা সেনের", "অনীমা সেনকে", "অনিমা <b>সেন</b>", "অনিমা সেন")


def leaks() -> Iterator[str]:
    """Every column of the desk's and Wagtail's tables in which the given name still stands in some spelling."""
    for model in [*apps.get_app_config("desk").get_models(), *apps.get_app_config("wagtailcore").get_models()]:
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.BinaryField):
                for value in model._base_manager.values_list(field.attname, flat=True):
                    text = value.decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)
                    if any(word in text for word in ("অনিমা", "অনীমা", "\\u0985\\u09a8\\u09bf")):
                        yield f"{model.__name__}.{field.attname}: {text}"


@pytest.fixture
def told() -> Story:
    """A story that names her everywhere, out of a clipping that another outlet has too."""
    clipping = make_clipping(
        headline=f"{WAYS[0]} খোঁজ মেলেনি", text=f"{WAYS[1]} খুঁজছে পুলিশ।", captions=[f"{WAYS[3]}, ফাইল ছবি"], group=1
    )
    make_clipping(headline=f"{WAYS[3]} কোথায়", group=1)
    picture = make_picture(caption=f"{WAYS[3]}, পরিবারের ছবি", alt=WAYS[0], title=NAME)
    story = make_story(
        at=NOON,
        headline=f"{WAYS[0]} খোঁজ মেলেনি",
        summary=f"{WAYS[1]} খুঁজছে পুলিশ",
        picture=picture,
        clipping=clipping,
        body=stored(
            ("paragraph", f"<p>{WAYS[2]} বাড়ি ফেরেনি।</p>"),
            ("quote", {"text": "সে ভালো ছাত্রী", "speaker": f"{WAYS[0]} মা"}),
            ("list", {"items": [f"<p>{WAYS[1]}</p>"], "ordered": False}),
        ),
        sources=[(f"{WAYS[0]} পরিবার", "other")],
    )
    actions.edit(story, None, headline="নিখোঁজ ছাত্রীর খোঁজ মেলেনি")
    story = actions.edit(story, None, headline=f"{WAYS[0]} খোঁজ মিলল")
    actions.correct(story, f"{WAYS[1]} দেখা গেছে রাজশাহীতে।", None)
    log(instance=story, action="desk.late", data={"reason": f"{WAYS[0]} খবর"})
    actions.ask_kill(story, make_user("rina"), f"{WAYS[0]} পরিবার চায়", f"{WAYS[3]} নাবালিকা")
    return story


def test_the_name_is_nowhere_in_any_ending_or_spelling(told: Story) -> None:
    assert len(list(leaks())) > 15
    with touched() as keys:
        clean = actions.redact(told, NAME, make_user(), reason=f"{NAME} নাবালিকা", instead="এক ছাত্রী")
    assert list(leaks()) == []
    assert clean.headline == "এক ছাত্রীর খোঁজ মিলল"
    assert clean.slug == "এক-ছাত্রীর-খোঁজ-মেলেনি" or "অনিমা" not in clean.slug
    found = copy.story(told.pk)
    assert found is not None
    assert [note.text for note in found.corrections] == ["এক ছাত্রীকে দেখা গেছে রাজশাহীতে।"]
    assert found.source_chain[0].name == "এক ছাত্রীর পরিবার"
    assert found.picture is not None
    assert found.picture.caption == "এক ছাত্রী, পরিবারের ছবি"
    assert {f"story:{told.pk}", f"teaser:{told.pk}", f"picture:{told.picture_id}"} <= keys
    assert {f"clipping:{told.clipping_id}"} <= keys
    assert Sealed.objects.get().reason == "এক ছাত্রী নাবালিকা"


def test_no_address_leads_to_the_name(told: Story) -> None:
    old = told.href
    clean = actions.redact(told, NAME, None, reason="নাবালিকা")
    standing = copy.standing(told.pk)
    assert (old in standing.old_hrefs, "অনিমা" in standing.href, clean.href) == (False, False, standing.href)


def test_what_may_be_the_name_is_cut_when_somebody_says_so() -> None:
    story = make_story(
        headline="নিখোঁজ ছাত্রী",
        summary="",
        body=stored(("paragraph", "<p>অনিমা সেন নিখোঁজ। অনিমার ব্যাগ মিলেছে। Anima Sen</p>")),
    )
    forms = {form.text: form.kind for form in whereabouts.names(story, NAME)}
    assert forms == {"অনিমা সেন": "same", "অনিমার": "part", "Anima Sen": "latin"}
    clean = actions.redact(story, NAME, None, reason="নাবালিকা", instead="সে", also=["অনিমার"])
    assert clean.body.raw_data[0]["value"] == "<p>সে নিখোঁজ। তার ব্যাগ মিলেছে। Anima Sen</p>".replace("তার", "সের")


def test_the_preview_shows_every_place_and_what_stays_beside(told: Story) -> None:
    told.topics.add(make_topic(NAME))
    told.save()
    from harkara.desk.actions.redact import knife_for

    knife = knife_for(told, NAME, "…")
    shown = whereabouts.found(told, knife)
    assert {place.label for place in shown} >= {
        "খবরটি",
        "আগের সংস্করণ",
        "সংশোধনী",
        "ছবির পরিচিতি",
        "কাটিং",
        "লগ",
    }
    assert all(place.count > 0 for place in shown)
    assert "অনিমা সেনের খোঁজ" in next(place.around for place in shown if place.label == "খবরটি")
    assert whereabouts.beside(told, knife) == [f"বিষয়: {NAME}"]


def test_a_name_that_is_not_there_changes_nothing() -> None:
    story = make_story(at=NOON)
    with touched() as keys, pytest.raises(errors.Missing):
        actions.redact(story, "রওশন আরা", None, reason="নাবালিকা")
    assert (keys, Sealed.objects.count()) == (set(), 0)


@pytest.fixture
def sealed() -> Sealed:
    story = make_story(at=NOON, headline=f"{NAME} নিখোঁজ")
    actions.redact(story, NAME, None, reason="নাবালিকা")
    return Sealed.objects.get()


def entries(sealed: Sealed) -> list[tuple[str, Any]]:
    found = ModelLogEntry.objects.filter(object_id=str(sealed.story_id), action__startswith="desk.unseal")
    return [(entry.action, entry.data.get("reason")) for entry in found.order_by("pk")]


def test_two_people_open_a_sealed_copy_and_each_reading_is_logged(sealed: Sealed) -> None:
    rina, karim = make_user("rina"), make_user("karim", group="admin")
    with clock.at(NOON):
        actions.ask_to_open(sealed, rina, "আদালত জানতে চেয়েছে")
        actions.agree_to_open(sealed, karim)
        assert actions.read_sealed(sealed, rina)["words"] == NAME
        actions.read_sealed(sealed, karim)
    why = "আদালত জানতে চেয়েছে"
    assert entries(sealed) == [
        ("desk.unseal.asked", why),
        ("desk.unseal.agreed", why),
        ("desk.unseal", why),
        ("desk.unseal", why),
    ]
    with clock.at(NOON + OPEN), pytest.raises(errors.Refused):
        actions.read_sealed(sealed, rina)


def test_nobody_opens_a_sealed_copy_alone(sealed: Sealed) -> None:
    rina, karim, tom = make_user("rina"), make_user("karim"), make_user("tom", group="sub_editor")
    with clock.at(NOON):
        for act in (lambda: actions.read_sealed(sealed, rina), lambda: actions.ask_to_open(sealed, rina, " ")):
            with pytest.raises(errors.Refused):
                act()
        with pytest.raises(errors.NothingToDo):
            actions.agree_to_open(sealed, karim)
        actions.ask_to_open(sealed, rina, "আদালত")
        for refused in (
            lambda: actions.agree_to_open(sealed, rina),
            lambda: actions.read_sealed(sealed, rina),
            lambda: actions.ask_to_open(sealed, karim, "আমিও"),
            lambda: actions.agree_to_open(sealed, tom),
            lambda: actions.ask_to_open(sealed, tom, "আমি"),
        ):
            with pytest.raises(errors.Refused):
                refused()
        actions.agree_to_open(sealed, karim)
        with pytest.raises(errors.Refused):
            actions.read_sealed(sealed, make_user("third"))
    with clock.at(NOON + timedelta(minutes=20)):
        actions.ask_to_open(sealed, rina, "আবার")
    with clock.at(NOON + timedelta(minutes=20) + WAITS), pytest.raises(errors.NothingToDo):
        actions.agree_to_open(sealed, karim)
    assert Opening.objects.count() == 2
