"""Walks through the newsroom as somebody, by every address that a screen names, and tells what is not in the language.

No browser: what scripts say comes from their catalogue (``test_foreign_words``), and what they are given stands in the
pages, where it is read, too.
"""

import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html as parser

from harkara.desk.screens.digits import AS_WRITTEN

SILENT = {*AS_WRITTEN, "noscript", "template"} - {"ins", "del"}
READ_ALOUD = ("title", "aria-label", "placeholder", "alt", "data-w-tooltip-content-value", "aria-description")
ADDRESS = re.compile(r"""/desk/[^\s"'<>\\\\)`,;&|]*(?:\?[^\s"'<>\\]*)?""")
NOT_A_SCREEN = re.compile(
    r"/(?:logout|sprite|jsi18n|preview|documents|api|styleguide|language)/|__|\{|%|\.\w+$|export="
)
PER_VIEW = 1

LATIN_LETTER = re.compile(r"[A-Za-z]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
BANGLA_WORD = re.compile(r"[\u0980-\u09e5\u09f0-\u09ff]{2,}")
LATIN_DIGIT = re.compile(r"\d", re.ASCII)
BANGLA_DIGIT = re.compile(r"[\u09e6-\u09ef]")
NOT_WORDS = re.compile(r"\S+@\S+|https?://\S+|\S*/\S*/\S*|\S+\.\w{2,4}\b")
"""Addresses, paths and endings of files."""

ALLOWED = {
    "bn": {
        "English": "the language that one can change to, in its own letters",
        "putin": "an example of what one may type to search for পুতিন",
        "Aegis": "the name of an application",
        "Google": "the name of a firm",
        "Authenticator": "the name of an application",
        "JPG": "the name of a format",
        "JPEG": "the name of a format",
        "PNG": "the name of a format",
        "GIF": "the name of a format",
        "WEBP": "the name of a format",
        "AVIF": "the name of a format",
    },
    "en": {
        "বাংলা": "the language that one can change to, in its own letters",
        "হরকরা": "the paper's and the program's name",
        "এসএটি": "an example of initials, which are Bangla",
        "অবস্থা": "Wagtail settles the name of this column when it starts, in the paper's language",
        "খুঁজুন": "as before, of the button of its choosers' search",
        "বেছে": "as before, of the head of its choosers (বেছে নিন)",
        "নিন": "as before",
    },
}


@dataclass(frozen=True, order=True)
class Slip:
    """A text in the wrong language: where it was read, and the whole of it."""

    screen: str
    text: str


@dataclass
class Walk:
    """What a walk has seen."""

    language: str
    screens: dict[str, int] = field(default_factory=dict)
    forms: dict[str, dict[str, str]] = field(default_factory=dict)
    slips: set[Slip] = field(default_factory=set)
    views: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def told(self) -> list[str]:
        """Each slip once, with the first screen it was read on."""
        first: dict[str, str] = {}
        for slip in sorted(self.slips):
            first.setdefault(slip.text, slip.screen)
        return [f"{text!r} on {screen}" for text, screen in sorted(first.items())]


def texts(page: str) -> Iterator[str]:
    """What is read on a screen, by eye or aloud."""
    if not page.strip():
        return
    tree = parser.fromstring(f"<div>{page}</div>" if "<html" not in page[:1000] else page)
    silent = set()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        outside = element.getparent() in silent or element.tag in SILENT
        if outside or ((element.get("lang") or "bn") != (tree.get("lang") or "bn") and element is not tree):
            silent.add(element)
        if element not in silent:
            yield from texts(element.text) if (element.text or "").lstrip().startswith("<") else [element.text or ""]
            yield from (element.get(name, "") for name in READ_ALOUD)
            if element.tag == "input" and element.get("type") in ("submit", "button"):
                yield element.get("value", "")
        if element.getparent() is not None and element.getparent() not in silent:
            yield element.tail or ""
    for script in tree.xpath("//script[@type='application/json' or @id]"):
        yield from _labels(json.loads(script.text or "null"))
    for props in tree.xpath("//@data-props | //@data-w-init-detail-value"):
        yield from _labels(json.loads(props))


def _labels(value: Any, name: str = "") -> Iterator[str]:
    """The texts in what a script is given: of the sidebar, for one."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _labels(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _labels(inner, name)
    elif isinstance(value, str) and name in ("label", "footer_text", "text", "title", "html"):
        yield from texts(value) if "<" in value else [value]


def slips(page: str, language: str, written: frozenset[str] = frozenset()) -> Iterator[str]:
    """The texts of a screen that are not in ``language``; ``written`` are words of people, which may be in any."""
    foreign, digit = (LATIN_WORD, LATIN_DIGIT) if language == "bn" else (BANGLA_WORD, BANGLA_DIGIT)
    for text in texts(page):
        plain = NOT_WORDS.sub(" ", text)
        words = {word for word in foreign.findall(plain) if word not in ALLOWED[language] and word not in written}
        numbers = [word for word in plain.split() if digit.search(word) and not LATIN_LETTER.search(word)]
        if words or numbers:
            yield " ".join(text.split())[:160]


def screens_in(answer: HttpResponse) -> str:
    """The markup of an answer, that inside JSON too; nothing for files."""
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("text/html"):
        return answer.content.decode()
    if kind.startswith("application/json"):
        said = json.loads(answer.content)
        return "\n".join(str(said[name]) for name in ("html", "form") if isinstance(said, dict) and name in said)
    return ""


def _addresses(page: str) -> list[str]:
    found = dict.fromkeys(ADDRESS.findall(html.unescape(html.unescape(page))))
    return [address for address in found if not NOT_A_SCREEN.search(address)]


def _view(address: str) -> str:
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return "none"
    query = ",".join(sorted(set(re.findall(r"[?&](\w+)=", address)) - {"p", "ordering", "next"}))
    return f"{match.view_name}?{query}"


def walk(
    client: Client, language: str, start: list[str], written: frozenset[str] = frozenset(), most: int = 400
) -> Walk:
    """Opens ``start`` and whatever the screens name, ``PER_VIEW`` addresses for each kind of screen."""
    seen = Walk(language)
    waiting = list(start)
    while waiting and len(seen.screens) < most:
        address = waiting.pop(0)
        if address in seen.screens or (address not in start and seen.views[_view(address)] >= PER_VIEW):
            continue
        seen.views[_view(address)] += 1
        answer = client.get(address)
        seen.screens[address] = answer.status_code
        look(seen, address, answer, written)
        if answer.status_code in (301, 302):
            waiting.append(answer["location"])
        else:
            page = screens_in(answer)
            waiting += _addresses(page)
            for action, fields in forms(page, address) if answer.status_code == 200 else ():
                seen.forms.setdefault(action, fields)
    return seen


def look(seen: Walk, name: str, answer: HttpResponse, written: frozenset[str] = frozenset()) -> None:
    """Notes the slips of one answer, and one that is a failure; what only a script is told (400) nobody reads."""
    if answer.status_code >= 500:
        seen.broken.append(f"{name}: {answer.status_code}")
    if answer.status_code == 400:
        return
    seen.slips |= {Slip(name, text) for text in slips(screens_in(answer), seen.language, written)}


def forms(page: str, address: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The forms of a screen that are posted, with what they send if every text in them is emptied."""
    if "<form" not in page:
        return
    tree = parser.fromstring(page)
    counts = [box for box in tree.xpath("//input[@name]") if box.get("name").endswith("_FORMS")]
    rows = {box.get("name"): box.get("value", "0") for box in counts}
    for form in tree.forms:
        if (form.get("method") or "get").lower() != "post":
            continue
        fields = {
            name: "" if box.get("type") not in ("hidden", "submit", "button") else box.get("value", "")
            for box in form.inputs
            if (name := box.get("name")) and box.get("type") not in ("checkbox", "radio", "file")
        }
        # A script of the editor writes how many blocks a body has.
        yield form.get("action") or address, {"body-count": "0", **rows, **fields}
