"""The shapes in which newspapers print a date and a time of day, as regular expressions.

All patterns are written for text as it comes: both digit systems, both encodings of য়, no cleaning needed.
Every gap between two parts is bounded, so matching is linear in the length of the text.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from harkara.bangla.clock.words import GENITIVE, MONTH_INDEX, WEEKDAY_INDEX, any_of, spelling
from harkara.bangla.tables import table


class Shape:
    """A regular expression that is compiled when something is looked for with it: compiling all of them takes half a
    second, and most processes never read a date.
    """

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.pattern, self._flags = pattern, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        return self._compiled.match(text, start, end)

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        return self._compiled.search(text, start, end)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text)

    def sub(self, put: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self._compiled.sub(put, text)


_D = "[0-9০-৯]"
_EDGE = rf"(?<!{_D})(?<!{_D}[./:-])"
_WORD = r"A-Za-z\u0980-\u09E3\u09F0-\u09FF\u200C\u200D"
_NOT_INSIDE = rf"(?<![{_WORD}])"
_GAP = r"[\s,.।/’'\u2018\x00–—-]{0,4}"
_ORDINAL = "(?:[^\\S\\n]?(?:st|nd|rd|th)(?![A-Za-z])|লা|রা|ঠা|শে|ই|এ|তম|[^\\S\\n]?তারিখ)?(?:[^\\S\\n]{1,2}of(?=[^\\S\\n]))?"
_YEAR_END = rf"(?!{_D})(?![./:-]{_D}{{1,2}}[./:-]{_D})"
_ERA = (
    r"(?:[^\S\n]{0,2}\(?(?:খ্র[িী](?:স্|ষ্)?টা?ব্দ|খৃ(?:স্|ষ্)টাব্দ|খ্রিঃ|খ্রি\.|খ্রি:|খৃঃ|খৃ\.|খ্রি|ইংরেজি|ইং\.|ইং|"
    + spelling("ঈসায়ী")
    + r"|সালের|সালে|সাল|A\.?D\.?|CE)\)?(?![\u0980-\u09E5A-Za-z]))?"
)
# ১৫ আগস্ট ২২ । ১১:২৯: two figures are a year if a time of day follows them.
_THEN_HOUR = rf"(?=[^\S\n]{{0,2}}[,।|][^\S\n]{{0,2}}{_D}{{1,2}}:[^\S\n]?{_D}{{2}})"
_WEEKDAY = rf"(?:{WEEKDAY_INDEX.pattern})"

MONTH = MONTH_INDEX.pattern
ZONE_WORDS = {
    "বাংলাদেশ সময়": "Asia/Dhaka",
    "বাংলাদেশ মান সময়": "Asia/Dhaka",
    "বাংলাদেশের সময়": "Asia/Dhaka",
    "ঢাকা সময়": "Asia/Dhaka",
    "ভারতীয় সময়": "Asia/Kolkata",
    "কলকাতা সময়": "Asia/Kolkata",
    "গ্রিনিচ মান সময়": "UTC",
}

DATES = tuple(
    Shape(pattern, re.IGNORECASE)
    for pattern in (
        # ISO 8601: 2022-08-15, with its time when there is one
        rf"{_EDGE}(?P<year>{_D}{{4}})-(?P<month>{_D}{{2}})-(?P<day>{_D}{{2}})"
        rf"(?:(?:[Tt]|[^\S\n]{{1,3}})(?P<hour>{_D}{{2}}):(?P<minute>{_D}{{2}})(?::(?P<second>{_D}{{2}})(?:[.,](?P<split>{_D}{{1,9}}))?)?"
        rf"(?:[^\S\n]?(?P<offset>[Zz]|[+-]{_D}{{2}}:?{_D}{{2}}(?::{_D}{{2}})?))?(?![^\S\n]{{0,2}}(?:[AP]\.?M|এ\.?[^\S\n]?এম|পি\.?[^\S\n]?এম)))?"
        rf"(?!{_D})",
        # ১৫ আগস্ট ২০২২ · ১৫ই আগস্ট, ২০২২ · 15-Aug-2022 · ১৫ আগস্ট, সোমবার, ২০২২
        rf"{_EDGE}(?P<day>{_D}{{1,2}}){_ORDINAL}{_GAP}(?P<name>{MONTH})(?:{_GAP}{_WEEKDAY})?{_GAP}"
        rf"(?P<year>{_D}{{4}}|(?:(?<=[’'\u2018–/-])|(?<=[’'\u2018] )){_D}{{2}}|{_D}{{2}}{_THEN_HOUR}){_ERA}{_YEAR_END}",
        # আগস্ট ১৫, ২০২২ · Aug. 15th, 2022
        rf"{_NOT_INSIDE}(?P<name>{MONTH}){GENITIVE}{_GAP}(?P<day>{_D}{{1,2}}){_ORDINAL}(?:{_GAP}{_WEEKDAY})?{_GAP}(?P<year>{_D}{{4}}){_ERA}{_YEAR_END}",
        # ২০২২ সালের ১৫ আগস্ট · 2022 August 15
        rf"{_EDGE}(?P<year>{_D}{{4}}){_ERA}{_GAP}(?P<day>{_D}{{1,2}}){_ORDINAL}{_GAP}(?P<name>{MONTH})(?!{_GAP}{_D}{{4}})",
        rf"{_EDGE}(?P<year>{_D}{{4}}){_ERA}{_GAP}(?P<name>{MONTH}){GENITIVE}{_GAP}(?P<day>{_D}{{1,2}}){_ORDINAL}(?!{_D})",
        # ১৫/০৮/২০২২ · 15.8.2022 · 15-08-22
        rf"{_EDGE}(?P<first>{_D}{{1,2}})[^\S\n]?(?P<mark>[./–-])[^\S\n]?(?P<second_part>{_D}{{1,2}})[^\S\n]?(?P=mark)[^\S\n]?"
        rf"(?P<year>{_D}{{4}}){_ERA}{_YEAR_END}(?!(?P=mark){_D})",
        rf"{_EDGE}(?P<first>{_D}{{1,2}})(?P<mark>[/-])(?P<second_part>{_D}{{1,2}})(?P=mark)(?P<year>{_D}{{2}})(?!{_D})(?![./-]{_D})",
        # 2022/08/15 · ২০২২.৮.১৫
        rf"{_EDGE}(?P<year>{_D}{{4}})(?P<mark>[./–-])(?P<month>{_D}{{1,2}})(?P=mark)(?P<day>{_D}{{1,2}})(?!{_D})(?![./-]{_D})",
    )
)

# A day with its month and no year; read only when the caller says what day it is.
YEARLESS = tuple(
    Shape(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_EDGE}(?P<day>{_D}{{1,2}}){_ORDINAL}{_GAP}(?P<name>{MONTH})(?![{_WORD}])",
        rf"{_NOT_INSIDE}(?P<name>{MONTH}){GENITIVE}{_GAP}(?P<day>{_D}{{1,2}}){_ORDINAL}(?!{_D})",
    )
)

# What an incomplete date may be: a year, with its month or its era.
YEAR = Shape(
    rf"(?:(?P<name>{MONTH}){GENITIVE}{_GAP})?(?P<year>{_D}{{3,4}})"
    rf"(?:{_ERA}|[^\S\n]{{0,2}}(?P<before>খ্র[িী](?:স্|ষ্)?ট?পূর্ব(?:াব্দ)?|খৃ(?:স্|ষ্)টপূর্ব(?:াব্দ)?|B\.?C\.?(?:E\.?)?))",
    re.IGNORECASE,
)
BEFORE_FIELDS = Shape(rf"^(?:the\s+|{_WEEKDAY}[\s,]{{1,3}})+", re.IGNORECASE)

_CALENDARS = table("calendars")
_OTHER_MONTHS = any_of(
    [form for kind in ("bangla", "hijri") for row in _CALENDARS[kind] for form in (row["name"], *row["spellings"])]
)
_OTHER_ERAS = any_of([*_CALENDARS["era"]["bangla"], *_CALENDARS["era"]["hijri"]])
# Dates of other calendars, so that their figures are never taken for ours.
OTHER_DATES = Shape(
    rf"{_EDGE}{_D}{{1,2}}{_ORDINAL}{_GAP}{_OTHER_MONTHS}(?:{_GAP}(?:{_OTHER_ERAS}{_GAP})?{_D}{{4}}(?!{_D})|(?![{_WORD}]))"
    rf"(?:[^\S\n]{{0,2}}{_OTHER_ERAS}(?![{_WORD}]))?"
    rf"|{_NOT_INSIDE}{_OTHER_MONTHS}{_GAP}{_D}{{1,2}}{_ORDINAL}{_GAP}{_D}{{4}}(?!{_D})(?:[^\S\n]{{0,2}}{_OTHER_ERAS}(?![{_WORD}]))?"
    rf"|{_EDGE}{_D}{{3,4}}[^\S\n]{{0,2}}(?:{any_of(['বঙ্গাব্দ', 'বাংলা সন', *_CALENDARS['era']['hijri']])})(?![{_WORD}])"
)

PARTS = [(part["low"], part["words"]) for part in table("clock")["part"]]
_MERIDIEMS = [(part["low"], part["words"]) for part in table("clock")["meridiem"]]
_PART = any_of([word for _, words in PARTS for word in words])
_MERIDIEM = any_of([word for _, words in _MERIDIEMS for word in words])
PART_ROWS = [(low, tuple(words)) for low, words in PARTS + _MERIDIEMS]
_PLAIN = r"[^\S\n]"
_OFFSET = (
    rf"(?:{_PLAIN}{{0,2}}\(?(?P<offset>(?:(?:GMT|UTC){_PLAIN}?)?[+-]{_D}{{1,2}}:?{_D}{{2}}(?::{_D}{{2}})?|(?:GMT|UTC){_PLAIN}?(?:[+-]{_D}{{1,2}})?"
    rf"|{any_of(tuple(ZONE_WORDS))})\)?(?![A-Za-z]))?"
)
_AFTER = rf"(?:{_PLAIN}{{0,3}}(?P<after>{_MERIDIEM}|{_PART})(?![{_WORD}]))?"
_BEFORE = rf"(?:{_NOT_INSIDE}(?P<before>{_PART}|{_MERIDIEM}){_PLAIN}{{0,3}}[,:]?{_PLAIN}{{0,3}})?"
_HOUR_WORD = any_of(["টায়", "টার", "টা", "টে", "ঘটিকায়", "ঘটিকা", "ঘণ্টা"])
_MINUTE_WORD = any_of(["মিনিটে", "মিনিটের", "মিনিট", "মি.", "মিঃ"])
_FRACTION = any_of(["সাড়ে", "পৌনে", "সোয়া"])
_TIME = spelling("সময়")

# A time of day, to be matched at a given place. The order matters: the fuller shape first.
TIMES = tuple(
    Shape(pattern, re.IGNORECASE)
    for pattern in (
        # রাত ৮টা ৭ মিনিট · রাত ৮টা · সাড়ে ৮টা
        rf"{_BEFORE}(?:(?P<fraction>{_FRACTION}){_PLAIN}{{0,2}})?(?<!{_D})(?P<hour>{_D}{{1,2}}){_PLAIN}?{_HOUR_WORD}"
        rf"(?:{_PLAIN}{{0,2}}(?:বেজে{_PLAIN}{{1,2}})?(?P<minute>{_D}{{1,2}}){_PLAIN}{{0,2}}(?:{_MINUTE_WORD}|(?={_PLAIN}{{0,2}}(?:$|[,।|)\n])))"
        rf"(?:{_PLAIN}{{0,2}}(?P<second>{_D}{{1,2}}){_PLAIN}{{0,2}}সেকেন্ডে?)?)?{_AFTER}{_OFFSET}",
        # ১১:২৯ · ২১: ৫০ · ১১:২৯:৪৫ · ০৮:০৭ পিএম · রাত ৮:০৭
        rf"{_BEFORE}(?<!{_D})(?P<hour>{_D}{{1,2}}){_PLAIN}{{0,2}}[:：ঃ∶]{_PLAIN}{{0,2}}(?P<minute>{_D}{{2}})"
        rf"(?:{_PLAIN}?[:：ঃ∶]{_PLAIN}?(?P<second>{_D}{{2}})(?:\.(?P<split>{_D}{{1,9}}))?)?(?!{_D})(?:{_PLAIN}{{0,2}}(?:{_MINUTE_WORD}|{_HOUR_WORD}|{_TIME}))?"
        rf"{_AFTER}{_OFFSET}",
        # ১১২৯ ঘণ্টা
        rf"(?<!{_D})(?P<hour>{_D}{{2}})(?P<minute>{_D}{{2}}){_PLAIN}{{0,2}}{any_of(['ঘণ্টা', 'ঘন্টা'])}{_OFFSET}",
        # 8 PM · রাত ৮ সময়
        rf"(?<!{_D})(?P<hour>{_D}{{1,2}}){_PLAIN}{{0,2}}(?P<after>{_MERIDIEM})(?![{_WORD}]){_OFFSET}",
        rf"{_NOT_INSIDE}(?P<before>{_PART}){_PLAIN}{{1,3}}(?P<hour>{_D}{{1,2}}){_PLAIN}{{1,2}}{_TIME}",
        # ১১.২৯ · রাত ৮.০৭, only ever read beside a date
        rf"{_BEFORE}(?<!{_D})(?P<hour>{_D}{{1,2}})\.(?P<minute>{_D}{{2}})(?!{_D})(?!\.{_D})(?:{_PLAIN}{{0,2}}(?:{_MINUTE_WORD}|{_HOUR_WORD}))?{_AFTER}{_OFFSET}",
    )
)
_TAIL = rf"(?P<tail>{_PLAIN}{{0,2}}[,|।•·.–—-]?{_PLAIN}{{0,2}}\n?{_PLAIN}{{0,2}})$"
TIME_AT_END = tuple(Shape(f"(?:{shape.pattern}){_TAIL}", re.IGNORECASE) for shape in TIMES)
LEADING_WEEKDAY = Shape(rf"{_NOT_INSIDE}{_WEEKDAY}(?![{_WORD}])[\s,.।|()–—-]{{0,4}}$", re.IGNORECASE)
# What may stand between a date and its time.
BETWEEN = Shape(
    rf"(?:[^\S\n]{{0,4}}(?:[,|।.;:•·@()/–—-]|\x00+|\n|(?:{_WEEKDAY}|{_TIME}কাল|{_TIME}ঃ?|টাইম|তারিখ|time|at|on|এ|বার|খ্রি|ইং"
    rf"|{_OTHER_ERAS})(?![{_WORD}]))){{0,10}}[^\S\n]{{0,4}}",
    re.IGNORECASE,
)
