"""The Bangla room beside the public libraries that do the same job, in one run.

``python -m bench.bangla [--write] [--environment FOLDER]`` installs them (``requirements/bench.txt``, hashes checked) into
an environment of their own, gives every library the same cases, written by other projects, each in a process with a limit
for every text, and prints the share that comes out right and how many texts a second. ``--write`` puts the table into
``docs/benchmarks-bangla.md``.
"""

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
import venv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import homes
from bench.bangla_acts import ACTS
from bench.machine import load, machine

VECTORS = Path(os.environ.get("HARKARA_SHARED", homes.ROOT.parent / "shared")) / "data/vectors"
TESTS = homes.ROOT / "tests/bangla"
PAGE = homes.ROOT / "docs/benchmarks-bangla.md"
LIMIT = 0.5
"""Seconds for one text: the slowest library that ends needs a tenth of it."""

ENOUGH = 100
"""Fewer texts say nothing about speed."""

ICU = "ICU"
"""The one library that comes with the system: PyICU needs ICU itself (Debian: python3-icu)."""

Answers = list[str | None]


@dataclass(frozen=True)
class Job:
    """What is asked of the libraries that know ``act``, and the share of right answers."""

    name: str
    act: str
    texts: list[str]
    score: Callable[[Answers], float]


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def rows(name: str) -> list[list[str]]:
    """The rows of a tab-separated file of the vectors, without its heading."""
    return [line.split("\t") for line in (VECTORS / name).read_text("utf-8").split("\n")[1:] if line]


def equal(expected: list[str], fold: Callable[[str], str] = nfc) -> Callable[[Answers], float]:
    """The share of answers that are as expected, in canonical spelling."""

    def score(answers: Answers) -> float:
        pairs = zip(answers, expected, strict=True)
        return sum(answer is not None and fold(answer) == fold(text) for answer, text in pairs) / len(expected)

    return score


def judged(texts: list[str], right: Callable[[str, str], bool]) -> Callable[[Answers], float]:
    """The share of answers that ``right(text, answer)`` accepts."""

    def score(answers: Answers) -> float:
        return sum(
            answer is not None and right(text, answer) for text, answer in zip(texts, answers, strict=True)
        ) / len(texts)

    return score


def bijoy() -> list[Job]:
    pairs = rows("bijoy-poriborton/unicode_bijoy2000.tsv")
    unicode, glyphs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    whole = [(text, glyph) for text, glyph in pairs if len(text) > 3]  # a lone glyph might be anything
    mixed = [f"{glyph} info@example.com, GPT-4" for _, glyph in whole]
    kept = [f"{text} info@example.com, GPT-4" for text, _ in whole]
    return [
        Job("Bijoy to Unicode (poriborton)", "bijoy-read", glyphs, equal(unicode)),
        Job("the same words before an address", "bijoy-mixed", mixed, equal(kept)),
        Job(
            "Unicode to Bijoy († and ‡ alike)", "bijoy-set", unicode, equal(glyphs, lambda text: text.replace("‡", "†"))
        ),
    ]


def typing() -> list[Job]:
    pairs = rows("avro-jsAvroPhonetic/avro_pairs.tsv")
    return [Job("Avro (jsAvroPhonetic)", "avro", [pair[0] for pair in pairs], equal([pair[1] for pair in pairs]))]


def spelling() -> list[Job]:
    cases = [row for row in rows("norm-nisaba/beng_cases.tsv") if row[0] in ("nfc", "visual_norm") and row[1] != "AS"]
    lines = [line for line in (VECTORS / "news-ntrex/newstest2019-ref.ben.txt").read_text("utf-8").split("\n") if line]

    def kept(text: str) -> str:
        return re.sub(r"[^A-Za-z0-9০-৯৳‘’“”]", "", text)

    return [
        Job(
            "spelling, faults mended (nisaba)", "normalise", [row[2] for row in cases], equal([row[3] for row in cases])
        ),
        Job(
            "news lines keep Latin, quotes, ৳, digits (NTREX)",
            "normalise",
            lines,
            judged(lines, lambda text, answer: kept(nfc(text)) == kept(nfc(answer))),
        ),
    ]


