"""The desk speaks Bangla: every word of its screens has a translation, and what is compiled is what was written."""

import ast
import gettext
import re

from harkara.desk import errors
from tests.desk import foreign_words
from tests.house.tree import SOURCE

LOCALE = SOURCE / "desk" / "locale" / "bn" / "LC_MESSAGES"
CALLS = {"_", "gettext", "gettext_lazy"}


def compiled() -> dict[str, str]:
    with (LOCALE / "django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    return {key: text for key, text in catalogue._catalog.items() if key and isinstance(key, str)}


def written() -> dict[str, str]:
    pairs = re.findall(r'(?m)^msgid "(.+)"\nmsgstr "(.+)"$', (LOCALE / "django.po").read_text())
    return {ast.literal_eval(f'"{key}"'): ast.literal_eval(f'"{text}"') for key, text in pairs}


def said() -> set[str]:
    """The words of the desk's and the people's Python files and templates."""
    found: set[str] = set()
    for room in ("desk", "people"):
        for path in (SOURCE / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                    found.update(arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant))
        for path in (SOURCE / room).rglob("*.html"):
            found.update(re.findall(r'{% trans "([^"]+)" %}', path.read_text()))
    return found


def test_what_is_compiled_is_what_was_written() -> None:
    assert compiled() == written()


def test_every_word_of_the_desk_is_translated() -> None:
    foreign = {word.text for word in foreign_words.written()}
    assert sorted(said() - set(written()) - foreign) == []


WRITTEN_FOR_A_TERMINAL = {"intake.py"}
"""Modules whose refusals are read by who runs a command, which speaks English."""


def test_every_refusal_is_said_in_the_language_of_the_screen() -> None:
    """A refusal of the desk is shown to a person: its sentence goes through the catalogue."""
    refusals = {name for name, kind in vars(errors).items() if isinstance(kind, type)} | {"ValidationError"}
    plain = []
    for path in (SOURCE / "desk").rglob("*.py"):
        if path.name in WRITTEN_FOR_A_TERMINAL:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args):
                continue
            name = getattr(node.exc.func, "id", getattr(node.exc.func, "attr", ""))
            said = node.exc.args[0]
            texts = said.values if isinstance(said, ast.Dict) else [said]
            if name in refusals and any(isinstance(text, ast.Constant | ast.JoinedStr) for text in texts):
                plain.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert plain == []


def test_placeholders_survive_translation() -> None:
    names = re.compile(r"%\(\w+\)s")
    assert {
        key for key, text in written().items() if sorted(names.findall(key)) != sorted(names.findall(text))
    } == set()
