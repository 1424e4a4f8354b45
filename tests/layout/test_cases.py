import re

import pytest

from harkara.layout import cases, samples
from harkara.layout.compositor import ENVIRONMENT


def test_every_component_has_its_place_in_the_order() -> None:
    folders = {path.name for path in cases.COMPONENTS.iterdir() if path.is_dir()}
    assert folders == set(cases.ORDER)
    assert len(cases.ORDER) == len(set(cases.ORDER))


def test_every_component_has_a_sample() -> None:
    assert {path.parent.name for path in cases.files(".sample.html")} == set(cases.ORDER)
    assert set(samples.components()) == set(cases.ORDER)


def test_files_of_a_component_are_called_after_it() -> None:
    known = {
        "loader.js",
        "mark.svg",
        "mark.png",
        "document.html",
        "head.html",
        "top.html",
        "lists.html",
        "stories.html",
        "remark.html",
        "said.html",
        "own.html",
        "voice.html",
        "piece.html",
    }
    known |= {
        "month.html",
        "page.html",
        "page.lite.html",
        "years.html",
        "on.html",
        "slots.html",
        "head.lite.html",
        "top.lite.html",
    }
    strangers = [
        path.name
        for path in cases.COMPONENTS.glob("*/*")
        if path.name not in known and path.name.partition(".")[0] != path.parent.name
    ]
    assert strangers == []


PAGES = sorted(name for name in ENVIRONMENT.list_templates(extensions=["html"]) if not name.endswith(".mail.html"))
"""Templates of what browsers open; a mail has no file beside it, so its style stands in it."""


@pytest.mark.parametrize("name", PAGES)
def test_a_template_has_neither_inline_style_nor_script(name: str) -> None:
    text = (cases.COMPONENTS / name).read_text("utf-8")
    assert re.findall(r"\sstyle=|\son[a-z]+=|javascript:", text) == []
    assert re.findall(r"<script(?! src=)[^>]*>", text) == []


def test_no_wording_is_unused_or_missing() -> None:
    say = set(cases.table("wording")["say"])
    used: set[str] = set()
    elsewhere = [
        cases.ROOM.parent / file for file in ("stand/results.py", "desk/copy/fronts.py")
    ]  # in the layout's words
    for path in (*cases.COMPONENTS.rglob("*.html"), *cases.ROOM.glob("*.py"), *elsewhere):
        used.update(re.findall(r'\bsay(?:"\])?(?:\.|\[")(\w+)', path.read_text("utf-8")))
    assert used == say


def test_words_for_readers_stand_in_the_wording_alone() -> None:
    """A template that says something of its own would say it in one language for ever; the size letters are signs."""
    bangla = re.compile("[\N{BENGALI SIGN CANDRABINDU}-\N{BENGALI SANDHI MARK}]")
    speaking = [
        path.name
        for path in cases.COMPONENTS.rglob("*.html")
        if ".sample." not in path.name and bangla.search(path.read_text("utf-8").replace("অ-", "").replace("অ+", ""))
    ]
    assert speaking == []


def test_every_file_lists_what_decides_the_look_and_no_sample() -> None:
    names = {path.relative_to(cases.ROOM).as_posix() for path in cases.every_file()}
    assert {
        "pages.py",
        "wording.toml",
        "type-scale.toml",
        "components/story/story.html",
        "components/story/story.css",
        "components/rail/rail.island.js",
        "components/document/mark.svg",
    } <= names
    assert [name for name in names if ".sample." in name] == []


def test_no_word_of_letters_is_unused_or_missing() -> None:
    table = cases.table("letters")
    of_words = re.compile(r'\bwords(?:"\])?(?:\.|\[["\'])(\w+)')
    layout = [*(cases.COMPONENTS / "letters").glob("*.html"), cases.ROOM / "letters.py", cases.ROOM / "letter_pages.py"]
    elsewhere = [
        *(cases.ROOM.parent / "post" / "letters").glob("*.py"),
        cases.ROOM.parent / "desk" / "copy" / "letters.py",
    ]
    used = {word for path in (*layout, *elsewhere) for word in of_words.findall(path.read_text("utf-8"))}
    assert used == set(table["words"])
    said = "".join(path.read_text("utf-8") for path in elsewhere if path.name in ("screens.py", "errors.py"))
    said += (cases.COMPONENTS / "letters" / "letters.slip.html").read_text("utf-8")
    assert [word for word in table["slip"] if not re.search(rf'\bslip\.{word}\b|"{word}"', said)] == ["letter_subject"]
    refused = "".join(path.read_text("utf-8") for path in elsewhere)
    assert [word for word in table["no"] if f'"{word}"' not in refused] == []
