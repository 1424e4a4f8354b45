"""Faces: a line of text in two faces, Bangla letters in one and all others in the other, on one baseline.

The files are the layout's own (``layout/faces``), so a card looks the same on every machine. A letter that neither face
has is left out: an empty box tells readers nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from PIL import ImageFont, features

from harkara.layout import cases

BANGLA: Final = (
    "\u0964\u0965\u0980-\u0983\u0985-\u098b\u098f\u0990\u0993-\u09a8\u09aa-\u09b0\u09b2\u09b6-\u09b9\u09bc-\u09c3"
    "\u09c7\u09c8\u09cb-\u09ce\u09d7\u09dc\u09dd\u09df\u09e6-\u09ef\u09f3\u200c\u200d"
)
LATIN: Final = (
    "\u0020-\u007e\u00a0-\u017f\u2010-\u2015\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030"
    "\u2032\u2033\u2039\u203a\u20ac\u2122"
)
"""The letters that all faces have, as ``make-headline`` and ``make-cards`` in ``layout/faces`` take them."""

RUN: Final = re.compile(f"(?P<bangla>[{BANGLA}]+(?: +[{BANGLA}]+)*)|(?P<latin>[{LATIN}]+?(?=[{BANGLA}]|$|[^{LATIN}]))")
UNKNOWN: Final = re.compile(f"[^{BANGLA}{LATIN}]+")
BLANK: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Face:
    """A pair of files, and the size of the other letters beside Bangla ones."""

    bangla: str
    latin: str
    beside: float


def face(style: str, part: str) -> Face:
    """The face of ``part`` (``headline``, ``bold``, ``plain``) in a paper whose headlines are ``serif`` or ``sans``."""
    return Face(**table()["face"][style][part])


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """``layout/cards.toml``."""
    return cases.table("cards")


def is_able() -> bool:
    """Whether Pillow shapes Bangla here: without Raqm signs stand on the wrong side of their letters."""
    return bool(features.check("raqm"))


@lru_cache(maxsize=96)
def font(file: str, size: int) -> ImageFont.FreeTypeFont:
    """A face in a size, in pixels. Raises ``LookupError`` where Raqm is missing."""
    if not is_able():
        raise LookupError(
            "Pillow has no Raqm here: install libraqm and libfribidi, else Bangla is drawn in the wrong order."
        )
    path = str(cases.ROOM / "faces" / file)
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


def tidy(text: str) -> str:
    """``text`` without what the faces lack and without blanks that say nothing."""
    return BLANK.sub(" ", UNKNOWN.sub(" ", BLANK.sub(" ", text).replace("\N{MINUS SIGN}", "–"))).strip()


def lacking(text: str) -> str:
    """The letters of ``text`` that no face has, each once."""
    return "".join(dict.fromkeys("".join(UNKNOWN.findall(BLANK.sub(" ", text)))))


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a tidy ``text`` that are set in one face, each with whether that is the Bangla one."""
    for found in RUN.finditer(text):
        yield found[0], found.lastgroup == "bangla"


@dataclass(frozen=True, slots=True)
class Setting:
    """A face in a size."""

    face: Face
    size: int

    def parts(self, text: str) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
        """The runs of ``text``, each with its font."""
        for run, is_bangla in runs(text):
            size = self.size if is_bangla else max(1, round(self.size * self.face.beside))
            yield run, font(self.face.bangla if is_bangla else self.face.latin, size)

    def width(self, text: str) -> float:
        """How far ``text`` advances, in pixels."""
        return sum(set_in.getlength(run, language="bn") for run, set_in in self.parts(text))

    def write(self, draw: Any, at: tuple[float, float], text: str, colour: str) -> float:
        """Draws ``text`` with its baseline at ``at`` and returns where it ends."""
        across, down = at
        for run, set_in in self.parts(text):
            draw.text((across, down), run, font=set_in, fill=colour, anchor="ls", language="bn")
            across += set_in.getlength(run, language="bn")
        return across
