"""Where the story is: runs of paragraphs that belong together, and the run that is the body.

A page is cut into runs at comment forms, lists of other stories, imprints and time lines; the run with most text wins,
once what stands above it has been weighed (:data:`WEIGHTS`: one function, one habit).
"""

from collections.abc import Callable, Container
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from harkara.wire import bylines, prose
from harkara.wire.marks import Mark
from harkara.wire.page import Line, Page
from harkara.wire.wording import pattern

_LIST_GAP = 8
_BOX = 6
_HEADER = 14
_CAP = 700
_ONE_SENTENCE = 60
_VERB = pattern(
    r"(?:হয়|হয়েছে|[ছি]ছে|েছে|ছেন|বেন|লেন|তেন|যায়|ছিল|ছিলেন|হবে|নেই|করে|করেন|থাকে|থাকেন|পারে|পারেন|জানায়|বলেন)[’”'\")]*$"
)
_LABELS = ("প্রকাশ", "আপডেট", "হালনাগাদ", "published", "updated", "posted", "আপলোড")


@dataclass
class Run:
    """Paragraphs that follow one another, by index into the page's lines."""

    first: int
    prose: list[int] = field(default_factory=list)
    boxed: set[int] = field(default_factory=set)

    @property
    def last(self) -> int:
        """The index of the last paragraph."""
        return self.prose[-1]


@dataclass(frozen=True)
class Sheet:
    """A page with its marks and scores, as the rules of this module see it."""

    page: Page
    marks: list[Mark | None]
    is_prose: list[bool]

    @cached_property
    def prose_above(self) -> list[int]:
        """For each line, how many characters of prose stand above it."""
        lengths = (line.length if told else 0 for line, told in zip(self.page.lines, self.is_prose, strict=True))
        return list(accumulate(lengths, initial=0))

    def field(self, index: int) -> str:
        """What the line at ``index`` was marked as, empty for nothing."""
        found = self.marks[index]
        return found.field if found else ""

    def kind(self, index: int) -> str:
        """The kind of the mark at ``index``, empty for nothing."""
        found = self.marks[index]
        return found.kind if found else ""

    def labelled(self, index: int) -> bool:
        """Whether the line at ``index`` is a time line that says of what."""
        return self.field(index) == "time" and any(label in self.page.lines[index].folded for label in _LABELS)

    def text(self, run: Run) -> str:
        """The text of ``run``, for looking words up in it."""
        return " ".join(self.page.lines[index].bare for index in run.prose)


def look(page: Page, marks: list[Mark | None], off: Container[str] = ()) -> Sheet:
    """Return ``page`` with its prose found."""
    lines = page.lines
    is_prose = [
        found is None and prose.score(line, off) >= prose.ENOUGH for line, found in zip(lines, marks, strict=True)
    ]
    if not any(is_prose) and "excerpts" not in off:
        is_prose = [found is None and prose.is_excerpt(line) for line, found in zip(lines, marks, strict=True)]
    return Sheet(page, marks, is_prose)


def runs(sheet: Sheet, off: Container[str] = ()) -> list[Run]:
    """Cut the page into runs of paragraphs."""
    found: list[Run] = []
    run: Run | None = None
    short: list[int] = []
    box = -99
    for index, line in enumerate(sheet.page.lines):
        kind, what = sheet.kind(index), sheet.field(index)
        if sheet.is_prose[index]:
            if run is None:
                run = Run(index)
                found.append(run)
            run.prose.append(index)
            short = []
        elif run is None or (kind == "end" and "empty_lists" not in off and _is_empty_list(sheet, index)):
            continue
        elif kind == "end" or (what == "time" and not (index - box <= _BOX and not sheet.labelled(index))):
            run = None
        elif kind == "box" and "boxes_in_story" not in off:
            if _goes_on(sheet, index):
                box = index
                run.boxed.update(_headlines(sheet, index))
                short = []
            else:
                run = None
        elif _was_deck(sheet, run, index, off):
            found.pop()
            run = None
        elif sheet.marks[index] is None and not line.is_item and index not in run.boxed:
            short.append(index)
            if len(short) > _LIST_GAP and "long_lists_end" not in off:
                run = None
    return found


def choose(sheet: Sheet, found: list[Run], off: Container[str] = ()) -> Run | None:
    """Return the run that is the body, or ``None`` where no line is prose."""
    weights = [weight for name, weight in WEIGHTS.items() if name not in off]

    def worth(run: Run) -> float:
        value = float(sum(min(sheet.page.lines[index].length, _CAP) for index in run.prose))
        for weight in weights:
            value *= weight(sheet, run)
        return value

    return max(found, key=worth, default=None)


