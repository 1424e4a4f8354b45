"""Letters: whose, when, where from, with what; Bijoy, Word, pictures; what is refused."""

from datetime import datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla import bijoy
from harkara.wire.chain import Source
from harkara.wire.dispatch import Attached, Dispatch, Picture
from harkara.wire.errors import UnreadableItem
from harkara.wire.mail import Letter, is_letter, read
from tests.wire.mail.letters import STORY, WORD, letter, manuscript, photo


def read_(message: EmailMessage, **how: object) -> Letter:
    return read(message.as_bytes(), **how)  # type: ignore[arg-type]


def test_a_letter() -> None:
    assert read_(letter(), known={"rahima@example.org": "রহিমা খাতুন"}) == Letter(
        (
            Dispatch(
                guid="k41@mail.example.org",
                headline="চরে ভাসমান স্কুল",
                body=STORY[1:],
                sender="রহিমা খাতুন",
                byline="কুড়িগ্রাম প্রতিনিধি",
                dateline="কুড়িগ্রাম",
                published=datetime.fromisoformat("2026-11-30T10:15+06:00"),
                updated=datetime.fromisoformat("2026-11-30T10:15+06:00"),
                places=("কুড়িগ্রাম",),
                source_chain=(Source("রহিমা খাতুন", "own"),),
                note="প্রেরক: rahima@example.org",
            ),
        ),
        "rahima@example.org",
    )


def test_whom_nobody_knows_is_no_correspondent_of_ours() -> None:
    (story,) = read_(letter(sender="Somebody <x@example.net>")).dispatches
    assert story.source_chain == (Source("Somebody", "other"),)
    (bare,) = read_(letter(sender="x@example.net")).dispatches
    assert bare.sender == "x@example.net"


def test_a_doubted_sender_is_noted() -> None:
    (story,) = read_(letter(Authentication_Results="mx.example; dmarc=fail (p=none)")).dispatches
    assert story.note == "প্রেরক: rahima@example.org\nপ্রেরক যে তিনিই, মেইল সার্ভার তা নিশ্চিত করতে পারেনি।"
    (sure,) = read_(letter(Authentication_Results="mx.example; dmarc=pass; spf=pass")).dispatches
    assert sure.note == "প্রেরক: rahima@example.org"


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Mon, 30 Nov 2026 10:15:00 +0600", "2026-11-30T10:15:00+06:00"),
        ("30 Nov 2026 04:15:00 GMT", "2026-11-30T04:15:00+00:00"),
        ("Mon, 30 Nov 2026 10:15:00", "2026-11-30T10:15:00+06:00"),
        ("Mon, 30 Nov 2026 04:15:00 -0000", "2026-11-30T04:15:00+00:00"),
        ("yesterday", None),
    ],
)
def test_the_date(date: str, moment: str | None) -> None:
    raw = letter().as_bytes().replace(b"Mon, 30 Nov 2026 10:15:00 +0600", date.encode())
    (story,) = read(raw, zone="Asia/Dhaka").dispatches
    assert (story.published and story.published.isoformat()) == moment


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "cp1252", "unknown-8bit", "x-nonsense"])
@pytest.mark.parametrize("coding", ["base64", "quoted-printable", "8bit"])
def test_charsets_and_codings(charset: str, coding: str) -> None:
    text = "Café à Dacca. Zwei Sätze.\n" if charset == "cp1252" else "চরে স্কুল খুলেছে। শিশুরা পড়ছে।\n"
    head = f"From: a@example.org\nSubject: s\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n"
    body = text.encode("utf-8" if "n" in charset[:3] else charset)
    if coding == "base64":
        import base64

        body = base64.encodebytes(body)
    elif coding == "quoted-printable":
        import quopri

        body = quopri.encodestring(body)
    (story,) = read(f"{head}Content-Transfer-Encoding: {coding}\n\n".encode() + body).dispatches
    assert story.body == (text.strip(),)


def test_bijoy_becomes_unicode_run_by_run() -> None:
    typed = "\n\n".join(bijoy.to_bijoy(part) for part in STORY)
    raw = (
        "From: a@example.org\nSubject: =?windows-1252?B?{}?=\nContent-Type: text/plain; charset=windows-1252\n"
        "Content-Transfer-Encoding: 8bit\n\n"
    )
    import base64

    subject = base64.b64encode(bijoy.to_bijoy("চরে ভাসমান স্কুল খুলেছে আজ").encode("cp1252")).decode()
    mixed = typed + "\n\nReuters e‡j‡Q, info@example.com"
    (story,) = read(raw.format(subject).encode() + mixed.encode("cp1252")).dispatches
    assert story.headline == "চরে ভাসমান স্কুল খুলেছে আজ"
    assert story.body[:2] == STORY[1:]
    assert story.dateline == "কুড়িগ্রাম"


def test_format_flowed() -> None:
    message = letter(None)
    message.set_content("x")
    raw = (
        "From: a@example.org\nSubject: s\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n\n"
        "একটি ভাস \nমান স্কুল।\n\nদ্বিতীয় অনুচ্ছেদ। \n"
    )
    (story,) = read(raw.encode()).dispatches
    assert story.body == ("একটি ভাসমান স্কুল।", "দ্বিতীয় অনুচ্ছেদ।")


