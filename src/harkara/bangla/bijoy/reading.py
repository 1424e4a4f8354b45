"""Bijoy to Unicode: put the glyphs of SutonnyMJ, stored in the order of the eye, into the order of speech."""

import unicodedata

from harkara.bangla.bijoy import glyphs as g

_BASES = g.LETTERS.keys() | g.SYLLABLES.keys() | g.HALVES.keys()
_JOINED = _BASES | g.LOW.keys() | {g.REPH_GLYPH}
_BELOW_OF_L = set("cjkMeKfd¤")
_BESIDE_DEEP = set("iªÖ«¬\u00ad−Îµåø")
_O = "\N{BENGALI VOWEL SIGN E}\N{BENGALI VOWEL SIGN AA}"
_LONGEST = 24
"""Characters after which a syllable ends whatever follows: no word comes near, and time stays linear."""
_SIGNS = "".join(sorted(set("".join(g.BEFORE.values()) + "".join(g.AFTER.values()))))


def to_unicode(text: str) -> str:
    """Return ``text``, all of it Bijoy, in Unicode (NFC). Unicode Bangla in it stays; so do characters no glyph has.

    CP1252, Latin-1 and symbol-font forms of a glyph are all read. Never raises; linear in the length of ``text``.

    >>> to_unicode("eZ©gvb A_©‰bwZK ag©xq Pvu`v wLª÷vã")
    'বর্তমান অর্থনৈতিক ধর্মীয় চাঁদা খ্রিস্টাব্দ'
    """
    source = text.translate(g.WINDOWS)
    pieces: list[str] = []
    index = 0
    while index < len(source):
        syllable = _Syllable(source, index)
        if syllable.end > index:
            pieces.append(syllable.text())
            index = syllable.end
        else:
            pieces.append(_alone(source, index))
            index += 1
    return unicodedata.normalize("NFC", "".join(pieces))


def _alone(source: str, index: int) -> str:
    """What a character means that begins no syllable."""
    glyph = source[index]
    for part in (g.MARKS, g.SIGNS):
        if glyph in part:
            return part[glyph]
    if glyph == g.REPH_GLYPH:
        return g.REPH
    if glyph == g.HASANTA_GLYPH and index and source[index - 1] in _JOINED:
        return g.HASANTA + (g.NON_JOINER if _deliberate(source, index) else "")
    if glyph in g.LOW and glyph not in "‘’—^":
        return g.HASANTA + g.LOW[glyph]
    if glyph in g.AFTER and glyph not in "“–":
        return g.AFTER[glyph]
    return glyph


def _deliberate(source: str, index: int) -> bool:
    """Whether the hasanta at ``index`` was typed to keep two letters apart that the face could have joined."""
    after = index + 1 + (source[index + 1 : index + 2] in g.BEFORE)
    first, second = source[index - 1 : index], source[after : after + 1]
    if second not in _BASES or second == "":
        return False
    left = g.LETTERS.get(first, g.HALVES.get(first, "  "))
    right = g.LETTERS.get(second) or g.SYLLABLES.get(second) or g.HALVES[second]
    return g.joinable(g.single(left)[-1], g.single(right)[0])


