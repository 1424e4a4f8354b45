"""What a line is by its own words: furniture, a time, a byline, a caption. One function, one habit.

Each rule takes a line and its page and returns a mark or ``None``; the first rule that speaks is right. The rules are
listed in :data:`MARKS` in the order in which they are asked, by the name under which they can be switched off.
"""

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Literal

from harkara.wire import bylines, signoffs, wording
from harkara.wire.page import Line, Page
from harkara.wire.wording import pattern

Field = Literal["time", "byline", "captions", "source_chain", "sign_off", "furniture"]
Kind = Literal["end", "box", "line"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line is. ``kind`` "end": nothing below belongs to the story; "box": other stories follow; "line": only it."""

    field: Field
    reason: str
    kind: Kind = "line"


LINK = "অন্য পাতার লিংক"
"""The reason of a line that is nothing but a link, as pages of HTML show."""

Rule = Callable[[Line, Page], Mark | None]

_AGO = pattern(
    r"^(?:প্রকাশ(?:িত)?\s*:?\s*)?(?:[0-9০-৯]+|এক|an?)\s*(?:সেকেন্ড|মিনিট|ঘণ্টা|ঘন্টা|দিন|সপ্তাহ|মাস|বছর|seconds?|min(?:ute)?s?|hours?|days?|weeks?|months?|years?)\s*"
    r"(?:আগে|পূর্বে|ago)(?![A-Za-z\u0980-\u09ff]).{0,40}$"
)
_CREDIT = pattern(
    r"(?:^|[\s।|(\[])(?:ছবি|ফাইল ছবি|ফাইল ফটো|ফটো|আলোকচিত্র|প্রতীকী ছবি|সংগৃহীত ছবি|গ্রাফিক্স?|কার্টুন)"
    r"\s*(?:[:ঃ।|-]|সৌজন্য|সংগৃহীত|$)|(?:^|[\s।|(\[])(?:photo|image|photo credit|file photo)\s*:"
)
_CREDIT_ONLY = pattern(
    r"^[\s(\[]*(?:সংগৃহীত(?: ছবি)?|ছবি\s*[:ঃ-]?\s*সংগৃহীত|ফাইল ছবি|ফাইল ফটো|প্রতীকী ছবি|ছবি\s*[:ঃ-].{0,60}|ছবি সংগৃহীত|ছবি(?:টি)? .{0,30}(?:থেকে নেওয়া|সৌজন্যে)|ছবির উৎস\s?[,:].{0,40}|\S.{0,40}\s(?:গ্রাফিকস|গ্রাফিক্স|অলংকরণ|ইলাস্ট্রেশন))[\s)\]।]*$"
)
_GLUED = pattern(r"ছবি\s?:\s?[^:।]{2,40}$|(?:নিজস্ব|ফাইল|প্রতীকী|সংগৃহীত) (?:চিত্র|ছবি)[)\]।]?$")
_CAPTION_LABELS = {wording.bare(word) for word in ("ছবির ক্যাপশান", "ছবির ক্যাপশন", "ক্যাপশন", "image caption")}
_SOURCE = pattern(r"^[(\[]?\s*(?:তথ্য\s*)?(?:সূত্র|সুত্র|source)\s*[:ঃ–—-]|^খবর\s*[:ঃ]")
_CALENDAR = pattern(
    r"(?:বৈশাখ|জ্যৈষ্ঠ|আষাঢ়|শ্রাবণ|ভাদ্র|আশ্বিন|কার্তিক|অগ্রহায়ণ|পৌষ|মাঘ|ফাল্গুন|চৈত্র)[,\s]+(?:১[৩-৫][০-৯]{2}|1[3-5]\d\d)"
)
_ERA = pattern(r"^[০-৯0-9]{1,2}\s?\S{0,3} .{2,24} [০-৯0-9]{4}\s*(?:ইংরেজি|ইংরেজী|খ্রিস্টাব্দ|খ্রিষ্টাব্দ|বঙ্গাব্দ|হিজরি|হিজরী)$")
_ADDRESS = pattern(
    r"^(?:https?://\S+|www\.\S+|\S+@\S+\.\w+|[+০-৯0-9\s()-]{6,}|\S+\.(?:com|net|org|news|info|in|tv|bd)\S*)$"
)
_MAIL = pattern(r"\S@\S+\.[a-z]{2,}")
_CONTACT = pattern(r"(?:^|\s)(?:ফোন|মোবাইল|ই-মেইল|ইমেইল|টেলিফোন|ফ্যাক্স|হটলাইন|phone|e-?mail|tel|fax)\s*[:ঃ]")
_PRAYER = pattern(
    r"^(?:ফজর|জোহর|যোহর|আসর|আছর|মাগরিব|এশা|ইশা|সূর্যোদয়|সূর্যাস্ত|সেহরি|ইফতার)\S*(?:\s*[:-]?\s*(?:শুরু\s*)?[০-৯0-9:.\s]+\S{0,12})?$"
)
_CRUMB = pattern(r"\s*(?:»|›|>|/|::|→)\s*")
_HOUR_ALONE = pattern(
    r"^(?:ভোর|সকাল|দুপুর|বিকাল|বিকেল|সন্ধ্যা|রাত)?\s*[০-৯0-9]{1,2}\s?:\s?[০-৯0-9]{2}\s*(?:এএম|পিএম|পূর্বাহ্ণ|অপরাহ্ণ|পূর্বাহ্ন|অপরাহ্ন|am|pm)$"
)
_FEW = 4
_CALLS = tuple(
    wording.compare(word) for word in ("করুন", "দিন", "ক্লিক", "হবে না", "থাকুন", "পড়ুন", "দেখুন", "লিখুন", "নয়", "নহে")
)
_HOUR = pattern(r"^[0-9০-৯]{1,2}\s?[:.]\s?[0-9০-৯]{2}$")


def ago_lines(line: Line, page: Page) -> Mark | None:
    """``৩ ঘণ্টা আগে`` beside other stories."""
    return Mark("furniture", "অন্য খবরের সময়") if line.length < 70 and _AGO.search(line.folded) else None


def captions(line: Line, page: Page) -> Mark | None:
    """A caption with its credit, or the credit alone."""
    return _credit(line)


def captions_again(line: Line, page: Page) -> Mark | None:
    """A caption that is printed once more with its credit on the next line, or that stands below its own label."""
    above, below = page.beside(line, -1), page.beside(line, 1)
    if line.length > 260:
        return None
    if below and below.length > line.length and below.text.startswith(line.text) and _credit(below):
        return Mark("captions", "ছবির পরিচিতি")
    if above and above.bare in _CAPTION_LABELS:
        return Mark("captions", "ছবির পরিচিতি")
    return Mark("furniture", "ছবির পরিচিতি") if line.bare in _CAPTION_LABELS else None


def _credit(line: Line) -> Mark | None:
    if line.length <= 70 and _CREDIT_ONLY.search(line.text):
        return Mark("captions", "ছবির সৌজন্য")
    if line.length <= 260:
        tail = line.text[max(0, line.length - 60) :]
        if (_CREDIT.search(tail.casefold()) or _GLUED.search(tail)) and not tail.rstrip().endswith(
            ("হয়।", "হয়েছে।", "ছিল।")
        ):
            return Mark("captions", "ছবির পরিচিতি")
    return None


def furniture_words(line: Line, page: Page) -> Mark | None:
    """The words of buttons, boxes, comment forms and imprints, from the data file."""
    for group in wording.groups():
        found = line.bare in group.whole
        if not found and line.length <= group.longest:
            found = (
                _begins(line, group.starts)
                or line.bare.endswith(group.ends)
                or any(word in line.folded for word in group.has)
            ) and (not group.needs or any(word in line.folded for word in group.needs))
        if found:
            return Mark("furniture", group.reason, group.kind)
    return None


def _begins(line: Line, starts: tuple[str, ...]) -> bool:
    """Whether the line begins with one of ``starts`` and goes on as furniture does, not as a headline."""
    begun = max(
        (len(start) for start in starts for text in (line.folded, line.bare) if text.startswith(start)), default=0
    )
    if not begun:
        return False
    rest = line.folded[begun:]
    is_label = any(colon in line.folded[: begun + 30] for colon in ":ঃ©")
    return is_label or len(rest.split()) <= _FEW or line.bangla_share < 0.5 or rest.rstrip(" ।.").endswith(_CALLS)


def time_lines(line: Line, page: Page) -> Mark | None:
    """A line that says when, and little else."""
    if not line.moments:
        return Mark("time", "সময়") if _HOUR_ALONE.match(line.text) else None
    rest = list(line.text)
    for found in line.moments:
        rest[found.start : found.end] = [""] * (found.end - found.start)
    if len("".join(rest).strip()) > 70 or (line.ends_sentence and len("".join(rest)) > 25):
        return None
    return Mark("time", "সময়")


def masthead_dates(line: Line, page: Page) -> Mark | None:
    """The day of the paper in the Bangla calendar."""
    if line.length <= 120 and not line.ends_sentence and (_CALENDAR.search(line.text) or _ERA.search(line.text)):
        return Mark("furniture", "পত্রিকার তারিখ")
    return None


def not_bangla(line: Line, page: Page) -> Mark | None:
    """A line of English interface, or of figures and signs."""
    if not line.has_letters:
        return None if _HOUR.match(line.text) else Mark("furniture", "সংখ্যা বা চিহ্ন")
    return Mark("furniture", "বাংলা নয়") if line.bangla_share < 0.2 else None


def hashtags(line: Line, page: Page) -> Mark | None:
    """Topics with a hash before each."""
    return Mark("furniture", "বিষয়ের তালিকা", "end") if line.text.startswith("#") and line.length < 200 else None


def addresses(line: Line, page: Page) -> Mark | None:
    """A web or postal address, a telephone number."""
    if line.length < 120 and not line.ends_sentence and _MAIL.search(line.folded):
        return Mark("furniture", "যোগাযোগের ঠিকানা")
    if _ADDRESS.match(line.folded) or (line.length < 200 and _CONTACT.search(line.folded)):
        return Mark("furniture", "যোগাযোগের ঠিকানা")
    return None


def prayer_times(line: Line, page: Page) -> Mark | None:
    """The table of prayer times."""
    return Mark("furniture", "নামাজের সময়সূচি") if line.length < 40 and _PRAYER.match(line.text) else None


def breadcrumbs(line: Line, page: Page) -> Mark | None:
    """The way through the site: short names with arrows or strokes between."""
    parts = [part for part in _CRUMB.split(line.text) if part]
    if len(parts) < 2 or line.ends_sentence or line.length > 200:
        return None
    first = wording.bare(parts[0])
    homes = {"হোম", "home", "প্রচ্ছদ", "মূলপাতা", "নীড়", "হোমপেজ"} | {wording.bare("মূল পাতা"), wording.bare("নীড়")}
    if first in homes or (first in _sections() and len(parts[1]) < 30):
        return Mark("furniture", "পাতার পথ")
    return None


def source_lines(line: Line, page: Page) -> Mark | None:
    """``সূত্র: এএফপি`` on a line of its own."""
    return Mark("source_chain", "সূত্র", "end") if line.length <= 80 and _SOURCE.search(line.folded) else None


def sign_offs(line: Line, page: Page) -> Mark | None:
    """``(outlet/date/initials)`` and its shorter forms."""
    return Mark("sign_off", "স্বাক্ষর", "end") if signoffs.is_sign_off(line.text) else None


def byline_roles(line: Line, page: Page) -> Mark | None:
    """A desk, a reporter's role, a correspondent with a town."""
    is_byline = bylines.has_role(line.text) or bylines.is_labelled(line.text)
    return Mark("byline", "প্রতিবেদক") if is_byline else None


def section_rows(line: Line, page: Page) -> Mark | None:
    """A row of the navigation: nothing but names of sections."""
    if len(line.words) >= 2 and line.length < 160 and not line.ends_sentence:
        known = _sections()
        words = line.words
        place = named = 0
        while place < len(words):
            size = next((size for size in (3, 2, 1) if " ".join(words[place : place + size]) in known), 0)
            if not size:
                return None
            place += size
            named += 1
        return Mark("furniture", "পাতার পথ") if named >= 2 else None
    return None


def person_and_place(line: Line, page: Page) -> Mark | None:
    """A person's name with a town after it."""
    return Mark("byline", "প্রতিবেদক") if bylines.is_person_with_place(line.text) else None


def repeated_lines(line: Line, page: Page) -> Mark | None:
    """A short line that stands three times on the page."""
    if page.count[line.bare] >= 3 and (line.length < 22 or len(line.words) < 4) and not line.ends_sentence:
        return Mark("furniture", "বারবার ছাপা")
    return None


MARKS: dict[str, Rule] = {
    rule.__name__: rule
    for rule in (
        ago_lines,
        captions,
        captions_again,
        prayer_times,
        hashtags,
        addresses,
        source_lines,
        sign_offs,
        time_lines,
        masthead_dates,
        furniture_words,
        not_bangla,
        breadcrumbs,
        section_rows,
        byline_roles,
        person_and_place,
        repeated_lines,
    )
}


def mark(page: Page, off: Container[str] = ()) -> list[Mark | None]:
    """Return the mark of every line of ``page``, ``None`` where no rule speaks; rules named in ``off`` are silent."""
    rules = [rule for name, rule in MARKS.items() if name not in off]
    return [next((found for rule in rules if (found := rule(line, page))), None) for line in page.lines]


def _sections() -> frozenset[str]:
    return next(group.whole for group in wording.groups() if group.reason == "পাতার পথ")