def test_html_with_quoted_letter_and_signature() -> None:
    html = (
        "<div dir='auto'><div>চরে <b>স্কুল</b> খুলেছে।</div><div><br></div><div>শিশুরা পড়ছে।</div></div>"
        "<div class='gmail_signature'>রহিমা</div><br>"
        "<div class='gmail_quote'><div class='gmail_attr'>সোম তারিখে ডেস্ক লিখেছেন:</div><blockquote>কোথায়?</blockquote></div>"
    )
    (story,) = read_(letter(None, html=html)).dispatches
    assert story.body == ("চরে স্কুল খুলেছে।", "শিশুরা পড়ছে।")
    (both,) = read_(letter("চরে স্কুল খুলেছে।\n\nশিশুরা পড়ছে।\n", html=html)).dispatches
    assert both.body == story.body


def test_a_letter_passed_on() -> None:
    text = (
        "---------- Forwarded message ---------\nFrom: করিম উদ্দিন <karim@example.org>\nDate: Mon\nSubject: ঘাটে ফেরি\n"
        "To: x@y\n\nঘাটে ফেরি চলছে।\n"
    )
    (story,) = read_(letter(text, subject="Fwd: ঘাটে ফেরি")).dispatches
    assert (story.headline, story.body) == ("ঘাটে ফেরি", ("ঘাটে ফেরি চলছে।",))
    assert story.note == "প্রেরক: rahima@example.org\nযাঁর চিঠি পাঠিয়ে দেওয়া হয়েছে: করিম উদ্দিন <karim@example.org>"


@pytest.mark.parametrize(
    ("subject", "text", "headline", "body"),
    [
        ("Re: চরে স্কুল", "চরে স্কুল\n\nখুলেছে আজ।", "চরে স্কুল", ("খুলেছে আজ।",)),
        ("নিউজ", "চরে স্কুল\n\nখুলেছে আজ।", "চরে স্কুল", ("খুলেছে আজ।",)),
        ("", "শিরোনাম: চরে স্কুল\n\nখুলেছে আজ।", "চরে স্কুল", ("খুলেছে আজ।",)),
        ("news", "চরে স্কুল খুলেছে।\n\nশিশুরা পড়ছে।", "চরে স্কুল খুলেছে।", ("চরে স্কুল খুলেছে।", "শিশুরা পড়ছে।")),
        ("ঘাটে ফেরি", "চরে স্কুল\n\nখুলেছে আজ।", "ঘাটে ফেরি", ("চরে স্কুল", "খুলেছে আজ।")),
    ],
)
def test_the_headline(subject: str, text: str, headline: str, body: tuple[str, ...]) -> None:
    (story,) = read_(letter(text, subject=subject)).dispatches
    assert (story.headline, story.body) == (headline, body)


@pytest.mark.parametrize(
    ("first", "place", "byline"),
    [
        ("কুড়িগ্রাম প্রতিনিধি", "কুড়িগ্রাম", "কুড়িগ্রাম প্রতিনিধি"),
        ("নিজস্ব প্রতিবেদক, রাজশাহী", "রাজশাহী", "নিজস্ব প্রতিবেদক"),
        ("আহমেদ বুলবুল ॥ ভোলা", "ভোলা", "আহমেদ বুলবুল"),
        ("বরিশাল, ৩০ নভেম্বর: ঘাটে ভিড়।", "বরিশাল", "রহিমা খাতুন"),
    ],
)
def test_place_and_byline(first: str, place: str, byline: str) -> None:
    (story,) = read_(letter(f"{first}\n\nঘাটে যাত্রীদের ভিড় বেড়েছে। ফেরি কম।")).dispatches
    assert (story.dateline, story.byline) == (place, byline)


def test_word_files_are_stories_and_the_text_beside_them_is_a_note() -> None:
    message = letter("দুটি খবর পাঠালাম, ছাপলে জানাবেন।", subject="আজকের খবর")
    message.add_attachment(manuscript("চরে স্কুল", *STORY), maintype="application", subtype=WORD, filename="চর.docx")
    message.add_attachment(
        manuscript(bijoy.to_bijoy("ঘাটে ফেরি চলছে, যাত্রীরা খুশি।"), face="SutonnyMJ"),
        maintype="application",
        subtype="octet-stream",
        filename="ghat.docx",
    )
    school, ferry = read_(message).dispatches
    assert (school.headline, school.body, school.dateline) == ("চরে স্কুল", STORY[1:], "কুড়িগ্রাম")
    assert (ferry.headline, ferry.body) == ("আজকের খবর", ("ঘাটে ফেরি চলছে, যাত্রীরা খুশি।",))
    assert school.note == ferry.note == "প্রেরক: rahima@example.org\nদুটি খবর পাঠালাম, ছাপলে জানাবেন।"
    assert len({school.guid, ferry.guid, "k41@mail.example.org"}) == 3
    assert read_(message).dispatches == (school, ferry)


