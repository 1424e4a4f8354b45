"""Where a name stands in a text, whatever ending it carries and however it is spelled; and how it is taken out.

A victim's name must vanish with its endings (সেনের, সেনকে), in the spellings that writers confuse (শ্রাবণী, স্রাবনি), with
joiners inside, across bold marks, as entities and percent-escapes of addresses. ``forms`` lists what stands there, for
somebody to confirm; a ``Knife`` takes the confirmed forms out of anything that can be stored as JSON.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from html import unescape
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

from harkara.bangla import skeleton
from harkara.bangla.clean import normalise
from harkara.bangla.stem import fold

__all__ = ["SURE", "Form", "Knife", "forms", "plain", "texts", "with_ending"]

Kind = Literal["same", "inflected", "spelled", "part", "inside", "latin"]

SURE: frozenset[Kind] = frozenset(("same", "inflected", "spelled"))
"""Kinds that are the name beyond doubt; the others are offered, and somebody has to say so."""

_LETTER = "\u0980-\u09e3\u09f0\u09f1\u09feA-Za-z"
_JOINERS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_WORD = re.compile(r"[\u0980-\u09fe\u200c\u200dA-Za-z0-9]+")
_GAP = re.compile(r"[\s\u00a0._–-]{1,3}")
_TAG = re.compile(r"<[^<>]*>")
_INLINE = r"</?(?:b|i|u|a|strong|em|span|mark|small)(?:\s[^<>]*)?>"
_INLINE_TAG = re.compile(_INLINE)
_BANGLA_END = re.compile("[\u0981-\u09e3]$")
_VOWEL_END = re.compile("[\u0981-\u0983\u0985-\u0994\u09be-\u09cc]$")
_GENITIVE = ("র", "ের", "য\u09bcের")
_PLACE = ("ে", "য\u09bc", "য\u09bcে", "তে", "েতে")
_NUKTA = {"\u09a1\u09bc": "\u09dc", "\u09a2\u09bc": "\u09dd", "\u09af\u09bc": "\u09df"}
_PIECE = re.compile("[\u09a1\u09a2\u09af]\u09bc|.", re.DOTALL)
_FAR = 1.5
"""Distance by ear from which on a Latin word is another name."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a name stands in a text: the words, in which way they are the name, which ending they carry, how often."""

    text: str
    kind: Kind
    ending: str = ""
    count: int = 1


def forms(name: str, said: Iterable[str]) -> tuple[Form, ...]:
    """The forms of ``name`` in ``said`` (plain or HTML), the sure ones first, each once.

    >>> [(form.text, form.kind) for form in forms("অনিমা সেন", ["অনিমা সেনের ভাই। অনীমা সেন, Anima Sen; অনিমাও ছিল।"])]
    [('অনিমা সেনের', 'inflected'), ('অনীমা সেন', 'spelled'), ('অনিমাও', 'part'), ('Anima Sen', 'latin')]
    """
    wanted = [_heard(word) for word in _words(normalise(name))]
    spelled = " ".join(word.translate(_JOINERS) for word in _words(normalise(name)))
    found: Counter[tuple[str, Kind, str]] = Counter()
    for text in said:
        found.update(_found(wanted, spelled, plain(text)))
    order: list[Kind] = ["same", "inflected", "spelled", "part", "inside", "latin"]
    made = [Form(words, kind, ending, count) for (words, kind, ending), count in found.items()]
    return tuple(sorted(made, key=lambda form: (order.index(form.kind), -form.count, form.text)))


def with_ending(words: str, ending: str) -> str:
    """``words`` with the case ``ending`` that another word carried, in the shape that fits them.

    >>> with_ending("এক ছাত্রী", "ের"), with_ending("একজন", "র"), with_ending("…", "কে")
    ('এক ছাত্রীর', 'একজনের', '…')
    """
    if not ending or not _BANGLA_END.search(words):
        return words
    vowel = _VOWEL_END.search(words) is not None
    if ending in _GENITIVE:
        return words + ("র" if vowel else "ের")
    if ending in _PLACE:
        return words + ("তে" if vowel else "ে")
    if ending[0] == "ে" and vowel:
        return words + ending[1:]
    return words + ending


class Knife:
    """Takes ``taken`` (forms) out of texts and puts ``instead`` there, with the ending that fits.

    Text is found with tags, joiners and escapes inside; a longer word that only holds a form stays. ``cuts`` counts.
    """

    def __init__(self, taken: Iterable[Form], instead: str) -> None:
        self.forms = tuple(sorted(taken, key=lambda form: -len(form.text)))
        self.instead = instead
        self.cuts = 0
        self._patterns = [(_pattern(form.text), with_ending(instead, form.ending)) for form in self.forms]

    def holds(self, value: Any) -> bool:
        """Whether anything would be taken out of ``value``."""
        return any(pattern.search(text) for text in texts(value) for pattern, _ in self._patterns)

    def cut(self, value: Any) -> Any:
        """``value`` (text, or lists and dictionaries of texts) without the forms. JSON kept as text is gone through.

        >>> Knife([Form("অনিমা সেন", "same"), Form("অনিমা সেনের", "inflected", "ের")], "একজন").cut("অনিমা <b>সেনের</b> ভাই")
        'একজনের<b></b> ভাই'
        """
        if isinstance(value, str):
            inner = _json(value)
            if inner is not None:
                return json.dumps(self.cut(inner), ensure_ascii=False) if self.holds(inner) else value
            for pattern, words in self._patterns:
                value = pattern.sub(partial(self._put, words), value)
            return value
        if isinstance(value, dict):
            return {self.cut(key) if isinstance(key, str) else key: self.cut(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.cut(item) for item in value]
        return value

    def _put(self, words: str, found: "re.Match[str]") -> str:
        self.cuts += 1
        return words + "".join(_TAG.findall(found[0]))


def texts(value: Any) -> Iterator[str]:
    """Every text in ``value`` (a text, or lists and dictionaries), also in JSON that is kept as text.

    >>> list(texts({"a": ["b"], "c": '["d"]'}))
    ['a', 'b', 'c', 'd']
    """
    if isinstance(value, str):
        inner = _json(value)
        if inner is None:
            yield value
        else:
            yield from texts(inner)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts(key)
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)


