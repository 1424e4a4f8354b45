"""Scripts as they go out: without comments, margins and the spaces that mean nothing.

Line ends stay where a statement might end there, so that no semicolon is ever missed; a semicolon goes where a brace closes
after it. Names stay as they were written: who opens the script in a browser can read it.
"""

import re
from typing import Final

TOKEN: Final = re.compile(
    r"""
    (?P<text> `(?:\\.|[^`\\])*` | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' )
    | (?P<comment> //[^\n]* | /\*.*?\*/ )
    | (?P<pattern> (?<=[(,=:\[!&|?{};\n>])[ ]*/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]* )
    | (?P<line> \s*\n\s* )
    | (?P<space> [ \t]+ )
    | (?P<word> [\w$]+ )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
"""What a script is made of. A slash begins a pattern where a value is to come, else it divides."""

GOES_ON: Final = ("{", "(", "[", ",", ";")
"""After these no line end is needed."""

CLOSES: Final = ("}", ")", "]", "?", ":")
"""Nor before these: no statement begins with one, and a brace ends what stands before it."""


def lean(script: str) -> str:
    """``script`` as it goes out. A template literal must hold no other one.

    >>> lean("const a = 1; // why\\n\\nconst f = (b) => {\\n  return a / b;\\n};\\n")
    'const a=1;const f=(b)=>{return a/b};\\n'

    What does nothing (``while (next());``) must not stand last in braces: without its semicolon it is no script any more.
    """
    pieces: list[str] = []
    between = ""
    for found in TOKEN.finditer(script):
        kind, piece = found.lastgroup, found[0]
        if kind in ("comment", "space", "line"):
            between = "\n" if kind == "line" or between == "\n" else " "
            continue
        piece = piece.strip() if kind == "pattern" else piece
        if piece == "}" and pieces and pieces[-1] == ";":
            pieces.pop()
        elif pieces and between:
            pieces.append(_needed(pieces[-1], piece, between))
        pieces.append(piece)
        between = ""
    return "".join(pieces) + "\n"


def _needed(before: str, after: str, between: str) -> str:
    """What must stand between two pieces."""
    if between == "\n":
        return "" if before.endswith(GOES_ON) or after in CLOSES else "\n"
    words = re.match(r"[\w$]", before[-1]) and re.match(r"[\w$]", after[0])
    return " " if words or (before[-1] in "+-" and after[0] == before[-1]) else ""
