"""The marks of the style check that need no word list: digits, dandas, doubled words, spaces, look-alikes."""

import re
from collections.abc import Iterator

from harkara.bangla.clean import normalise
from harkara.bangla.style_finding import Finding, Style

__all__ = ["marks"]

LETTERS = "\u0985-\u09b9\u09ce\u09dc\u09dd\u09df"
SIGNS = "\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u200c\u200d"
_BANGLA = f"[{LETTERS}{SIGNS}]"
_TO_BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_TO_LATIN = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def _set(words: str) -> frozenset[str]:
    return frozenset(normalise(words).split())


_SHORT = _set("ড মো মোসা মোছা ডা অ্যাড প্রফে ইঞ্জি লি কো নং পৃ খ্রি হি বাং তাং জি এ বি সি এম এস কে আর টি পি এইচ ই ও জে এন এফ ডি")
_ONCE = _set("এবং কিন্তু অথবা যে থেকে জন্য ছিল ছিলেন হয়েছে হয়েছেন করেছেন করেছে একটি তার তাঁর তিনি ও হবে ছিলো বলেন জানান")
_MIXED = re.compile("[0-9০-৯]*(?:[0-9][০-৯]|[০-৯][0-9])[0-9০-৯]*")
_LATIN_NUMBER = re.compile(r"(?<![A-Za-z0-9০-৯._/@#:+-])[0-9]+(?:[.,:][0-9]+)*(?![A-Za-z0-9০-৯_/@-]|[.,:][0-9A-Za-z])")
_BANGLA_NUMBER = re.compile("[০-৯]+")
_BAR = re.compile(rf"(?<={_BANGLA})(?P<before>\s?)(?P<bar>\|\|?|\N{{BENGALI CURRENCY NUMERATOR FOUR}})(?=\s|$|[”’\"'])")
_STOP = re.compile(
    rf"(?P<word>(?<!{_BANGLA})(?<![.])[{LETTERS}]{_BANGLA}*)(?P<stop>\s*\.)(?=\s*$|\s+[{LETTERS}“‘\"'])", re.MULTILINE
)
_DOUBLED = re.compile(rf"(?<!{_BANGLA})([{LETTERS}]{_BANGLA}*)[ \t]+\1(?!{_BANGLA})")
_SPACE = re.compile(r"(?<=[^\s,;:।?!(\[{“‘«])[ \t\u00a0]+(?P<sign>[,;।!?])(?![।!?])")
_SPACES = re.compile(r"(?<=\S)[ \t\u00a0]{2,}(?=\S)")
_COLON = re.compile(rf"(?P<before>[{LETTERS}]{_BANGLA}*)(?P<colon>:)(?P<after>{_BANGLA}+)")
_VISARGA = _set(
    "দুঃখ দুঃখিত দুঃসময় দুঃসাহস দুঃস্থ দুঃস্বপ্ন নিঃশ্বাস নিঃস্ব নিঃসন্দেহে নিঃশর্ত নিঃসঙ্গ অতঃপর অন্তঃসত্ত্বা পুনঃ প্রাতঃ স্বতঃস্ফূর্ত"
)
_ZERO = re.compile(rf"(?P<before>[{LETTERS}]{_BANGLA}*)[০o0O](?P<after>[{LETTERS}]{_BANGLA}*)")
_LETTER_O = re.compile("(?<=[০-৯])[oO](?=[০-৯]|[^A-Za-z]|$)")


def marks(text: str, style: Style) -> Iterator[Finding]:
    """Every mark in ``text``, the weightier kinds first; they may overlap."""
    yield from _lookalikes(text)
    yield from _digits(text, style)
    yield from _dandas(text)
    yield from _doubled(text)
    yield from _spaces(text)


def _lookalikes(text: str) -> Iterator[Finding]:
    for match in _COLON.finditer(text):
        joined = f"{match['before']}ঃ{match['after']}"
        if any(normalise(joined).startswith(word) for word in _VISARGA):
            yield Finding(*match.span(), "lookalike", "কোলন নয়, বিসর্গ হবে", (joined,))
    for match in _ZERO.finditer(text):
        joined = f"{match['before']}ং{match['after']}"
        yield Finding(*match.span(), "lookalike", "শূন্য বা ও নয়, অনুস্বার হবে", (joined,))
    for match in _LETTER_O.finditer(text):
        yield Finding(*match.span(), "lookalike", "ইংরেজি অক্ষর নয়, শূন্য হবে", ("০",))


def _digits(text: str, style: Style) -> Iterator[Finding]:
    wanted = _TO_LATIN if style.digits == "latin" else _TO_BANGLA
    for match in _MIXED.finditer(text):
        yield Finding(*match.span(), "digits", "এক সংখ্যায় দুই রকম অঙ্ক", (match.group().translate(wanted),))
    if style.digits == "bangla" and re.search(_BANGLA, text):
        for match in _LATIN_NUMBER.finditer(text):
            yield Finding(*match.span(), "digits", "বাংলা অঙ্ক হবে", (match.group().translate(_TO_BANGLA),))
    if style.digits == "latin":
        for match in _BANGLA_NUMBER.finditer(text):
            yield Finding(*match.span(), "digits", "ইংরেজি অঙ্ক হবে", (match.group().translate(_TO_LATIN),))


def _dandas(text: str) -> Iterator[Finding]:
    for match in _BAR.finditer(text):
        put = "॥" if match["bar"] == "||" else "।"
        yield Finding(match.start(), match.end(), "danda", "দাঁড়ির বদলে অন্য চিহ্ন", (put,))
    for match in _STOP.finditer(text):
        if normalise(match["word"]) not in _SHORT:
            yield Finding(match.start("stop"), match.end("stop"), "danda", "বাংলা বাক্যের শেষে দাঁড়ি হবে", ("।",))


def _doubled(text: str) -> Iterator[Finding]:
    for match in _DOUBLED.finditer(text):
        if normalise(match[1]) in _ONCE:
            yield Finding(*match.span(), "doubled", "শব্দটি দুবার এসেছে", (match[1],))


def _spaces(text: str) -> Iterator[Finding]:
    for match in _SPACE.finditer(text):
        yield Finding(*match.span(), "space", "যতিচিহ্নের আগে ফাঁক হবে না", (match["sign"],))
    for match in _SPACES.finditer(text):
        yield Finding(*match.span(), "space", "একটির বেশি ফাঁক", (" ",))
