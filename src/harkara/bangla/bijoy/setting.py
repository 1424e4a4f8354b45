"""Unicode to Bijoy: set Bangla in the glyphs of SutonnyMJ, for pages that are still made up in it."""

import re

from harkara.bangla.bijoy import glyphs as g

_C = "[ক-নপ-রলশ-হ\u09dc\u09dd\u09df]"
_SYLLABLE = re.compile(
    rf"(?P<reph>র{g.HASANTA}(?={_C}))?"
    rf"(?P<body>{_C}(?:(?:(?<=র)[{g.JOINER}{g.NON_JOINER}])?{g.HASANTA}{_C})*|[অ-ঋএঐওঔ](?:{g.HASANTA}য)?)"
    rf"(?P<sign>[া-ৄেৈোৌৗ]*)"
)
_VOWELS = {value: glyph for glyph, value in g.VOWELS.items()} | {"আ": "Av"}
_BEFORE = {"ি": "w", "ে": "‡", "ৈ": "‰", "ো": "‡", "ৌ": "‡"}
_FIRST = {"‡": "†", "‰": "ˆ"}
_AFTER = {"া": "v", "ী": "x", "ো": "v", "ৌ": "Š", "ৗ": "Š"}
_PLAIN = {value: glyph for part in (g.MARKS, g.SIGNS) for glyph, value in part.items()} | {
    g.HASANTA: g.HASANTA_GLYPH,
    g.NON_JOINER: "",
    g.JOINER: "",
}
_BANGLA = re.compile(r"[\u0980-\u09FF\u200C\u200D]")


def to_bijoy(text: str) -> str:
    """Return ``text`` with its Bangla, digits, danda, ৳, curly quotes and dashes as SutonnyMJ stores them (CP1252).

    Everything else stays; Latin letters must be put in another face by the caller, as on any Bijoy page.
    Never raises; linear in the length of ``text``.

    >>> to_bijoy("বর্তমান অর্থনৈতিক ধর্মীয় চাঁদা খ্রিষ্টাব্দ")
    'eZ©gvb A_©‰bwZK ag©xq Pvu`v wLªóvã'
    """
    source = g.single(text)
    pieces: list[str] = []
    index = 0
    while index < len(source):
        match = _SYLLABLE.match(source, index)
        if match is None:
            pieces.append(_PLAIN.get(source[index], source[index]))
            index += 1
            continue
        first = index == 0 or not _BANGLA.match(source[index - 1])
        body = _body(match["body"])
        pieces.append(_signed(body, match["sign"], g.REPH_GLYPH if match["reph"] else "", first))
        index = match.end()
    return "".join(pieces)


def _reach(parts: list[str], start: int) -> int:
    """Return where the longest conjunct with a glyph of its own ends; one that cuts another in two gives way to it."""
    for end in range(min(len(parts), start + 3), start + 1, -1):
        if g.HASANTA.join(parts[start:end]) in g.CONJUNCTS:
            cut = end < len(parts) and g.HASANTA.join(parts[end - 1 : end + 1]) in g.CONJUNCTS
            if not (cut and end == start + 2 and parts[end] not in g.LOW_FORMS and parts[start] in g.HALF_FORMS):
                return end
    return start + 1


def _body(letters: str) -> str:
    """Set the consonants of a syllable, or its vowel, in glyphs."""
    if letters[0] in _VOWELS:
        return _VOWELS[letters[0]] + ("¨" if len(letters) > 1 else "")
    parts = [part.strip(g.JOINER + g.NON_JOINER) for part in letters.split(g.HASANTA)]
    glyphs, index = "", 0
    while index < len(parts):
        end = _reach(parts, index)
        found = g.CONJUNCTS[g.HASANTA.join(parts[index:end])]
        low = g.LOW_FORMS.get(parts[index])
        if index and low and end == index + 1:
            found = "−" if glyphs.endswith("¯c") and parts[index] == "ল" else low.choose(glyphs[-1])
        elif index and glyphs[-1] not in g.HALVES:
            found = g.HASANTA_GLYPH + found
        half = g.HALF_FORMS.get(parts[index])
        if half and end == index + 1 < len(parts) and parts[end] not in g.LOW_FORMS and not (index and low):
            found = found[:-1] + half
        glyphs += found
        index = end
    return glyphs


def _signed(body: str, signs: str, reph: str, first: bool) -> str:
    """Put the vowel signs around the set letters; a few letters are drawn together with theirs."""
    front = back = ""
    if signs and not reph and (joined := _SYLLABLES.get((body, signs[0]))):
        body, signs = joined, signs[1:]
    for sign in signs:
        if sign in _BEFORE:
            front += _FIRST.get(_BEFORE[sign], _BEFORE[sign]) if first else _BEFORE[sign]
        if sign in g.SIGN_FORMS:
            back += g.SIGN_FORMS[sign].choose(body[-1])
        elif sign in _AFTER:
            back += _AFTER[sign]
    apart, hasanta, joined = body.rpartition(g.HASANTA_GLYPH)
    return apart + hasanta + front + joined + reph + back


_SYLLABLES = {(g.CONJUNCTS[value[0]], value[1]): glyph for glyph, value in g.SYLLABLES.items()} | {
    ("š—", "ু"): "š‘",
    ("¯—", "ু"): "¯‘",
}
