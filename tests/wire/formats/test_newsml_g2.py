"""NewsML-G2: messages, items, packages; what is refused."""

import re
from datetime import datetime

import pytest

from harkara.wire.chain import Source
from harkara.wire.dispatch import Dispatch, Picture
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import read
from tests.wire.formats.wires import sample

MESSAGE, ITEM = sample("g2-message.xml"), sample("g2-item.xml")


def changed(old: str, new: str, of: bytes = MESSAGE) -> tuple[Dispatch, ...]:
    assert old in of.decode()
    return read(of.decode().replace(old, new, 1).encode())


def test_a_message_becomes_a_story_with_the_picture_of_its_package() -> None:
    assert read(MESSAGE) == (
        Dispatch(
            guid="urn:newsml:nodibarta.example:20261130:t41",
            headline="চরে ভাসমান স্কুল খুলেছে",
            body=(
                "ব্রহ্মপুত্রের চরে একটি ভাসমান স্কুল খুলেছে।",
                "স্কুলে ৪০ শিশু পড়ে, জানিয়েছে বার্তা সংস্থা বাসস।",
                "শ্রেণি | শিশু",
                "প্রথম | ২৩",
            ),
            version=3,
            sender="নদীবার্তা",
            byline="রহিমা খাতুন",
            dateline="কুড়িগ্রাম",
            language="bn",
            published=datetime.fromisoformat("2026-11-30T08:00+06:00"),
            updated=datetime.fromisoformat("2026-11-30T09:10+06:00"),
            embargo=datetime.fromisoformat("2026-11-30T12:00+06:00"),
            urgency=4,
            subjects=("medtop:05000000", "শিক্ষা", "চর-স্কুল"),
            places=("কুড়িগ্রাম", "রংপুর বিভাগ", "চিলমারী"),
            source_chain=(Source("বাসস", "state-media", "BSS"), Source("নদীবার্তা", "agency")),
            pictures=(Picture("f12.jpg", "নৌকার ক্লাসঘরে শিশুরা।", "আবীর দাস/নদীবার্তা", 2400, 1600),),
            rights="© ২০২৬ নদীবার্তা; গ্রাহকেরা পুরোটা ছাপতে পারেন",
            note="correction\nদ্বিতীয় অনুচ্ছেদে সংখ্যা ঠিক করা হয়েছে",
        ),
    )


def test_an_item_alone_with_nitf_inside() -> None:
    (story,) = read(ITEM)
    assert (story.guid, story.version, story.headline) == (
        "tag:riverwire.example,2026:4711",
        2,
        "Ferry service resumes on the Meghna",
    )
    assert story.body == (
        "The ferry sails again after nine days.",
        "Four boats carry passengers and lorries.",
    )
    assert story.byline == "Nadia Ferdous, Staff Reporter"
    assert [source.latin or source.name for source in story.source_chain] == ["Reuters", "Riverwire"]
    assert story.pictures == (Picture("https://pictures.riverwire.example/ferry.jpg", "", "Riverwire", 800),)


def test_a_picture_that_no_story_takes_is_a_dispatch_of_its_own() -> None:
    stories = changed('<itemRef residref="urn:newsml:nodibarta.example:20261130:f12"><title>ছবি</title></itemRef>', "")
    assert [(one.guid[-3:], one.body[0], len(one.pictures)) for one in stories] == [
        ("t41", "ব্রহ্মপুত্রের চরে একটি ভাসমান স্কুল খুলেছে।", 0),
        ("f12", "নৌকার ক্লাসঘরে শিশুরা।", 1),
    ]


def test_a_link_of_the_story_takes_the_picture_too() -> None:
    text = MESSAGE.decode()
    alone = re.sub(r"<packageItem.*?</packageItem>", "", text, flags=re.S).replace(
        '<signal qcode="sig:correction"/>',
        '<link rel="irel:seeAlso" residref="urn:newsml:nodibarta.example:20261130:f12"/>',
    )
    (story,) = read(alone.encode())
    assert [picture.address for picture in story.pictures] == ["f12.jpg"]


