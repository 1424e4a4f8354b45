"""Invented stories to be found, small enough to know by heart."""

from datetime import UTC, datetime, timedelta
from typing import Any

from harkara.archive.record import Record

NOON = datetime(2022, 8, 15, 6, 0, tzinfo=UTC)
"""Noon in Dhaka."""


def story(number: int, headline: str = "", body: str = "", **given: Any) -> Record:
    """A published story: number ``n`` came out ``n`` days after NOON."""
    given.setdefault("kind", "story")
    given.setdefault("published_at", NOON + timedelta(days=number))
    given.setdefault("href", f"/{number}/")
    return Record(number=number, headline=headline or f"খবর {number}", body=body, **given)


PAPER = (
    story(
        1,
        "উত্তর কোরিয়ার নেতা কিম জং উন",
        "পিয়ংইয়ংয়ে সামরিক কুচকাওয়াজ দেখলেন নেতা।\nকুচকাওয়াজে হাজারো সেনা অংশ নেয়।",
        section="world",
        topics=("korea", "army"),
        writers=("রুমানা হক",),
    ),
    story(
        2,
        "দক্ষিণ কোরিয়া ও জাপান",
        "দুই দেশের বাণিজ্য আলোচনা সিউলে শুরু হয়েছে।",
        section="world",
        topics=("korea",),
        writers=("রুমানা হক", "Anik Das"),
    ),
    story(
        3,
        "কিমকে আমন্ত্রণ জানালেন পুতিন",
        "মস্কোয় এক বৈঠকে পুতিন এই আমন্ত্রণ জানান।",
        section="world",
        writers=("Anik Das",),
    ),
    story(4, "নদীতে বাঁধ দেওয়া হচ্ছে", "পাউবো বলছে, ৫০০ মিটার বাঁধের কাজ এ বছর শেষ হবে।", section="country"),
    story(5, "কাজে বাধা এল", "ঠিকাদার বলছেন, বৃষ্টির কারণে দেরি।", section="country", summary="সড়ক সংস্কার থেমে আছে"),
    story(
        6,
        "ই-পাসপোর্ট পেতে দেরি",
        "ঢাকার আগারগাঁওয়ে পাসপোর্ট অফিসে দীর্ঘ সারি।\nহঠাৎ বৃষ্টিতে ভোগান্তি বেড়েছে।",
        section="capital",
    ),
    story(7, "র‍্যাবের অভিযান", "চট্টগ্রামে র‍্যাবের অভিযানে তিনজন আটক।", section="country", topics=("police",)),
    story(8, "মাঠে ফিরল ফুটবল", "ঢাকার মাঠে দক্ষিণ কোরিয়ার দল খেলবে। লাখ টাকার টিকিট নেই।", section="sport"),
)
"""Eight stories, a day after another."""
