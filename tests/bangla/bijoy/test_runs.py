"""Bijoy told from English, addresses, figures and Unicode in one text."""

import random
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.bangla import bijoy
from tests.shared import vectors


def nfc(text):
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("pasted", "mended"),
    [
        ("XvKvq e‡j‡Q Reuters, info@example.com", "ঢাকায় বলেছে Reuters, info@example.com"),
        ("Email: info@example.com, GPT-4", "Email: info@example.com, GPT-4"),
        ("According to Reuters, †ivwn½vi msL¨v 10 jvL|", "According to Reuters, রোহিঙ্গার সংখ্যা ১০ লাখ।"),
        ("ঢাকা XvKv Dhaka", "ঢাকা ঢাকা Dhaka"),
        ("GwU https://example.com/K_v/Rxeb †_‡K †bIqv", "এটি https://example.com/K_v/Rxeb থেকে নেওয়া"),
        ("COVID-19 in 2020", "COVID-19 in 2020"),
        ("12345", "12345"),
        ("Zviv “Rq evsjv” ej‡jb", "তারা “জয় বাংলা” বললেন"),
        ("The café in Zürich is closed", "The café in Zürich is closed"),
        ("we said, “we can’t”—and left", "we said, “we can’t”—and left"),
        ("evsjv‡`k\nBangladesh\nXvKv", "বাংলাদেশ\nBangladesh\nঢাকা"),
        ("NATO and BBC said", "NATO and BBC said"),
        ("W±i GPT-4", "ডক্টর GPT-4"),
        ("†U°v info@example.com, GPT-4", "টেক্কা info@example.com, GPT-4"),
        ("GK GB MZ BD", "এক এই গত ইউ"),
        ("Reuters I Gwc", "Reuters ও এপি"),
        ("XvKv I Reuters", "ঢাকা ও Reuters"),
        ("wZwb e‡jb, I think so", "তিনি বলেন, I think so"),
        ("2020-Gi wbe©vPb", "২০২০-এর নির্বাচন"),
        ("a 15-year-old web site", "a 15-year-old web site"),
        ("fv‡jv web evRvq", "ভালো বিন বাজায়"),
        ("Ms. Kim met Rev. Moon at the gym", "Ms. Kim met Rev. Moon at the gym"),
        ("two MPs and three MWPs", "two MPs and three MWPs"),
        ("", ""),
        ("\n\n", "\n\n"),
    ],
)
def test_mend(pasted, mended):
    assert bijoy.mend(pasted) == nfc(mended)


def test_latin_1_paste_is_told_too():
    pasted = "Avgv‡`i †`‡k wewfbœ e‡i‡Y¨ said Reuters"
    assert bijoy.mend(pasted.encode("cp1252").decode("latin-1")) == bijoy.mend(pasted)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("evsjv‡`k e‡j‡Q", True), ("Bangladesh said so", False), ("বাংলাদেশ বলেছে", False), ("", False), ("2022", False)],
)
def test_is_bijoy(text, answer):
    assert bijoy.is_bijoy(text) is answer


@given(st.text(alphabet=st.sampled_from("aK†©¨ ,\n“—1@.ঢাকাwZ|/")))
@settings(max_examples=200)
def test_runs_cover_the_text_and_differ_from_their_neighbours(text):
    runs = bijoy.runs(text)
    assert "".join(text[run.start : run.end] for run in runs) == text
    assert all(left.kind != right.kind for left, right in pairwise(runs))


@given(st.text())
@settings(max_examples=100)
def test_anything_may_be_mended(text):
    assert isinstance(bijoy.mend(text), str)


@pytest.mark.parametrize("unit", ["a.", "a@", "K", "†", "K ", "www.", "a-", "1t", "”"])
def test_long_lines_end(unit):
    bijoy.mend(unit * (50_000 // len(unit)))


ADDRESSES = ("info@example.com", "news.desk@example.org", "https://example.com/bangla/15", "www.example.com.bd")
SIGNS = set("–—‘’“”…•")


def news():
    """News that the table of pairs was not made from, Bangla and English, by lines of words."""
    bangla, english = (
        [line.split() for line in vectors(f"news-ntrex/{name}").read_text(encoding="utf-8").split("\n")]
        for name in ("newstest2019-ref.ben.txt", "newstest2019-src.eng.txt")
    )
    whole = [[word for word in line if plain(word)] for line in bangla]
    return [line for line in whole if line], [line for line in english if line]


def plain(word):
    """A word wholly Bangla, which Bijoy can set without a rest: the set has some Latin and broken spellings."""
    return not re.search(r"[A-Za-z@]", word) and not re.search("[\u0980-\u09ff£€]", bijoy.to_bijoy(word))


def mixture(chance, bangla, english, shortest):
    """One line of two to five runs of ``shortest`` to eight words, neighbours of different kinds."""
    kinds = {
        "bijoy": lambda: bijoy.to_bijoy(fragment(chance, bangla, shortest)),
        "latin": lambda: fragment(chance, english, shortest),
        "unicode": lambda: fragment(chance, bangla, shortest),
        "address": lambda: chance.choice(ADDRESSES),
    }
    parts, before = [], None
    for _ in range(chance.randint(2, 5)):
        before = chance.choice([kind for kind in ("bijoy", "bijoy", "latin", "unicode", "address") if kind != before])
        parts.append((before, kinds[before]()))
    return parts


def fragment(chance, lines, shortest):
    line = chance.choice(lines)
    length = chance.randint(shortest, 8)
    start = chance.randrange(max(1, len(line) - length))
    return " ".join(line[start : start + length])


def wrong_runs(parts):
    """How many of the runs that went into a line have a letter put in another kind."""
    text = " ".join(part for _, part in parts)
    kinds = [run.kind for run in bijoy.runs(text) for _ in range(run.start, run.end)]
    wrong = place = 0
    for kind, part in parts:
        wanted = "latin" if kind == "address" else kind
        letters = [
            place + index
            for index, letter in enumerate(part)
            if (letter.isascii() and letter.isalpha()) or (not letter.isascii() and letter not in SIGNS)
        ]
        wrong += any(kinds[index] != wanted for index in letters)
        place += len(part) + 1
    return wrong


def right(seed, lines, shortest):
    chance = random.Random(seed)
    bangla, english = news()
    made = [mixture(chance, bangla, english, shortest) for _ in range(lines)]
    total = sum(map(len, made))
    return 100 * (1 - sum(map(wrong_runs, made)) / total)


@pytest.mark.parametrize(("seed", "shortest"), [(1, 1), (2, 2)])
def test_runs_are_told_apart(seed, shortest):
    """The gate: 99.5 % of runs on a mixture of Bijoy, English, Unicode and addresses, single words among them."""
    assert right(seed, 2500, shortest) >= 99.6


@pytest.mark.proof
@pytest.mark.parametrize("shortest", [1, 2])
def test_runs_are_told_apart_whatever_the_seed(shortest):
    assert min(right(seed, 2500, shortest) for seed in range(1, 21)) >= 99.5
