"""WordPress' shortcodes and what its editors leave beside HTML, turned into HTML that ``blocks.read`` understands."""

import re
from collections.abc import Callable, Iterable
from html import escape, unescape
from typing import Final

from harkara.wire.moving.parcel import Dropped, Picture

Pictures = Callable[[tuple[str, ...]], Iterable[Picture]]
"""The pictures with these numbers at the origin; without numbers all that belong to the post."""

PLAYERS: Final = frozenset(
    (
        "audio",
        "video",
        "youtube",
        "vimeo",
        "soundcloud",
        "facebook",
        "twitter",
        "tweet",
        "instagram",
        "dailymotion",
        "embedyt",
    )
)
SHOWN_THERE: Final = re.compile(
    r"https?://(?:[a-z0-9-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com|facebook\.com|fb\.watch|twitter\.com|x\.com|instagram\.com"
    r"|dailymotion\.com|soundcloud\.com|tiktok\.com|ted\.com|flickr\.com|spotify\.com|wordpress\.tv|videopress\.com)/\S+"
)
"""Addresses that, alone on a line, WordPress shows as what stands there."""

_CODE = re.compile(
    r"\[(?P<escaped>\[)?(?P<name>[A-Za-z][A-Za-z0-9_-]{1,40})(?P<told>(?:\s[^\[\]]{0,2000})?)/?\](?P<closing>\])?"
)
_END = r"\[/%s\]"
_FIELD = re.compile(r"""([A-Za-z_-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))|"([^"]*)"|(\S+)""")
_ALONE = re.compile(r"^[ \t]*(https?://[^\s<>\"]+)[ \t]*\r?$", re.MULTILINE)
_IMAGE = re.compile(r"(?:<a\s[^>]*>\s*)?<img\s[^>]*>(?:\s*</a>)?", re.IGNORECASE)
_EMPTY_BLOCK = re.compile(r"<!--\s+wp:([a-z0-9/-]+)\s+(?:\{.*?\}\s+)?/-->", re.DOTALL)
_HIDDEN: Final = {"more", "nextpage", "spacer", "separator", "post-content"}
"""Blocks that are there for the look alone."""


def to_html(text: str, pictures: Pictures) -> tuple[str, list[Dropped]]:
    """``text`` with its shortcodes as HTML, and what of it does not come along."""
    dropped = [
        Dropped(f"block “{name}”", "It is made of other things of the old site when somebody asks for it.")
        for name in dict.fromkeys(_EMPTY_BLOCK.findall(text))
        if name not in _HIDDEN
    ]
    text = _ALONE.sub(lambda found: _player(found[1]) if SHOWN_THERE.fullmatch(found[1]) else found[0], text)
    done: list[str] = []
    end = 0
    while found := _CODE.search(text, end):
        done.append(text[end : found.start()])
        end = found.end()
        name, told = found["name"].lower(), found["told"] or ""
        if found["escaped"] and found["closing"]:
            done.append(found[0][1:-1])
            continue
        close = re.compile(_END % re.escape(found["name"]), re.IGNORECASE).search(text, end)
        inner = text[end : close.start()] if close else ""
        html = _known(name, told, inner, pictures)
        if html is not None:
            done.append(html)
            end = close.end() if close else end
        elif close is not None or "=" in told or "_" in name:
            dropped.append(Dropped(f"shortcode [{name}]", "Nobody here knows what it does; words within it are kept."))
            text = text[: close.start()] + text[close.end() :] if close else text
        else:
            done.append(found[0])
    return "".join([*done, text[end:]]), dropped


def _known(name: str, told: str, inner: str, pictures: Pictures) -> str | None:
    """The HTML of a shortcode that is known; ``None`` for another one."""
    fields, words = _fields(told)
    if name in ("caption", "wp_caption"):
        image = _IMAGE.search(inner)
        if image is None:
            return inner
        caption = fields.get("caption") or inner.replace(image[0], "")
        return f"\n\n<figure>{image[0]}<figcaption>{caption}</figcaption></figure>\n\n"
    if name in ("gallery", "playlist"):
        numbers = tuple(re.findall(r"[0-9]+", fields.get("ids") or fields.get("include") or ""))
        if name == "playlist" and fields.get("type", "audio") != "images":
            return None
        shown = "".join(
            f'<figure><img src="{escape(one.address)}" alt="{escape(one.alt)}"><figcaption>{escape(one.caption)}</figcaption></figure>'
            for one in pictures(numbers)
        )
        return f'\n\n<figure class="gallery">{shown}</figure>\n\n' if shown else None
    if name == "embed":
        return _player(unescape((fields.get("src") or inner or " ".join(words)).strip()))
    if name in PLAYERS:
        given = [
            fields[key]
            for key in ("src", "url", "mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "id")
            if fields.get(key)
        ]
        address = unescape((given or words or [inner.strip()])[0])
        if name in ("youtube", "embedyt") and re.fullmatch(r"[A-Za-z0-9_-]{11}", address):
            address = f"https://www.youtube.com/watch?v={address}"
        return _player(address) if address.startswith(("http", "/")) else None
    return None


def _player(address: str) -> str:
    return f'\n\n<iframe src="{escape(address)}"></iframe>\n\n'


def _fields(told: str) -> tuple[dict[str, str], list[str]]:
    fields: dict[str, str] = {}
    words: list[str] = []
    for found in _FIELD.finditer(unescape(told)):
        if found[1]:
            fields[found[1].lower()] = found[2] or found[3] or found[4] or ""
        elif word := found[5] or found[6]:
            words.append(word)
    return fields, words
