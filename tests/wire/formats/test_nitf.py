"""NITF: stories, kills, pictures; what is refused."""

import re
from datetime import datetime

import pytest

from harkara.bangla import bijoy
from harkara.wire.chain import Source
from harkara.wire.dispatch import Dispatch, Picture
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import read
from tests.wire.formats.wires import sample

STORY = sample("nitf.xml")


def changed(old: str, new: str) -> tuple[Dispatch, ...]:
    assert old in STORY.decode()
    return read(STORY.decode().replace(old, new, 1).encode(), zone="Asia/Dhaka")


def test_a_story() -> None:
    assert read(STORY, zone="Asia/Dhaka") == (
        Dispatch(
            guid="NB:pahar-brishti",
            headline="পাহাড়ে ২০০ মিলিমিটার বৃষ্টি",
            body=("পাহাড়ে রাতভর বৃষ্টি হয়েছে।", "ধস", "তিনটি সড়কে যান চলাচল বন্ধ।"),
            version=2_000_003,
            sender="নদীবার্তা",
            byline="সুমন চাকমা, নিজস্ব প্রতিবেদক",
            dateline="বান্দরবান",
            language="bn",
            published=datetime.fromisoformat("2026-11-30T08:00+06:00"),
            updated=datetime.fromisoformat("2026-11-30T08:15+06:00"),
            embargo=datetime.fromisoformat("2026-11-30T10:00+06:00"),
            urgency=2,
            subjects=("subj:17000000", "আবহাওয়া", "Weather", "বৃষ্টি"),
            places=("বান্দরবান", "চট্টগ্রাম বিভাগ", "BGD"),
            source_chain=(Source("ইউএনবি", "agency", "UNB"), Source("নদীবার্তা", "agency")),
            pictures=(Picture("rain-1600.jpg", "সাঙ্গু নদীর পাড়ে পানি।", "সুমন চাকমা", 1600, 1200),),
            rights="© 2026 নদীবার্তা",
            note="তৃতীয় সংস্করণ\nছাপার জন্য নয়: ফোন ০১০০০০০০০০০",
        ),
    )


def test_a_document_is_known_by_its_own_id_where_no_version_is_counted() -> None:
    (story,) = changed(' generation="2" version="3"', "")
    assert (story.guid, story.version) == ("NB:20261130.88", 0)


def test_a_document_without_id_is_known_by_headline_and_time() -> None:
    text = STORY.decode().replace('<du-key key="pahar-brishti" generation="2" version="3"/>', "")
    text = text.replace('id-string="20261130.88"', "")
    (once,), (again,) = read(text.encode()), read(text.encode())
    assert once.guid == again.guid
    assert re.fullmatch("nitf:[0-9a-f]{32}", once.guid)
    with pytest.raises(UnreadableItem, match="neither doc-id nor du-key"):
        read(re.sub(r"<date.issue[^>]*>", "", text).encode())


@pytest.mark.parametrize(
    ("status", "state"), [("withheld", "withheld"), ("canceled", "cancelled"), ("embargoed", "usable")]
)
def test_the_state(status: str, state: str) -> None:
    (story,) = changed('management-status="usable"', f'management-status="{status}"')
    assert story.state == state


def test_an_embargo_without_a_time_withholds() -> None:
    text = STORY.decode().replace('management-status="usable"', 'management-status="embargoed"')
    (story,) = read(re.sub(r"<date.release[^>]*>", "", text).encode())
    assert (story.state, story.embargo) == ("withheld", None)


def test_a_document_that_takes_another_back_cancels_it() -> None:
    kill, story = changed(
        'management-status="usable"',
        'management-status="usable" management-doc-idref="20261130.12" management-idref-status="canceled"',
    )
    assert (kill.guid, kill.state, kill.body, kill.sender) == ("NB:20261130.12", "cancelled", (), "নদীবার্তা")
    assert (story.guid, story.state) == ("NB:pahar-brishti", "usable")


@pytest.mark.parametrize("cut", [80, 700, 2000, len(STORY) - 9])
def test_half_a_file_is_no_story(cut: int) -> None:
    with pytest.raises(UnreadableItem, match="breaks off or is broken in line"):
        read(STORY[:cut])


def test_a_document_without_text() -> None:
    text = re.sub(r"<body.content>.*</body.content>", "", STORY.decode(), flags=re.S).replace(
        'ed-urg="2"', 'ed-urg="5"'
    )
    with pytest.raises(UnreadableItem, match="“পাহাড়ে ২০০ মিলিমিটার বৃষ্টি” has no text; have the file sent again"):
        read(text.encode())


def test_western_bytes() -> None:
    text = STORY.decode().split("?>", 1)[1]
    text = re.sub(r"<p>.*?</p>", "<p>Café à Dacca</p>", text, flags=re.S)
    latin = re.sub("[ঀ-৾।]+", "x", text)
    (story,) = read(('<?xml version="1.0" encoding="ISO-8859-1"?>' + latin).encode("latin-1"))
    assert story.body[0] == "Café à Dacca"


def test_bijoy_becomes_unicode_and_other_languages_stay() -> None:
    typed = bijoy.to_bijoy("পাহাড়ে রাতভর বৃষ্টি হয়েছে বলে জানিয়েছেন বাসিন্দারা।")
    text = re.sub(r"<p>.*</p>", f"<p>{typed}</p>", STORY.decode(), flags=re.S)
    text = re.sub(r"<hl1>.*?</hl1>", f"<hl1>{bijoy.to_bijoy('পাহাড়ে বৃষ্টি')}</hl1>", text)
    (story,) = read(text.encode())
    assert (story.headline, story.body) == (
        "পাহাড়ে বৃষ্টি",
        ("পাহাড়ে রাতভর বৃষ্টি হয়েছে বলে জানিয়েছেন বাসিন্দারা।",),
    )
    (other,) = read(text.replace('baselang="bn"', 'baselang="sv"').encode())
    assert other.body == (typed,)
