"""The files that pages ask for beside themselves: one stylesheet, one more for pages that few ask for, one for stories that
are more than news, one for what readers say, one with a script for live coverage, one script of islands, one more for stories
with a style of its own, one for the page of what a reader keeps, a style and one for the page on which notices are chosen, one
mark.

Each carries the hash of its bytes in its address and may be kept for ever.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache

from harkara.layout import cases, scale
from harkara.layout.lean import lean

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_MARGIN = re.compile(r"\n\s*")
_SPACE = re.compile(r" *([{};]|(?<=[\w-]):(?= )|,(?= ))\s*")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file under ``/assets/``: its plain name, its address with the hash, its type and its bytes."""

    name: str
    href: str
    content_type: str
    body: bytes


CSS, JS = "text/css; charset=utf-8", "text/javascript; charset=utf-8"

TALK = "talk.css"

ALERTS = "alerts.css", "alerts.js"
"""What only the page asks for on which notices are chosen."""

LIVE = "live.css", "live.js"
"""What only live coverage and results need."""

FACE = "FACE"
"""What stands in a style or a script for the address of the face of headlines."""

ISLANDS, TELLING, STYLE = "ISLANDS", "TELLING", "STYLE"
"""The same for the script of islands, which pages ask for when they stand, for that of stories, which islands ask for, and for
the style of what that one shows.
"""


@cache
def face() -> Asset:
    """The face of headlines (``faces/OFL.txt``), which pages ask for only where they have it already."""
    return _made("headline.woff2", "font/woff2", (cases.ROOM / "faces" / "headline.woff2").read_bytes())


SUGGEST, QUOTE, SHARE, ASKING = "SUGGEST", "QUOTE", "SHARE", "ASKING"
"""The same for the scripts of suggestions, of quotes, of handing a story on, and for the style of the question for consent."""


@cache
def suggest() -> Asset:
    """The script that finds suggestions, fetched when a reader comes to a search box."""
    return _asked("suggest.js", "search/search.asked.js")


@cache
def quote() -> Asset:
    """The script that offers quotes, fetched when a reader selects words of a story."""
    return _asked("quote.js", "quote/quote.asked.js")


@cache
def share() -> Asset:
    """The script that hands a story on, fetched when a reader comes near; it says its words itself."""
    say: dict[str, str] = cases.table("wording")["say"]
    said = json.dumps({"done": say["copied"], "more": say["quote_share"]}, ensure_ascii=False)
    script = (cases.COMPONENTS / "share" / "share.asked.js").read_text("utf-8")
    return _asset("share.js", JS, f"const SAY={said};\n" + lean(script))


@cache
def asking() -> Asset:
    """The style of the question for consent, fetched when it is asked."""
    return _asset("asking.css", CSS, _thin((cases.COMPONENTS / "consent" / "consent.asked.css").read_text("utf-8")))


@cache
def consent() -> Asset:
    """The script that asks for consent, fetched where the paper would tell somebody outside."""
    script = lean((cases.COMPONENTS / "consent" / "consent.asked.js").read_text("utf-8"))
    return _asset("consent.js", JS, script.replace(ASKING, asking().href))


@cache
def assets() -> tuple[Asset, ...]:
    """All assets of this version of the layout."""
    return (
        _asset("paper.css", CSS, stylesheet()),
        _asset("apart.css", CSS, stylesheet_apart()),
        _asset("kinds.css", CSS, stylesheet_of_kinds()),
        _asset("telling.css", CSS, stylesheet_telling()),
        _asset(TALK, CSS, stylesheet_of_talk()),
        _asset(LIVE[0], CSS, stylesheet_of_live()),
        _asset(LIVE[1], JS, script_of_live()),
        _asset("islands.js", JS, islands()),
        _asset("saved.js", JS, _script("offline/offline.page.js")),
        _asset("alerts.css", CSS, _thin((cases.COMPONENTS / "alerts" / "alerts.page.css").read_text("utf-8"))),
        _asset("alerts.js", JS, _script("alerts/alerts.page.js")),
        suggest(),
        quote(),
        share(),
        asking(),
        consent(),
        _asset("telling.js", JS, telling()),
        _asset("mark.svg", "image/svg+xml", (cases.COMPONENTS / "document" / "mark.svg").read_text("utf-8")),
        face(),
    )


def href(name: str) -> str:
    """The address of the asset called ``name``. Raises ``KeyError`` where there is none."""
    for asset in assets():
        if asset.name == name:
            return asset.href
    raise KeyError(name)


def stylesheet() -> str:
    """The type scale, then every component's style, in order, without comments and margins."""
    return _thin(scale.css() + "\n" + cases.text(".css")).replace(FACE, face().href)


def stylesheet_apart() -> str:
    """The style that only some kinds of page need, search and calendars: readers of stories do not fetch it."""
    return _thin(cases.text(".apart.css"))


def stylesheet_of_kinds() -> str:
    """The style of stories that are more than news: readers of news do not fetch it."""
    return _thin(cases.text(".kinds.css"))


def stylesheet_telling() -> str:
    """The style of what only the script of stories shows, which fetches it then."""
    return _thin(cases.text(".telling.css"))


