"""IPTC 7901: the text of teleprinters, as agencies still send it into folders.

Source: IPTC 7901, "The text transmission format" (1995): a heading after SOH, the text between STX and ETX, the time behind
it, EOT at the end. The text itself follows each agency's habits; the rules for them are below, one a function.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from harkara.bangla import bijoy
from harkara.wire import chain
from harkara.wire.dispatch import Dispatch, State
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import fields
from harkara.wire.formats.sample import Sample

NAME = "IPTC 7901"

_SOH, _STX, _ETX = "\x01", "\x02", "\x03"
_HEADING = re.compile(
    r"^(?P<service>[A-Za-z]{2,4})(?P<number>\d{2,5})\s+(?P<priority>[0-9])\s+(?P<category>[A-Za-z]{1,5})"
    r"(?:\s+(?P<words>\d+))?(?P<rest>.*)$"
)
_TIME = re.compile(
    r"(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})\s*(?P<zone>[A-Z]{1,4}|[+-]\d{4})?\s+"
    r"(?P<month>[^\W\d_]{3,9})\.?\s+(?P<year>\d{2}(?:\d{2})?)\b",
    re.IGNORECASE,
)
_MONTHS = {
    "jan": 1, "feb": 2, "fev": 2, "fév": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "avr": 4, "may": 5, "mai": 5,
    "jun": 6, "jui": 6, "jul": 7, "aug": 8, "aou": 8, "aoû": 8, "sep": 9, "oct": 10, "okt": 10, "nov": 11, "dec": 12,
    "dez": 12, "déc": 12,
}  # fmt: skip
_UTC_NAMES = frozenset(("GMT", "UTC", "Z", "UT"))
_MARK = re.compile(
    r"^(?:\W*(?:\d+(?:ST|ND|RD|TH) (?:LEAD|NET|UPDATE|ROUNDUP|LD)|(?:URGENT|EXTRA|FLASH|BULLETIN|ALERT|REFILE|REPEAT|UPDATE|"
    r"CORRECTION|CORRECTED|CORRECTIVE|ADVISORY|PREVIEW|ROUNDUP|SUMMARY|KILL|MANDATORY KILL|WITHDRAWAL|ELIMINATION|EMBARGO(?:ED)?|"
    r"ATTENTION|ACHTUNG|ATTN|NOTE|সংশোধনী|বাতিল|জরুরি)\b[^a-z]{0,60})\W*)$|^\([A-Z][^)]{2,60}\)$"
)
_KILL = re.compile(r"\b(?:MANDATORY KILL|KILL|WITHDRAWAL|ELIMINATION)\b|^বাতিল")
_EMBARGO = re.compile(
    r"\b(?:EMBARGO(?:ED)?|HOLD FOR RELEASE)\b(?P<until>[^\n]{0,80})",
)
_UNTIL = re.compile(
    r"(?P<hour>\d{2}):?(?P<minute>\d{2})\s*(?P<zone>[A-Z]{2,4})?(?:\s*,?\s*(?:(?P<day>\d{1,2})\s+(?P<month>[^\W\d_]{3,9})|"
    r"(?P<month2>[^\W\d_]{3,9})\s+(?P<day2>\d{1,2})))?"
)
_BYLINE = re.compile(r"^(?:By|Von|Par|Por)\s+(?P<who>[^\d=]{3,80}?)\s*(?:,\s*[\w/ -]{2,12})?\s*$")
_INITIALS = re.compile(r"^[A-Za-zÀ-ÿ]{2,8}(?:[ /][a-z]{1,4}){1,8}$")
_NOTEBOOK = re.compile(r"^#+ ")
_ENDING = ("=", "=-", "+")
_HEAD_LINES = 10


@dataclass(frozen=True, slots=True)
class _Message:
    """One transmission taken apart: the heading's parts, the lines before the text, the text, what stands behind."""

    heading: re.Match[str]
    keywords: str
    text: str
    tail: str


def knows(sample: Sample) -> bool:
    """Whether ``sample`` is a transmission of IPTC 7901, with its control characters or after a gateway took them away."""
    text = _decoded(sample.data[:4000])
    start = text.find(_SOH)
    if start >= 0:
        return start < 200 and _HEADING.match(_first(text[start + 1 :])) is not None
    return _HEADING.match(_first(text)) is not None and _TIME.fullmatch(_last(sample.data)) is not None


def read(sample: Sample, zone: str = "UTC") -> tuple[Dispatch, ...]:
    """The stories of a file of IPTC 7901, in order.

    A number counts through one day of one service, so a story's ``guid`` is service, number and day. A kill that names the
    number of an earlier story has that story's ``guid``. ``zone`` is the IANA zone of times without one.
    Raises ``UnreadableItem`` for a transmission that broke off; its ``read`` holds those before and after it.
    """
    text = _decoded(sample.data)
    parts = [part for part in text.split(_SOH) if part.strip(" \r\n\x7f\x00\x16")]
    if text[: text.find(_SOH) + 1].strip(" \r\n\x7f\x00\x16\x01"):
        parts = parts[1:]  # what a line said before its first transmission
    found: list[Dispatch] = []
    wrong: list[str] = []
    breaks_off = False
    for part in parts:
        try:
            found.append(_dispatch(_apart(part), zone))
        except UnreadableItem as error:
            wrong.append(str(error))
            breaks_off = error.breaks_off
    if wrong:
        of = f"; the other {len(found)} of {len(parts)} transmissions are whole" if found else ""
        raise UnreadableItem(f"{'; '.join(wrong)}{of}", tuple(found), breaks_off)
    return tuple(found)


