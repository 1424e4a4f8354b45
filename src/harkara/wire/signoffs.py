"""The sign-off under a story: ``(outlet/date/initials)``, in every shorter form."""

import re
from dataclasses import dataclass

from harkara.bangla.clock.words import MONTH_INDEX, MONTHS
from harkara.wire.wording import pattern

_NAMES = "এক্স|এফ|এইচ|এল|এম|এন|এস|এ|বি|সি|ডি|ই|জি|আই|জে|কে|ও|পি|কিউ|আর|টি|ইউ|ভি|ডব্লিউ|ডব্লিউ|ওয়াই|জেড|জেড|জেট|আ|মো|মু|সৈ|রা|শা|তা|না|হা|নি|সা|জা"
_INITIALS = pattern(rf"^[-\s]*(?:(?:{_NAMES})[.\s-]*){{1,6}}$")
_LATIN = re.compile(r"^[-\s]*[A-Za-z]{1,5}[.\s]*$")
_DAY = pattern(
    rf"^(?P<day>[০-৯0-9]{{1,2}})\s*[-–]?\s*(?P<month>{MONTH_INDEX.pattern}|[^\s০-৯0-9/]{{2,12}})\.?(?:\s*,?\s*(?:[০-৯0-9]{{2}}){{1,2}})?$"
)
_MONTH_FIRST = pattern(
    rf"^(?P<month>{MONTH_INDEX.pattern})\s*(?P<day>[০-৯0-9]{{1,2}})\s*(?:,\s*)?(?:[০-৯0-9]{{2}}){{1,2}}$"
)
_HOUR = pattern(r"^(?:[^\s০-৯0-9]{2,8}\s*)?[০-৯0-9]{1,2}\s?[:.]\s?[০-৯0-9]{2}(?:\s*[^\s০-৯0-9]{1,8})?$")
_PART = pattern(r"^[A-Za-z\u0980-\u09ff0-9.,:'’\s-]{1,26}$")
_TAIL = re.compile(
    r"(?<=[।৷!?’”'\"])\s*(?P<sign>[(\[]?[^\s।/]{0,16}(?:\s[^\s।/]{1,12})?(?:/[^\s।/]{1,14}){1,4}[)\]]?)\s*$"
)
_SOURCES = pattern(r"(?<=\S)\s*\((?P<names>[^()/০-৯0-9]{2,60})\)\s*$")
_FIGURES = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")


@dataclass(frozen=True, slots=True)
class SignOff:
    """Who signed the story off, for whom and on what day, as far as the line says. ``date`` is a day and a month."""

    outlet: str | None
    date: str | None
    initials: str | None


def is_sign_off(text: str) -> bool:
    """Whether ``text`` is a sign-off and nothing else.

    >>> is_sign_off("এমএ/এসএ"), is_sign_off("/কে"), is_sign_off("আগুন/পানি নিয়ে খেলা নয়")
    (True, True, False)
    """
    if "/" not in text or "://" in text or len(text) > 60:
        return False
    parts = _parts(without_sources(text))
    if not parts or not all(_PART.match(part) for part in parts):
        return False
    if len(parts) == 1:
        return _is_initials(parts[0])
    if all(_day(part) or _HOUR.match(part) for part in parts):
        return False
    return any(_is_initials(part) or _day(part) for part in parts) and all(len(part.split()) <= 3 for part in parts)


def without_sources(text: str) -> str:
    """Return the sign-off ``text`` without the agencies in brackets at its end: ``এসিবি/কেএম (রয়টার্স, এএফপি)``."""
    return _SOURCES.sub("", text)


def sources(text: str) -> str:
    """Return the agencies in brackets at the end of the sign-off ``text``, or an empty string."""
    match = _SOURCES.search(text)
    return match["names"] if match else ""


def split_tail(text: str) -> tuple[str, str | None]:
    """Return a paragraph without the sign-off that ends it, and that sign-off."""
    match = _TAIL.search(text)
    if match and is_sign_off(match["sign"]):
        return text[: match.start("sign")].rstrip(), match["sign"]
    return text, None


def read(text: str) -> SignOff:
    """Return what the sign-off ``text`` says.

    >>> read("(নীলখাম/০৯মে/এসএ)")
    SignOff(outlet='নীলখাম', date='৯ মে', initials='এসএ')
    >>> read("(নীলখাম/একেএ/জানুয়ারি ২৪, ২০১৯)")
    SignOff(outlet='নীলখাম', date='২৪ জানুয়ারি', initials='একেএ')
    """
    outlet = day = None
    initials = []
    for number, part in enumerate(_parts(without_sources(text))):
        found = _day(part)
        if found:
            day = day or found
        elif number == 0 and not _is_initials(part):
            outlet = part
        elif not _HOUR.match(part) and not re.fullmatch(r"[০-৯0-9:.\s]+", part):
            initials.append(part.strip("- "))
    return SignOff(outlet, day, "/".join(initials) or None)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.strip(" ()[]।•·–—-").split("/") if part.strip()]


def _is_initials(part: str) -> bool:
    return len(part) <= 14 and bool(_INITIALS.match(part) or _LATIN.match(part))


def _day(part: str) -> str | None:
    match = _DAY.match(part.rstrip(", ")) or _MONTH_FIRST.match(part)
    if not match or not 1 <= int(match["day"]) <= 31:
        return None
    month = _month(match["month"])
    return f"{str(int(match['day'])).translate(_FIGURES)} {month}" if month else None


def _month(word: str) -> str | None:
    """The full name of the month that ``word`` is or begins."""
    plain = word.strip(" .-,")
    try:
        return MONTHS[MONTH_INDEX.row(plain)].name
    except KeyError:
        begun = [month.name for month in MONTHS if len(plain) >= 3 and month.name.startswith(plain)]
        return begun[0] if len(begun) == 1 else None