def test_pictures_go_with_their_story() -> None:
    message = letter()
    message.add_attachment(photo(), maintype="image", subtype="jpeg", filename="ঘাট.jpg")
    message.add_attachment(photo(500, 500), maintype="image", subtype="jpeg", filename="ঘাট.jpg")
    message.add_attachment(
        manuscript("চরে স্কুল", *STORY, picture=photo(600, 400)), maintype="application", subtype=WORD, filename="a.docx"
    )
    told = read_(message)
    (text,) = told.dispatches
    assert text.guid.startswith("k41@mail.example.org#")  # the text beside the Word file is too short for a story
    assert [(one.name, one.is_inline) for one in told.pictures] == [
        ("ঘাট.jpg", False),
        ("ঘাট-2.jpg", False),
        ("image1.jpg", True),
    ]
    assert text.pictures == (Picture("ঘাট.jpg"), Picture("ঘাট-2.jpg"), Picture("image1.jpg"))
    assert told.pictures[1] == Attached("ঘাট-2.jpg", photo(500, 500), False, text.guid)


def test_a_picture_with_its_caption_in_the_subject() -> None:
    message = letter("", subject="কুড়িগ্রামের চরে ভাসমান স্কুল")
    message.add_attachment(photo(), maintype="image", subtype="jpeg", filename="school.jpg")
    (story,) = read_(message).dispatches
    assert (story.headline, story.body) == ("কুড়িগ্রামের চরে ভাসমান স্কুল", ("কুড়িগ্রামের চরে ভাসমান স্কুল",))
    assert story.pictures == (Picture("school.jpg"),)


def test_what_is_not_read_is_said() -> None:
    message = letter()
    for name in ("old.doc", "paper.pdf", "clip.mp4"):
        message.add_attachment(b"rubbish", maintype="application", subtype="octet-stream", filename=name)
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype=WORD, filename="broken.docx")
    told = read_(message)
    assert told.unread == (
        "“old.doc” পড়া হয়নি: পুরোনো ধরনের Word ফাইল, .docx করে পাঠাতে হবে",
        "“paper.pdf” পড়া হয়নি: PDF ফাইল, লেখাটি চিঠিতে বা Word ফাইলে পাঠাতে হবে",
        "“clip.mp4” পড়া হয়নি: এ ধরনের ফাইল (application/octet-stream) পড়া হয় না",
        "“broken.docx” পড়া হয়নি: Word ফাইলটি নষ্ট, আবার .docx করে পাঠাতে হবে",
    )
    assert told.dispatches[0].note == "\n".join(["প্রেরক: rahima@example.org", *told.unread])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no letter at all", "the file is no letter"),
        (letter("> quoted\n").as_bytes(), "the letter of রহিমা খাতুন has no text"),
        (b"From: a@b.example\nSubject: s\n\n" + b"x" * 41_943_040, "larger than 40 MB"),
    ],
)
def test_what_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableItem, match=sentence):
        read(data)


def nested(depth: int) -> bytes:
    parts = (b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (count, count) for count in range(depth))
    return b"From: a@b.example\nSubject: s\n" + b"".join(parts)


def test_floods_are_refused() -> None:
    with pytest.raises(UnreadableItem, match="more than 40 parts of parts"):
        read(nested(41))
    with pytest.raises(UnreadableItem, match="has no text"):
        read(nested(40))
    with pytest.raises(UnreadableItem, match="the head of the letter is longer"):
        read(b"From: a@b.example\nContent-Type: text/plain; " + b"a=b;" * 10_000 + b"\n\nx")
    many = letter("x" * 500)
    for count in range(205):
        many.add_attachment(b"x", maintype="application", subtype="octet-stream", filename=f"{count}.bin")
    with pytest.raises(UnreadableItem, match="more than 200 parts"):
        read_(many)


def test_letters_are_told_from_other_files() -> None:
    assert is_letter(letter().as_bytes())
    assert is_letter(b"\n\n" + letter().as_bytes())
    assert not is_letter("শিরোনাম: চরে স্কুল\nতারিখ: আজ\n\nলেখা".encode())
    assert not is_letter(b"Title: x\nAuthor: y\n\nz")


def test_a_head_in_bare_utf_8() -> None:
    raw = "From: রহিমা <a@example.org>\nSubject: চরে স্কুল\n\nখুলেছে আজ।\n"
    (story,) = read(raw.encode()).dispatches
    assert (story.headline, story.sender) == ("চরে স্কুল", "রহিমা")


@settings(max_examples=200)
@given(st.data())
def test_no_damage_makes_the_reader_fail(data: st.DataObject) -> None:
    whole = bytearray(letter(html="<p>চরে স্কুল।</p>", sender="=?utf-8?b?4Kaw?= <a@example.org>").as_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=20))
    told: tuple[Dispatch, ...] = ()
    try:
        told = read(bytes(whole)).dispatches
    except UnreadableItem:
        return
    assert told
    for story in told:
        assert story.guid
        assert story.headline
        assert all(story.body)
