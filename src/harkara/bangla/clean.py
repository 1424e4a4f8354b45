"""One spelling: the normaliser that everything coming in goes through.

The storage form is Unicode NFC for Bangla, which writes ড়, ঢ় and য় with a nukta of its own (the three precomposed letters
are composition exclusions, Unicode chapter 12) and ো, ৌ as one sign. On top of NFC come the repairs that no standard
makes: signs doubled, swapped or typed after one another, joiners without a meaning, khanda ta spelled out, the ASCII bar
for a danda. Latin letters, quotes, ৳ and digits are never touched, nor are the joiners of emoji.

>>> normalise("কোরিয\\u09bcা")
'কোরিয়া'
>>> normalise("চু্ক্তি হঠাত্‍ র‌্যাব")
'চুক্তি হঠাৎ র‍্যাব'
>>> [step.rule for step in explain("চু্ক্তি")]
['hasanta after a vowel']
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

HASANTA = "\N{BENGALI SIGN VIRAMA}"
NUKTA = "\N{BENGALI SIGN NUKTA}"
KHANDA_TA = "\N{BENGALI LETTER KHANDA TA}"
DANDA = "\N{DEVANAGARI DANDA}"
ZWJ = "\N{ZERO WIDTH JOINER}"
ZWNJ = "\N{ZERO WIDTH NON-JOINER}"

CONSONANT = "ক-হৎ\u09dc\u09dd\u09dfৰৱ"
VOWEL = "অ-ঔৠৡ"
VOWEL_SIGN = "\u09be-\u09cc\u09d7\u09e2\u09e3"
MARK = "\u0981-\u0983"  # candrabindu, anusvara, visarga
INVISIBLE = "\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"

Fix = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A repair inside one word: its name, what it looks for, what it writes instead."""

    name: str
    pattern: re.Pattern[str]
    fix: Fix

    def apply(self, word: str) -> str:
        return self.pattern.sub(self.fix, word)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing ``normalise`` did: the rule, and the word before and after. ``start`` counts code points of the input."""

    start: int
    before: str
    after: str
    rule: str


def _nfc(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match[0])


def _rule(name: str, pattern: str, fix: Fix) -> Rule:
    return Rule(name, re.compile(pattern), fix)


RULES: tuple[Rule, ...] = (
    _rule("canonical order and composition", r".+", _nfc),
    # ba with a dot below is how some keyboards make ra; elsewhere than on da, dha and ya a nukta says nothing in Bangla
    _rule("ra typed as ba with a nukta", f"ব{NUKTA}", "র"),
    _rule("nukta after a sign", f"([ডঢয])([{VOWEL_SIGN}]+){NUKTA}", rf"\1{NUKTA}\2"),
    _rule("doubled nukta", f"{NUKTA}{{2,}}", NUKTA),
    _rule("nukta where none belongs", f"([ক-টঠণ-মরল-হ]){NUKTA}+", r"\1"),
    _rule("long vocalic sign", "\N{BENGALI VOWEL SIGN VOCALIC RR}", "\N{BENGALI VOWEL SIGN VOCALIC R}"),
    _rule("aa typed as a and its sign", "অ\u09be", "আ"),
    _rule("tra mistaken for e", f"(?<=[{CONSONANT}])এ(?=[{VOWEL_SIGN}])", f"ত{HASANTA}র"),
    _rule("sign after a vowel letter", f"([{VOWEL}])[{VOWEL_SIGN}]+", r"\1"),
    _rule("o and au typed backwards", "\u09be\u09c7", "\u09cb"),
    _rule("mark before a vowel sign", f"([{MARK}]+)([{VOWEL_SIGN}]+)", r"\2\1"),
    _rule("doubled sign", f"([{VOWEL_SIGN}{MARK}])\\1+", r"\1"),
    _rule("doubled hasanta", f"{HASANTA}{{2,}}", HASANTA),
    _rule("sign after khanda ta", f"{HASANTA}?ৎ([{VOWEL_SIGN}])", r"\1ৎ"),
    _rule("hasanta after a vowel", f"([{VOWEL_SIGN}{MARK}]){HASANTA}", r"\1"),
    _rule("hasanta after a vowel letter", f"(?:(?<=[আ-ঊ])|(?<=[ঋঌঐওঔ])|(?<=[অএ]))(?!{HASANTA}য){HASANTA}", ""),
    _rule("hasanta before a vowel letter", f"{HASANTA}[{ZWNJ}{ZWJ}]?(?=[{VOWEL}])", ""),
    _rule("conjunct letter repeated", f"([{CONSONANT}])({HASANTA}\\1)(?:{HASANTA}\\1)+", r"\1\2"),
    _rule("conjunct letter repeated", f"({HASANTA}[{CONSONANT}])\\1+(?!{HASANTA})", r"\1"),
    _rule("ra with ya-phala", f"র[{ZWNJ}{ZWJ}]+{HASANTA}য", f"র{ZWJ}{HASANTA}য"),
    _rule("khanda ta with a joiner", f"ত{HASANTA}{ZWJ}", KHANDA_TA),
    _rule("khanda ta before a letter it never joins", f"ত{HASANTA}(?=[কখপফস])", KHANDA_TA),
    _rule("khanda ta at the end", f"ত{HASANTA}(?![{CONSONANT}{ZWNJ}{ZWJ}])", KHANDA_TA),
    _rule("ra of Assamese in a conjunct", f"ৰ(?={HASANTA}[{CONSONANT}])|(?<={HASANTA})ৰ", "র"),
    _rule("joiner without a meaning", f"(?<!{HASANTA}){ZWNJ}+|(?<={HASANTA}){ZWNJ}(?=[{ZWNJ}{ZWJ}{KHANDA_TA}])", ""),
    _rule("joiner without a meaning", f"(?<!র){ZWJ}+|(?<=র){ZWJ}(?!{HASANTA}য)", ""),
)
"""The repairs of a word, in the order they are made; they are made again until nothing changes."""

TURNS = 8  # no word of any vector needs more than three; a bound, so that no input can keep it going

WORD = re.compile(f"[\u0980-\u09ff][\u0980-\u09ff{ZWNJ}{ZWJ}{INVISIBLE}]*")
UNSEEN = re.compile(f"[{INVISIBLE}]+")
OLD_DANDA = re.compile(f"\u09f7|(?<=[{CONSONANT}{VOWEL}{VOWEL_SIGN}{MARK}{NUKTA}])[|¦](?=[\\s\"'”’)]|$)")


def normalise(text: str) -> str:
    """``text`` in the one spelling. Idempotent; never raises.

    >>> normalise("৳500, “COVID-১৯” — Reuters")
    '৳500, “COVID-১৯” — Reuters'
    """
    text = UNSEEN.sub("", text)
    text = WORD.sub(lambda match: _word(match[0]), text)
    return OLD_DANDA.sub(DANDA, text)


@lru_cache(maxsize=65536)
def _word(word: str) -> str:
    for _ in range(TURNS):
        before = word
        for rule in RULES:
            word = rule.apply(word)
        if word == before:
            break
    return word


def explain(text: str) -> list[Step]:
    """What ``normalise`` does to ``text``, step by step; replaying ``after`` for ``before`` from the left gives its result.

    A step's ``start`` counts in the text as the steps before it have left it.
    """
    steps: list[Step] = []

    def note(pattern: re.Pattern[str], text: str, name: str, fix: str) -> str:
        moved = 0
        for match in list(pattern.finditer(text)):
            steps.append(Step(match.start() + moved, match[0], fix, name))
            moved += len(fix) - len(match[0])
        return pattern.sub(fix, text)

    text = note(UNSEEN, text, "invisible character", "")
    moved = 0
    for match in list(WORD.finditer(text)):
        word = match[0]
        start = match.start() + moved
        for _ in range(TURNS):
            turn = word
            for rule in RULES:
                after = rule.apply(word)
                if after != word:
                    steps.append(Step(start, word, after, rule.name))
                    word = after
            if turn == word:
                break
        moved += len(word) - len(match[0])
    note(OLD_DANDA, WORD.sub(lambda match: _word(match[0]), text), "danda", DANDA)
    return steps


def replay(text: str, steps: list[Step]) -> str:
    """``text`` with ``steps`` made one after another.

    >>> replay("হঠাত্‍", explain("হঠাত্‍")) == normalise("হঠাত্‍")
    True
    """
    for step in steps:
        text = text[: step.start] + step.after + text[step.start + len(step.before) :]
    return text
