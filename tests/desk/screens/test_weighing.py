"""Two wordings side by side: whatever differs is said in words that a reader would read, and what differs is marked."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup

from harkara.desk.models import Area, Story
from harkara.desk.screens import weighing
from tests.desk.factories import make_picture, make_topic, stored

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a rendition that it just made to the collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
]


def story(*blocks: tuple[str, Any], **fields: Any) -> Story:
    made = Story(headline="সেতু", **fields)
    made.body = Story._meta.get_field("body").to_python(stored(*blocks))
    return made


def shown(base: Story, mine: Story, theirs: Story, *names: str) -> list[list[str]]:
    """For each difference: its name, then what stands in it in reading order; what is marked stands in brackets."""
    wanted = names or ("headline", "body")
    contents = [weighing.read(one, wanted) for one in (base, mine, theirs)]
    told = weighing.told(weighing.Scales(*contents, mine, theirs), latest=None)
    page = BeautifulSoup(told["html"], "html.parser")
    for marked in page.select("ins, del"):
        marked.replace_with(f"[{marked.text}]")
    return [
        [
            *(said.text for said in difference.select("legend, h3, p")),
            *(
                "/".join(line.text for line in side.select(".desk-line")) or side.text
                for side in difference.select(".desk-words")
            ),
        ]
        for difference in page.select(".desk-clash")
    ]


@pytest.mark.parametrize(
    ("kind", "mine", "theirs", "said"),
    [
        ("paragraph", "<p>সেতু <b>আজ</b> খুলেছে</p>", "<p>সেতু কাল খুলেছে</p>", ["সেতু [আজ ]খুলেছে", "সেতু [কাল ]খুলেছে"]),
        (
            "paragraph",
            '<p>সেতু <a href="/12">আজ</a></p>',
            '<p>সেতু <a href="https://example.com/ক">আজ</a></p>',
            ["সেতু আজ (/[12])", "সেতু আজ ([https:]/[/example.com/ক])"],
        ),
        (
            "paragraph",
            "<p>সেতু <b>আজ</b></p>",
            "<p>সেতু <i>আজ</i></p>",
            ["কথা একই; পার্থক্য শুধু মোটা বা বাঁকা হরফে কিংবা ক্রমিক নম্বরে।", "সেতু আজ", "সেতু আজ"],
        ),
        (
            "quote",
            {"text": "সেতু হবে", "speaker": "মেয়র"},
            {"text": "সেতু হবে", "speaker": "সচিব"},
            ["সেতু হবে/[মেয়র]", "সেতু হবে/[সচিব]"],
        ),
        (
            "list",
            {"ordered": False, "items": [{"type": "item", "value": "<p>টোল</p>"}]},
            {"ordered": False, "items": [{"type": "item", "value": "<p>টোল কমছে</p>"}]},
            ["[টোল]", "[টোল কমছে]"],
        ),
    ],
)
def test_blocks_are_words(kind: str, mine: Any, theirs: Any, said: list[str]) -> None:
    base = story(("paragraph", "<p>আগের</p>"))
    (found,) = shown(base, story((kind, mine)), story((kind, theirs)))
    assert found[1:] == said


def test_a_picture_is_its_caption_and_its_number() -> None:
    one, other = make_picture(caption="ঘাটে নৌকা"), make_picture(caption="সেতুর পিলার")
    (found,) = shown(story(), story(("picture", one.pk)), story(("picture", other.pk)))
    numbers = [str(picture.pk).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")) for picture in (one, other)]
    # Figures that two numbers share stand outside the brackets.
    assert [said.replace("[", "").replace("]", "") for said in found] == [
        "ছবি",
        f"ঘাটে নৌকা ({numbers[0]})",
        f"সেতুর পিলার ({numbers[1]})",
    ]
    assert [said.startswith(("[ঘাটে", "[সেতুর")) for said in found[1:]] == [True, True]


def test_what_one_side_has_not_is_said() -> None:
    base = story(("paragraph", "<p>আগের</p>"))
    assert shown(base, story(), story(("paragraph", "<p>নতুন</p>"))) == [["অনুচ্ছেদ", "বাদ দেওয়া হয়েছে", "[নতুন]"]]


def test_fields_are_words() -> None:
    areas = list(Area.objects.order_by("pk")[:2])
    base, mine, theirs = (
        story(),
        story(tell_reader=True),
        story(embargo_until=datetime(2026, 11, 29, 6, 30, tzinfo=UTC)),
    )
    base.topics = mine.topics = [make_topic("নদী")]
    mine.areas = areas
    names = ("topics", "areas", "tell_reader", "embargo_until")
    assert [found[1:] for found in shown(base, mine, theirs, *names)] == [
        ["[নদী]", "খালি"],
        [f"[{areas[0]}, {areas[1]}]", "খালি"],
        ["[হ্যাঁ]", "[না]"],
        ["খালি", "[২৯ নভেম্বর ২০২৬, ১২:৩০]"],
    ]
