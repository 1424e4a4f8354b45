"""Tell Bijoy from what it is mixed with: Latin words, addresses, figures, text that is Unicode already."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from typing import Literal

from harkara.bangla import lexicon
from harkara.bangla.bijoy import glyphs as g
from harkara.bangla.bijoy.reading import to_unicode
from harkara.bangla.clean import normalise
from harkara.bangla.tables import table

Kind = Literal["bijoy", "latin", "unicode", "neutral"]

_EDGE = " "
_UNSEEN = 12
_MOST = 200
_SWITCH = 35
_ALIKE = -25
_LIKELIER = 5
_KNOWN = 60
_KNOWN_PAIR = 10
_UNKNOWN = -80
_UNKNOWN_CAPITALS = -400
_GLYPHS_ONLY = set("†‡ˆ‰Šƒ„Œ˜™š›œŸ¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÖÐ×Øßð÷øþÞÝÒÓÔÕÑ−")
_LABEL = r"[A-Za-z0-9-]{1,63}"
_ADDRESS = re.compile(
    r"(?:https?://|(?<![A-Za-z0-9.])www\.)[^\s\u0980-\u09ff]+"
    rf"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}@{_LABEL}(?:\.{_LABEL}){{1,6}}|[@#][A-Za-z][A-Za-z0-9_]{{2,60}}"
    rf"|(?<![A-Za-z0-9.-]){_LABEL}(?:\.{_LABEL}){{0,4}}\.(?:com|net|org|gov|edu|info|bd|in|io|co)\b(?:/[^\s]*)?"
)
_PLAIN = re.compile("[A-Za-z]+(?:[-'’][A-Za-z]+)*(?:-?[0-9]+)?")
_NUMBERED = re.compile(r"[0-9][0-9.,-]*-(?=[A-Za-z†‡])")
_FIGURES = re.compile(r"\d+(?:[t.,-]\d+)*[.,-]?")
_SPACE = re.compile(r"\s+")
_PIECE = re.compile(r"[^\s/()\[\]{}<>\"=,;:!?।|]+|.")
_BANGLA = re.compile(r"[\u0980-\u09ff]")


@dataclass(frozen=True)
class Run:
    """A stretch ``text[start:end]`` of one ``kind``; figures and punctuation are ``neutral`` only between kinds."""

    start: int
    end: int
    kind: Kind


def runs(text: str) -> list[Run]:
    """Return ``text`` cut into runs of one kind, in order, without gaps.

    >>> [(run.kind, "XvKv, AvMvg Reuters info@example.com ঢাকা"[run.start:run.end]) for run in
    ...  runs("XvKv, AvMvg Reuters info@example.com ঢাকা")]
    [('bijoy', 'XvKv, AvMvg '), ('latin', 'Reuters info@example.com '), ('unicode', 'ঢাকা')]
    """
    source = text.translate(g.WINDOWS)
    found: list[Run] = []
    start = 0
    for line in source.splitlines(keepends=True):
        found.extend(_line(line, start))
        start += len(line)
    return [
        Run(stretch[0].start, stretch[-1].end, kind)
        for kind, group in groupby(found, key=lambda run: run.kind)
        for stretch in [list(group)]
    ]


def mend(text: str) -> str:
    """Return ``text`` with its Bijoy runs in Unicode and everything else as it was.

    >>> mend("XvKvq e‡j‡Q Reuters, info@example.com")
    'ঢাকায় বলেছে Reuters, info@example.com'
    """
    return "".join(
        to_unicode(text[run.start : run.end]) if run.kind == "bijoy" else text[run.start : run.end]
        for run in runs(text)
    )


def is_bijoy(text: str) -> bool:
    """Return whether most of the letters of ``text`` stand in Bijoy runs: for a paste that is one or the other."""
    letters = {"bijoy": 0, "latin": 0, "unicode": 0, "neutral": 0}
    for run in runs(text):
        letters[run.kind] += sum(map(str.isalpha, text[run.start : run.end]))
    return letters["bijoy"] > letters["latin"] + letters["unicode"]


def _line(line: str, offset: int) -> list[Run]:
    """The runs of one line: every piece weighed, then the likeliest chain of kinds through them all."""
    pieces = list(_pieces(line))
    words = [line[start:end] for start, end, _ in pieces]
    kinds = _settle([_kind(word, piece[2]) for word, piece in zip(words, pieces, strict=True)])
    kinds = _neutral(words, _and(words, kinds))
    return [Run(offset + start, offset + end, kind) for (start, end, _), kind in zip(pieces, kinds, strict=True)]


def _pieces(line: str) -> list[tuple[int, int, bool]]:
    """Cut a line into pieces: addresses whole (marked), words, single marks, white space with the piece before."""
    cuts: list[tuple[int, int, bool]] = []
    place = 0
    for address in [*_ADDRESS.finditer(line), None]:
        stop = address.start() if address else len(line)
        while place < stop:
            match = _SPACE.match(line, place, stop) or _PIECE.match(line, place, stop)
            assert match is not None  # the patterns together match any character
            cuts.append((place, match.end(), False))
            place = match.end()
        if address:
            cuts.append((place, address.end(), True))
            place = address.end()
    return cuts


def _kind(piece: str, address: bool) -> "Kind | int":
    """A kind where it is certain; else the weight for Bijoy; ``neutral`` for what belongs to its neighbours."""
    if address:
        return "latin"
    if _BANGLA.search(piece):
        return "unicode"
    if _FIGURES.fullmatch(piece) or not any(letter.isalpha() or letter in _GLYPHS_ONLY for letter in piece):
        return "neutral"
    return weight(piece)


def weight(word: str) -> int:
    """Return how much ``word`` speaks for Bijoy (above 0) or for Latin writing (below), in tenths of a log-odd.

    Of a number with a word behind (``2020-Gi``: ২০২০-এর) the word speaks.
    """
    weights = _table()
    word = _NUMBERED.sub("", word.strip("'‘’“”.-"))
    if word in _latin()["alike"]:
        return _ALIKE
    padded = _EDGE + word + _EDGE
    known = weights.get("=" + word, 0)
    total = 0
    for index in range(1, len(padded)):
        gram = padded[max(0, index - 2) : index + 1]
        found = weights.get(gram, weights.get(gram[-2:]))
        if found is None:
            found = _UNSEEN if gram[-1] in _GLYPHS_ONLY or gram[-2] in _GLYPHS_ONLY else 0
        total += found
    return max(-_MOST, min(_MOST, _LIKELIER + known + (total // 2 if known else total) + _as_a_word(word)))


@lru_cache(maxsize=20_000)
def _as_a_word(word: str) -> int:
    """What it says for Bijoy that ``word``, read as Bijoy, is a word of the lexicon or none.

    Only words of plain letters ask (others show a glyph of Bijoy, or an accent), joined ones and those with a number
    behind by their parts (``GPT-4``). A pair of letters may be a Bangla word by chance (``in``, ``we``), a longer row
    hardly ever. The few Bangla words that are plain capitals (এক, এই, গত) are all in the lexicon, so capitals that are
    not are an abbreviation.
    """
    parts = [part for part in re.findall("[A-Za-z]+", word) if len(part) > 1] if _PLAIN.fullmatch(word) else []
    if not parts:
        return 0
    unknown = [part for part in parts if normalise(to_unicode(part)) not in lexicon.words()]
    if unknown:
        return _UNKNOWN_CAPITALS if any(part.removesuffix("s").isupper() for part in unknown) else _UNKNOWN
    return _KNOWN if max(map(len, parts)) > 2 else _KNOWN_PAIR


@cache
def _latin() -> dict[str, frozenset[str]]:
    """The lists of ``data/bijoy_latin.toml``."""
    return {name: frozenset(words) for name, words in table("bijoy_latin").items()}


@cache
def _table() -> dict[str, int]:
    lines = (files("harkara.bangla") / "data" / "bijoy_pairs.tsv").read_text(encoding="utf-8").split("\n")
    rows = (line.rsplit("\t", 1) for line in lines if "\t" in line and not line.startswith("# "))
    return {key: int(number) for key, number in rows}


def _settle(given: "list[Kind | int]") -> list[Kind]:
    """Choose Bijoy or Latin for every weighed piece so that weights less changes are greatest (Viterbi)."""
    best = {"bijoy": 0, "latin": 0}
    back: list[dict[str, str]] = []
    for piece in given:
        chosen = {}
        scores = {}
        for kind, other in (("bijoy", "latin"), ("latin", "bijoy")):
            stay = best[kind] >= best[other] - _SWITCH
            chosen[kind] = kind if stay else other
            scores[kind] = best[kind] if stay else best[other] - _SWITCH
        if isinstance(piece, int):
            scores["bijoy"] += piece
        back.append(chosen)
        best = scores
    state = "bijoy" if best["bijoy"] > best["latin"] else "latin"
    settled: list[Kind] = []
    for piece, chosen in zip(reversed(given), reversed(back), strict=True):
        settled.append(piece if isinstance(piece, str) else "bijoy" if state == "bijoy" else "latin")
        state = chosen[state]
    return settled[::-1]


def _and(words: list[str], kinds: list[Kind]) -> list[Kind]:
    """Settle every lone ``I`` beside Bijoy: it joins two names there (ও), unless a word that follows the English I does."""
    settled = list(kinds)
    spoken = [place for place, kind in enumerate(kinds) if kind != "neutral"]
    for at, place in enumerate(spoken):
        if words[place] != "I":
            continue
        before = settled[spoken[at - 1]] if at else "neutral"
        after = spoken[at + 1] if at + 1 < len(spoken) else None
        follows = "neutral" if after is None else kinds[after]
        if follows == "bijoy" or (before == "bijoy" and (after is None or words[after] not in _latin()["after_i"])):
            settled[place] = "bijoy"
    return settled


def _neutral(words: list[str], kinds: list[Kind]) -> list[Kind]:
    """Give marks and spaces the kind of the piece before them, figures that of both neighbours where they agree.

    Between Bijoy and something else figures stay as they are; at the edge of a line there is one neighbour only.
    """
    settled: list[Kind] = []
    after: list[Kind] = []
    following: Kind = "neutral"
    for kind in reversed(kinds):
        after.append(following)
        following = following if kind == "neutral" else kind
    for word, kind, ahead in zip(words, kinds, reversed(after), strict=True):
        behind = settled[-1] if settled else "neutral"
        if kind != "neutral":
            settled.append(kind)
        elif behind == "neutral" or (behind == "bijoy" and ahead not in ("bijoy", "neutral") and word[0].isdigit()):
            settled.append(ahead)
        else:
            settled.append(behind)
    return settled
