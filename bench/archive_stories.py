"""Stories that mean nothing, in any number, with the words of Bangla as often as Bangla has them; and what is looked for.

Words are drawn one by one, each as often as it stands in the Dakshina data set's Wikipedia sentences, where they are to be
had (``HARKARA_SHARED``); else from the words of the demo paper, by Zipf's law. A story has seven words of headline and 193
of text, a section of 12, two topics of 500, a writer of 200; they were printed one after another over thirty years.
"""

import gzip
import os
import pickle
import random
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bench import words
from harkara.archive.record import Record

SENTENCES = "data/vectors/translit-dakshina/bn.wiki-filt.valid.text.shuf.txt.gz"
KINDS = ("rare", "common", "three words")
"""The published mix, a third each: a word of rank 5,000 to 40,000; one of rank 50 to 1,000; three words of one story that
are not among the hundred most frequent."""

RANKS = {"rare": (5_000, 40_000), "common": (50, 1_000)}
MANY = 40_000
"""Different words of a text in which these ranks are meant; where there are fewer, the ranks are so many times lower."""

_FIRST, _LAST = datetime(1996, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
_SYLLABLES = ("রা", "মি", "না", "সু", "ল", "তা", "হা", "ফি", "জা", "বে")


@cache
def running_words() -> list[str]:
    """Words, each as often as it comes: to draw one of them is to draw by frequency."""
    root = Path(os.environ.get("HARKARA_SHARED", Path(__file__).resolve().parents[1].parent / "shared"))
    if (root / SENTENCES).exists():
        with gzip.open(root / SENTENCES, "rt", encoding="utf-8") as file:
            return file.read().split()
    known, sums = words.vocabulary()
    return random.Random(1).choices(known, cum_weights=sums, k=300_000)


@cache
def vocabulary() -> list[str]:
    """The different words, most frequent first."""
    return [word for word, _ in Counter(running_words()).most_common()]


def stories(count: int, seed: int = 5) -> Iterator[Record]:
    """So many stories, always the same."""
    dice = random.Random(seed)
    known = running_words()
    step = (_LAST - _FIRST) / count
    writers = [f"{a}{b} {c}" for a in _SYLLABLES for b in _SYLLABLES[:5] for c in ("রহমান", "দাস", "সেন", "মিয়া")]
    for number in range(1, count + 1):
        drawn = dice.choices(known, k=200)
        yield Record(
            kind="story",
            number=number,
            headline=" ".join(drawn[:7]),
            body="।\n".join(" ".join(drawn[at : at + 40]) for at in range(7, 200, 40)),
            published_at=_FIRST + step * number,
            href=f"/section-{number % 12}/{number}/",
            section=f"section-{number % 12}",
            topics=(f"topic-{dice.randrange(500)}", f"topic-{dice.randrange(500)}"),
            writers=(writers[number % len(writers)],),
        )


def searches(kind: str, count: int, seed: int) -> list[str]:
    """So many texts of one of the :data:`KINDS` to look for."""
    dice = random.Random(f"{seed} {kind}")
    known = vocabulary()
    if kind in RANKS:
        first, last = (rank if len(known) >= MANY else rank * len(known) // MANY for rank in RANKS[kind])
        return [known[dice.randrange(first, last)] for _ in range(count)]
    frequent = set(known[:100])
    found = []
    for _ in range(count):
        drawn = dice.choices(running_words(), k=200)
        found.append(" ".join([word for word in dict.fromkeys(drawn) if word not in frequent][:3]))
    return found


def kept(path: Path) -> Iterator[Record]:
    """The stories in a file that :func:`keep` wrote."""
    with path.open("rb") as file:
        while True:
            try:
                yield from pickle.load(file)
            except EOFError:
                return


def keep(path: Path, count: int) -> None:
    """Writes so many stories to a file, a thousand at a time, so that making them is not measured with anything else."""
    if path.exists():
        return
    fresh = path.with_suffix(".new")
    with fresh.open("wb") as file:
        batch: list[Record] = []
        for story in stories(count):
            batch.append(story)
            if len(batch) == 1_000 or story.number == count:
                pickle.dump(batch, file, protocol=5)
                batch.clear()
    fresh.rename(path)


if __name__ == "__main__":
    keep(Path(sys.argv[2]), int(sys.argv[1]))
