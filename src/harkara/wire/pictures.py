"""The pictures of a page: their addresses, captions and credits. Nothing is copied."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from harkara.bangla.clean import normalise
from harkara.wire.body import Sheet
from harkara.wire.dispatch import Picture
from harkara.wire.said import Said
from harkara.wire.typeset import Image, Layout
from harkara.wire.votes import key
from harkara.wire.wording import pattern

MOST = 40
"""Pictures of a page that are listed."""

_SMALL = 90
_DECOR = re.compile(
    r"logo|icon|avatar|gravatar|sprite|blank|pixel|placeholder|spacer|button|loader|loading|advert|banner|1x1",
    re.IGNORECASE,
)
_CREDIT = pattern(
    r"^(?P<caption>.*?)[\s।|(\[–—-]*(?P<credit>(?:(?:ছবি|ফটো|আলোকচিত্র|সৌজন্য|গ্রাফিকস?|photo|image)\s*[:ঃ]\s*(?P<who>.{2,60}?))|"
    r"(?:নিজস্ব|ফাইল|প্রতীকী|সংগৃহীত) (?:চিত্র|ছবি)|সংগৃহীত)[\s।)\]]*$",
    re.IGNORECASE,
)


def find(layout: Layout, told: Said, head: int | None, body: list[int], sheet: Sheet, base: str) -> list[Picture]:
    """Return the pictures that stand with the story, and the one that the page shows elsewhere in its name."""
    found: dict[str, Picture] = {}
    for image in _with_story(layout, head, body):
        address = next((full for source in image.sources if (full := absolute(base, source))), "")
        if not address or _DECOR.search(urlsplit(address).path + image.names):
            continue
        caption, credit = _words(layout, image, sheet)
        if not caption and image.alt and key(image.alt) != key(layout.pieces[head].text if head is not None else ""):
            caption = normalise(image.alt)
        found.setdefault(_name(address), Picture(address, caption, credit, image.width, image.height))
    for source in told.pictures[:3]:
        address = absolute(base, source)
        if address and _name(address) not in found and not _DECOR.search(urlsplit(address).path) and not found:
            found[_name(address)] = Picture(address)
    return list(found.values())[:MOST]


def split_credit(text: str) -> tuple[str, str]:
    """Return a caption without its credit, and the credit.

    >>> split_credit("ঘাটে নৌকা। ছবি: সংগৃহীত")
    ('ঘাটে নৌকা', 'সংগৃহীত')
    """
    match = _CREDIT.match(text[:600])
    if not match:
        return text, ""
    return match["caption"].strip(" ।|"), (match["who"] or match["credit"]).strip()


def absolute(base: str, source: str) -> str:
    """Return the whole address of ``source`` on the page at ``base``; empty for what is no address of the web."""
    try:
        address = urljoin(base, source.strip())
        parts = urlsplit(address)
    except ValueError:
        return ""
    is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    if not base and not parts.scheme:
        is_web = bool(parts.path) and not re.search(r"[\s<>\"]", address)
    return address if is_web and len(address) <= 2000 else ""


def _with_story(layout: Layout, head: int | None, body: list[int]) -> Iterator[Image]:
    top = head if head is not None else max(0, body[0] - 6)
    for image in layout.images:
        is_large = min(image.width or 999, image.height or 999) > _SMALL
        reach = body[-1] + (12 if image.figure else 1)
        if top <= image.place <= reach and is_large and not image.doubts:
            yield image


def _words(layout: Layout, image: Image, sheet: Sheet) -> tuple[str, str]:
    """Caption and credit: the words of its figure, or the captions directly below."""
    texts = [
        piece.text
        for piece in layout.pieces[max(0, image.place - 4) : image.place + 6]
        if image.figure and piece.figure == image.figure
    ]
    if not image.figure:
        for index in range(image.place, min(len(layout.pieces), image.place + 2)):
            if sheet.field(index) != "captions":
                break
            texts.append(layout.pieces[index].text)
    captions, credits_ = [], []
    for text in texts:
        caption, credit = split_credit(
            re.sub(r"^ছবির (?:উৎস|ক্যাপশান|ক্যাপশন)\s*,\s*", "ছবি: " if text.startswith("ছবির উৎস") else "", text)
        )
        captions += [caption] if caption else []
        credits_ += [credit] if credit else []
    return normalise(" ".join(dict.fromkeys(captions))), normalise(", ".join(dict.fromkeys(credits_)))


def _name(address: str) -> str:
    """What one picture in several sizes has in common: its file's name."""
    parts = urlsplit(address)
    return re.sub(r"-\d{2,4}x\d{2,4}(?=\.\w+$)", "", parts.path.rpartition("/")[2]) or address
