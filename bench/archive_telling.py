"""Invented stories and ten telling questions to an archive: which stories each should find, and which it should not.

The stories are written as a paper has them: by many hands, in whatever encoding a keyboard, a converter or an agency left.
Rare code points are named. Beside the stories that are asked for stand as many that look like them, and three hundred of
generated prose in which no word occurs that is asked for.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bench import words

_YYA, _YA_NUKTA = "\N{BENGALI LETTER YYA}", "\N{BENGALI LETTER YA}\N{BENGALI SIGN NUKTA}"
_ZWJ, _ZWNJ = "\N{ZERO WIDTH JOINER}", "\N{ZERO WIDTH NON-JOINER}"
_DASH = "\N{EN DASH}"

OTHERS = 300
FIRST = datetime(2026, 1, 1, 6, tzinfo=UTC)


@dataclass(frozen=True)
class Story:
    """A story as it is handed to every search."""

    number: int
    headline: str
    body: str

    @property
    def published_at(self) -> datetime:
        return FIRST + timedelta(hours=self.number)


@dataclass(frozen=True)
class Question:
    """What somebody types; headlines it should find, and headlines of stories that look like them and are not meant."""

    name: str
    typed: str
    meant: tuple[str, ...]
    not_meant: tuple[str, ...]


QUESTIONS = (
    Question(
        "a name in any case",
        "কোরিয়া",
        ("কোরিয়ার উপকূলে ঝড়", "দক্ষিণ কোরিয়ায় নতুন জাদুঘর", "কোরিয়াকে হারিয়ে ফাইনালে", "দুই কোরিয়া আবার টেবিলে"),
        ("কোরবানির হাট জমেনি", "কারিগরেরা কাজ পাচ্ছেন"),
    ),
    Question(
        "য় in two encodings",
        f"বা{_YYA}ুদূষণ",
        (
            f"বা{_YYA}ুদূষণ বাড়ছে শীতে",
            f"বা{_YA_NUKTA}ুদূষণ মাপার যন্ত্র বসল",
            f"বা{_YA_NUKTA}ুদূষণ ঠেকাতে ইটভাটা বন্ধ",
        ),
        (f"বা{_YA_NUKTA}ুকলে বিদ্যুৎ", "নদীদূষণ নিয়ে সেমিনার"),
    ),
    Question(
        "a word with a hyphen",
        "ই-পাসপোর্ট",
        ("ই-পাসপোর্ট মিলবে ঘরে বসে", f"ই{_DASH}পাসপোর্টের ফি কমছে", "ই পাসপোর্ট করতে ভিড়"),
        ("পাসপোর্ট দপ্তরে দালাল আটক", "ই-বুক মেলা শুরু"),
    ),
    Question(
        "a name in Latin letters",
        "putin",
        ("পুতিনের সফর পেছাল", "আলোচনায় রাজি পুতিন", "Putin ফোনে যা বললেন"),
        ("শেয়ারবাজারে পতন", "পুতুলনাচের আসর"),
    ),
    Question(
        "a quotation mark that was not closed",
        '"নদীভাঙন রোধে',
        ("নদীভাঙন রোধে বাঁধ উঠছে", "নদীভাঙন রোধে বরাদ্দ বাড়ল"),
        ("উদ্যোগ নেই রোধে, নদীভাঙন চলছেই", "অপচয় রোধে অভিযান"),
    ),
    Question(
        "signs that are not seen",
        f"র{_ZWJ}্যাব",
        (f"র{_ZWJ}্যাব পেল নতুন গাড়ি", "র্যাব ফিরল টহলে", f"র{_ZWNJ}্যাব খুঁজছে লুটের মাল", f"র{_ZWJ}্যাবের অভিযানে তিনজন ধরা"),
        ("রবের গানে মাতল শহর", "রাবার বাগানে আগুন"),
    ),
    Question(
        "digits of either script",
        "১৯৭১",
        ("১৯৭১ সালের চিঠি উদ্ধার", "1971 সালের ছবি নিয়ে প্রদর্শনী", "একাত্তরের দলিল ১৯৭১-এর হাতেই লেখা"),
        ("১৯৭২ সালের সংবিধান", "ভোটকেন্দ্র ১৯৭১২টি"),
    ),
    Question(
        "a phrase",
        '"চা শ্রমিকদের মজুরি"',
        ("চা শ্রমিকদের মজুরি বাড়ছে", "ঠিক হলো চা শ্রমিকদের মজুরি"),
        ("মজুরি না পেয়ে চা শ্রমিকদের ধর্মঘট", "পোশাক শ্রমিকদের মজুরি আটকে"),
    ),
    Question(
        "an exclusion",
        "সেতু -রেল",
        ("সেতু খুলল আজ", "নতুন সেতুতে টোল নয়"),
        ("রেল সেতু মেরামত শুরু", "রেলের সেতুতে ধীরগতি"),
    ),
    Question(
        "a misspelling",
        "শ্রেনীকক্ষ",
        ("শ্রেণিকক্ষে ফিরল শিশুরা", "শ্রেণীকক্ষ নেই, গাছতলায় পাঠ"),
        ("শ্রেণিসংগ্রামের ইতিহাস", "কক্ষপথে নতুন উপগ্রহ"),
    ),
)

_ASKED_FOR = (
    *("কোরিয়া", "বায়ুদূষণ", "পাসপোর্ট", "পুতিন", "নদীভাঙন", "রোধে", "র্যাব", "র‍্যাব", "১৯৭১", "1971"),
    *("মজুরি", "শ্রমিক", "সেতু", "রেল", "শ্রেণি", "শ্রেণী"),
)


def stories(others: int = OTHERS, seed: int = 7) -> list[Story]:
    """All of them, in one order for one seed: each has a headline that stands in :data:`QUESTIONS`, or generated prose."""
    dice = random.Random(seed)
    headlines = [headline for asked in QUESTIONS for headline in (*asked.meant, *asked.not_meant)]
    headlines += [_plain(dice, words.headline) for _ in range(others)]
    dice.shuffle(headlines)
    return [
        Story(number, headline, "\n".join(_plain(dice, words.paragraph) for _ in range(2)))
        for number, headline in enumerate(headlines, 1)
    ]


def _plain(dice: random.Random, write: Callable[[random.Random], str]) -> str:
    """Prose without a word that is asked for."""
    while True:
        text = write(dice)
        if not any(asked in text for asked in _ASKED_FOR):
            return text
