"""Which addresses have a lite twin, and that what the manifest says of a twin follows from what it says of the page."""

from pathlib import Path

import pytest

from harkara.rack import lite
from harkara.rack.manifest import Entry, Manifest, stripe

STORY = "/world/12/নদীর-কথা"


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    made = Manifest(tmp_path / "manifest.sqlite3")
    made.place_all(
        [
            ("/", "front"),
            (STORY, "story:12"),
            ("/world/", "section:world"),
            ("/12.json", "data:12"),
            ("/feed.xml", "feed:rss"),
            ("/fragment/rail", "rail"),
        ]
    )
    made.move("/12", STORY, 302)
    made.move("/all/", "/all/2022-08-15/", 302)
    made.move("/old", "/feed.xml")
    made.gone("/world/13/গেছে")
    return made


@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("/lite/", Entry("sheet", "lite:front", "", 200)),
        (f"/lite{STORY}", Entry("sheet", "lite:story:12", "", 200)),
        ("/lite/world/", Entry("sheet", "lite:section:world", "", 200)),
        ("/lite/12", Entry("moved", "", f"/lite{STORY}", 302)),
        ("/lite/all/", Entry("moved", "", "/lite/all/2022-08-15/", 302)),
        ("/lite/old", Entry("moved", "", "/feed.xml", 301)),
        ("/lite/world/13/গেছে", Entry("gone", "", "", 410)),
        ("/lite/12.json", Entry("moved", "", "/12.json", 302)),
        ("/lite/feed.xml", Entry("moved", "", "/feed.xml", 302)),
        ("/lite/fragment/rail", Entry("moved", "", "/fragment/rail", 302)),
        ("/lite/nothing/", None),
        ("/lite/lite/", None),
        ("/lite", None),
    ],
)
def test_what_is_known_of_a_twin_follows_from_its_page(manifest: Manifest, path: str, known: Entry | None) -> None:
    assert manifest.find(path) == known


def test_twins_take_no_room_in_the_manifest(manifest: Manifest) -> None:
    before = manifest.entries()
    for path in ("/lite/", f"/lite{STORY}", "/lite/elsewhere/"):
        manifest.place(path, f"lite:{path}")
    manifest.place_all([])
    assert manifest.entries() == before
    assert manifest.paths("lite:story:12") == [f"/lite{STORY}"]
    assert manifest.paths("lite:feed:rss") == manifest.paths("lite:nothing") == []


def test_a_twin_changes_when_its_page_does() -> None:
    assert [stripe(f"/lite{path}") for path in ("/", STORY)] == [stripe(path) for path in ("/", STORY)]


@pytest.mark.parametrize(
    ("path", "has_twin"),
    [
        ("/", True),
        (STORY, True),
        ("/topic/নদী/page/2/", True),
        ("/12", False),
        ("/12.json", False),
        ("/world/feed.xml", False),
        ("/picture/7/640.webp", False),
        ("/.well-known/security.txt", False),
        ("/lite/", False),
        ("/search/?q=x", False),
    ],
)
def test_pages_have_a_twin_and_files_have_none(path: str, has_twin: bool) -> None:
    assert lite.has_twin(path) is has_twin


def test_links_of_a_lite_page_lead_to_lite_pages() -> None:
    page = (
        '<a href="/">১</a><a data-full href="/">২</a><a href="/world/12/ক#খ">৩</a><a href="/12">৪</a>'
        '<a href="/search/?q=x&amp;page=2">৫</a><form action="/search/"><a href="/picture/7/640.webp">৬</a>'
        '<a href="/feed.xml">৭</a><a href="https://elsewhere.example/">৮</a>href=&#34;/&#34;'
    )
    assert lite.relinked(page) == (
        '<a href="/lite/">১</a><a data-full href="/">২</a><a href="/lite/world/12/ক#খ">৩</a><a href="/lite/12">৪</a>'
        '<a href="/lite/search/?q=x&amp;page=2">৫</a><form action="/lite/search/"><a href="/picture/7/640.webp">৬</a>'
        '<a href="/feed.xml">৭</a><a href="https://elsewhere.example/">৮</a>href=&#34;/&#34;'
    )
    assert lite.relinked(lite.relinked(page)) == lite.relinked(page)
