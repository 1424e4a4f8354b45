"""Who wrote it: desks, roles, persons and towns, as bylines name them."""

import re
import unicodedata
from dataclasses import dataclass, field

from harkara.wire.wording import bare, is_place, pattern

_ROLE = (
    r"(?:প্রতিবেদক|প্রতিনিধি|সংবাদদাতা|রিপোর্টার|রিপোর্ট|করেসপন্ডেন্ট|করেসপনডেন্ট|করসপনডেন্ট|করসপন্ডেন্ট|ব্যুরো|ব্যুরো প্রধান|ব্যুরো অফিস|"
    r"ডেস্ক|ডেক্স|নিউজরুম|বার্তা কক্ষ|সংবাদকর্মী|প্রতিবেদন|correspondent|reporter|desk|bureau|staff)"
)
_ROLE_AT_END = pattern(rf"(?:^|[\s/]){_ROLE}(?:\s*\([^)]{{2,40}}\))?$", re.IGNORECASE)
_DESK = pattern(r"(?:ডেস্ক|ডেক্স|নিউজরুম|desk|newsroom)(?:\s+(?:রিপোর্ট|নিউজ|প্রতিবেদন|report))?$", re.IGNORECASE)
_PARTS = pattern(r"\s*(?:[,•·|॥।৷]+|\s[–—-]+\s|::)\s*")
_LEADS = pattern(
    r"^(?:(?:লেখা|লিখেছেন|প্রতিবেদক|রিপোর্ট|প্রতিবেদন|by|written by|reported by|updated by|edited by|published by|posted by|authored by|reporter|author|role|নিজস্ব প্রতিবেদন)\s*[:ঃ]|(?:author|role),\s|by\s)\s*",
    re.IGNORECASE,
)
_SPEAKER = pattern(r"^(?:সাক্ষাৎকার|সাক্ষাৎকার গ্রহণ|অনুলিখন|গ্রন্থনা|অনুবাদ|ভাষান্তর|রূপান্তর|আলাপচারিতা)\S*\s*[:ঃ]|সাক্ষাৎকার (?:নিয়েছেন|গ্রহণ)")
_INLINE = pattern(r"^(?P<who>[^:ঃ।॥]{3,70}?)\s*(?:[:ঃ]\s*[-–—]?|॥|।।|[:ঃ]?\s[-–—]\s)\s*(?=\S)")
_ALT = re.compile(r"\s+(?:(?:contributor|author|writer|profile)\s+)?(?:image|photo|picture)$", re.IGNORECASE)
_MEDIA = pattern(
    r"(?:টেলিভিশন|টিভি|ডটকম|ডট কম|অনলাইন|টাইমস|পত্রিকা|প্রতিদিন|\.com|\.কম|টোয়েন্টিফোর|tv|news24|নিউজ২৪|২৪)$", re.IGNORECASE
)
_ONLINE = pattern(r"\s+(?:ডিজিটাল|অনলাইন|ওয়েব)\s*$")
_EDGES = " \t•·|:ঃ,।৷॥–—-#"
SUBJECTS = frozenset(
    unicodedata.normalize("NFC", word)
    for word in [
        "আন্তর্জাতিক",
        "ইন্টারন্যাশনাল",
        "অনলাইন",
        "নিউজ",
        "বিনোদন",
        "স্পোর্টস",
        "ক্রীড়া",
        "খেলা",
        "খেলাধুলা",
        "বিশ্ব",
        "ডিজিটাল",
        "লাইফস্টাইল",
        "টেক",
        "প্রযুক্তি",
        "তথ্যপ্রযুক্তি",
        "আইটি",
        "অর্থনীতি",
        "অর্থনৈতিক",
        "বাণিজ্য",
        "ফিচার",
        "সারাদেশ",
        "জাতীয়",
        "রাজনীতি",
        "ধর্ম",
        "ইসলাম",
        "স্বাস্থ্য",
        "শিক্ষা",
        "সাহিত্য",
        "সেন্ট্রাল",
        "কেন্দ্রীয়",
        "বার্তা",
        "মফস্বল",
        "ক্যাম্পাস",
        "বিশেষ",
        "জেলা",
        "নগর",
        "বিজ্ঞান",
        "বাংলা",
        "দেশ",
        "ওয়েব",
        "ওয়েব",
        "সিটি",
        "আদালত",
        "প্রবাস",
        "ভিডিও",
        "ফ্যাক্টচেক",
        "সোশ্যাল",
        "মিডিয়া",
        "কৃষি",
        "চাকরি",
        "ডেস্ক",
        "আন্তর্জাতিক",
        "গণমাধ্যম",
    ]
)


@dataclass
class Credit:
    """What the byline lines of a page say."""

    desk: str | None = None
    byline: str | None = None
    dateline: str | None = None
    outlets: list[str] = field(default_factory=list)


