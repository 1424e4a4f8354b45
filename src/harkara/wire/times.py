"""When it was published and when updated, from the time lines around the story."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from harkara.bangla import clock
from harkara.wire.body import Sheet
from harkara.wire.wording import bare, compare, is_place, pattern

Sense = Literal["published", "updated", "printed", "said"]

_SENSES: tuple[tuple[Sense, tuple[str, ...]], ...] = (
    ("printed", ("প্রিন্ট", "ডাউনলোড", "print")),
    ("updated", ("আপডেট", "হালনাগাদ", "সম্পাদনা", "সংশোধ", "পরিবর্তন", "updated", "modified", "update")),
    ("published", ("প্রকাশ", "পোস্ট", "আপলোড", "published", "posted", "publish", "uploaded", "date", "আপ:")),
)
_OTHER_CALENDAR = pattern(r"বঙ্গাব্দ|হিজরি|হিজরী|(?:বৈশাখ|জ্যৈষ্ঠ|আষাঢ়|শ্রাবণ|ভাদ্র|আশ্বিন|কার্তিক|অগ্রহায়ণ|পৌষ|মাঘ|ফাল্গুন|চৈত্র)")
_TODAY = pattern(r"^\s*আজ(?:ঃ|:|\s|কে)")
_NATIONAL_TIME = pattern(r"^(?:বাংলাদেশ|ভারতীয়|স্থানীয়) সময়")
_TAIL = 14


@dataclass(frozen=True, slots=True)
class Times:
    """The two times of a page, and the lines that say them."""

    published: datetime | None = None
    updated: datetime | None = None
    published_at: int | None = None
    updated_at: int | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    index: int
    sense: Sense
    moment: datetime
    has_time: bool


def find(sheet: Sheet, headline: int | None, start: int, end: int, zone: str, off: Container[str] = ()) -> Times:
    """Return the times said above the story (lines before ``start``) or, failing that, shortly below ``end``.

    ``headline`` is the index of the headline; times are aware and in ``zone``.
    """
    above = [said for index in range(start) for said in _said(sheet, index, zone, off)]
    below = [
        said
        for index in range(end + 1, min(len(sheet.page.lines), end + 1 + _TAIL))
        for said in _said(sheet, index, zone, off)
        if said.sense != "said" or _NATIONAL_TIME.search(sheet.page.lines[index].text)
    ]
    opened: list[_Said] = []
    if "mastheads" not in off:
        opened = [said for said in above if said.sense == "said" and _is_masthead(sheet, said, headline)]
        above = [said for said in above if said not in opened]
    centre = start if headline is None else headline
    published = (
        _nearest(above, "published", centre)
        or _nearest([said for said in above if said.has_time], "said", centre)
        or _nearest([said for said in below if said.has_time], "published", end)
        or _nearest([said for said in below if said.has_time], "said", end)
        or _nearest(above, "said", centre)
        or _nearest(below, "published", end)
    )
    if published is None and "days_in_story" not in off:
        published = _of_the_story(sheet, opened, start, end)
    if published is None and "signed_days" not in off:
        published = _signed(sheet, end, zone)
    updated = _nearest(above, "updated", centre) or _nearest(below, "updated", end)
    if published and updated and published.sense == "said" and published.moment.date() > updated.moment.date():
        published = None  # the day on which the page was opened
    return Times(
        published.moment if published else None,
        updated.moment if updated else None,
        published.index if published else None,
        updated.index if updated else None,
    )


def _said(sheet: Sheet, index: int, zone: str, off: Container[str]) -> list[_Said]:
    if sheet.field(index) != "time":
        return []
    line = sheet.page.lines[index]
    told = []
    place = 0
    for found in clock.find(line.text + _hour_below(sheet, index), zone):
        label = compare(line.text[place : found.start])
        if not any(word in label for _, words in _SENSES for word in words) and "labels_above" not in off:
            label = _label_above(sheet, index) if place == 0 else ""
        sense: Sense = next((sense for sense, words in _SENSES if any(word in label for word in words)), "said")
        told.append(_Said(index, sense, found.moment, found.has_time))
        place = found.end
    return told


def _hour_below(sheet: Sheet, index: int) -> str:
    """The time of day on a line of its own directly below a day."""
    below = index + 1
    if below < len(sheet.page.lines) and sheet.field(below) == "time" and not sheet.page.lines[below].moments:
        return "\n" + sheet.page.lines[below].text
    return ""


def _label_above(sheet: Sheet, index: int) -> str:
    """A label on a line of its own directly above."""
    if index == 0:
        return ""
    above = sheet.page.lines[index - 1]
    return above.bare if above.length <= 24 and not above.has_figures else ""


def _is_masthead(sheet: Sheet, said: _Said, headline: int | None) -> bool:
    """Whether a day without a label is the day on which the page was opened, as mastheads print it."""
    if headline is None or said.index > headline:
        return False
    line = sheet.page.lines[said.index]
    first = line.text.split(",")[0].split("|")[0]
    return bool(
        said.index == 0
        or not (said.has_time or _is_by_headline(sheet, said, headline))
        or _OTHER_CALENDAR.search(line.text)
        or _TODAY.search(line.text)
        or is_place(bare(first))
        or headline - said.index > 4
    )


def _of_the_story(sheet: Sheet, opened: list[_Said], start: int, end: int) -> _Said | None:
    """The day of a masthead that the story itself tells as its own: ``আজ শুক্রবার (১ সেপ্টেম্বর)``."""
    text = " ".join(line.text for line in sheet.page.lines[start : min(end, start + 3) + 1])
    for said in opened:
        day = clock.format(said.moment, "day").rpartition(" ")[0]
        if f"({day})" in text or f"({day}," in text:
            return said
    return None


def _signed(sheet: Sheet, end: int, zone: str) -> _Said | None:
    """The day of the sign-off, where it has a year."""
    for index in range(end + 1, min(len(sheet.page.lines), end + 1 + _TAIL)):
        if sheet.field(index) == "sign_off":
            for found in clock.find(sheet.page.lines[index].text.replace("/", " "), zone):
                return _Said(index, "published", found.moment, found.has_time)
    return None


def _is_by_headline(sheet: Sheet, said: _Said, headline: int) -> bool:
    """Whether a bare day stands directly above the headline: a masthead would name the weekday too."""
    words = sheet.page.lines[said.index].words
    return headline - said.index == 1 and len(words) <= 4 and not any(word.endswith("বার") for word in words)


def _nearest(told: list[_Said], sense: Sense, centre: int) -> _Said | None:
    fitting = [said for said in told if said.sense == sense]
    return min(fitting, key=lambda said: (abs(said.index - centre), not said.has_time), default=None)