def paragraphs(sheet: Sheet, run: Run, off: Container[str] = ()) -> list[int]:
    """Return the indexes of all body lines of ``run``: its prose, and the subheads and items between and after."""
    body: list[int] = []
    last = run.last
    while last + 1 < len(sheet.page.lines) and _is_tail(sheet, last + 1):
        last += 1
    if "tail_above_sign_off" not in off:
        last = _tail_above_sign_off(sheet, last)
    if "last_without_danda" not in off and _is_last_paragraph(sheet, last + 1):
        last += 1
    first = _captions_first(sheet, run) if "caption_above_credit" not in off else run.first
    for index in range(first, last + 1):
        line = sheet.page.lines[index]
        if index in run.boxed and "boxes_in_story" not in off:
            continue
        if _names_picture(sheet, index) and "picture_names" not in off:
            continue
        if sheet.is_prose[index] or (
            sheet.marks[index] is None
            and "subheads" not in off
            and not line.is_teaser
            and (sheet.page.count[line.bare] == 1 or line.is_item or not line.has_letters or line.length < 25)
        ):
            body.append(index)
    return body


def words_in(line: Line, text: str) -> float:
    """Return how many of the words of ``line`` begin a word in ``text``, 0 to 1."""
    words = [word for word in line.words if len(word) >= 4]
    if not words:
        return 0.0
    padded = f" {text}"
    return sum(f" {word[: max(3, len(word) - 2)]}" in padded for word in words) / len(words)


def below_time(sheet: Sheet, run: Run) -> float:
    """A time line above speaks for a run: most of all one with a label."""
    best = 1.0
    for index in _above(sheet, run):
        if sheet.field(index) == "time":
            moments = sheet.page.lines[index].moments
            best = max(best, 3.0 if sheet.labelled(index) else 2.0 if any(f.has_time for f in moments) else 1.4)
    return best


def below_byline(sheet: Sheet, run: Run) -> float:
    """So does a byline."""
    return 1.5 if any(sheet.field(index) == "byline" for index in _above(sheet, run)) else 1.0


def headline_words(sheet: Sheet, run: Run) -> float:
    """So does a short line above whose words come back in it."""
    text = sheet.text(run)
    return 1.0 + max(
        (
            words_in(sheet.page.lines[index], text)
            for index in _above(sheet, run)
            if sheet.marks[index] is None and len(sheet.page.lines[index].words) >= 3
        ),
        default=0.0,
    )


def not_comments(sheet: Sheet, run: Run) -> float:
    """A run below the comment form is what readers say; below a list or an imprint it is another story."""
    for index in range(run.first - 1, -1, -1):
        found = sheet.marks[index]
        if sheet.is_prose[index] and index < run.first - _HEADER:
            break
        if found and found.kind == "end" and _begun(sheet, index):
            return 0.1 if "মন্তব্য" in found.reason else 0.25
    return 1.0


def earlier_first(sheet: Sheet, run: Run) -> float:
    """Of two equal runs the upper is the story."""
    return 1.0 - 0.3 * run.first / max(1, len(sheet.page.lines))


WEIGHTS: dict[str, Callable[[Sheet, Run], float]] = {
    weight.__name__: weight for weight in (below_time, below_byline, headline_words, not_comments, earlier_first)
}
HABITS = (
    "excerpts",
    "boxes_in_story",
    "decks_above_byline",
    "decks_above_person",
    "long_lists_end",
    "empty_lists",
    "caption_above_credit",
    "subheads",
    "picture_names",
    "tail_above_sign_off",
    "last_without_danda",
)
"""The habits of :func:`look`, :func:`runs` and :func:`paragraphs` that can be switched off."""


def _above(sheet: Sheet, run: Run) -> list[int]:
    above = []
    for index in range(run.first - 1, max(-1, run.first - 1 - _HEADER), -1):
        if sheet.is_prose[index] and any(sheet.is_prose[max(0, index - 2) : index]):
            break
        above.append(index)
    return above


def _begun(sheet: Sheet, index: int) -> bool:
    """Whether paragraphs of some length stand above ``index``."""
    return sheet.prose_above[index] >= 150


def _headlines(sheet: Sheet, box: int) -> list[int]:
    """The headlines below a box's heading: short lines until the story goes on."""
    below = []
    for index in range(box + 1, min(len(sheet.page.lines), box + 1 + _BOX)):
        if sheet.is_prose[index] or sheet.kind(index) in ("end", "box"):
            break
        below.append(index)
    # A heading that carries its headline needs none below.
    return [] if len(sheet.page.lines[box].words) > 4 else below


