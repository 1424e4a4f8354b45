"""A correspondent's letter (RFC 5322, MIME) becomes dispatches: one of its text, one of each Word file."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from zoneinfo import ZoneInfo

from lxml import etree

from harkara.bangla import bijoy, digits
from harkara.bangla.clean import normalise
from harkara.wire import bylines, chain, paragraphs, trees
from harkara.wire.chain import Source
from harkara.wire.dispatch import Attached, Dispatch, Picture
from harkara.wire.errors import UnreadableItem
from harkara.wire.mail import plain, word
from harkara.wire.wording import is_place

LARGEST = 40 * 1024 * 1024
"""Bytes of a letter with all it holds; mail servers take 25 MB."""

MOST_PARTS = 200
MOST_NESTED = 40
"""Parts that are divided themselves. The parser of the standard library looks for the ends of all of them in every line."""

MOST_PICTURES = 30
STORY = 400
"""Characters from which the text beside a Word file is a story of its own, not the words that it was sent with."""

TOO_LARGE = f"চিঠিটি {digits.to_bangla(LARGEST // 1024 // 1024)} মেগাবাইটের চেয়ে বড়; ডাকবাক্সে আছে"
"""What the tray is told of such a letter."""

_ODD = "চিঠিটির গড়ন এমন, যা কোনো মেইল প্রোগ্রাম লেখে না; সাদামাটা করে পাঠাতে হবে"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEAD = re.compile(rb"\A(?:From [^\n]*\n)?(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_OF_MAIL = re.compile(
    rb"^(?:from|received|return-path|message-id|mime-version|delivered-to|subject|x-[\w-]+):", re.I | re.M
)
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_CONTENT = re.compile(rb"^content-[a-z-]+:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_LONGEST_HEAD = 8_000
_HEAD_ONLY = 60_000
_AGAIN = re.compile(r"^(?:(?:re|fw|fwd|aw|wg|উত্তর|ফরোয়ার্ড)\s*[:ঃ]\s*|\[[^\]]{1,30}\]\s*)+", re.IGNORECASE)
_NO_HEADLINE = re.compile(
    r"^(?:নিউজ|সংবাদ|খবর|নিউজ পাঠালাম|news|a? ?news|report|প্রতিবেদন|\(?no subject\)?|untitled|ছবিসহ|সংযুক্ত|attachment|document\d*|[\W\d]*)$",
    re.I,
)
_LABEL = re.compile(r"^(?:শিরোনাম|হেডলাইন|headline|title|বিষয়)\s*[:ঃ]\s*", re.IGNORECASE)
_LONGEST_HEADLINE = 120
_CERTAIN = 3
"""Words from which a subject alone is known to be Bijoy."""

_SIGNING = (".p7s", ".asc", ".p7m", ".ics", ".vcf")
_QUOTED = (
    "gmail_quote",
    "gmail_extra",
    "gmail_signature",
    "moz-cite-prefix",
    "moz-signature",
    "yahoo_quoted",
    "protonmail_quote",
)
_QUOTED_IDS = ("divRplyFwdMsg", "appendonsend", "Signature", "mail-editor-reference-message-container")
_SUFFIXES = {
    ".doc": "পুরোনো ধরনের Word ফাইল, .docx করে পাঠাতে হবে",
    ".rtf": "RTF ফাইল, .docx করে পাঠাতে হবে",
    ".odt": "OpenDocument ফাইল, .docx করে পাঠাতে হবে",
    ".pdf": "PDF ফাইল, লেখাটি চিঠিতে বা Word ফাইলে পাঠাতে হবে",
    ".zip": "বাঁধা ফাইল, ফাইলগুলো আলাদা করে পাঠাতে হবে",
    ".rar": "বাঁধা ফাইল, ফাইলগুলো আলাদা করে পাঠাতে হবে",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter read: its stories, the pictures that came with them, and a sentence on each attachment that is not read.

    ``address`` is the one that the letter says it comes from: anybody can write one there.
    """

    dispatches: tuple[Dispatch, ...]
    address: str = ""
    pictures: tuple[Attached, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class _Parts:
    """What lies in a letter, sorted."""

    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    manuscripts: list[tuple[str, bytes]] = field(default_factory=list)
    pictures: list[Attached] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def is_letter(data: bytes) -> bool:
    """Whether ``data`` begins like a message of RFC 5322: some lines of a head, among them one that mail has."""
    head = _HEAD.match(data[:20_000].lstrip().replace(b"\r\n", b"\n"))
    return head is not None and _OF_MAIL.search(head[0]) is not None


def read(data: bytes, zone: str = "Asia/Dhaka", known: Mapping[str, str] | None = None) -> Letter:
    """The stories of the letter ``data``.

    ``zone`` is the IANA zone of a Date without one. ``known`` says the name of each of our own correspondents by address, in
    lower case. Raises ``UnreadableItem`` for what is no letter, is too large, or holds nothing that can be read.
    """
    if len(data) > LARGEST:
        raise UnreadableItem(
            f"the letter is larger than {LARGEST // 1024 // 1024} MB; send the pictures smaller or apart",
            bangla=TOO_LARGE,
        )
    if len(_BOUNDARY.findall(data)) > MOST_NESTED:
        raise UnreadableItem(
            f"the letter has more than {MOST_NESTED} parts of parts, as no mail program writes; send it plainly",
            bangla=_ODD,
        )
    if any(len(told[0]) > _LONGEST_HEAD for told in _CONTENT.finditer(data)):
        raise UnreadableItem(
            "the head of the letter is longer than any mail program writes; send it plainly", bangla=_ODD
        )
    if not is_letter(data):
        raise UnreadableItem("the file is no letter: it does not begin with the lines of a message's head")
    try:
        message = message_from_bytes(data.lstrip())
        parts = _sorted(message)
    except RecursionError as error:
        raise UnreadableItem(
            "the letter nests deeper than mail programs write; send it plainly", bangla=_ODD
        ) from error
    return _Reading(data.lstrip(), message, parts, zone, known or {}).letter()


class _Reading:
    """One letter on the table."""

    def __init__(self, data: bytes, message: Message, parts: _Parts, zone: str, known: Mapping[str, str]) -> None:
        self.message, self.parts, self.zone = message, parts, zone
        name, address = parseaddr(_header(message, "From"))
        self.address = normalise(address).strip().casefold()
        self.own = known.get(self.address, "")
        self.sender = self.own or _one_line(name) or self.address or "?"
        told = "".join(_header(message, "Message-ID").split()).strip("<>")[:300]
        self.guid = told or "mail:" + hashlib.sha256(data).hexdigest()[:32]
        self.notes = [f"প্রেরক: {self.address}"] if self.address else []
        self.notes += ["প্রেরক যে তিনিই, মেইল সার্ভার তা নিশ্চিত করতে পারেনি।"] if _is_doubted(message) else []

    def letter(self) -> Letter:
        """Gathers the stories: of each Word file, and of the text where it is one."""
        lines, head = self._lines()
        covering = _converted(lines)
        subject = _subject(head.get("subject") or head.get("বিষয়") or _header(self.message, "Subject"))
        if bijoy.is_bijoy(subject) and (covering != lines or len(subject.split()) >= _CERTAIN):
            subject = normalise(bijoy.mend(subject))
        found = list(self._manuscripts(subject))
        pictures = list(_named_once(one for one in self.parts.pictures if one.data))[:MOST_PICTURES]
        if not (covering or found) and subject and any(not one.is_inline for one in pictures):
            covering = [subject]  # pictures sent with a caption in the subject
        if covering and (not found or sum(map(len, covering)) >= STORY):
            found.insert(0, self._story(self.guid, subject, covering, ()))
        elif covering:
            self.notes.extend(covering)
        unread = tuple(dict.fromkeys(self.parts.unread))
        if not found:
            raise self._nothing(unread, len(pictures))
        notes = "\n".join(dict.fromkeys([*self.notes, *self._passed_on(head), *unread]))
        pictures = [replace(one, of=one.of or found[0].guid) for one in pictures]
        stories = tuple(
            replace(one, note=notes, pictures=tuple(Picture(shown.name) for shown in pictures if shown.of == one.guid))
            for one in found
        )
        return Letter(stories, self.address, tuple(pictures), unread)

    def _nothing(self, unread: tuple[str, ...], pictures: int) -> UnreadableItem:
        shown = f", only pictures ({pictures})" if pictures else ""
        behind = "; ".join(unread)
        return UnreadableItem(
            f"the letter of {self.sender} has no text{shown}; ask for the story as text or as a Word file"
            + (f" ({behind})" if behind else ""),
            bangla="এতে পড়ার মতো লেখা নেই" + (f"; {behind}" if behind else ""),
        )

    def _passed_on(self, head: Mapping[str, str]) -> list[str]:
        told = head.get("from") or head.get("প্রেরক")
        return [f"যাঁর চিঠি পাঠিয়ে দেওয়া হয়েছে: {_one_line(told)}"] if told else []

    def _lines(self) -> tuple[list[str], dict[str, str]]:
        """The paragraphs that the writer says now, and the head of a letter that is passed on."""
        plain_lines = "\n".join(self.parts.text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines, head = plain.passed_on(plain_lines)
        told = plain.said_now(lines)
        as_text = list(paragraphs.of_lines("\n".join(plain.unwrapped(_trimmed(told)))))
        marked, marked_head = _from_html("\n".join(self.parts.html))
        if marked and 5 * sum(map(len, marked)) >= 4 * sum(map(len, as_text)):
            return marked, marked_head or head
        return as_text, head

    def _manuscripts(self, subject: str) -> Iterator[Dispatch]:
        for name, data in self.parts.manuscripts:
            try:
                manuscript = word.read(data)
            except UnreadableItem as error:
                self.parts.unread.append(f"“{name}” পড়া হয়নি: {error}")
                continue
            if not manuscript.paragraphs:
                self.parts.unread.append(f"“{name}” পড়া হয়নি: Word ফাইলে কোনো লেখা নেই")
                continue
            guid = f"{self.guid}#{hashlib.sha256(data).hexdigest()[:16]}"
            self.parts.pictures.extend(Attached(one, body, True, guid) for one, body in manuscript.pictures)
            yield self._story(guid, "", list(manuscript.paragraphs), (subject, _stem(name)))

    def _story(self, guid: str, subject: str, told: list[str], instead: tuple[str, ...]) -> Dispatch:
        """A story of the paragraphs ``told``; ``instead`` are what it is called where neither subject nor text says it."""
        headline, body = _headline(subject, told, instead)
        place, byline, body = _credit(body)
        when = _date(self.message, self.zone)
        kind: chain.Kind = "own" if self.own else "other"
        links = [source for source in chain.find(body, [], None) if source.name != self.sender]
        return Dispatch(
            guid=guid,
            headline=headline,
            body=tuple(body) or (headline,),
            sender=self.sender,
            byline=byline or self.sender,
            dateline=place,
            published=when,
            updated=when,
            places=(place,) if place else (),
            source_chain=(*links, Source(self.sender, kind)),
        )


def _sorted(message: Message) -> _Parts:
    parts = _Parts()
    for count, part in enumerate(message.walk()):
        if count >= MOST_PARTS:
            raise UnreadableItem(
                f"the letter has more than {MOST_PARTS} parts, as no story does; send it plainly", bangla=_ODD
            )
        if part.is_multipart():
            continue
        kind, name = part.get_content_type(), _file_name(part)
        is_attached = part.get_content_disposition() == "attachment"
        data = _payload(part)
        if kind == "text/plain" and not (is_attached or name):
            parts.text.append(_flowing(part, _decoded(data, part)))
        elif kind == "text/html" and not (is_attached or name):
            parts.html.append(_decoded(data, part))
        elif kind == "text/plain":
            parts.text.append("\n" + _decoded(data, part))
        elif kind == _WORD or name.casefold().endswith(".docx"):
            parts.manuscripts.append((name or "Word", data))
        elif kind.startswith("image/") or _is_picture(data):
            parts.pictures.append(Attached(name or "picture", data, not is_attached and bool(part.get("Content-ID"))))
        elif why := _SUFFIXES.get(_suffix(name)):
            parts.unread.append(f"“{name}” পড়া হয়নি: {why}")
        elif (is_attached or name) and _suffix(name) not in _SIGNING:
            parts.unread.append(f"“{name or kind}” পড়া হয়নি: এ ধরনের ফাইল ({kind}) পড়া হয় না")
    return parts


def _payload(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        data = None
    return data if isinstance(data, bytes) else b""


def _decoded(data: bytes, part: Message) -> str:
    """The text of a part: in its charset, else as well as can be."""
    try:
        return data.decode(part.get_content_charset() or "utf-8").replace("\0", "")
    except (LookupError, ValueError):
        return _bytes_decoded(data).replace("\0", "")


def _bytes_decoded(data: bytes) -> str:
    """``data`` as UTF-8, else in the Western code page that Bijoy is written in, else byte by byte."""
    for charset in ("utf-8", "cp1252"):
        with suppress(ValueError):
            return data.decode(charset)
    return data.decode("latin-1")


def _flowing(part: Message, text: str) -> str:
    clean = text.replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format") or "").casefold() != "flowed":
        return clean
    return plain.unflowed(clean, str(part.get_param("delsp") or "").casefold() == "yes")


def _header(message: Message, name: str) -> str:
    """A field of the head, decoded (RFC 2047); raw UTF-8 and unknown charsets are read as well as they can be."""
    raw = next((value for told, value in message.raw_items() if told.casefold() == name.casefold()), None)
    if raw is None:
        return ""
    plainly = _bytes_decoded(str(raw)[:_LONGEST_HEAD].encode("utf-8", "surrogateescape"))
    try:
        pieces = decode_header(plainly)
    except (ValueError, LookupError, MessageError):
        return " ".join(plainly.split())
    told = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            told.append(piece)
            continue
        try:
            told.append(piece.decode(charset or "utf-8"))
        except (LookupError, ValueError):
            told.append(_bytes_decoded(piece))
    return " ".join("".join(told).split())


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        return ""
    holder = Message()
    holder["Name"] = "".join(str(name).splitlines())
    return _one_line(re.split(r"[\\/]", _header(holder, "Name"))[-1])[:120]


def _suffix(name: str) -> str:
    return "." + name.casefold().rpartition(".")[2]


def _stem(name: str) -> str:
    return name.rpartition(".")[0].replace("_", " ").strip() or name


def _named_once(pictures: Iterable[Attached]) -> Iterator[Attached]:
    """``pictures``, of several with one name the later ones with a number."""
    taken: set[str] = set()
    for one in pictures:
        stem, point, suffix = one.name.rpartition(".")
        names = (
            f"{stem or suffix}-{count}{point if stem else ''}{suffix if stem else ''}" for count in range(2, 1_000)
        )
        name = one.name if one.name not in taken else next(name for name in names if name not in taken)
        taken.add(name)
        yield replace(one, name=name)


def _is_picture(data: bytes) -> bool:
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")) or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    )


def _is_doubted(message: Message) -> bool:
    told = " ".join(str(value) for value in message.get_all("Authentication-Results") or ())
    return bool(re.search(r"\b(?:dmarc|spf|dkim)=(?:fail|softfail)\b", told, re.IGNORECASE))


def _date(message: Message, zone: str) -> datetime | None:
    try:
        told = parsedate_to_datetime(_header(message, "Date"))
        when = (
            told if told.tzinfo else told.replace(tzinfo=UTC if "-0000" in _header(message, "Date") else ZoneInfo(zone))
        )
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when if 1990 <= when.year < 2200 else None


def _one_line(text: str | None) -> str:
    return normalise(" ".join((text or "").split()).strip("\"'"))


def _subject(text: str) -> str:
    return _LABEL.sub("", _AGAIN.sub("", _one_line(text)))


def _converted(parts: list[str]) -> list[str]:
    return [normalise(bijoy.mend(part)) if bijoy.is_bijoy(part) else part for part in parts]


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    return lines


def _from_html(source: str) -> tuple[list[str], dict[str, str]]:
    """The paragraphs of a letter in HTML: quoted letters and signatures are elements there, as mail programs mark them."""
    root = trees.parse_html(source) if source.strip() else None
    if root is None:
        return [], {}
    is_passed_on = any("forwarded message" in (one.text or "").casefold() for one in root.iter("div"))
    for element in list(root.iter()):
        if isinstance(element.tag, str) and _is_quoted(element) and not is_passed_on:
            _drop(element)
    lines, head = plain.passed_on(list(paragraphs.of_element(root).paragraphs))
    return [line for line in plain.said_now(lines) if line.strip()], head


def _is_quoted(element: etree._Element) -> bool:
    names = (element.get("class") or "").split()
    return (
        any(name in _QUOTED for name in names)
        or element.get("id") in _QUOTED_IDS
        or (element.tag == "blockquote" and (element.get("type") or "") == "cite")
    )


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _headline(subject: str, told: list[str], instead: tuple[str, ...]) -> tuple[str, list[str]]:
    """The headline, and the paragraphs below it: the subject, or the first line if it reads like one."""
    first = _LABEL.sub("", told[0])
    is_line = (
        len(told) > 1 and len(first) <= _LONGEST_HEADLINE and not first.endswith(("।", ".")) and not _is_credit(first)
    )
    if subject and not _NO_HEADLINE.match(subject):
        return subject, told[1:] if (is_line and _alike(first, subject)) or told[0] != first else told
    if is_line:
        return first, told[1:]
    for name in instead:
        if name and not _NO_HEADLINE.match(name):
            return name, told
    return (first if len(first) <= _LONGEST_HEADLINE else first[:90].rsplit(" ", 1)[0] + "…"), told


def _alike(line: str, subject: str) -> bool:
    return "".join(re.findall(r"\w", line)).casefold() == "".join(re.findall(r"\w", subject)).casefold()


def _is_credit(line: str) -> bool:
    return bylines.has_role(line) or bylines.is_person_with_place(line) or chain.dateline(line) is not None


def _credit(told: list[str]) -> tuple[str, str, list[str]]:
    """Place, byline, and the paragraphs below a line that is nothing else (``কুড়িগ্রাম প্রতিনিধি``)."""
    if not told:
        return "", "", told
    first = told[0]
    if len(told) > 1 and (bylines.has_role(first) or bylines.is_person_with_place(first)):
        credit = bylines.read([first])
        byline = credit.byline or ""
        place = credit.dateline or _place_in(first)
        dated = chain.dateline(told[1])
        return place or (dated[0] if dated else ""), byline, told[1:]
    if dated := chain.dateline(first):
        return dated[0], "", told
    if who := bylines.inline(first):
        credit = bylines.read([who])
        return credit.dateline or _place_in(who), credit.byline or "", told
    return "", "", told


def _place_in(text: str) -> str:
    """The place in a correspondent's title: ``কুড়িগ্রাম জেলা প্রতিনিধি``."""
    return next((told.strip("(),।:") for told in text.split() if is_place(told)), "")


def _head_of(data: bytes) -> Message:
    """The head of a letter alone, of one part: whatever lies below it is not looked at."""
    head = re.split(rb"\r?\n\r?\n", data.lstrip()[:_HEAD_ONLY], maxsplit=1)[0]
    return message_from_bytes(_CONTENT.sub(b"X-Content: ", head) + b"\n\n")


def unreadable(data: bytes, why: str) -> Letter:
    """A letter in the place of one that cannot be read (``data``, or only its head): whose it is, what it is called, and why."""
    reading = _Reading(data, _head_of(data), _Parts(), "UTC", {})
    headline = _subject(_header(reading.message, "Subject")) or reading.sender
    when = _date(reading.message, "UTC")
    dispatch = Dispatch(
        guid=reading.guid,
        headline=headline,
        body=(headline,),
        sender=reading.sender,
        byline=reading.sender,
        published=when,
        updated=when,
        source_chain=(Source(reading.sender, "other"),),
        note="\n".join([*reading.notes, f"চিঠিটি পড়া যায়নি: {why}।"]),
    )
    return Letter((dispatch,), reading.address, (), (why,))
