"""A folder of ninjs documents, ours or another house's, moves into a paper that lives."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from harkara.desk import clock
from harkara.desk.models import Picture, Story, StoryAddress
from harkara.press.moving_out.packing import pack
from harkara.wire.errors import UnreadableItem
from harkara.wire.moving.command import move_in
from harkara.wire.moving.ninjs import Folder, open_
from harkara.wire.moving.parcel import Heading, Paragraph, Parcel, Wanted
from tests.desk.factories import NOON, make_body, make_paper, make_picture, make_section, make_story, make_topic, stored
from tests.whole.house import House

FOREIGN: dict[str, Any] = {
    "uri": "http://other.example/1",
    "type": "text",
    "headlines": [{"role": "main", "value": "নদীর খবর"}],
    "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>এক <strong>দুই</strong></p><h2>তিন</h2>"}],
    "firstCreated": "2026-11-28T06:00:00Z",
    "subjects": [{"name": "জাতীয়", "rel": "section", "literal": "national"}, {"name": "নদী", "rel": "topic"}],
    "by": "মাহিন আলম",
    "infoSources": [{"name": "রয়টার্স", "role": "agency"}],
    "renditions": [{"name": "web", "href": "http://other.example/news/1", "contentType": "text/html"}],
}


def folder(root: Path, **documents: Any) -> Folder:
    for name, document in documents.items():
        (root / "2026").mkdir(exist_ok=True)
        (root / "2026" / f"{name}.json").write_text(document if isinstance(document, str) else json.dumps(document))
    return open_(root, Wanted())


def parcel(root: Path, **fields: Any) -> Parcel:
    (found,) = folder(root, a={**FOREIGN, **fields}).found()
    assert found.parcel is not None, found.dropped
    return found.parcel


def test_another_houses_story_is_read_as_it_says_itself(tmp_path: Path) -> None:
    read = parcel(tmp_path)
    assert read.body == (Paragraph("এক <b>দুই</b>"), Heading("তিন"))
    assert (read.key, read.headline, read.state, read.kind) == (FOREIGN["uri"], "নদীর খবর", "live", "news")
    assert read.published is not None
    assert read.published.isoformat() == "2026-11-28T06:00:00+00:00"
    assert [(one.name, one.slug) for one in read.sections] == [("জাতীয়", "national")]
    assert [one.name for one in (*read.topics, *read.authors)] == ["নদী", "মাহিন আলম"]
    assert [(one.name, one.kind) for one in read.sources] == [("রয়টার্স", "agency")]
    assert read.addresses == ("http://other.example/1", "http://other.example/news/1")


def test_words_without_html_are_paragraphs_and_what_is_withheld_is_a_draft(tmp_path: Path) -> None:
    read = parcel(tmp_path, bodies=[{"value": "এক < দুই\n\nতিন"}], pubStatus="withheld")
    assert (read.body, read.state) == ((Paragraph("এক &lt; দুই"), Paragraph("তিন")), "withdrawn")


def test_what_is_no_story_is_told_with_its_reason(tmp_path: Path) -> None:
    killed = {**FOREIGN, "uri": "http://other.example/2", "pubStatus": "canceled"}
    picture = {"uri": "http://other.example/3", "type": "picture"}
    read = folder(tmp_path, a="{", b=killed, c=picture, d=[], e=FOREIGN)
    found = list(read.found())
    assert [one.dropped.reason[:24] if one.dropped else "" for one in found] == [
        "It is no ninjs document:",
        "It was killed there, and",
        "It is a picture by itsel",
        "It is no ninjs document:",
        "",
    ]
    assert [one.key for one in read.found(found[3].position)] == [FOREIGN["uri"]]
    with pytest.raises(UnreadableItem, match="is no folder"):
        open_(tmp_path / "2026/a.json", Wanted())


@pytest.fixture
def house(tmp_path: Path, settings: Settings, transactional_db: None) -> Iterator[House]:
    yield House(tmp_path, settings)
    clock.set(None)


def test_a_paper_moves_into_one_that_lives(house: House) -> None:
    house.enter("first")
    clock.set(NOON)
    make_paper()
    picture = make_picture()
    blocks = stored(*make_body(), ("quote", {"text": "ফিরেছি।", "speaker": "যাত্রী"}), ("picture", picture.pk))
    told = make_story(headline="চরের পুরোনো খবর", body=blocks, picture=picture, topics=[make_topic("নদী")])
    href = told.href
    pack(house.home / "packed", with_site=False)
    house.enter("second")
    make_paper()
    own = make_story(headline="এই পত্রিকার খবর", section=make_section("national"))
    assert own.pk == told.pk
    report = house.home / "report.csv"
    for _again in range(2):
        assert move_in(["ninjs", str(house.home / "packed"), "--report", str(report)]) == 0
        (came,) = Story.objects.exclude(pk=own.pk)
    assert (came.headline, came.live, came.published_at) == (told.headline, True, told.published_at)
    assert came.section is not None
    assert [block["type"] for block in came.body.raw_data] == ["paragraph", "paragraph", "quote", "picture"]
    came_with = Picture.objects.get()
    assert (came_with.alt, came_with.caption, came_with.credit) == (picture.alt, picture.caption, picture.credit)
    assert [topic.name for topic in came.topics.all()] == ["নদী"]
    assert href in StoryAddress.objects.filter(story=came).values_list("href", flat=True)