def has_role(text: str) -> bool:
    """Whether ``text`` is a byline by a role that stands in it.

    >>> has_role("নিজস্ব প্রতিবেদক, রাজশাহী"), has_role("প্রতিনিধিরা সভায় আসেননি")
    (True, False)
    """
    if len(text) > 90 or len(text.split()) > 10:
        return False
    if _SPEAKER.search(text):
        return len(text.split()) <= 7
    plain = once(_LEADS.sub("", text.strip(_EDGES)))
    parts = [part.strip(_EDGES) for part in _PARTS.split(plain) if part.strip(_EDGES)]
    roles = [part for part in parts if _ROLE_AT_END.search(part) and len(part.split()) <= 5]
    return bool(roles) and all(len(part.split()) <= 5 for part in parts)


def looks_like_person(text: str) -> bool:
    """Whether ``text`` could be a person's name: two to six short words and nothing else.

    >>> looks_like_person("ড. আফরোজা সুলতানা"), looks_like_person("কুয়াশায় ফেরি বন্ধ ছয় ঘণ্টা, ঘাটে আটকা ছয় শ গাড়ি")
    (True, False)
    """
    plain = _LEADS.sub("", text.strip(_EDGES))
    names = [part for part in _PARTS.split(plain) if part]
    if not names or len(plain) > 60 or re.search("[0-9০-৯?!।‘“\"'…]", text):
        return False
    words = names[0].split()
    if any(len(name.split()) > 3 for name in names[1:]):
        return False
    return 1 <= len(words) <= 6 and all(len(word) <= 14 for word in words) and (len(words) > 1 or len(names) > 1)


def is_labelled(text: str) -> bool:
    """Whether ``text`` is a person's name behind a label: ``Author, রাহুল সেন``."""
    plain = text.strip(_EDGES)
    rest = _LEADS.sub("", plain)
    return rest != plain and len(rest.split()) <= 5 and looks_like_person(rest)


def is_person_with_place(text: str) -> bool:
    """Whether ``text`` is a name and a town: ``আহমেদ বুলবুল ॥ ভোলা``.

    >>> is_person_with_place("আহমেদ বুলবুল ॥ ভোলা"), is_person_with_place("ভোলা")
    (True, False)
    """
    parts = [part for part in _PARTS.split(text.strip(_EDGES)) if part]
    if len(parts) != 2 or re.search("[0-9০-৯?!।‘“\"'…]", text):
        return False
    return is_place(re.sub(r"\s+থেকে$", "", parts[1])) and 2 <= len(parts[0].split()) <= 4 and not is_place(parts[0])


def once(text: str) -> str:
    """Return ``text`` without its glued double, which pages with two layouts leave.

    >>> once("সারাবেলা ডেস্কসারাবেলা ডেস্ক")
    'সারাবেলা ডেস্ক'
    """
    half = len(text) // 2
    for middle in (half, half + 1):
        if text[:middle].strip() and text[:middle].strip() == text[middle:].strip():
            return text[:middle].strip()
    return text


def inline(text: str) -> str | None:
    """Return the byline that stands before a colon at the beginning of a paragraph, or ``None``."""
    match = _INLINE.match(text)
    if match and (has_role(match["who"]) or is_person_with_place(match["who"])):
        return match["who"].strip()
    return None


def read(lines: list[str], outlets: frozenset[str] = frozenset()) -> Credit:
    """Return what the byline lines say. ``outlets`` are bare names of outlets known from elsewhere on the page."""
    credit = Credit()
    names: list[str] = []
    desks: list[str] = []
    for raw in lines:
        text = _ALT.sub("", raw)
        if _SPEAKER.search(text):
            names.append(text.strip(_EDGES))
            continue
        _read_parts(text, outlets, credit, names, desks)
    known = [desk for desk in desks if _subject(desk)]
    if desks:
        credit.desk = (known or desks)[0]
    credit.byline = ", ".join(dict.fromkeys(names)) or None
    return credit


def _read_parts(text: str, outlets: frozenset[str], credit: Credit, names: list[str], desks: list[str]) -> None:
    after_desk = after_role = False
    for part in _PARTS.split(once(_LEADS.sub("", text.strip(_EDGES)))):
        plain = once(part.strip(_EDGES))
        from_place = re.sub(r"\s+থেকে( ফিরে)?$", "", plain)
        if not plain:
            continue
        if _DESK.search(plain):
            desks.append(plain)
            after_desk = True
            if not _subject(plain):
                credit.outlets.append(_ONLINE.sub("", _DESK.sub("", plain)).strip())
        elif squeezed(plain) in outlets or _MEDIA.search(plain):
            credit.outlets.append(plain)
        elif is_place(from_place) or from_place != plain:
            credit.dateline = credit.dateline or from_place
        elif after_desk:
            credit.outlets.append(plain)
        elif after_role and len(plain.split()) <= 3:
            credit.dateline = credit.dateline or plain
        elif plain not in names:
            names.append(plain)
            after_role = bool(_ROLE_AT_END.search(plain))


def _subject(desk: str) -> bool:
    before = _DESK.sub("", desk).split()
    return not before or all(word.strip(".") in SUBJECTS for word in before)


def squeezed(name: str) -> str:
    """Return ``name`` as names of outlets are compared: bare, without spaces and points.

    >>> squeezed("ঢাকা টাইমস") == squeezed("ঢাকাটাইমস")
    True
    """
    return re.sub(r"[\s.·-]+", "", bare(name))