def test_a_package_without_its_items_lists_them() -> None:
    text = MESSAGE.decode()
    (package,) = read(re.sub(r"<newsItem.*</newsItem>", "", text, flags=re.S).encode())
    assert (package.guid[-2:], package.headline, package.body) == (
        "p7",
        "চরের স্কুল, পুরো গুচ্ছ",
        ("চরে স্কুল খুলেছে", "ছবি"),
    )


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("stat:usable", "stat:canceled", "cancelled"),
        ("stat:usable", "stat:withheld", "withheld"),
        ('qcode="stat:usable"', 'uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"', "cancelled"),
        (
            '<pubStatus qcode="stat:usable"/>',
            '<pubStatus qcode="stat:usable"/><signal qcode="sig:kill"/>',
            "cancelled",
        ),
        ('<pubStatus qcode="stat:usable"/>', '<embargoed/><pubStatus qcode="stat:usable"/>', "withheld"),
        ('<pubStatus qcode="stat:usable"/>', "", "usable"),
    ],
)
def test_the_state(old: str, new: str, state: str) -> None:
    (story,) = changed(old, new, ITEM)
    assert story.state == state


def test_a_kill_needs_no_text() -> None:
    text = ITEM.decode().replace("stat:usable", "stat:canceled")
    (kill,) = read(re.sub(r"<contentSet>.*</contentSet>", "", text, flags=re.S).encode())
    assert (kill.state, kill.guid, kill.body) == ("cancelled", "tag:riverwire.example,2026:4711", ())


def test_a_flash_is_its_headline_and_a_long_story_without_text_is_none() -> None:
    bare = re.sub(r"<inlineXML.*</inlineXML>", "", ITEM.decode(), flags=re.S)
    (flash,) = read(bare.encode())
    assert flash.body == ("Ferry service resumes on the Meghna",)
    with pytest.raises(UnreadableItem, match=r"“Ferry service resumes on the Meghna” has no text"):
        read(bare.replace("<urgency>3<", "<urgency>4<").encode())


def test_text_without_a_headline_gets_its_beginning() -> None:
    text = ITEM.decode().replace("<headline>Ferry service resumes on the Meghna</headline>", "")
    (story,) = read(text.replace("<hl1>Another headline</hl1>", "").encode())
    assert story.headline == "The ferry sails again after nine days…"


def test_a_time_without_offset_is_in_the_senders_zone() -> None:
    text = ITEM.decode().replace("2026-11-30T03:10:00Z", "2026-11-30T09:10:00").encode()
    (here,), (there,) = read(text, zone="Asia/Dhaka"), read(text, zone="Asia/Kolkata")
    assert (here.updated and here.updated.isoformat()) == "2026-11-30T09:10:00+06:00"
    assert (there.updated and there.updated.isoformat()) == "2026-11-30T09:10:00+05:30"


def test_escaped_html_as_data() -> None:
    parts = ["প্রথম।", "দ্বিতীয় অনুচ্ছেদ।", "তৃতীয়টিই সবচেয়ে লম্বা, যাতে এটিই লেখা বলে ধরা হয়, অন্যটি নয়।"]
    data = "".join(f"&lt;p&gt;{part}&lt;/p&gt;" for part in parts)
    (story,) = changed("</contentSet>", f'<inlineData contenttype="text/plain">{data}</inlineData></contentSet>', ITEM)
    assert story.body == tuple(parts)


def test_an_item_that_cannot_be_read_leaves_the_others() -> None:
    text = MESSAGE.decode().replace('guid="urn:newsml:nodibarta.example:20261130:f12" ', "")
    with pytest.raises(UnreadableItem) as caught:
        read(text.encode())
    assert str(caught.value) == (
        "a NewsML-G2 item has no guid; ask the agency to send it with one; the other 1 of 3 items are whole"
    )
    assert [one.guid[-3:] for one in caught.value.read] == ["t41"]


@pytest.mark.parametrize("cut", [60, 900, 2400, len(MESSAGE) - 12])
def test_half_a_file_is_no_story(cut: int) -> None:
    with pytest.raises(UnreadableItem, match="breaks off or is broken in line") as caught:
        read(MESSAGE[:cut])
    assert caught.value.read == ()


@pytest.mark.parametrize(
    ("root", "sentence"),
    [
        ("conceptItem", "the file is a NewsML-G2 conceptItem, which holds a vocabulary and no story; leave it out"),
        ("planningItem", "the file is a NewsML-G2 planningItem, which holds plans and no story; leave it out"),
        ("NewsML", "the file is NewsML 1, which agencies gave up for NewsML-G2; ask for NewsML-G2, NITF or ninjs"),
    ],
)
def test_relatives_that_hold_no_story(root: str, sentence: str) -> None:
    with pytest.raises(UnreadableItem, match=re.escape(sentence)):
        read(f"<{root}><itemMeta/></{root}>".encode())


def test_an_empty_message() -> None:
    with pytest.raises(UnreadableItem, match="holds no newsItem"):
        read(b"<newsMessage><header/><itemSet/></newsMessage>")