def _json(text: str) -> Any:
    """What is kept as JSON in ``text``; ``None`` where it is a text."""
    if text[:1] not in ("[", "{"):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def plain(text: str) -> str:
    """``text`` without tags, entities and joiners; a mark inside a word does not divide it, a block does."""
    return normalise(unescape(_TAG.sub(" ", _INLINE_TAG.sub("", text)))).translate(_JOINERS)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _heard(word: str) -> str:
    return fold(normalise(word).translate(_JOINERS)).lower()


def _found(wanted: list[str], spelled: str, text: str) -> Iterator[tuple[str, Kind, str]]:
    """The forms in one text without tags and joiners."""
    words = list(_WORD.finditer(text))
    heard = [_heard(word[0]) for word in words]
    count, at = len(wanted), 0
    while wanted and at < len(words):
        if at + count <= len(words) and _joined(text, words[at : at + count]):
            whole = heard[at : at + count]
            if whole[:-1] == wanted[:-1] and (ending := _ending(whole[-1], wanted[-1])) is not None:
                shown = " ".join(word[0] for word in words[at : at + count])
                kind: Kind = "inflected" if ending else "same" if shown == spelled else "spelled"
                yield shown, kind, ending
                at += count
                continue
            if _is_latin(words[at][0], wanted[0]) and all(map(_sounds, (w[0] for w in words[at:]), wanted)):
                yield " ".join(word[0] for word in words[at : at + count]), "latin", ""
                at += count
                continue
        yield from _alone(words[at][0], heard[at], wanted)
        at += 1


def _alone(word: str, heard: str, wanted: list[str]) -> Iterator[tuple[str, Kind, str]]:
    """A word that may be a part of the name, or hold it."""
    if len(wanted) > 1:
        for part in wanted:
            if len(part) > 2 and (ending := _ending(heard, part)) is not None:
                yield word, "part", ending
                return
        if heard.startswith("".join(wanted)):
            yield word, "inside", ""
    elif wanted[0] in heard:
        yield word, "inside", ""


def _joined(text: str, words: "list[re.Match[str]]") -> bool:
    return all(_GAP.fullmatch(text, one.end(), other.start()) for one, other in pairwise(words))


def _is_latin(word: str, wanted: str) -> bool:
    return word.isascii() and word.isalpha() and not wanted.isascii()


def _sounds(word: str, wanted: str) -> bool:
    """Whether a Latin word may be the Bangla one."""
    key = skeleton.key(word)
    return bool(key) and key == skeleton.key(wanted) and skeleton.distance(word, wanted) <= _FAR


def _ending(word: str, name: str) -> str | None:
    """The ending that ``word`` carries behind ``name``; an empty one for the name itself, ``None`` for another word."""
    if not word.startswith(name):
        return None
    rest = word[len(name) :]
    return rest if not rest or (not name.isascii() and _endings().fullmatch(rest)) else None


@cache
def _endings() -> "re.Pattern[str]":
    """One ending of a noun, or one with what may follow it (দের + কেও)."""
    found: set[str] = {"এর", "দিগকে"}
    for line in (files("harkara.bangla") / "data" / "endings.tsv").read_text(encoding="utf-8").splitlines():
        group, _, endings = line.partition("\t")
        if group in ("sure", "case", "article", "also"):
            found.update(fold(normalise(ending)) for ending in endings.split())
    one = "|".join(sorted(map(re.escape, found), key=len, reverse=True))
    return re.compile(f"(?:{one})(?:{one})?")


_INSIDE = (
    rf"(?:{_INLINE}"
    r"|[\u00ad\u200b-\u200d\u2060\ufeff]|&(?:zwn?j|shy);|&#(?:8203|8204|8205|173);|&#x200[bcdBCD];"
    r"|%E2%80%8[BCD]|\\u200[bcd])*"
)
_BETWEEN = r"(?:<[^<>]*>|[\s\u00a0._+\u2013\u200b-\u200d-]|&nbsp;|&#160;|%20|%C2%A0|\\u00a0)+"


def _pattern(words: str) -> "re.Pattern[str]":
    """What finds ``words`` as a whole, in any writing of its letters."""
    parts = [_INSIDE.join(_letter(piece[0]) for piece in _PIECE.finditer(word)) for word in words.split()]
    return re.compile(f"(?<![{_LETTER}]){_BETWEEN.join(parts)}(?!{_INSIDE}[{_LETTER}])", re.IGNORECASE)


@cache
def _letter(piece: str) -> str:
    """One letter, or one with its nukta: as it is, as an entity, escaped for an address or for JSON."""
    both = {piece, _NUKTA.get(piece, piece)}
    ways = [re.escape(way) for way in both]
    for way in both:
        codes = [ord(letter) for letter in way]
        if any(code > 127 for code in codes):
            ways.append("".join(f"&#(?:0*{code}|x0*{code:x});" for code in codes))
            ways.append("".join(f"%{byte:02X}" for byte in way.encode()))
            ways.append("".join(rf"\\u{code:04x}" for code in codes))
    return f"(?:{'|'.join(ways)})"
