"""ninjs of three generations; what is refused."""

import json
from datetime import datetime
from typing import Any

import pytest

from harkara.wire.chain import Source
from harkara.wire.dispatch import Dispatch, Picture
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import read
from harkara.wire.formats.ninjs import generation
from tests.wire.formats.wires import sample


def changed(name: str, **fields: Any) -> Dispatch:
    item = json.loads(sample(name)) | fields
    (story,) = read(json.dumps({key: value for key, value in item.items() if value is not None}).encode())
    return story


def test_the_first_generation() -> None:
    assert read(sample("ninjs-1.json")) == (
        Dispatch(
            guid="https://riverwire.example/items/1",
            headline="Hilsa catch grows for a third year",
            body=("The catch grew again, Reuters said.", "Boats stay in port for 22 days a year."),
            version=4,
            sender="Riverwire",
            byline="Nadia Ferdous",
            dateline="Chandpur",
            language="en",
            published=datetime.fromisoformat("2026-11-30T02:00+00:00"),
            updated=datetime.fromisoformat("2026-11-30T03:10+00:00"),
            embargo=datetime.fromisoformat("2026-12-01T00:00+00:00"),
            urgency=5,
            subjects=("medtop:20000283", "fishing", "hilsa-catch"),
            places=("Chandpur", "Padma"),
            source_chain=(Source("রয়টার্স", "agency", "Reuters"), Source("Riverwire", "agency")),
            pictures=(Picture("https://p.riverwire.example/l.jpg", "A boat on the Padma.", "Abir Das", 2000, 1000),),
            rights="(c) 2026 Riverwire; Subscribers only",
            note="Third version",
        ),
    )


def test_the_second_generation() -> None:
    (story,) = read(sample("ninjs-2.json"))
    assert (story.headline, story.body) == (
        "ইলিশ ধরা বেড়েছে",
        ("পরপর তিন বছর ইলিশ বেড়েছে।", "বছরে ২২ দিন নৌকা ঘাটে থাকে।"),
    )
    assert (story.byline, story.subjects, story.places) == ("নাদিয়া ফেরদৌস", ("medtop:20000283", "মৎস্য"), ("চাঁদপুর",))
    assert story.pictures == (Picture("l.jpg", "পদ্মায় নৌকা।", "", 1200, 800),)


def test_the_third_generation() -> None:
    (story,) = read(sample("ninjs-3.json"))
    assert (story.guid, story.version, story.state, story.urgency) == ("urn:riverwire:3", 2, "withheld", 2)
    assert (story.headline, story.body) == ("সেতু খুলছে আজ", ("নতুন সেতু আজ খুলছে।",))
    assert story.published == datetime.fromisoformat("2026-11-30T08:10+06:00")
    assert (story.rights, story.note, story.sender) == ("© নদীবার্তা", "উদ্বোধনের পরে ছাপবেন", "নদীবার্তা")


@pytest.mark.parametrize("number", [1, 2, 3])
def test_generations_are_told_apart_by_their_fields(number: int) -> None:
    item = json.loads(sample(f"ninjs-{number}.json"))
    item.pop("standard", None)
    assert generation(item) == number


def test_states() -> None:
    assert changed("ninjs-1.json", pubstatus="canceled").state == "cancelled"
    assert (
        changed("ninjs-1.json", pubstatus="canceled", headline=None, body_xhtml=None, description_text=None).body == ()
    )
    assert changed("ninjs-3.json", pubStatus="usable").state == "usable"


def test_plain_text_and_a_picture_alone() -> None:
    assert changed("ninjs-1.json", body_xhtml=None, body_text="One.\nTwo.").body == ("One.", "Two.")
    picture = changed(
        "ninjs-1.json", type="picture", body_xhtml=None, renditions={"a": {"href": "a.jpg", "mimetype": "image/jpeg"}}
    )
    assert (picture.body, picture.pictures[0].address) == (("Fishers land more of the national fish.",), "a.jpg")


def test_lists_and_envelopes() -> None:
    items = [json.loads(sample("ninjs-1.json")), json.loads(sample("ninjs-3.json"))]
    for value in (items, {"total": 2, "items": items}, {"item": items}):
        assert [one.guid for one in read(json.dumps(value).encode())] == [one["uri"] for one in items]


def test_an_item_that_cannot_be_read_leaves_the_others() -> None:
    items = [json.loads(sample("ninjs-1.json")), {"uri": "urn:x", "headline": "শুধু শিরোনাম"}]
    with pytest.raises(UnreadableItem) as caught:
        read(json.dumps(items).encode())
    assert str(caught.value) == (
        "the ninjs 1 “শুধু শিরোনাম” has no text; have the file sent again; the other 1 of 2 items are whole"
    )
    assert [one.guid for one in caught.value.read] == ["https://riverwire.example/items/1"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (sample("ninjs-1.json")[:400], "the JSON breaks off or is broken"),
        (sample("ninjs-1.json").decode().encode("utf-16"), "broken"),
        (b'{"uri": "x", "headline": "caf\xe9"}', "the JSON is not UTF-8"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nests deeper"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "is a JSON Feed"),
        (b'{"uri": "x"}', "is JSON, but no ninjs"),
        (b"[]", "is JSON, but no ninjs"),
    ],
)
def test_what_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableItem, match=sentence):
        read(data)