def time_and_number() -> list[Job]:
    cases = tomllib.loads((TESTS / "clock/moments.toml").read_text("utf-8"))["case"]
    dated = [case for case in cases if len(case["moments"]) == 1]
    days = [line.strip('"').split('","') for line in calendar_lines()]
    google = [
        line.split("\t")
        for line in (VECTORS / "textnorm-google/verbalizer_cardinal.tsv").read_text("utf-8").split("\n")
    ]
    cardinals = [
        (row[1].split("integer:")[1].rstrip("|"), row[2]) for row in google if len(row) == 3 and "integer:" in row[1]
    ]
    dice = random.Random(1)
    numbers = [str(dice.randrange(10 ** dice.randint(3, 10))) for _ in range(500)]
    return [
        Job(
            "moments as newspapers print them (our cases)",
            "dates",
            [case["text"] for case in dated],
            equal([datetime.fromisoformat(case["moments"][0]).isoformat(timespec="minutes") for case in dated]),
        ),
        Job(
            "calendar of Bangladesh, 2019–2020 (bangladatetime)",
            "calendar",
            [d[0] for d in days],
            equal([d[1] for d in days]),
        ),
        Job(
            "numbers in words (Google)", "words", [c[0] for c in cardinals], equal([c[1] for c in cardinals], hundreds)
        ),
        Job(
            "lakh and crore, any digits", "group", numbers, equal([grouped(number) for number in numbers], latin_digits)
        ),
        Job("lakh and crore, Bangla digits", "group", numbers, equal([grouped(number) for number in numbers])),
    ]


def hundreds(text: str) -> str:
    """One spelling for a hundred (শ, শো, শত; apart or joined) and for the sign: house styles differ in them."""
    return re.sub(r"\s*(?:শত|শো|শ)(?=\s|$)", "শ", nfc(text)).strip()


def latin_digits(text: str) -> str:
    return text.translate(str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789"))


def calendar_lines() -> list[str]:
    return (VECTORS / "calendar-bd2019-bangladatetime/2019-2020.csv").read_text("utf-8").split()[1:]


def grouped(number: str) -> str:
    """Digits in threes from the right once, then in twos."""
    head, tail = number[:-3], number[-3:]
    parts = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)][::-1]
    return ",".join(part for part in [*parts, tail] if part).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))


def language() -> list[Job]:
    votes: dict[str, dict[str, int]] = {}
    for line in (VECTORS / "translit-dakshina/bn.translit.sampled.dev.tsv").read_text("utf-8").splitlines():
        bangla, latin, count = line.split("\t")
        votes.setdefault(nfc(bangla), {})[latin] = int(count)
    places = [nfc(row.strip('"').split('","')[3]) for row in place_rows()]
    names = sorted({place for place in places if " " not in place and len(place) > 3})
    inflected = [name + ending for name in names for ending in ("কে", "র" if name[-1] in "ািীুূেো" else "ের")]
    return [
        Job(
            "romanisation most people wrote (Dakshina)",
            "romanise",
            list(votes),
            judged(list(votes), lambda text, answer: votes[text].get(answer.lower()) == max(votes[text].values())),
        ),
        Job("stems leave names of upazilas alone", "stem", names, equal(names)),
        Job(
            "… and find them in -কে, -র, -ের",
            "stem",
            inflected,
            equal([name for name in names for _ in range(2)]),
        ),
        sentences(),
        order(),
    ]


def place_rows() -> list[str]:
    return (VECTORS / "names-bangladesh-geocode/upazilas.csv").read_text("utf-8").splitlines()


def sentences() -> Job:
    """F1 of segment ends, counted in letters so that spaces do not matter."""
    names = (VECTORS / "news-ntrex/DOCUMENT_IDS.tsv").read_text("utf-8").split("\n")
    lines = (VECTORS / "news-ntrex/newstest2019-ref.ben.txt").read_text("utf-8").split("\n")
    documents: dict[str, list[str]] = {}
    for name, line in zip(names, lines, strict=False):
        if name and line:
            documents.setdefault(name, []).append(line)

    def ends(parts: list[str]) -> set[int]:
        place, found = 0, set()
        for part in parts:
            place += len("".join(part.split()))
            found.add(place)
        return found

    def score(answers: Answers) -> float:
        pairs = [(ends((a or "").split("\n")), ends(d)) for a, d in zip(answers, documents.values(), strict=True)]
        both = sum(len(one & other) for one, other in pairs)
        return 2 * both / sum(len(one) + len(other) for one, other in pairs)

    return Job("sentence ends, F1 (NTREX)", "sentences", [" ".join(parts) for parts in documents.values()], score)