def _decoded(data: bytes) -> str:
    """The text: UTF-8 where it is that, else the Western code page, in which Bijoy is written too."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(bytes((one,)).decode("cp1252", "ignore") or chr(one) for one in data)


def _first(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _last(data: bytes) -> str:
    lines = [line.strip() for line in _decoded(data[-400:]).splitlines() if line.strip(" \x7f\x04\x03")]
    return lines[-1] if lines else ""


def _apart(part: str) -> _Message:
    """One transmission by its control characters; by its lines where a gateway took these away."""
    first, _, rest = part.partition("\n")
    while rest and not first.strip():
        first, _, rest = rest.partition("\n")
    heading = _HEADING.match(first.strip())
    if heading is None:
        raise UnreadableItem(
            f"the heading “{fields.line(first)[:60]}” is not of IPTC 7901 (service and number, priority, category, words);"
            " ask the agency for IPTC 7901, NITF or NewsML-G2"
        )
    number = f"{heading['service']}{heading['number']}"
    if _STX in rest:
        keywords, _, text = rest.partition(_STX)
        text, end, tail = text.partition(_ETX)
        if not end:
            raise UnreadableItem(f"the transmission {number} breaks off: it has no ETX; {_AGAIN}", breaks_off=True)
        return _Message(heading, keywords, text, tail)
    lines = rest.rstrip(" \r\n\x7f\x04").split("\n")
    if not lines or not _TIME.fullmatch(lines[-1].strip(" \r\x03")):
        raise UnreadableItem(f"the transmission {number} breaks off before its time; {_AGAIN}", breaks_off=True)
    after = next((place for place, line in enumerate(lines) if line.strip()), 0)
    return _Message(heading, lines[after], "\n".join(lines[after + 1 : -1]), lines[-1])


_AGAIN = "have it sent again"


def _dispatch(message: _Message, zone: str) -> Dispatch:
    heading = message.heading
    if bijoy.is_bijoy(message.text):  # before its lines are told apart: the rules know Bangla by its letters
        message = _Message(heading, message.keywords, bijoy.mend(message.text), message.tail)
    head, rest = _head(message.text)
    marks, byline, headline = _sorted(head)
    sent = _sent(message.tail, zone)
    body, notebook = _body(rest)
    body, initials = _without_initials(body)
    told = " ".join([*marks, headline])
    state: State = "cancelled" if _KILL.search(told) else "usable"
    embargo, is_held = _embargo([*marks, *body[:2]], sent, zone)
    if is_held and embargo is None and state == "usable":
        state = "withheld"
    urgency = fields.urgency(heading["priority"])
    number = _number(heading, [headline, *marks, *body[:3]] if state == "cancelled" else [])
    day = sent.date().isoformat() if sent else "undated"
    guid = f"iptc7901:{number}:{day}"
    slug = fields.line(message.keywords).strip(" /")
    if state != "cancelled":
        headline, body = fields.whole(NAME, f"{heading['service']}{heading['number']}", headline, body, urgency)
    place, senders = _dateline(body, heading)
    return Dispatch(
        guid=guid,
        headline=headline,
        body=body,
        state=state,
        sender=fields.source(senders[-1]).name if senders else heading["service"],
        byline=byline,
        dateline=place,
        published=sent,
        updated=sent,
        embargo=embargo,
        urgency=urgency,
        subjects=fields.once([f"category:{heading['category'].lower()}", slug, *slug.split("/")]),
        places=fields.once([place]),
        source_chain=fields.sources(senders or [heading["service"]], body),
        note="\n".join(fields.once([*marks, *notebook, initials])),
    )


def _head(text: str) -> tuple[list[str], str]:
    """The lines of the headline, and what follows: they end with ``=``, with an empty line, or after the first."""
    lines = text.replace("\r", "").strip("\n").split("\n")
    filled = [(place, line.strip()) for place, line in enumerate(lines) if line.strip()][:_HEAD_LINES]
    for count, (place, line) in enumerate(filled):
        if line.endswith(_ENDING):
            return [told.rstrip("=-+ ").rstrip() for _, told in filled[: count + 1]], "\n".join(lines[place + 1 :])
    head: list[str] = []
    for place, line in enumerate(lines[:_HEAD_LINES]):
        if not line.strip() and any(not _MARK.match(told) for told in head):
            return head, "\n".join(lines[place:])
        if line.strip():
            if head and line.startswith("   "):
                return head, "\n".join(lines[place:])
            head.append(line.strip())
    return head[:1], "\n".join(lines[1:])


def _sorted(head: list[str]) -> tuple[list[str], str, str]:
    """Marks for editors (``2ND LEAD``, ``URGENT``), byline and headline among the lines at the top."""
    marks: list[str] = []
    byline, told = "", list[str]()
    for line in head:
        who = _BYLINE.match(line)
        if not line.strip("= "):
            continue
        if _MARK.match(line) and (line.isupper() or line.startswith("(") or not line.isascii()):
            marks.append(fields.line(line))
        elif who and (told or len(head) > 1):
            byline = fields.line(who["who"]).strip(" ,")
        else:
            told.append(line)
    return marks, byline, fields.line(" ".join(told))


def _body(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paragraphs, and what the agency put behind them for editors (from ``# Notebook`` on).

    A paragraph begins behind an empty line, or where a line is indented by three spaces and the one before is not.
    """
    parts: list[list[str]] = [[]]
    notebook = False
    notes: list[str] = []
    for line in text.split("\n"):
        if _NOTEBOOK.match(line.strip()):
            notebook = True
        if notebook:
            notes.append(line.strip())
            continue
        if not line.strip() or line.startswith("   "):
            parts.append([])
        parts[-1].append(line.strip())
    paragraphs = tuple(told for part in parts if (told := fields.line(" ".join(part))))
    return paragraphs, tuple(told for line in notes if (told := fields.line(line).lstrip("#- ")))


