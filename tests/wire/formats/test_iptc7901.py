"""IPTC 7901: headings, headlines, datelines, kills, embargoes, encodings; what is refused."""

from datetime import datetime

import pytest

from harkara.bangla import bijoy
from harkara.wire.chain import Source
from harkara.wire.dispatch import Dispatch
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import read
from tests.wire.formats.wires import telex

LEAD = """
2ND LEAD
Ferry service resumes on the Meghna
By Nadia Ferdous, rw =

   Chandpur (reuters/riverwire) - The ferry sails again after nine days,
the harbour master said.
   Four boats carry passengers.

# Notebook

## Note to editors
- adds quote

rw nf ab
"""


def one(data: bytes, zone: str = "UTC") -> Dispatch:
    (story,) = read(data, zone=zone)
    return story


def test_a_story() -> None:
    assert one(telex(LEAD)) == Dispatch(
        guid="iptc7901:rwa0412:2026-11-30",
        headline="Ferry service resumes on the Meghna",
        body=(
            "Chandpur (reuters/riverwire) - The ferry sails again after nine days, the harbour master said.",
            "Four boats carry passengers.",
        ),
        sender="riverwire",
        byline="Nadia Ferdous",
        dateline="Chandpur",
        published=datetime.fromisoformat("2026-11-30T11:37+00:00"),
        updated=datetime.fromisoformat("2026-11-30T11:37+00:00"),
        urgency=3,
        subjects=("category:i", "Bangladesh/ferry", "Bangladesh", "ferry"),
        places=("Chandpur",),
        source_chain=(Source("রয়টার্স", "agency", "Reuters"), Source("riverwire", "agency")),
        note="2ND LEAD\nNotebook\nNote to editors\nadds quote\nrw nf ab",
    )


def test_bangla_in_unicode_and_in_bijoy_give_the_same() -> None:
    text = "\n".join(
        (
            "চরে ভাসমান স্কুল খুলেছে =",
            "",
            "কুড়িগ্রাম, ৩০ নভেম্বর (বাসস) : ব্রহ্মপুত্রের চরে একটি ভাসমান স্কুল খুলেছে।",
            "",
            "সেখানে বহু শিশু পড়ে।",
        )
    )
    plain = one(telex(text, heading="bss0007 4 edu 30   bss 007"))
    typed = "\n".join(bijoy.to_bijoy(line) for line in text.split("\n"))
    as_bijoy = one(telex(typed, heading="bss0007 4 edu 30   bss 007", encoding="cp1252"))
    assert (plain.headline, plain.dateline, plain.sender) == ("চরে ভাসমান স্কুল খুলেছে", "কুড়িগ্রাম", "বাসস")
    assert as_bijoy == plain


def test_western_bytes() -> None:
    story = one(telex("Une «catastrophe» =\n\nParis (afp) - L'économie souffre.", encoding="latin-1"))
    assert (story.headline, story.body) == ("Une «catastrophe»", ("Paris (afp) - L'économie souffre.",))


@pytest.mark.parametrize(
    ("sent", "zone", "moment"),
    [
        ("301137 GMT Nov 26", "Asia/Dhaka", "2026-11-30T11:37:00+00:00"),
        ("301137 Nov 26", "Asia/Dhaka", "2026-11-30T11:37:00+06:00"),
        ("071341 GMT Okt 26", "UTC", "2026-10-07T13:41:00+00:00"),
        ("091223 dec 2026", "Asia/Kolkata", "2026-12-09T12:23:00+05:30"),
        ("301137 +0530 Nov 26", "UTC", "2026-11-30T11:37:00+05:30"),
    ],
)
def test_the_time(sent: str, zone: str, moment: str) -> None:
    story = one(telex(LEAD, sent=sent), zone)
    assert (story.published and story.published.isoformat()) == moment


@pytest.mark.parametrize("sent", ["", "321137 GMT Nov 26", "301137 GMT Xyz 26"])
def test_a_time_that_is_none_is_unknown(sent: str) -> None:
    story = one(telex(LEAD, sent=sent))
    assert (story.published, story.guid) == (None, "iptc7901:rwa0412:undated")


def test_headlines_without_an_end_mark() -> None:
    assert one(telex("Rain in the hills\n\n   BANDARBAN (unb) - It rained.")).headline == "Rain in the hills"
    two = one(telex("URGENT\nRain in the hills\nfor a week\n\nBANDARBAN (unb) - It rained."))
    assert (two.headline, two.note) == ("Rain in the hills for a week", "URGENT")


def test_a_kill_names_the_story_it_takes_back() -> None:
    kill = one(telex("MANDATORY KILL\nFerry service =\n\nEditors: kill rwa0398 Bangladesh/ferry of Nov 30."))
    assert (kill.state, kill.guid) == ("cancelled", "iptc7901:rwa0398:2026-11-30")
    assert one(telex("KILL\nFerry service =\n\nDo not use.")).guid == "iptc7901:rwa0412:2026-11-30"


@pytest.mark.parametrize(
    ("line", "state", "embargo"),
    [
        ("EMBARGOED UNTIL 1800 GMT", "usable", "2026-11-30T18:00:00+00:00"),
        ("EMBARGO: 06:00 1 DEC", "usable", "2026-12-01T06:00:00+06:00"),
        ("EMBARGOED", "withheld", None),
        ("EMBARGOED UNTIL FURTHER NOTICE", "withheld", None),
    ],
)
def test_embargoes(line: str, state: str, embargo: str | None) -> None:
    story = one(telex(f"{line}\nNew poll =\n\nDHAKA (unb) - The poll says yes."), "Asia/Dhaka")
    assert (story.headline, story.state) == ("New poll", state)
    assert (story.embargo and story.embargo.isoformat()) == embargo


def test_several_in_one_file() -> None:
    both = telex(LEAD) + b"\r\n" + telex("Rain =\n\nIt rained.", heading="rwa0413 4 s 9   riverwire 0032")
    assert [story.guid for story in read(both)] == ["iptc7901:rwa0412:2026-11-30", "iptc7901:rwa0413:2026-11-30"]


def test_a_gateway_took_the_control_characters_away() -> None:
    data = telex(LEAD).translate(None, b"\x01\x02\x03\x04\x7f")
    assert one(data) == one(telex(LEAD))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (telex(LEAD).split(b"\x03")[0], r"the transmission rwa0412 breaks off: it has no ETX; have it sent again"),
        (telex("Rain in the hills ="), "“Rain in the hills” has no text"),
        (b"\x01a0105NB\x1f_koko-\r\nu s\x14\x12 BC-Rain 09-12 0344\r\n\x02Rain\r\n\x03NB-21:37\x04", "of ANPA 1312"),
    ],
)
def test_what_is_refused(data: bytes, sentence: str) -> None:
    if b"Rain in the hills" in data:
        data = data.replace(b"rwa0412 3", b"rwa0412 5")
    with pytest.raises(UnreadableItem, match=sentence):
        read(data)


def test_one_that_breaks_off_leaves_the_others() -> None:
    with pytest.raises(UnreadableItem, match="the other 1 of 2 transmissions are whole") as caught:
        read(telex(LEAD) + b"\x01rwa0413 4 s 9   riverwire 0032\r\n\r\nRain/\r\n\x02Rain =\r\n\r\nIt rai")
    assert [story.guid for story in caught.value.read] == ["iptc7901:rwa0412:2026-11-30"]
