"""Which line is the headline. One function, one sign; the candidate with the highest sum wins."""

import re
from collections.abc import Callable, Collection, Container
from dataclasses import dataclass

from harkara.wire.body import Sheet, words_in
from harkara.wire.bylines import looks_like_person
from harkara.wire.page import Line
from harkara.wire.wording import bare, pattern

_REACH = 40
_BAR = re.compile(r"\s(?:[|»]|::|।।|॥)\s")
_SITE = pattern(r"[A-Za-z]|২৪|(?:টিভি|নিউজ|খবর|অনলাইন|টাইমস|প্রতিদিন|ডটকম|ডট কম|পত্রিকা)(?:\s|$)")
_TITLE = re.compile(r"\s+(?:[|»—–-]|::|।।|॥)\s+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that could be the headline, and where it stands."""

    index: int
    line: Line
    text: str
    start: int
    story: str
    sheet: Sheet


def whole_title(line: Line, others: Collection[str] = ()) -> tuple[str, str]:
    """Split a window title into headline and site; the second part is empty where there is none.

    ``others`` are the bare texts of the page's other lines. After a dash stands the site's name only if it looks like
    one or the page says it elsewhere; else it is who said so.

    >>> from harkara.wire.page import Line
    >>> whole_title(Line((1,), "বাঁধে ফাটল, রাত জাগছে তিন গ্রাম | নীলখাম", False))
    ('বাঁধে ফাটল, রাত জাগছে তিন গ্রাম', 'নীলখাম')
    >>> whole_title(Line((1,), "ভুল হলে ধরিয়ে দিন - মেলার আয়োজক", False))
    ('ভুল হলে ধরিয়ে দিন - মেলার আয়োজক', '')
    """
    parts = [part.strip() for part in _TITLE.split(line.text) if part.strip()]
    if len(parts) < 2:
        return line.text, ""
    longest = max(parts, key=len)
    rest = [part for part in parts if part is not longest]
    if len(longest.split()) < 3 or any(len(part.split()) > 4 for part in rest):
        return line.text, ""
    if not _BAR.search(line.text) and not (
        any(_SITE.search(part) for part in rest)
        or bare(longest) in others
        or any(bare(part) in others for part in rest)
    ):
        return line.text, ""
    return longest, rest[-1] if parts[0] is longest else rest[0]


def beside_time(candidate: Candidate) -> float:
    """Directly above the time or the byline, or below it."""
    sheet, index = candidate.sheet, candidate.index
    below = _next(sheet, index, 1)
    above = _next(sheet, index, -1)
    if below is not None and sheet.field(below) in ("time", "byline"):
        return 2.0
    return 1.0 if above is not None and sheet.field(above) in ("time", "byline") else 0.0


def near_body(candidate: Candidate) -> float:
    """Not far above the first paragraph."""
    return -0.12 * (candidate.start - candidate.index)


def words_come_back(candidate: Candidate) -> float:
    """Its words come back in the story."""
    return 4.0 * words_in(candidate.line, candidate.story)


def printed_twice(candidate: Candidate) -> float:
    """It stands on the page twice: in the title, the path or the share text."""
    text = bare(candidate.text)
    again = sum(
        1
        for index, line in enumerate(candidate.sheet.page.lines)
        if index != candidate.index and text in line.bare and (index < candidate.start or line.bare == text)
    )
    return 2.0 if again else 0.0


def headline_length(candidate: Candidate) -> float:
    """Neither a label nor a paragraph."""
    size, words = len(candidate.text), len(candidate.text.split())
    return (1.0 if 22 <= size <= 115 else -1.0 if size < 14 or size > 160 else 0.0) - (1.5 if words < 3 else 0.0)


def no_full_stop(candidate: Candidate) -> float:
    """A headline has no danda; a deck has."""
    return -4.0 if candidate.line.ends_sentence or candidate.line.has_inner_sentence else 0.0


def no_bullet(candidate: Candidate) -> float:
    """Nor a bullet."""
    return -2.0 if candidate.line.is_item else 0.0


def first_of_group(candidate: Candidate) -> float:
    """Of lines that stand together the first; a deck comes after."""
    above = candidate.index - 1
    alone = above < 0 or candidate.sheet.marks[above] is not None or len(candidate.sheet.page.lines[above].words) < 3
    return 0.7 if alone else 0.0


def not_in_list(candidate: Candidate) -> float:
    """Not one of several headlines under the heading of a list, each a step further from the story."""
    sheet = candidate.sheet
    above = candidate.index - 1
    below = candidate.index + 1
    listed = 0.0
    if above >= 0 and sheet.kind(above) in ("end", "box") and below < candidate.start and sheet.marks[below] is None:
        listed -= 1.0
    if below < candidate.start and sheet.marks[below] is not None and sheet.marks[below].reason == "অন্য খবরের সময়":  # type: ignore[union-attr]  # told by the line above
        listed -= 3.0
    if below < candidate.start and sheet.page.lines[below].is_teaser:
        listed -= 2.0
    return listed


def above_deck(candidate: Candidate) -> float:
    """Directly above a deck: a short line that ends as a sentence does."""
    below = candidate.index + 1
    if candidate.line.ends_sentence or below >= candidate.start or candidate.sheet.marks[below] is not None:
        return 0.0
    line = candidate.sheet.page.lines[below]
    return 1.5 if line.ends_sentence and line.length <= 220 else 0.0


SIGNS: dict[str, Callable[[Candidate], float]] = {
    sign.__name__: sign
    for sign in (
        beside_time,
        near_body,
        words_come_back,
        printed_twice,
        headline_length,
        no_full_stop,
        no_bullet,
        first_of_group,
        not_in_list,
        above_deck,
    )
}


def find(sheet: Sheet, start: int, story: str, off: Container[str] = ()) -> Candidate | None:
    """Return the headline above ``start``, the index of the first paragraph of ``story``; ``None`` where none stands."""
    signs = [sign for name, sign in SIGNS.items() if name not in off]
    candidates = []
    for index in range(max(0, start - _REACH), start):
        line = sheet.page.lines[index]
        if sheet.marks[index] is not None or line.bangla_share < 0.4 or not 8 <= line.length <= 220:
            continue
        text, _ = whole_title(line, sheet.page.count)
        candidates.append(Candidate(index, line, text, start, story, sheet))
    return max(candidates, key=lambda candidate: sum(sign(candidate) for sign in signs), default=None)


def first_line(sheet: Sheet, body: list[int]) -> Candidate | None:
    """The first line of a story that has no headline above, if it is one by its look: short, and no sentence that ends
    with a danda; a cry or a question may end it.
    """
    line = sheet.page.lines[body[0]]
    is_headline = line.length <= 110 and len(line.words) >= 3 and not line.ends_sentence and not line.introduces
    if len(body) < 2 or not is_headline or line.has_inner_sentence:
        return None
    text, _ = whole_title(line, sheet.page.count)
    return Candidate(body[0], line, text, body[1], "", sheet)


def _next(sheet: Sheet, index: int, step: int) -> int | None:
    """The next line that is not furniture, two steps away at most; a person's name below leads on to the time."""
    reach = 2
    place = index
    while reach:
        place += step
        if not 0 <= place < len(sheet.page.lines):
            return None
        line = sheet.page.lines[place]
        if step > 0 and sheet.marks[place] is None and len(line.words) <= 4 and looks_like_person(line.text):
            continue
        if sheet.field(place) not in ("furniture", "captions"):
            return place
        reach -= 1
    return None
