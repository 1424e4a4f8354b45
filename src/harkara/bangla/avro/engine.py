"""Avro phonetic typing: Latin letters as they are typed, Bangla as it is meant. ``rules.json`` holds the scheme."""

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["parse"]

_NUKTA_LETTERS = {"\u09dc": "\u09a1\u09bc", "\u09dd": "\u09a2\u09bc", "\u09df": "\u09af\u09bc"}
_Test = Callable[[str], bool]


class _Context(NamedTuple):
    before: tuple[_Test, ...]
    after: tuple[_Test, ...]
    gives: str


class _Pattern(NamedTuple):
    gives: str
    unless: tuple[_Context, ...]


class _Scheme(NamedTuple):
    patterns: dict[str, _Pattern]
    longest: int
    case_matters: frozenset[str]


def parse(text: str) -> str:
    """The Bangla of ``text`` typed by the Avro scheme; what is no pattern of the scheme passes unchanged.

    The same typed text gives the same Bangla here and in ``avro.mjs``. Letters with a nukta come out in NFC.

    >>> parse("ami banglay gan gai")
    'আমি বাংলায় গান গাই'
    >>> parse("k`a, 50. ba^sh")
    'কআ, ৫০। বাঁশ'
    """
    scheme = _scheme()
    typed = "".join(_folded(letter, scheme.case_matters) for letter in text)
    bangla = []
    at = 0
    while at < len(typed):
        for length in range(min(scheme.longest, len(typed) - at), 0, -1):
            pattern = scheme.patterns.get(typed[at : at + length])
            if pattern is not None:
                bangla.append(_given(pattern, typed[max(at - 1, 0) : at], typed[at + length : at + length + 1]))
                at += length
                break
        else:
            bangla.append(typed[at])
            at += 1
    return _whole("".join(bangla))


def _whole(bangla: str) -> str:
    """Letters with a nukta as NFC spells them, also those that were in the text already."""
    for single, pair in _NUKTA_LETTERS.items():
        bangla = bangla.replace(single, pair)
    return bangla


def _folded(letter: str, case_matters: frozenset[str]) -> str:
    small = _small(letter)
    return letter if small in case_matters else small


def _small(letter: str) -> str:
    return letter.lower() if letter.isascii() else letter


def _given(pattern: _Pattern, before: str, after: str) -> str:
    for context in pattern.unless:
        if all(test(before) for test in context.before) and all(test(after) for test in context.after):
            return context.gives
    return pattern.gives


@cache
def _scheme() -> _Scheme:
    rules = json.loads((files(__package__) / "rules.json").read_text(encoding="utf-8"))
    vowels, consonants = frozenset(rules["vowels"]), frozenset(rules["consonants"])
    tests: dict[str, _Test] = {
        "vowel": lambda letter: _small(letter) in vowels,
        "consonant": lambda letter: _small(letter) in consonants,
        "edge": lambda letter: _small(letter) not in vowels | consonants,
    }

    @cache
    def test(condition: str) -> _Test:
        if len(condition) > 1 and condition.startswith("!"):
            positive = test(condition[1:])
            return lambda letter: not positive(letter)
        return tests.get(condition, lambda letter: letter == condition)

    def conditions(text: str) -> tuple[_Test, ...]:
        return tuple(test(condition) for condition in text.split())

    patterns = {
        row["typed"]: _Pattern(
            row["gives"],
            tuple(
                _Context(conditions(rule.get("before", "")), conditions(rule.get("after", "")), rule["gives"])
                for rule in row.get("unless", ())
            ),
        )
        for row in rules["patterns"]
    }
    return _Scheme(patterns, max(map(len, patterns)), frozenset(rules["case_matters"]))
