"""The shapes of HTML pages as data: how a page is filled with a story, what it must give, and what a clipping made of it.

Every third shape is held back (:func:`held_back`): rules are mended on the others.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from harkara.bangla import bijoy
from harkara.bangla.clean import normalise

FOLDER = Path(__file__).parent / "pages"
TURNS = (0, 3, 7)
"""Each shape is filled with its own story and with two others."""

_PLACE = re.compile(r"\{\{(?:(?P<way>[jxb]):)?(?P<what>[^{}]+)\}\}")


@dataclass(frozen=True)
class HtmlPage:
    """One invented page: its bytes, and the fields it must give. A time is ``None`` where the page has none."""

    name: str
    data: bytes
    address: str
    headline: str
    body: tuple[str, ...]
    published: datetime | None
    updated: datetime | None
    outlet: str | None
    byline: str | None
    pictures: int | None
    held_back: bool


@cache
def stories() -> dict[str, Any]:
    """The stories and what else fills a page."""
    return tomllib.loads((FOLDER / "stories.toml").read_text("utf-8"))


@cache
def pages() -> tuple[HtmlPage, ...]:
    """All pages: each shape with three stories."""
    found = []
    for number, path in enumerate(sorted(FOLDER.glob("*.html"))):
        found += [_page(path, (number + turn) % len(stories()["story"])) for turn in TURNS]
    return tuple(found)


def _page(path: Path, story: int) -> HtmlPage:
    head, text = path.read_text("utf-8").split("\n---\n", 1)
    told = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    all_stories = stories()["story"]
    filling = _Filling(all_stories[story], all_stories[(story + 1) % len(all_stories)])
    if len(filling.story["body"]) < 5:
        text = "\n".join(line for line in text.split("\n") if re.sub(r"<[^>]+>|\s", "", line) != "{{5}}")
        text = re.sub(
            r"<(p|div)([^>]*)>\{\{(?:b:)?5\}\}</\1>|<p>\{\{j:5\}\}</p>(?:\\n)?|<br ?/?>\s*\{\{5\}\}", "", text
        )
        text = text.replace("{{5}}", "").replace("{{b:5}}", "").replace("<p>{{j:5}}</p>", "")
    wanted = filling.story["body"]
    if told.get("only"):
        wanted = [wanted[int(place) - 1] for place in told["only"].split()]
    elif told.get("body") != "island":
        wanted = filling.body(text)
    text = filling.fill(text)
    if told.get("references"):
        text = "".join(letter if ord(letter) < 128 else f"&#{ord(letter)};" for letter in text)
    number = int(path.name[:2])
    when = {name: datetime.fromisoformat(told[name]) if name in told else None for name in ("published", "updated")}
    return HtmlPage(
        f"{path.stem}+{story}",
        text.encode(told.get("encoding", "utf-8")),
        told["address"],
        nfc(filling.story["headline"]),
        tuple(nfc(paragraph) for paragraph in wanted),
        when["published"],
        when["updated"],
        told.get("outlet"),
        filling.fill(told["byline"]) if "byline" in told else None,
        int(told["pictures"]) if "pictures" in told else None,
        number % 3 == 0,
    )


class _Filling:
    """What the places of a page stand for."""

    def __init__(self, story: dict[str, Any], other: dict[str, Any]) -> None:
        self.story, self.other = story, other

    def fill(self, text: str) -> str:
        """``text`` with its places filled and its marks taken off."""
        return _PLACE.sub(self._filled, text).replace("⟦", "").replace("⟧", "")

    def body(self, text: str) -> list[str]:
        """The paragraphs of the story in the order of the page, with what is marked as its own."""
        found: list[str] = []
        text = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
        for match in re.finditer(r"⟦([^⟧]+)⟧(\s*\{\{\d\}\})?|\{\{(?:b:)?(\d)\}\}", text):
            words = self.fill(match[0]) if match[1] else self.story["body"][int(match[3]) - 1]
            if words not in found:
                found.append(words)
        return found

    def _filled(self, match: re.Match[str]) -> str:
        way, what = match["way"], match["what"]
        words = self._words(what, self.other if way == "x" else self.story)
        if way == "j":
            return json.dumps(words, ensure_ascii=False)[1:-1]
        return bijoy.to_bijoy(words) if way == "b" else words

    def _words(self, what: str, story: dict[str, Any]) -> str:
        more = stories()["other"][0]
        if what == "B":
            return "\n".join(story["body"])
        if what.isdecimal():
            return str(story["body"][int(what) - 1])
        if re.fullmatch(r"[OTC]\d", what):
            return str(more[{"O": "headlines", "T": "teasers", "C": "comments"}[what[0]]][int(what[1]) - 1])
        names = {"H": "headline", "D": "deck", "P": "caption", "W": "writer"}
        return str(story[names[what]]) if what in names else what


def nfc(text: str) -> str:
    """The spelling that a clipping has."""
    return normalise(" ".join(text.split()))


@dataclass(frozen=True)
class Outcome:
    """What somebody made of a page: headline, body and times, or nothing of it."""

    headline: str = ""
    body: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    has_updated: bool = True


@dataclass(frozen=True)
class Figures:
    """Shares from 0 to 1 over pages: mean F1 of the words of bodies, headlines that are right, times that are, and pages on
    which all is; ``days``: pages of which at least the day of publication is right.
    """

    f1: float
    headline: float
    times: float
    whole: float
    days: float


def f1(wanted: str, got: str) -> float:
    """F1 of the words of two texts, as bags."""
    one, other = Counter(wanted.split()), Counter(got.split())
    if not one and not other:
        return 1.0
    return 2 * (one & other).total() / (one.total() + other.total())


def is_same(one: datetime | None, other: datetime | None) -> bool:
    """Whether two times are the same minute, or both missing."""
    if one is None or other is None:
        return one is other
    if other.tzinfo is None:
        other = other.replace(tzinfo=one.tzinfo)
    return abs((one - other).total_seconds()) < 60


def judge(wanted: list[HtmlPage], got: list[Outcome]) -> Figures:
    """The figures of what was got of each page. A time counts where the page has one or somebody found one."""
    scores = [f1(" ".join(page.body), nfc(outcome.body)) for page, outcome in zip(wanted, got, strict=True)]
    heads = [page.headline == nfc(outcome.headline) for page, outcome in zip(wanted, got, strict=True)]
    times = [right for page, outcome in zip(wanted, got, strict=True) for right in _times(page, outcome)]
    whole = [
        score == 1.0 and head and all(_times(page, outcome))
        for page, outcome, score, head in zip(wanted, got, scores, heads, strict=True)
    ]
    days = [
        bool(outcome.published) and outcome.published.date() == page.published.date()  # type: ignore[union-attr]  # it has one
        for page, outcome in zip(wanted, got, strict=True)
        if page.published
    ]
    return Figures(_mean(scores), _mean(heads), _mean(times), _mean(whole), _mean(days))


def _times(page: HtmlPage, outcome: Outcome) -> Iterator[bool]:
    if page.published or outcome.published:
        yield is_same(page.published, outcome.published)
    if outcome.has_updated and (page.updated or outcome.updated):
        yield is_same(page.updated, outcome.updated)


def _mean(values: list[Any]) -> float:
    return sum(values) / max(1, len(values))
