"""How fast the Bangla room works through running text.

``python -m bench.bangla_speed [FILE]`` prints a table: on invented prose with the mixed spellings of pasted text, or on
the text of FILE. MB are millions of bytes of UTF-8. The best of five runs counts; each run sees other words first.
"""

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench import homes, words
from bench.machine import load, machine
from harkara.bangla import analyse, clean, graphemes, numbers, sentences, sort, stem, style

ROUNDS = 5
PASTED = {"ড\u09bc": "\u09dc", "য\u09bc": "\u09df", "ৎস": "ত্স"}


def prose(characters: int = 400_000) -> str:
    """Invented paragraphs; in every second one the letters are spelled as other programs write them."""
    dice = random.Random(16)
    paragraphs = words.body(dice, characters)
    for number in range(0, len(paragraphs), 2):
        for ours, theirs in PASTED.items():
            paragraphs[number] = paragraphs[number].replace(ours, theirs)
    return "\n".join(paragraphs)


def seconds(act: Callable[[], object]) -> float:
    """The CPU seconds of the fastest run of ``act``."""
    spent = []
    for _ in range(ROUNDS):
        clean._short_settled.cache_clear()
        stem.stem.cache_clear()
        began = time.process_time()
        act()
        spent.append(time.process_time() - began)
    return min(spent)


def main() -> None:
    text = Path(sys.argv[1]).read_text("utf-8") if len(sys.argv) > 1 else prose()
    stored = clean.normalise(text)
    megabytes = len(text.encode()) / 1e6
    tokens = stored.split()
    rows = [
        ["normalise, pasted text", f"{megabytes / seconds(lambda: clean.normalise(text)):.1f} MB/s"],
        ["normalise, stored text", f"{megabytes / seconds(lambda: clean.normalise(stored)):.1f} MB/s"],
        ["graphemes.split", f"{megabytes / seconds(lambda: graphemes.split(stored)):.1f} MB/s"],
        ["sentences.split", f"{megabytes / seconds(lambda: sentences.split(stored)):.1f} MB/s"],
        ["sort.key", f"{len(tokens) / seconds(lambda: [sort.key(token) for token in tokens]):,.0f} words/s"],
        ["analyse", f"{len(tokens) / seconds(lambda: analyse.analyse(stored)):,.0f} words/s"],
        ["style.check", f"{len(tokens) / seconds(lambda: style.check(stored)):,.0f} words/s"],
        [
            "numbers.words",
            f"{20_000 / seconds(lambda: [numbers.words(n * 997) for n in range(20_000)]):,.0f} numbers/s",
        ],
    ]
    print(f"{machine()}; {load()}\n\n{homes.table([f'{megabytes:.1f} MB of text', 'speed'], rows)}")


if __name__ == "__main__":
    main()
