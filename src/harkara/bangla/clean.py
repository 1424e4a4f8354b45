"""One spelling for storage.

``normalise`` gives the text as the paper stores and compares it: NFC (so ড়, ঢ় and য় are two code points each, as the
Unicode Standard prescribes), signs in one order and once, joiners only where they mean something. The rules lie in
``data/clean.toml``, each with its reason and source; ``explain`` lists what they did, step by step.
"""

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from itertools import repeat
from typing import Literal
from unicodedata import is_normalized, normalize

__all__ = ["Explanation", "Language", "Rule", "Step", "explain", "normalise", "replay", "rules"]

Language = Literal["bn", "as"]

_NFC_WHY = "অক্ষরগুলো ইউনিকোডের প্রমিত রূপে (NFC)"
_ROUNDS = 8
_FIRST = 2  # rules of the table that are tried once, before all others: they take away what cannot be seen
_CHUNKS = re.compile(r"[^ \n]+|[ \n]+")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the table: where ``pattern`` is found, ``put`` stands afterwards (a template of ``re``)."""

    name: str
    why: str
    pattern: re.Pattern[str]
    put: str
    source: str
    only: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One change: at ``start`` (in code points, of the text as it stood then) ``before`` became ``after``."""

    rule: str
    why: str
    start: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The normalised text, and the steps that lead to it; ``why`` in a step is a line for the desk, in Bangla."""

    text: str
    steps: tuple[Step, ...]


@lru_cache(maxsize=2)
def rules(language: Language = "bn") -> tuple[Rule, ...]:
    """The rules that hold for ``language``, in the order they are tried."""
    table = tomllib.loads(files(__package__).joinpath("data/clean.toml").read_text("utf-8"))
    found = []
    for row in table["rule"]:
        if row.get("only", language) != language:
            continue
        find = re.sub(r"<([a-z]+)>", lambda name: table["classes"][name[1]], row["find"])
        put = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), row["put"])
        found.append(Rule(row["name"], row["why"], re.compile(find), put, row["source"], row.get("only")))
    return tuple(found)


# Whatever any rule could change has one of these shapes: text without them is passed over at full speed. Written so
# that a look at one character decides for most of the text; the tests prove that no rule reaches further.
_HASANTA, _NUKTA = "\u09cd", "\u09bc"
_ALONE = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff"
    r"\ud800-\udfff৷|\u09c4ৰ"
)
_SIGN = "\u0981-\u0983\u09be-\u09c4\u09c7\u09c8\u09cb\u09cc\u09d7\u09e2\u09e3"
_VOWEL = "অ-ঌএঐওঔৠৡ"
_SUSPECT = re.compile(
    f"[{_ALONE}{_SIGN}{_HASANTA}{_NUKTA}{_VOWEL}]"
    f"(?:(?<=[{_ALONE}])"
    f"|(?<=[{_SIGN}])[{_SIGN}{_HASANTA}{_NUKTA}]"
    f"|(?<={_HASANTA})(?:[{_SIGN}{_HASANTA}{_NUKTA}{_VOWEL}]|ৎ[{_SIGN}]|(?<=ত.)(?![তথনমযরবল])"
    f"|([ক-হৱ]{_NUKTA}?){_HASANTA}\\1)"
    f"|(?<=[{_VOWEL}])[{_SIGN}{_HASANTA}]"
    f"|(?<={_NUKTA})(?:(?<=[বর].)|{_NUKTA}))"
)
_CHUNK = re.compile(r"[^ \n]*")


def normalise(text: str, language: Language = "bn") -> str:
    """``text`` in the one spelling for storage; idempotent.

    Latin letters, quotes, ৳ and digits stay; so do the joiners of emoji and of other scripts. ``language="as"`` keeps
    Assamese: in conjuncts it writes ৰ where Bangla writes র.

    >>> normalise("উত্সব"), normalise("চঁাদ"), normalise("বিদু্যৎ"), normalise("ধমর্ীয়")
    ('উৎসব', 'চাঁদ', 'বিদ্যুৎ', 'ধর্মীয়')
    >>> [len(normalise(text)) for text in ("\\u09df", "\\u09af\\u09bc", "\\ufeffক")]
    [2, 2, 1]
    """
    if text.isascii() and text.isprintable():
        return text
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    if language != "bn":
        return "".join(map(_settled, _CHUNKS.findall(text), repeat(language)))
    done: list[str] = []
    position = 0
    while found := _SUSPECT.search(text, position):
        start = found.start()
        left = max(text.rfind(" ", position, start) + 1, text.rfind("\n", position, start) + 1, position)
        end = _CHUNK.match(text, start).end()  # type: ignore[union-attr]  # an empty chunk matches anywhere
        done += text[position:left], _settled(text[left:end], language)
        position = end
    done.append(text[position:])
    return "".join(done)


def explain(text: str, language: Language = "bn") -> Explanation:
    """What ``normalise`` does to ``text``, in steps; ``replay`` of the steps on ``text`` gives the same result.

    >>> explain("চঁাদ উত্সব").text
    'চাঁদ উৎসব'
    >>> [(step.rule, step.start, step.after) for step in explain("উত্সব").steps]
    [('khanda-ta', 1, 'ৎ')]
    """
    done: list[str] = []
    steps: list[Step] = []
    length = 0
    for chunk in _CHUNKS.findall(text):
        found: list[Step] = []
        done.append(_settle(chunk, language, found))
        steps += [replace(step, start=step.start + length) for step in found]
        length += len(done[-1])
    return Explanation("".join(done), tuple(steps))


def replay(text: str, steps: tuple[Step, ...]) -> str:
    """``text`` after ``steps``. Raises ``ValueError`` where a step does not fit the text.

    >>> replay("চঁাদ", explain("চঁাদ").steps)
    'চাঁদ'
    """
    for step in steps:
        end = step.start + len(step.before)
        if text[step.start : end] != step.before:
            raise ValueError(f"The step {step.rule} at {step.start} does not fit the text; replay it on the original.")
        text = text[: step.start] + step.after + text[end:]
    return text


@lru_cache(maxsize=4096)
def _short_settled(chunk: str, language: Language) -> str:
    return _settle(chunk, language)


def _settled(chunk: str, language: Language) -> str:
    return _short_settled(chunk, language) if len(chunk) < 64 else _settle(chunk, language)


def _settle(chunk: str, language: Language, steps: list[Step] | None = None) -> str:
    """``chunk`` after all rules, tried until none changes it; the steps are added to ``steps``.

    What does not settle in ``_ROUNDS`` is no text: only its invisible characters go, so that time stays linear.
    """
    first, others = rules(language)[:_FIRST], rules(language)[_FIRST:]
    visible = chunk = _round(chunk, first, steps)
    start = len(steps or ())
    for _ in range(_ROUNDS):
        before, chunk = chunk, _round(chunk, others, steps)
        if chunk == before:
            return chunk
    if steps:
        del steps[start:]
    return visible


def _round(chunk: str, tried: tuple[Rule, ...], steps: list[Step] | None) -> str:
    """``chunk`` after each of the rules ``tried`` once, then NFC."""
    for rule in tried:
        chunk = rule.pattern.sub(rule.put, chunk) if steps is None else _traced(chunk, rule, steps)
    if not is_normalized("NFC", chunk):
        before, chunk = chunk, normalize("NFC", chunk)
        if steps is not None:
            steps.append(Step("nfc", _NFC_WHY, 0, before, chunk))
    return chunk


def _traced(chunk: str, rule: Rule, steps: list[Step]) -> str:
    """``chunk`` after ``rule``, as ``sub`` gives it, with a step for every change."""
    done: list[str] = []
    length = position = 0
    for found in rule.pattern.finditer(chunk):
        new = found.expand(rule.put)
        if new == found[0]:
            continue
        done += chunk[position : found.start()], new
        start = length + found.start() - position
        length = start + len(new)
        position = found.end()
        steps.append(Step(rule.name, rule.why, start, found[0], new))
    return "".join(done) + chunk[position:]
