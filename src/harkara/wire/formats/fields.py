"""What all agencies' formats have in common: times, urgency, names of sources, one spelling."""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from harkara.bangla import bijoy
from harkara.bangla.clean import normalise
from harkara.wire import chain
from harkara.wire.chain import Source
from harkara.wire.errors import UnreadableItem

_DATE = re.compile(
    r"(\d{4})-?(\d{2})-?(\d{2})"
    r"(?:[T ]?(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?\s*(?:(Z|UTC|GMT)|([+-]\d{2}):?(\d{2})?)?",
    re.IGNORECASE,
)
_OTHER_LETTERS = re.compile("[\u0370-\u097f\u0a00-\u1fff\u2c00-\ud7ff\uf900-\ufdff]")
_FLASH = 3
_BEGINNING = 90
_YEARS = range(1900, 2200)
_BY = re.compile(r"^(?:by|von|por|di|par)\s+(?=\S)", re.IGNORECASE)
_BEHIND_PLACE = re.compile(
    r"\s*(?:[(\[].*|,\s*\d.*|\s[–—-]\s.*|\s[–—-]$|(?:,|\s)\s*[^\W\d_]{3,9}\.?\s\d{1,2}\b.*|\d{4}.*|,?\s\d{1,2}\s[^\W\d_]{3,9}\b.*)"
)
_CODE = re.compile(r"[A-Za-z]{0,2}\d+")
_DOMAIN = re.compile(r"^(?:https?://)?(?:www\.)?([\w-]+)\.(?:com|org|net|de|fr|it|no|fi|co|bd|in|news)(?:[./].*)?$")


def line(text: str | None) -> str:
    """``text`` on one line, in the one spelling; empty where there is none."""
    return normalise(" ".join((text or "").split()))


def moment(text: str | None, zone: str) -> datetime | None:
    """The moment that ``text`` names in ISO 8601, basic or extended; in the zone ``zone`` where it tells no offset.

    A day alone is its first minute. ``None`` for what is no time between 1900 and 2199.

    >>> moment("20131020T192751+1100", "UTC").isoformat()
    '2013-10-20T19:27:51+11:00'
    >>> moment("2026-11-30 18:05", "Asia/Dhaka").isoformat()
    '2026-11-30T18:05:00+06:00'
    """
    told = _DATE.fullmatch((text or "").strip())
    if told is None or int(told[1]) not in _YEARS:
        return None
    day = f"{told[1]}-{told[2]}-{told[3]}T{told[4] or '00'}:{told[5] or '00'}:{told[6] or '00'}"
    offset = "+00:00" if told[7] else f"{told[8]}:{told[9] or '00'}" if told[8] else ""
    try:
        read = datetime.fromisoformat(day + offset)
    except ValueError:
        return None
    return read if offset else read.replace(tzinfo=ZoneInfo(zone))


def urgency(text: object) -> int | None:
    """``text`` as a step of IPTC's scheme, 1 (flash) to 8; ``None`` for anything else, 0 and 9 included."""
    told = str(text).strip() if isinstance(text, str | int) and not isinstance(text, bool) else ""
    return int(told) if told in tuple("12345678") else None


def version(text: object) -> int:
    """``text`` as a version from 1; 0 where it is no such number."""
    told = str(text).strip() if isinstance(text, str | int) and not isinstance(text, bool) else ""
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else 0


def byline(text: str | None) -> str:
    """A byline as a name: ``By Rahima Khatun`` without its first word."""
    return _BY.sub("", line(text)).strip(" ,;")


def whole(kind: str, guid: str, headline: str, body: tuple[str, ...], step: int | None) -> tuple[str, tuple[str, ...]]:
    """Headline and body of a story that may be printed.

    A text that came without a headline gets its own beginning, with three points behind it; a flash (urgency 1 to 3) that has
    no words but its headline has them as its text. Raises ``UnreadableItem`` for anything else without text: what is half
    there does not pass for a story.
    """
    if body:
        return headline or _beginning(body[0]), body
    if headline and step is not None and step <= _FLASH:
        return headline, (headline,)
    raise UnreadableItem(f"the {kind} “{headline or guid}” has no text; have the file sent again")


def _beginning(text: str) -> str:
    words = text[:_BEGINNING].rsplit(" ", 1)[0] if len(text) > _BEGINNING else text
    return words.rstrip(" ,;:–—-.।") + "…"


def fingerprint(kind: str, headline: str, moment_: datetime | None) -> str:
    """A name for a story whose sender gives it none: the same for the same headline of the same moment."""
    told = f"{headline}\n{moment_.astimezone(UTC).isoformat() if moment_ else ''}"
    return f"{kind.lower().replace(' ', '')}:{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def once(texts: Iterable[str]) -> tuple[str, ...]:
    """``texts`` in order, each once, none empty."""
    return tuple(dict.fromkeys(text for text in texts if text))


def source(text: str) -> Source:
    """The source that an agency calls ``text``: its name, its Latin name, or its domain.

    >>> source("reuters.com")
    Source(name='রয়টার্স', kind='agency', latin='Reuters')
    """
    told = line(text)
    found = chain.name(told)
    if found.kind == "other" and (domain := _DOMAIN.match(told.casefold())):
        found = chain.name(domain[1])
    return Source(told, "other") if found.kind == "other" else found


def place(text: str | None) -> str:
    """The place of a dateline, without date, agency and dash; empty where the line has none.

    >>> place("MADRID, 21 Nov. 2024 (Europa Press) -"), place("SYDNEY March 22 AAP -"), place("2013-03-04 11:40")
    ('MADRID', 'SYDNEY', '')
    """
    told = _BEHIND_PLACE.split(line(text), maxsplit=1)[0].strip(" ,–—-")
    return told if re.search(r"[^\W\d_]", told) else ""


def sources(names: Iterable[str], body: Iterable[str] = ()) -> tuple[Source, ...]:
    """The chain: whom ``body`` cites, then those of ``names`` in order; the last of these ends it.

    A sender that nobody knows is an agency all the same: it sends an agency's format.
    """
    told = [source(name) for name in names if line(name) and not _CODE.fullmatch(line(name))]
    if told and told[-1].kind == "other":
        told[-1] = Source(told[-1].name, "agency", told[-1].latin)
    cited = [found for found in chain.find(list(body), [], None) if found not in told]
    first = [found for found in [*cited, *told[:-1]] if not told or found.name != told[-1].name]
    return tuple(dict.fromkeys([*first, *told[-1:]]))


def in_unicode(headline: str, body: tuple[str, ...], language: str = "") -> tuple[str, tuple[str, ...]]:
    """Headline and body with what was typed for Bijoy's faces in Unicode, run by run.

    Only paragraphs that are mostly Bijoy, and the headline above such a body; nothing in a text that says it is in another
    language, or that has letters which no face of Bijoy has.
    """
    if language[:2].casefold() not in ("", "bn", "as"):
        return headline, body
    told = tuple(normalise(bijoy.mend(part)) if _is_bijoy(part) else part for part in body)
    if told != body or (not body and _is_bijoy(headline)):
        headline = normalise(bijoy.mend(headline))
    return headline, told


def _is_bijoy(text: str) -> bool:
    return not _OTHER_LETTERS.search(text) and bijoy.is_bijoy(text)
