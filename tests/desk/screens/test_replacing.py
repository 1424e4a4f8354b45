"""The screen of find and replace: what it finds, what it does, and how it is taken back."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions
from harkara.desk.models import Correction, Replacement, Story
from tests.desk.factories import make_paper, make_section, make_story, make_user, stored
from tests.desk.screens import shelved

pytestmark = pytest.mark.django_db

AT = "/desk/replace/"
FIND = {"term": "নদী", "instead": "খাল", "kind": "both", "how": "silent"}


@pytest.fixture(autouse=True)
def archive(settings: Any, tmp_path: Path) -> Path:
    settings.HARKARA_ARCHIVE = tmp_path
    return tmp_path


def at_desk(name: str = "rina", group: str = "desk_editor") -> Client:
    client = Client()
    client.force_login(make_user(name, group=group))
    return client


def sent(page: str) -> dict[str, Any]:
    """What the boxes of a preview send."""
    seen = dict(re.findall(r'name="(seen-\d+)" value="([^"]+)"', page))
    return {**seen, "place": re.findall(r'name="place" value="([\d.]+)" checked', page)}


def test_words_are_found_replaced_and_taken_back() -> None:
    make_paper()
    rina = at_desk()
    live, draft = make_story(headline="নদীর ঘাট"), make_story(headline="নদীর মাছ", published=False)
    make_story(headline="মেলার খবর")
    page = rina.post(AT, FIND).content.decode()
    assert "২টি খবরে ২টি জায়গা" in page
    answer = rina.post(AT, {**FIND, **sent(page), "carry": "1"})
    run = Replacement.objects.get()
    assert (answer.status_code, answer["location"]) == (302, f"{AT}{run.pk}/")
    assert Story.objects.get(pk=live.pk).headline == "খালর ঘাট"
    assert Story.objects.get(pk=draft.pk).headline == "খালর মাছ"
    assert "নদী → খাল" in rina.get(AT).content.decode()
    assert "সব ফিরিয়ে নিন" in rina.get(f"{AT}{run.pk}/").content.decode()
    rina.post(f"{AT}{run.pk}/back/")
    assert {story.headline for story in Story.objects.filter(pk__in=[live.pk, draft.pk])} == {"নদীর ঘাট", "নদীর মাছ"}


def test_scope_narrows_what_is_looked_through() -> None:
    make_paper()
    rina, sports = at_desk(), make_section("sports")
    make_story(headline="নদীর ঘাট", section="world")
    make_story(headline="নদীতে সাঁতার", section=sports)
    make_story(headline="নদীর খসড়া", section=sports, published=False)
    found = {}
    for name, scope in {
        "published": {"kind": "story"},
        "drafts": {"kind": "draft"},
        "section": {"section": sports.pk},
        "days": {"kind": "story", "ends": "2020-01-01"},
        "whole": {"whole": "on"},
    }.items():
        page = rina.post(AT, {**FIND, **scope}).content.decode()
        found[name] = [word for word in ("ঘাট", "সাঁতার", "খসড়া") if f"র {word}" in page or f"তে {word}" in page]
    assert found == {
        "published": ["ঘাট", "সাঁতার"],
        "drafts": ["খসড়া"],
        "section": ["সাঁতার", "খসড়া"],
        "days": [],
        "whole": [],
    }


def test_an_old_story_is_found_by_the_index(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_paper()
    old = make_story(headline="পুরোনো", body=stored(("paragraph", "<p>চরের মানুষ নৌকায় করে এসেছে।</p>")))
    make_story(headline="নতুন")
    monkeypatch.setattr("harkara.desk.screens.replacing.NEWEST", 1)
    shelved.put(archive, old)
    page = at_desk().post(AT, {**FIND, "term": "নৌকায়", "instead": "ট্রলারে", "kind": "story"}).content.decode()
    assert "১টি খবরে ১টি জায়গা" in page


def test_what_may_not_be_changed_is_shown_without_a_tick() -> None:
    make_paper()
    held = make_story(headline="নদীর ঘাট", published=False)
    actions.claim(held, make_user(group="sub_editor", first_name="টম"))
    page = at_desk().post(AT, FIND).content.decode()
    assert ("সম্পাদনা করছেন টম" in page, sent(page)["place"]) == (True, [])


def test_bad_input_gets_a_sentence_and_changes_nothing() -> None:
    make_paper()
    story, rina = make_story(headline="নদীর ঘাট"), at_desk()
    said = {
        "কী খুঁজতে হবে": {"term": " "},
        "এখনই তো তা-ই আছে": {"instead": "নদী"},
        "কী ভুল ছিল, লিখুন": {"how": "told"},
        "এ কথা সেখানে কোথাও নেই": {"term": "সমুদ্র"},
    }
    assert {
        sentence: sentence in rina.post(AT, {**FIND, **given}).content.decode() for sentence, given in said.items()
    } == (dict.fromkeys(said, True))
    assert rina.post(AT, {**FIND, "carry": "1"}).status_code == 302
    assert (Replacement.objects.count(), Story.objects.get(pk=story.pk).headline) == (0, "নদীর ঘাট")
    assert at_desk("tom", "sub_editor").get(AT).status_code == 302


def test_a_correction_is_told_and_needs_one_when_it_is_taken_back() -> None:
    make_paper()
    make_story(headline="নদীর ঘাট")
    rina, told = at_desk(), {**FIND, "how": "told", "why": "নামটি ভুল ছিল।"}
    page = rina.post(AT, told).content.decode()
    rina.post(AT, {**told, **sent(page), "carry": "1"})
    run = Replacement.objects.get()
    rina.post(f"{AT}{run.pk}/back/", {"why": " "})
    assert Story.objects.get().headline == "খালর ঘাট"
    rina.post(f"{AT}{run.pk}/back/", {"why": "নামটি ঠিকই ছিল।"})
    assert Story.objects.get().headline == "নদীর ঘাট"
    assert list(Correction.objects.values_list("text", flat=True)) == ["নামটি ভুল ছিল।", "নামটি ঠিকই ছিল।"]


def test_finding_asks_the_same_queries_for_one_and_for_three() -> None:
    make_paper()
    rina, asked = at_desk(), []
    for number in range(3):
        make_story(headline=f"নদীর ঘাট {number}")
        make_story(headline=f"নদীর খসড়া {number}", published=False)
        rina.post(AT, FIND)
        with CaptureQueriesContext(connection) as queries:
            rina.post(AT, FIND)
        asked.append(len(queries))
    assert asked[0] == asked[2]
