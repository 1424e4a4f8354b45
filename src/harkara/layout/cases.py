"""The type cases: where every file of a component lies, and in which order it is taken.

A component is a folder of ``components/``: a template ``NAME.html``, a style ``NAME.css`` (``NAME.apart.css`` where few
pages need it, ``NAME.kinds.css`` where stories of some kinds do, ``NAME.talk.css`` where comments are, ``NAME.live.css`` with
``NAME.live.js`` where live coverage and results are), an island ``NAME.island.js`` where it needs one, a script
``NAME.inline.js`` that must run before the first paint, a script ``NAME.telling.js`` and its style ``NAME.telling.css`` where
only stories need it, a script ``NAME.asked.js`` for what is fetched when a reader does something that needs it, a script
``NAME.beside.js`` that stands in the page beside what it changes before that is painted, and a sample ``NAME.sample.html``.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOM = Path(__file__).parent
COMPONENTS = ROOM / "components"

# The order of the stylesheet: what is general comes before what is special. A folder that is not named here is an
# error of the build (tests/layout/test_cases.py), so that no style is ever forgotten or taken twice.
ORDER = (
    "tokens",
    "face",
    "document",
    "masthead",
    "navigation",
    "breadcrumb",
    "picture",
    "teaser",
    "body",
    "textsize",
    "bar",
    "listen",
    "quote",
    "story",
    "kinds",
    "results",
    "live",
    "poll",
    "photos",
    "video",
    "proof",
    "package",
    "sources",
    "corrections",
    "changes",
    "letters",
    "where",
    "share",
    "follow",
    "rail",
    "newer",
    "talk",
    "front",
    "space",
    "embed",
    "listing",
    "profile",
    "about",
    "search",
    "calendar",
    "notice",
    "footer",
    "consent",
    "lite",
    "offline",
    "alerts",
    "relative",
    "print",
)


def files(suffix: str) -> tuple[Path, ...]:
    """The files ``NAME`` + ``suffix`` (``".css"``, ``".island.js"``) of all components that have one, in order."""
    paths = (COMPONENTS / name / f"{name}{suffix}" for name in ORDER)
    return tuple(path for path in paths if path.exists())


def text(suffix: str) -> str:
    """The files of :func:`files` joined into one text."""
    return "\n".join(path.read_text("utf-8") for path in files(suffix))


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of the room (``wording``, ``type-scale``) as a dictionary."""
    return tomllib.loads((ROOM / f"{name}.toml").read_text("utf-8"))


def every_file() -> tuple[Path, ...]:
    """All files that decide how a page looks, sorted: code, data, templates, styles, scripts; samples left out."""
    found = (
        path
        for path in ROOM.rglob("*")
        if path.suffix in {".py", ".toml", ".html", ".css", ".js", ".svg", ".png", ".woff2"}
    )
    return tuple(sorted(path for path in found if ".sample." not in path.name))
