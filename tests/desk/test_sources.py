"""Sources used before are offered by a name in any spelling or script."""

import pytest
from django.test import Client

from harkara.desk import actions, sources
from harkara.desk.models import KnownSource, SourceLink
from tests.desk.factories import make_story, make_user

pytestmark = pytest.mark.django_db


def told_by(name: str, latin: str = "", url: str = "", kind: str = "agency") -> None:
    story = make_story(published=False)
    story.source_links = [
        SourceLink(name=name, latin=latin, url=url, kind=kind),
        SourceLink(name="আমাদের ডেস্ক", kind="own"),
    ]
    story.save()
    story.save_revision()
    actions.publish(story, None)


@pytest.mark.parametrize("typed", ["রয়", "রয়টার্স", "reut", "Reuters", "রইটার"])
def test_a_source_is_found_in_any_spelling_or_script(typed: str) -> None:
    told_by("রয়টার্স", "Reuters", "https://source.example/world/1")
    found = sources.beginning(typed)
    assert [(one.name, one.kind, one.latin, one.url) for one in found] == [
        ("রয়টার্স", "agency", "Reuters", "https://source.example/")
    ]


def test_what_was_said_last_is_kept_and_our_own_desk_is_not() -> None:
    told_by("বাসস", "", "")
    told_by("বাসস", "BSS", "", "state-media")
    assert list(KnownSource.objects.values_list("name", "kind", "latin")) == [("বাসস", "state-media", "BSS")]
    assert sources.beginning(" ") == []


def test_a_redacted_name_is_not_offered_again() -> None:
    told_by("অনিমা সেনের পরিবার", kind="other")
    story = make_story(headline="অনিমা সেন নিখোঁজ")
    actions.redact(story, "অনিমা সেন", None, reason="নাবালিকা")
    assert KnownSource.objects.count() == 0


def test_the_editor_is_offered_them(client: Client) -> None:
    told_by("রয়টার্স", "Reuters")
    client.force_login(make_user("rina"))
    assert client.get("/desk/acts/sources/", {"q": "reu"}).json() == {
        "offers": [{"name": "রয়টার্স", "kind": "agency", "latin": "Reuters", "url": ""}]
    }
