"""What a mail program gets: light, in Bangla, without anything from elsewhere, with a way out."""

import email
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage
from typing import cast

from harkara.layout import letter_specimens, letters, specimens
from harkara.post.letters.envelope import Envelope, Sender
from harkara.post.models import Mailing
from tests.post.letters.factories import NOON

PAPER = specimens.paper()


def a_mailing() -> Mailing:
    copy = letter_specimens.letter()
    html, text = letters.html(copy, PAPER), letters.text(copy, PAPER)
    row = Mailing(pk=12, letter_id="morning", number=3, subject=copy.subject, html=html, text=text, at=NOON)
    row.origin, row.paper = PAPER.origin, PAPER.name
    return row


def a_mail(
    order: int = 345, to: str = "rubina@example.com", returns: str = "returns@paper.example"
) -> tuple[bytes, EmailMessage]:
    envelope = Envelope(a_mailing(), Sender("দৈনিক হরকরা <letters@paper.example>", returns))
    raw = envelope.mail(order, to)
    return raw, cast(EmailMessage, email.message_from_bytes(raw, policy=email.policy.default))


def test_a_letter_of_any_length_stays_light() -> None:
    few = letters.html(letter_specimens.letter(6), PAPER)
    assert few.count("line-height:1.45") == 6
    many = letters.html(letter_specimens.letter(80), PAPER)
    assert (
        len(many.encode())
        <= letters.LIGHTEST
        < len(letters.html(letter_specimens.letter(80), PAPER, shrinks=False).encode())
    )
    rows = many.count("line-height:1.45")
    assert 30 < rows < 80
    assert letters.cut("ক" * 500) == letters.cut(letters.cut("ক" * 500))


def test_nothing_comes_from_elsewhere_and_nothing_counts_readers() -> None:
    html = letters.html(letter_specimens.letter(), PAPER)
    sources = re.findall(r'src="([^"]*)"', html)
    assert sources == [f"{PAPER.origin}/picture/4/640.jpg"]
    assert 'width="544" height="340"' in html
    assert 'alt="চরের স্কুলের নতুন ভবন"' in html
    hosts = set(re.findall(r'href="(https?://[^/"]+)', html))
    assert hosts == {PAPER.origin, letters.LEAVE.rstrip("/")}
    assert re.findall(r"<script|<link|@font-face|@import|url\(|<iframe|<form", html) == []


def test_it_says_its_language_and_wears_faces_that_have_bangla() -> None:
    html = letters.html(letter_specimens.letter(), PAPER)
    assert '<html lang="bn"' in html
    for face in ("Noto Sans Bengali", "Kohinoor Bangla", "Nirmala UI", "Vrinda"):
        assert face in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme:dark" in html


def test_plain_text_says_the_same() -> None:
    copy = letter_specimens.letter()
    text = letters.text(copy, PAPER)
    for row in copy.rows:
        assert row.headline in text
        assert f"\n{row.href}\n" in text
    assert "<" not in text
    assert max(len(line.encode()) for line in text.splitlines()) < 998  # RFC 5322, 2.1.1
    assert text.count(letters.LEAVE) == 1


def test_words_of_strangers_stay_words() -> None:
    copy = letter_specimens.letter()
    bad = replace(next(iter(copy.rows)), headline='<img src=x onerror="a()"> & "এক"', summary="</style><script>")
    html = letters.html(copy.with_row(bad), PAPER)
    assert "<img src=x" not in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_what_became_of_a_story_becomes_of_its_row_and_of_the_subject() -> None:
    copy = replace(letter_specimens.letter(2), subject=f"চিঠি: {letter_specimens.LONG}")
    first, second = copy.rows
    fresh = copy.with_row(replace(first, headline="অন্য শিরোনাম", picture=None))
    assert fresh.subject == "চিঠি: অন্য শিরোনাম"
    assert [row.headline for row in fresh.rows] == ["অন্য শিরোনাম", second.headline]
    less = fresh.without(first.story)
    assert (less.subject, less.withdrawn, [row.story for row in less.rows]) == (f"চিঠি: {second.headline}", 1, [2])
    assert letters.html(less, PAPER).count("প্রত্যাহার করা হয়েছে") == 1
    assert list(less.without(2).rows) == []
    assert copy.without(99) is copy


def test_copy_is_the_same_after_it_was_kept() -> None:
    for copy in (letter_specimens.letter(), letter_specimens.letter(is_breaking=True)):
        assert letters.of_data(letters.data(copy)) == copy


def test_a_mail_is_what_mail_programs_read() -> None:
    raw, mail = a_mail()
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert mail.defects == []
    assert str(mail["subject"]) == letter_specimens.LONG
    assert str(mail["from"]) == "দৈনিক হরকরা <letters@paper.example>"
    assert (str(mail["to"]), mail.get_content_type()) == ("rubina@example.com", "multipart/alternative")
    parts = list(mail.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    text, html = (cast(EmailMessage, part).get_content() for part in parts)
    assert letter_specimens.LONG in text
    assert letter_specimens.LONG in html
    assert letters.LEAVE not in text + html


def test_headers_are_those_that_lists_have() -> None:
    _, mail = a_mail()
    leave = re.search(
        r"https://harkara.example/post/letters/leave/[^/\s]+/",
        cast(EmailMessage, next(mail.iter_parts())).get_content(),
    )
    assert leave
    ways = str(mail["list-unsubscribe"])
    assert ways.startswith(f"<{leave[0]}>")
    assert "<mailto:returns@paper.example?subject=leave%20345%3Amorning%3A" in ways
    assert str(mail["list-unsubscribe-post"]) == "List-Unsubscribe=One-Click"
    assert str(mail["list-id"]) == "<morning.letters.paper.example>"
    assert (str(mail["precedence"]), str(mail["auto-submitted"])) == ("bulk", "auto-generated")
    assert "mailto:" not in str(a_mail(returns="")[1]["list-unsubscribe"])


def test_each_mail_is_one_readers_and_the_same_every_time() -> None:
    assert a_mail()[0] == a_mail()[0]
    one, two = a_mail(345)[1], a_mail(346)[1]
    assert one["message-id"] != two["message-id"]
    assert str(one["message-id"]).startswith("<12-345-")
    assert str(one["message-id"]).endswith("@paper.example>")
    envelope = Envelope(a_mailing(), Sender("letters@paper.example", "returns@paper.example"))
    assert envelope.way_back(345) == f"returns+{str(one['message-id'])[1:].partition('@')[0]}@paper.example"
    assert len(envelope.way_back(345).partition("@")[0]) <= 64  # RFC 5321, 4.5.3.1.1
    assert Envelope(a_mailing(), Sender("letters@paper.example")).way_back(345) == "letters@paper.example"