def _is_empty_list(sheet: Sheet, index: int) -> bool:
    """Whether a list of other stories has only its heading, or a call to follow stands in mid-story: the story goes on
    directly below.
    """
    below = index + 1
    return (
        sheet.marks[index].reason in ("অন্য খবরের তালিকা", "অনুসরণের ডাক")  # type: ignore[union-attr]  # it has a kind
        and below < len(sheet.page.lines)
        and sheet.is_prose[below]
        and sheet.page.lines[below].ends_sentence
        and sheet.is_prose[max(0, index - 1)]
    )


def _goes_on(sheet: Sheet, box: int) -> bool:
    """Whether the story goes on below a box, and not a grid of headlines with an excerpt each."""
    shape = ""
    for index in range(box + 1, len(sheet.page.lines)):
        if sheet.kind(index) == "end" or sheet.labelled(index):
            break
        if sheet.is_prose[index]:
            shape += "P"
        elif sheet.marks[index] is None:
            shape += "S"
        if len(shape) >= 40:
            break
    if "P" not in shape[: _BOX + 1]:
        return False
    pairs = shape.count("SP")
    return not (pairs >= 2 and "PP" not in shape and shape.startswith("S"))


def _is_deck(sheet: Sheet, run: Run) -> bool:
    return len(run.prose) <= 2 and sum(sheet.page.lines[index].length for index in run.prose) < 350


def _was_deck(sheet: Sheet, run: Run, index: int, off: Container[str]) -> bool:
    """Whether what began as a story was a deck, as the byline at ``index`` shows."""
    if sheet.field(index) == "byline":
        return "decks_above_byline" not in off and _is_deck(sheet, run)
    return "decks_above_person" not in off and _is_deck_above_person(sheet, run, index)


def _is_deck_above_person(sheet: Sheet, run: Run, index: int) -> bool:
    """Whether the run is a deck so far and a person's name follows, on a page that names nobody above."""
    if (
        len(run.prose) != 1
        or run.first < 1
        or index - run.first > 2
        or not bylines.looks_like_person(_name(sheet, index))
    ):
        return False
    named = any(sheet.field(above) in ("time", "byline") for above in range(max(0, run.first - 2), run.first))
    more = sum(sheet.is_prose[index + 1 :])
    return (
        not named
        and more >= 1
        and 2 <= len(sheet.page.lines[index].words) <= 4
        and not sheet.page.lines[index].introduces
    )


def _name(sheet: Sheet, index: int) -> str:
    found = sheet.marks[index]
    return sheet.page.lines[index].text if found is None else ""


def _is_tail(sheet: Sheet, index: int) -> bool:
    line = sheet.page.lines[index]
    return sheet.marks[index] is None and line.is_item and line.bangla_share > 0.5 and not line.is_teaser


def _tail_above_sign_off(sheet: Sheet, last: int) -> int:
    """The last of the lines that stand between the story and its sign-off, as a score card does; ``last`` where none."""
    for index in range(last + 1, min(len(sheet.page.lines), last + 2 + _LIST_GAP)):
        if sheet.field(index) == "sign_off":
            return index - 1
        if sheet.marks[index] is not None:
            break
    return last


def _is_last_paragraph(sheet: Sheet, index: int) -> bool:
    """Whether the line directly below the story is its last paragraph, whose danda is missing."""
    if index >= len(sheet.page.lines) or sheet.marks[index] is not None:
        return False
    line = sheet.page.lines[index]
    alone = index + 1 == len(sheet.page.lines) or sheet.marks[index + 1] is not None
    return (
        alone
        and line.length >= _ONE_SENTENCE
        and not line.text.startswith(("(", "["))
        and bool(_VERB.search(line.text))
        and not line.is_teaser
    )


def _names_picture(sheet: Sheet, index: int) -> bool:
    """Whether a short line directly above a caption is the picture's name."""
    below = index + 1
    line = sheet.page.lines[index]
    return (
        not sheet.is_prose[index]
        and sheet.marks[index] is None
        and line.length <= 60
        and below < len(sheet.page.lines)
        and sheet.field(below) == "captions"
        and sheet.page.lines[below].length > 40
    )


def _captions_first(sheet: Sheet, run: Run) -> int:
    """The first paragraph, or the one after it where the first is a caption with its credit on the next line."""
    after = run.first + 1
    if (
        len(run.prose) > 1
        and after < len(sheet.page.lines)
        and sheet.field(after) == "captions"
        and sheet.page.lines[after].length < 60
        and sheet.page.lines[run.first].length < 160
    ):
        return run.prose[1]
    return run.first
