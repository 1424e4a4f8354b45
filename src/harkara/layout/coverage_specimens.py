"""Specimens of live coverage, of scores and tables: invented, usual, corrected, struck and overlong."""

from dataclasses import replace
from datetime import timedelta

from harkara.layout.copy import StoryCopy
from harkara.layout.coverage import LiveCopy, LiveEntryCopy, LivePageCopy
from harkara.layout.polls import PollCopy
from harkara.layout.results import ScoreCopy, SideCopy, TableCopy
from harkara.layout.specimens import FIRST, bare_story
from harkara.layout.talking_specimens import LONG


def score() -> ScoreCopy:
    """How a match of two invented teams stands."""
    sides = (SideCopy("চরজানাজাত একাদশ", "287/6", "50 ওভার"), SideCopy("হাওরপাড় স্পোর্টিং ক্লাব", "214/8", "43.2 ওভার"))
    return ScoreCopy("জেলা গোল্ডকাপ, ফাইনাল", sides, "হাওরপাড়ের দরকার ৪০ বলে ৭৪ রান")


def table() -> TableCopy:
    """A table with a head, figures, and a name without an end."""
    head = ("দল", "খেলা", "জয়", "পয়েন্ট", "নেট রান রেট")
    rows = (
        ("চরজানাজাত একাদশ", "5", "4", "8", "+1.204"),
        (LONG[:60], "5", "3", "6", "+0.310"),
        ("পলাশতলী", "5", "0", "0", "−2.115"),
    )
    return TableCopy("পয়েন্ট তালিকা", head, rows, "আয়োজক কমিটি")


def entries() -> tuple[LiveEntryCopy, ...]:
    """Entries as they come, the newest first."""
    told: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("", ("প্রথম নৌকাটি ঘাট ছেড়েছে।",)),
        ("দ্বিতীয় নৌকা পৌঁছাল", ("ঘাটে ৪২ জনকে নামানো হয়েছে।", "চিকিৎসক দল ঘাটেই আছে।")),
        ("", ("উদ্ধারকারীরা বলছেন, স্রোত কমেছে।",)),
        ("", (LONG,)),
        ("সব যাত্রী নিরাপদ", ("ফায়ার সার্ভিস জানিয়েছে, নিখোঁজ কেউ নেই।",)),
    )
    made = [
        LiveEntryCopy(
            place, FIRST + timedelta(minutes=7 * place), headline, lines, key=bool(headline), version=place + 1
        )
        for place, (headline, lines) in enumerate(told)
    ]
    corrected_at = FIRST + timedelta(minutes=30)
    made[1] = replace(made[1], correction="আগে ৪৫ জন লেখা হয়েছিল।", corrected_at=corrected_at, version=9)
    made[2] = LiveEntryCopy(2, made[2].at, "", (), struck=True, version=8)
    return tuple(reversed(made))


def live() -> LiveCopy:
    """Coverage that runs, with a score, what is known, and older pages."""
    return LiveCopy(
        story=16,
        began_at=FIRST,
        ended_at=None,
        version=9,
        total=len(entries()),
        older=1,
        entries=entries(),
        summary=("দুটি নৌকা উদ্ধার হয়েছে।", "কেউ নিখোঁজ নেই।"),
        summary_at=FIRST + timedelta(minutes=31),
        board=score(),
    )


def poll() -> PollCopy:
    """A poll with an overlong answer."""
    options = ("সেতু চাই", "আগে বাঁধ", LONG[:80])
    return PollCopy(16, "চরে কোনটি আগে দরকার?", options, 0, FIRST + timedelta(hours=36), votes=(412, 1250, 7))


def empty() -> LiveCopy:
    """Coverage that has just begun."""
    return replace(live(), entries=(), total=0, older=0, summary=(), summary_at=None, board=None, version=1)


def covered_story(copy: LiveCopy | None = None) -> StoryCopy:
    """A story that is covered live."""
    return replace(bare_story(), id=16, headline="চরের নৌকাডুবি: উদ্ধার চলছে, ঘাটে স্বজনদের ভিড়", live=copy or live())


def ended_story() -> StoryCopy:
    """The same when the coverage has ended, with a table."""
    return replace(covered_story(replace(live(), ended_at=FIRST + timedelta(hours=5), board=table())), poll=poll())


def page() -> LivePageCopy:
    """A page of older entries between two others."""
    return LivePageCopy(16, covered_story().href, covered_story().headline, 2, 3, entries())