def order() -> Job:
    """The share of neighbours in the lexicon, which its makers keep in dictionary order."""
    words = list(dict.fromkeys(row[0] for row in rows("lexicon-google/lexicon.tsv") if row[0][:1] != "#"))
    return Job(
        "neighbours of a lexicon in order (Google)",
        "sort",
        words,
        lambda keys: sum((one or "") < (other or "") for one, other in pairwise(keys)) / (len(keys) - 1),
    )


def environment(folder: Path) -> Path:
    """The Python of an environment with the libraries; made where it is missing."""
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        pins = homes.ROOT / "requirements/bench.txt"
        subprocess.run([python, "-m", "pip", "install", "-q", "--require-hashes", "-r", pins], check=True)
    return python


@cache
def with_icu() -> tuple[str, str] | None:
    """A Python that knows ICU, of the system if need be, and the version of its ICU."""
    question = "import icu; print(icu.ICU_VERSION)"
    for python in (sys.executable, "/usr/bin/python3"):
        if Path(python).exists():
            done = subprocess.run([python, "-c", question], capture_output=True, text=True, check=False)
            if not done.returncode:
                return python, done.stdout.strip()
    return None


def ask(python: Path, job: Job, library: str) -> dict[str, Any]:
    """One library's answers to one job."""
    own = library == "harkara"
    command = [
        sys.executable if own else str(python),
        "-P",
        str(homes.ROOT / "bench/bangla_acts.py"),
        job.act,
        library,
        str(LIMIT),
    ]
    path = {"PYTHONPATH": str(homes.ROOT / "src")} if own else {}
    done = subprocess.run(
        command,
        input=json.dumps(job.texts),
        capture_output=True,
        text=True,
        timeout=120 + LIMIT * len(job.texts),
        env={**os.environ, "PYTHONHASHSEED": "0", **path},
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def figures(python: Path) -> list[list[str]]:
    """The rows of the table."""
    made = []
    for job in [*bijoy(), *typing(), *spelling(), *time_and_number(), *language()]:
        for place, library in enumerate(ACTS[job.act]):
            system = with_icu() if library == ICU else None
            if library == ICU and not system:
                print("ICU is not measured: no Python here knows it (Debian: python3-icu).", file=sys.stderr)
                continue
            found = ask(Path(system[0]) if system else python, job, library)
            size = len(job.texts)
            troubles = [f"{found[what]} {what}" for what in ("hung", "raised") if found[what]]
            answered = size - found["hung"]
            made.append(
                [
                    job.name if not place else "",
                    f"{size:,}" if not place else "",
                    f"**{library}**" if library == "harkara" else library,
                    f"{100 * job.score(found['answers']):.1f} %",
                    f"{answered / found['seconds']:,.0f}" if size >= ENOUGH else "",
                    ", ".join(troubles),
                ]
            )
            print(" | ".join(made[-1]), file=sys.stderr, flush=True)
    return made


def report(made: list[list[str]]) -> str:
    pins = re.findall(r"^([a-z0-9.-]+)==(\S+)", (homes.ROOT / "requirements/bench.txt").read_text(), re.M)
    asked = {line.strip().replace(".", "-") for line in (homes.ROOT / "requirements/bench.in").read_text().split()}
    versions = ", ".join(f"{name} {number}" for name, number in pins if name in asked)
    if system := with_icu():
        versions += f", ICU {system[1]} (PyICU)"
    else:
        versions += ". ICU was not measured: no Python here knows it (Debian: python3-icu)"
    head = ["job (whose cases)", "texts", "library", "right", "texts/s", "trouble"]
    at = f"`python -m bench.bangla --write`, {machine()}; {load()}; {date.today()}"
    return f"{at}\n\n{homes.table(head, made)}\n\nLibraries: {versions}."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks-bangla.md")
    parser.add_argument("--environment", type=Path, help="a folder that keeps the libraries for the next run")
    options = parser.parse_args()
    if not VECTORS.is_dir():
        print(f"Not measured: the cases of other projects are not at {VECTORS} (HARKARA_SHARED names another place).")
        return
    folder = options.environment or Path(tempfile.mkdtemp(prefix="harkara-bench-"))
    try:
        text = report(figures(environment(folder)))
    finally:
        if not options.environment:
            shutil.rmtree(folder, ignore_errors=True)
    if options.write:
        homes.between(PAGE, "bangla", text)
    else:
        print(text)


if __name__ == "__main__":
    main()
