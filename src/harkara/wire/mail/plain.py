"""The text of a letter: what its writer says now, without what was said before and what every letter ends with."""

import re
from collections.abc import Sequence
from itertools import pairwise

_DAY = r"(?:শনি|রবি|সোম|মঙ্গল|বুধ|বৃহস্পতি|শুক্র)(?:বার)?"
_SAID_BEFORE = re.compile(
    r"^\W*(?:-{2,}\s*(?:original message|মূল বার্তা)\s*-{2,}.*|on .{8,160}(?:wrote|writes)\s*:|am .{8,160}schrieb.*:|le .{8,160}a écrit\s*:"
    rf"|{_DAY}\W.{{6,160}}(?:লিখেছেন|লিখেছে|লিখেছেন:)\s*[:ঃ]?|.{{6,160}}তারিখে .{{2,120}} লিখেছেন\s*[:ঃ]?|_{{20,}})$",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"^\W*-{3,}\s*(?:forwarded message|begin forwarded message|ফরোয়ার্ড করা বার্তা).*$|^begin forwarded message:$", re.I
)
_HEAD_LINE = re.compile(
    r"^\W*(?P<name>from|sent|date|to|cc|subject|reply-to|প্রেরক|পাঠানো হয়েছে|তারিখ|প্রাপক|বিষয়)\s*[:ঃ]\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?$")
_FOOTER = re.compile(
    r"^(?:sent from (?:my|outlook|yahoo|mail|samsung|gmail).{0,60}|get outlook for .{2,40}|sent (?:via|with) .{2,40}|"
    r"আমার .{2,30} থেকে (?:পাঠানো|প্রেরিত)|this (?:e-?mail|message) (?:and any|is confidential|may contain).{0,4000}|"
    r"virus-free\. ?(?:www\.)?\S{0,40})[.।]?$",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^(?:প্রিয় .{2,40}|জনাব.{0,40}|শ্রদ্ধেয় .{2,40}|আসসালামু? আলাইকুম.{0,30}|সালাম.{0,20}|নমস্কার.{0,20}|dear .{2,40}|hello.{0,20}|hi.{0,20}|"
    r"বরাবর|বার্তা সম্পাদক|সম্পাদক)[,।:!\s]*$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"^(?:ধন্যবাদ(?:ান্তে|সহ)?|শুভেচ্ছান্তে|বিনীত|নিবেদক|ইতি|thanks?(?: (?:you|and regards))?|(?:best|kind|warm)? ?regards|sincerely)[,।.\s–—-]*$",
    re.IGNORECASE,
)
_CLOSED_BY = 5
_CLOSING_LINE = 60
_WRAPPED, _WRAPPED_MOST = 55, 80
_ENDS = re.compile(r"[।?!.:…”\"'’)]\s*$")


def unflowed(text: str, is_spaced: bool = False) -> str:
    """``text`` in format=flowed (RFC 3676) with its soft line ends taken out; ``is_spaced`` is its parameter DelSp.

    >>> unflowed("One \\ntwo.\\n\\n From here\\n> quoted \\n> more")
    'One two.\\n\\nFrom here\\n> quoted more'
    """
    done: list[str] = []
    depth, is_open = 0, False
    for raw in text.split("\n"):
        bare = raw.lstrip(">")
        quoted = len(raw) - len(bare)
        line = bare[1:] if bare.startswith(" ") else bare
        is_flowed = line.endswith(" ") and line != "-- "
        told = line[:-1] if is_flowed and is_spaced else line
        if is_open and quoted == depth and line != "-- ":
            done[-1] += told
        else:
            done.append(f"{'>' * quoted} {told}" if quoted else told)
        depth, is_open = quoted, is_flowed
    return "\n".join(done)


def passed_on(lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Of a letter that only passes another one on, that one's lines and what its head said (from, subject …); else ``lines``."""
    for place, line in enumerate(lines):
        if not _PASSED_ON.match(line.strip()):
            continue
        if len("".join(lines[:place])) > 200:
            return list(lines[:place]), {}
        head: dict[str, str] = {}
        rest = list(lines[place + 1 :])
        while rest and (not rest[0].strip() or _HEAD_LINE.match(rest[0])):
            told = _HEAD_LINE.match(rest.pop(0))
            if told:
                head[told["name"].casefold()] = told["value"].strip()
            elif head and not (rest and _HEAD_LINE.match(rest[0])):
                break
        return rest, head
    return list(lines), {}


def said_now(lines: Sequence[str]) -> list[str]:
    """``lines`` without quoted ones, without what was said before, signature, greeting and closing."""
    kept: list[str] = []
    for place, line in enumerate(lines):
        told = line.strip()
        if _SIGNATURE.match(line.rstrip("\r")) or _SAID_BEFORE.match(told) or _is_head(lines, place):
            break
        if _opens_quotation(lines, place):
            break
        if not told.startswith(">") and not _FOOTER.match(told):
            kept.append(line)
    return _uncovered(kept)


def unwrapped(lines: Sequence[str]) -> list[str]:
    """``lines`` with those joined that a mail program broke at its margin, where no empty line divides paragraphs.

    A line goes on in the next if it is nearly as long as the longest and ends no sentence.
    """
    if any(not line.strip() for line in lines) or not lines:
        return list(lines)
    margin = max(len(line.rstrip()) for line in lines)
    if not _WRAPPED <= margin <= _WRAPPED_MOST:
        return list(lines)
    done = [lines[0].strip()]
    for before, line in pairwise(lines):
        is_broken = len(before.rstrip()) > margin - 15 and not _ENDS.search(before)
        if is_broken:
            done[-1] += " " + line.strip()
        else:
            done.append(line.strip())
    return done


def _is_head(lines: Sequence[str], place: int) -> bool:
    """Whether the head of an older letter begins here, as Outlook copies it: three of its lines, one of them From."""
    names = []
    for line in lines[place : place + 6]:
        told = _HEAD_LINE.match(line.strip())
        if told is None:
            break
        names.append(told["name"].casefold())
    return len(names) >= 3 and bool({"from", "প্রেরক"} & set(names))


def _opens_quotation(lines: Sequence[str], place: int) -> bool:
    """Whether a line that a mail program broke in two says that somebody wrote what is quoted behind it."""
    if place + 1 >= len(lines) or not lines[place].strip():
        return False
    return bool(_SAID_BEFORE.match(f"{lines[place].strip()} {lines[place + 1].strip()}")) and any(
        line.lstrip().startswith(">") for line in lines[place + 2 : place + 5]
    )


def _uncovered(lines: list[str]) -> list[str]:
    """``lines`` without a greeting at the top and without closing words, and the name below them, at the end."""
    filled = [place for place, line in enumerate(lines) if line.strip()]
    first = 0
    for place in filled[:3]:
        if not _GREETING.match(lines[place].strip()):
            break
        first = place + 1
    last = len(lines)
    for place in filled[-_CLOSED_BY:]:
        below = [line for line in lines[place + 1 :] if line.strip()]
        if _CLOSING.match(lines[place].strip()) and all(len(line.strip()) <= _CLOSING_LINE for line in below):
            last = place
            break
    return lines[first:last]