def stylesheet_of_talk() -> str:
    """The style of what readers say, fetched with it; no browser keeps that."""
    return _thin(cases.text(".talk.css"))


def stylesheet_of_live() -> str:
    """The style of live coverage, and of scores and tables of results."""
    return _thin(cases.text(".live.css"))


def script_of_live() -> str:
    """The script of live coverage and polls, each part in braces of its own."""
    return lean("".join("{\n" + path.read_text("utf-8") + "}\n" for path in cases.files(".live.js")))


def telling() -> str:
    """The script of story pages beside the islands, a module: listening, what fetches quoting, what was read, what readers
    said.
    """
    script = lean(cases.text(".telling.js"))
    return script.replace(QUOTE, quote().href).replace(STYLE, _asset("telling.css", CSS, stylesheet_telling()).href)


def islands() -> str:
    """The loader of islands with every island inside it: one module, so that nothing of it is global. Pages ask for it when
    they stand, after the picture at their head (``document.inline.js``).
    """
    parts = [(cases.COMPONENTS / "document" / "loader.js").read_text("utf-8")]
    parts += ["{\n" + path.read_text("utf-8") + "}\n" for path in cases.files(".island.js")]
    whole = "".join(parts) + "wake(document);\n"
    named = {
        FACE: face(),
        SUGGEST: suggest(),
        SHARE: share(),
        TELLING: _asset("telling.js", JS, telling()),
    }
    script = lean(whole)
    for name, asset in named.items():
        script = script.replace(name, asset.href)
    return script


def worker(zone: str) -> str:
    """The worker that keeps in the reader's browser what was read. ``zone`` is the paper's (IANA name)."""
    say: dict[str, str] = cases.table("wording")["say"]
    later = (suggest(), quote(), share(), asking(), consent())
    asked = (face().name, TALK, *LIVE, *ALERTS, *(one.name for one in later))
    house = {
        "zone": zone,
        "copy": say["kept_copy"],
        "files": ["/look.css", *(one.href for one in assets() if one.name not in asked)],
    }
    return f'"use strict";\nconst HOUSE = {json.dumps(house, ensure_ascii=False)};\n' + _script(
        "offline/offline.worker.js"
    )


def no_worker() -> str:
    """What stands in its place where the paper lets nothing be kept."""
    return _script("offline/offline.none.js")


def alerts_worker(key: str, icon: str) -> str:
    """The worker that shows notices. ``key`` is the paper's public one, ``icon`` the address of what stands beside a notice."""
    words: dict[str, str] = cases.table("wording")["alerts"]
    house = {"key": key, "icon": icon, "title": words["title"], "unread": words["unread"]}
    script = _script("alerts/alerts.worker.js")
    return f'"use strict";\nconst HOUSE = {json.dumps(house, ensure_ascii=False)};\n{script}'


def inline_scripts() -> tuple[str, ...]:
    """The scripts that stand in every page's head, exactly as they are printed there."""
    scripts = (path.read_text("utf-8").strip() for path in cases.files(".inline.js"))
    return tuple(script.replace(FACE, face().href).replace(ISLANDS, href("islands.js")) for script in scripts)


@cache
def script_beside() -> str:
    """The script that stands beside a headline which is tested against others, exactly as it is printed there."""
    return lean((cases.COMPONENTS / "teaser" / "teaser.beside.js").read_text("utf-8")).strip()


@cache
def lite_style() -> str:
    """The style that stands in every lite page, exactly as it is printed there."""
    return _thin((cases.COMPONENTS / "lite" / "lite.page.css").read_text("utf-8")).strip()


@cache
def space_style() -> str:
    """The style that stands in what is shown in a place for advertising."""
    return _thin((cases.COMPONENTS / "space" / "space.page.css").read_text("utf-8")).strip()


@cache
def space_script() -> str:
    """The script that stands in what is sold in a place for advertising, exactly as it is printed there."""
    return lean((cases.COMPONENTS / "space" / "space.pick.js").read_text("utf-8")).strip()


@cache
def measure_script() -> str:
    """The script that stands in the frame which tells those outside, exactly as it is printed there."""
    return lean((cases.COMPONENTS / "consent" / "consent.measure.js").read_text("utf-8")).strip()


@cache
def embed_style() -> str:
    """The style that stands in what other sites show of a story."""
    return _thin((cases.COMPONENTS / "embed" / "embed.page.css").read_text("utf-8")).strip()


def _asked(name: str, path: str) -> Asset:
    """A script that pages fetch when a reader does something that needs it."""
    return _asset(name, JS, lean((cases.COMPONENTS / path).read_text("utf-8")))


def _script(path: str) -> str:
    """A script that one page alone asks for, or a worker."""
    return lean((cases.COMPONENTS / path).read_text("utf-8"))


def _thin(style: str) -> str:
    """``style`` without comments, margins and the spaces that mean nothing."""
    style = _MARGIN.sub("\n", _COMMENT.sub("", style)).strip()
    return _SPACE.sub(r"\1", style).replace(";}", "}") + "\n"


def _asset(name: str, content_type: str, text: str) -> Asset:
    return _made(name, content_type, text.encode())


def _made(name: str, content_type: str, body: bytes) -> Asset:
    stem, _, ending = name.partition(".")
    return Asset(name, f"/assets/{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{ending}", content_type, body)
