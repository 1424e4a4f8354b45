"""Whose page it is, from the page's own words: byline, sign-off, follow-call, title, imprint."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable

from harkara.wire.bylines import squeezed
from harkara.wire.page import Line
from harkara.wire.wording import bare, groups, pattern

_NAME = r"(?P<name>[^\s,।|:;©]+(?:\s+[^\s,।|:;©]+){0,3}?)"
_FOLLOW = tuple(
    pattern(source, re.IGNORECASE)
    for source in (
        rf"^(?:google news\s+)?{_NAME}\s+অনলাইন\s*[-–]?(?:এর|র)\s+সর্বশেষ",
        rf"^(?:সর্বশেষ খবর\S*\s+)?{_NAME}\s*[-–]?\s*(?:এর|র|ের)?\s+(?:সর্বশেষ\s+)?(?:ইউটিউব চ্যানেল|ফেসবুক পেজ|ফেসবুক পেইজ|গুগল নিউজ চ্যানেল|হোয়াটসঅ্যাপ চ্যানেল|টেলিগ্রাম চ্যানেল|অ্যাপ)",
        rf"^{_NAME}\s*[-–]?(?:এর|র|ের)?\s+(?:সর্বশেষ\s+|সব\s+)?(?:খবর|সংবাদ)\s+(?:পেতে|পড়তে|দেখতে|জানতে)",
        rf"(?:খবর|সংবাদ)\s+(?:পেতে|পড়তে)\s+(?:ফলো করুন|অনুসরণ করুন|ভিজিট করুন)\s+{_NAME}\s*$",
    )
)
_IMPRINT = tuple(
    pattern(source, re.IGNORECASE)
    for source in (
        rf"(?:©|কপিরাইট|copyright)\s*(?:©|\(c\))?\s*(?:[০-৯0-9]{{4}}(?:\s*[-–]\s*[০-৯0-9]{{2,4}})?)?\s*[|,]?\s*{_NAME}\s*(?:$|[|,।.]|[–-]\s|সর্বস্বত্ব|all rights)",
        rf"^{_NAME}\s*©\s*[০-৯0-9]{{4}}",
    )
)
_POSSESSIVE = pattern(r"(?:[-–](?:এর|র)|ের)$")
_NEVER = frozenset(
    bare(word)
    for word in (
        "আমাদের",
        "সর্বশেষ",
        "সব",
        "আপনার",
        "all",
        "google",
        "google news",
        "গুগল নিউজ",
        "সর্বস্বত্ব",
        "খবর",
        "সবার আগে",
        "এই",
        "প্রতিদিনের",
        "নিয়মিত",
        "rights",
        "সংবাদ",
        "দেশ-বিদেশের",
        "আরও",
        "সকল",
        "ওয়েবসাইট",
        "copyright",
    )
)
# How much each kind of evidence says; a name needs 2 to be believed.
_WEIGHTS = {"byline": 3.0, "sign_off": 2.5, "title": 2.5, "follow": 2.0, "imprint": 2.0, "lone line": 0.9}


def evidence(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return ``(kind, name)`` for each follow-call and imprint among ``lines``."""
    found = []
    for line in lines:
        if line.length > 220 or (line.ends_sentence and line.length > 140):
            continue
        for kind, patterns in (("follow", _FOLLOW), ("imprint", _IMPRINT)):
            matches = (expression.search(line.text) for expression in patterns)
            name = next((match["name"] for match in matches if match and _is_name(match["name"])), None)
            if name:
                found.append((kind, _POSSESSIVE.sub("", name.strip(" -–"))))
                break
    return found


def decide(told: list[tuple[str, str]], lines: Iterable[Line], off: Container[str] = ()) -> str | None:
    """Return the outlet that the evidence names, in the spelling of the strongest; ``None`` where it names none.

    Every kind of evidence can be switched off by its name. A name that also stands alone on a line gains by it.
    """
    votes: dict[str, float] = defaultdict(float)
    spelling: dict[str, tuple[float, str]] = {}
    for kind, name in dict.fromkeys(told):
        key = squeezed(name)
        if not key or kind in off or not _is_name(name):
            continue
        weight = _WEIGHTS[kind]
        votes[key] += weight
        spelling[key] = max(spelling.get(key, (0.0, "")), (weight, name), key=lambda pair: pair[0])
    for line in lines:
        key = squeezed(line.text)
        if key in votes:
            votes[key] += _WEIGHTS["lone line"]
    best = max(votes, key=lambda key: votes[key], default=None)
    return spelling[best][1] if best is not None and votes[best] >= 2.0 else None


def _is_name(name: str) -> bool:
    plain = bare(name)
    return (
        2 <= len(plain) <= 40
        and plain not in _NEVER
        and not plain.startswith(("all right", "সর্বস্বত্ব", "স্বত্ব"))
        and not re.search("খবর|সংবাদ পেতে|পেতে$", plain)
        and not re.fullmatch(r"[\d০-৯\s-]+", plain)
        and not any(plain in group.whole for group in groups())
    )