class _Syllable:
    """One syllable read from ``source`` at ``start``; ``end`` equals ``start`` when none begins there."""

    def __init__(self, source: str, start: int) -> None:
        self.source = source
        self.index = start
        self.signs = ""
        self.body = ""
        self.reph = False
        self.tail = ""
        self.end = start
        self._before()
        if self._vowel() or self._base():
            self._behind()
            self.end = self.index
        elif self.signs:
            self.end = self.index

    def text(self) -> str:
        """The syllable in the order of speech."""
        signs = self.signs
        if len(signs) > 1 and signs[0] == _O[0]:
            signs = unicodedata.normalize("NFC", signs)
        return (g.REPH if self.reph else "") + self.body + signs + self.tail

    def _glyph(self) -> str:
        return self.source[self.index] if self.index < len(self.source) else ""

    def _before(self) -> None:
        if self._glyph() in g.BEFORE:
            self.signs = g.BEFORE[self._glyph()]
            self.index += 1

    def _vowel(self) -> bool:
        glyph = self._glyph()
        if glyph not in g.VOWELS:
            return False
        self.index += 1
        if glyph == "A" and self._glyph() == "v":
            self.index += 1
            self.body = "আ"
        else:
            self.body = g.VOWELS[glyph]
        self._low()
        return True

    def _base(self) -> bool:
        """Half forms, a letter, low forms; at least one letter must come of it."""
        start = self.index
        while self._half() and len(self.body) < _LONGEST:
            self.body += g.HALVES[self._glyph()] + g.HASANTA
            self.index += 1
        glyph = self._glyph()
        if self.body and glyph in g.LOW:
            pass
        elif self.body and glyph == "Í":
            self._take("ত")
        elif glyph == "Y" and self._heavy():
            self._take("ণ" + g.HASANTA + "ঢ")
            self.index += 1
        elif glyph in g.LETTERS:
            self._take(self._letter(glyph))
        elif glyph in g.SYLLABLES:
            value = g.SYLLABLES[glyph]
            self._take(value[:-1])
            self.signs += value[-1]
        elif not self.body:
            self.index = start
            return False
        self._low()
        return True

    def _half(self) -> bool:
        glyph = self._glyph()
        if glyph != "”":
            return glyph in g.HALVES
        return self.source[self.index + 1 : self.index + 2] in set("PQT¡¨ª")

    def _heavy(self) -> bool:
        """Whether ``YX`` is ণ্ঢ, for which the face has no glyph (ষণ্ঢ), not two letters as in প্রাণঢালা."""
        after = self.source[self.index + 1 : self.index + 3]
        return after[:1] == "X" and (bool(self.signs) or not after[1:].strip())

    def _take(self, value: str) -> None:
        self.body += value
        self.index += 1

    def _letter(self, glyph: str) -> str:
        if glyph == "ÿ":
            before = self.source[self.index - 1 : self.index]
            alone = not before.strip() and not self.source[self.index + 1 : self.index + 2].strip()
            return "ড়্গ" if before == "L" or alone else g.LETTERS[glyph]
        return g.LETTERS[glyph]

    def _low(self) -> None:
        """Low forms join the letter before; a few glyphs are low forms only after certain others."""
        while self.index < len(self.source) and len(self.body + self.signs + self.tail) < _LONGEST:
            glyph, before = self.source[self.index], self.source[self.index - 1]
            if glyph == "ø" and before in _BELOW_OF_L:
                value = "ল"
            elif glyph in "‘’—" and before not in g.HALVES:
                return
            elif glyph == "œ" and before == "n":
                value = "ণ"
            elif glyph == "è" and before == "K":
                value = "ন"
            elif glyph in g.LOW:
                value = g.LOW[glyph]
            else:
                return
            if value[-1] in _SIGNS:
                self.signs += value[-1]
                value = value[:-1]
            if glyph == "¨" and self.body == "র":
                self.body += g.JOINER
            self.body += value if self.body.endswith(g.HASANTA) else g.HASANTA + value
            self.index += 1

    def _behind(self) -> None:
        """Reph, vowel signs and marks behind the letter, in whatever order they were typed."""
        while self.index < len(self.source) and len(self.body + self.signs + self.tail) < _LONGEST:
            glyph, before = self.source[self.index], self.source[self.index - 1]
            if glyph == g.REPH_GLYPH and not self.reph:
                self.reph = True
            elif glyph == "æ" and before in _BESIDE_DEEP:
                self.signs += "ু"
            elif glyph == "–" and before != "o":
                return
            elif glyph in g.AFTER and not self.signs.endswith(g.AFTER[glyph]):
                self.signs += g.AFTER[glyph]
            elif glyph in "stu":
                self.tail += g.MARKS[glyph]
            elif glyph == "¨" and self.signs and not self.tail:
                self.body += g.HASANTA + "য"
            else:
                return
            self.index += 1
