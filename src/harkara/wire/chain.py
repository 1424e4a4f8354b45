"""The chain a story came through: who told whom, the origin first, the outlet of the page last."""

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache
from typing import Literal

from harkara.wire.bylines import squeezed
from harkara.wire.wording import bare, pattern, table

Kind = Literal["agency", "state-media", "outlet", "official", "social", "own", "other"]

_SUFFIX = r"(?:[-–’']?(?:র|এর|ের|কে|তে|য়|এ|ও|টির|টি))?"
_SENTENCE = re.compile(r"(?<=[।৷?!])\s+")
_SAYS = r"জানিয়েছে|জানায়|জানাচ্ছে|জানানো|বলেছে|বলছে|প্রতিবেদন|খবর|খবরে|সূত্র|সুত্র|উদ্ধৃত|উদ্ধৃতি|বরাত|প্রকাশ"
_AGENCY = r"বার্তা\s?সংস্থা|সংবাদ\s?সংস্থা|সংবাদমাধ্যম|সংবাদ মাধ্যম|গণমাধ্যম|বার্তাসংস্থা|নিউজ এজেন্সি|টেলিভিশন|রাষ্ট্রীয়|দৈনিক|পত্রিকা"
_CONTEXT = pattern(rf"{_SAYS}|{_AGENCY}")
_STRONG = pattern(r"বার্তা\s?সংস্থা|সংবাদ\s?সংস্থা|বরাত|(?:^|\s)সূত্র\s*[:ঃ]|রাষ্ট্রীয়")
_CITED = pattern(r"(?:বরাত|উদ্ধৃতি|উদ্ধৃত)")
_DATELINE = pattern(
    r"^(?P<place>[^\s,।:()]{2,20}(?: [^\s,।:()]{2,14})?)\s*,\s*(?P<day>[০-৯0-9]{1,2}\s*(?:ই|শে|লা|রা|ঠা)?\s*[^\s,।:()০-৯]{2,14}(?:\s*,?\s*[০-৯0-9]{4})?)\s*,?\s*"
    r"(?:[(\[]?(?P<agency>[^()\[\]:]{2,24})[)\]])?\s*[:ঃ–—-]"
)
_PLACE = pattern(r"^(?P<place>[^\s,।:()]{2,20})\s*[,–—-]?\s*[(\[](?P<agency>[^()\[\]:]{2,24})[)\]]\s*[:ঃ–—-]")
_LIST = pattern(r"\s*(?:,|/|;|।|\+|&|\s(?:ও|এবং|and)\s)\s*")
_LABEL = pattern(r"^[(\[]?\s*(?:তথ্য\s*)?(?:সূত্র|সুত্র|source|খবর)\s*[:ঃ–—-]+\s*", re.IGNORECASE)
_BRACKET = pattern(r"[।৷]?\s*[(\[](?:সূত্র\s*[:ঃ]?\s*|খবর\s*)?(?P<name>[^()\[\]]{2,30}?)(?:র|এর|ের)?[)\]]\s*[।৷]?$")


@dataclass(frozen=True, slots=True)
class Source:
    """A link of the chain: the name as we write it, its kind, and its Latin name or an empty string."""

    name: str
    kind: Kind
    latin: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    source: Source
    pattern: re.Pattern[str]
    word: bool
    latin: str


@cache
def _known() -> tuple[_Known, ...]:
    rows = []
    for row in table("agencies")["source"]:
        forms = sorted((row["name"], *row.get("forms", ())), key=len, reverse=True)
        spellings = "|".join(re.escape(form) for form in forms)
        expression = pattern(rf"(?<![A-Za-z\u0980-\u09ff])(?:{spellings}){_SUFFIX}(?![\u0980-\u09ffA-Za-z])")
        rows.append(
            _Known(
                Source(row["name"], row["kind"], row["latin"]),
                expression,
                row.get("word", False),
                squeezed(row["latin"]),
            )
        )
    return tuple(rows)


def name(text: str) -> Source:
    """Return the source that ``text`` names, in Bangla or in Latin letters; one that the data file does not know is "other"."""
    plain = text.strip(" ।:,()[]")
    latin = squeezed(plain)
    for known in _known():
        if known.pattern.fullmatch(plain) or (latin and latin == known.latin):
            return known.source
    return Source(plain, "other")


def dateline(paragraph: str) -> tuple[str, Source | None] | None:
    """Return place and agency of a dateline at the beginning of ``paragraph``, ``None`` where there is none.

    >>> dateline("ঢাকা, ২২ মার্চ, ২০২৩ (বাসস) : হাওরে বাঁধের কাজ শেষ হয়েছে।")
    ('ঢাকা', Source(name='বাসস', kind='state-media', latin='BSS'))
    """
    head = paragraph[:110]
    match = _DATELINE.match(head) or _PLACE.match(head)
    if not match:
        return None
    agency = match["agency"]
    source = name(agency) if agency else None
    if agency and source and source.kind == "other" and match.re is _PLACE:
        return None
    return match["place"], source


def find(paragraphs: list[str], source_lines: list[str], outlet: str | None, off: Container[str] = ()) -> list[Source]:
    """Return the chain of a story.

    ``paragraphs`` is its body, ``source_lines`` the lines that name sources outright, ``outlet`` whose page it is.
    """
    chain: list[Source] = []
    if "datelines" not in off and paragraphs and (found := dateline(paragraphs[0])) and found[1]:
        chain.append(found[1])
    if "attributions" not in off:
        for paragraph in paragraphs:
            for sentence in _SENTENCE.split(paragraph):
                chain.extend(_told(sentence))
    if "source_lines" not in off:
        for line in source_lines:
            chain.extend(name(part) for part in _LIST.split(_LABEL.sub("", line)) if _is_source(part))
    if paragraphs and (match := _BRACKET.search(paragraphs[-1][-60:])) and (source := name(match["name"])).latin:
        chain.append(source)
    if outlet:
        own = [known for known in _known() if squeezed(known.source.name) == squeezed(outlet)]
        last = own[0].source if own else Source(outlet, "outlet")
        chain = [source for source in chain if squeezed(source.name) != squeezed(outlet)] + [last]
    return list(dict.fromkeys(chain))


def _told(sentence: str) -> list[Source]:
    """The sources that ``sentence`` passes on: those it cites (বরাত) before those that tell."""
    if not _CONTEXT.search(sentence):
        return []
    hits = [
        (match.start(), known.source)
        for known in _known()
        for match in known.pattern.finditer(sentence)
        if not known.word or _STRONG.search(sentence[max(0, match.start() - 30) : match.end() + 30])
    ]
    hits.sort(key=lambda hit: hit[0])
    said = [
        (start, source)
        for start, source in hits
        if _CONTEXT.search(sentence[max(0, start - 40) : start + len(source.name) + 70])
    ]
    cited = _CITED.search(sentence)
    if cited:
        before = [source for start, source in said if start < cited.start()]
        after = [source for start, source in said if start > cited.start()]
        # "রয়টার্স কেসিএনএর বরাত দিয়ে জানায়": the one that stands next to বরাত is the origin.
        return before[::-1] + after
    return [source for _, source in said]


def _is_source(part: str) -> bool:
    return 1 <= len(bare(part)) <= 40 and len(part.split()) <= 5