def _without_initials(body: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """``dpa wsz jln``, ``(SDA/sj)``: the last line says who wrote and read, and is not printed."""
    if body and len(body) > 1 and _INITIALS.match(body[-1].strip("()=.").replace("\\/", "/")) and len(body[-1]) < 40:
        return body[:-1], body[-1]
    return body, ""


def _dateline(body: tuple[str, ...], heading: re.Match[str]) -> tuple[str, list[str]]:
    """Place and agencies: of ``Paris (ats afp) …`` or of a Bangla dateline; the last of the agencies sends.

    That is the one in the heading, or the first: whose words it passes on stands behind it.
    """
    first = body[0] if body else ""
    if found := chain.dateline(first):
        return found[0], [found[1].name] if found[1] else []
    told = re.match(
        r"^(?P<place>[^\W\d_][^()\d]{1,40}?)(?:,[^()]{0,30})?\s*\((?P<who>[A-Za-z][A-Za-z/ .-]{1,24})\)", first
    )
    if told is None:
        return "", _agency_of(heading["rest"])
    names = [name for name in re.split(r"[\s/]+", told["who"]) if name]
    sending = [name for name in _agency_of(heading["rest"]) if name in names] or names[:1]
    return fields.line(told["place"]), [name for name in names if name not in sending] + sending


def _agency_of(rest: str) -> list[str]:
    """The agency in the heading's last words: ``ccccb   dpa 061``."""
    told = re.search(r"([A-Za-z]{2,16})\s+\d{2,5}\s*$", rest)
    return [told[1]] if told else []


def _number(heading: re.Match[str], told: list[str]) -> str:
    """Service and number of the story; of a kill those of the story that it names."""
    own = f"{heading['service']}{heading['number']}".lower()
    named = re.search(rf"\b{re.escape(heading['service'])}\s?(\d{{2,5}})\b", " ".join(told), re.IGNORECASE)
    return f"{heading['service'].lower()}{named[1]}" if named else own


def _sent(tail: str, zone: str) -> datetime | None:
    """When it was sent: day, hour, minute, zone, month and year behind ETX."""
    told = _TIME.search(tail)
    month = _MONTHS.get(told["month"][:3].casefold()) if told else None
    if told is None or month is None:
        return None
    year = int(told["year"])
    year += 2000 if year < 80 else 1900 if year < 100 else 0
    try:
        return datetime(
            year, month, int(told["day"]), int(told["hour"]), int(told["minute"]), tzinfo=_offset(told["zone"], zone)
        )
    except ValueError:
        return None


def _offset(name: str | None, zone: str) -> timezone | ZoneInfo:
    if name and name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[3:5])
        return (
            timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes)) if minutes < 1440 else ZoneInfo(zone)
        )
    return UTC if name and name.upper() in _UTC_NAMES else ZoneInfo(zone)


def _embargo(lines: list[str], sent: datetime | None, zone: str) -> tuple[datetime | None, bool]:
    """Until when it is held, and whether it is held at all; the day is that of sending where none is named."""
    for line in lines:
        held = _EMBARGO.search(line)
        if held is None:
            continue
        told = _UNTIL.search(held["until"])
        if told is None or sent is None:
            return None, True
        month = _MONTHS.get((told["month"] or told["month2"] or "")[:3].casefold(), sent.month)
        day = int(told["day"] or told["day2"] or sent.day)
        try:
            return sent.replace(
                month=month,
                day=day,
                hour=int(told["hour"]),
                minute=int(told["minute"]),
                tzinfo=_offset(told["zone"], zone),
            ), True
        except ValueError:
            return None, True
    return None, False
