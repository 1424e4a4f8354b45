"""The words that Wagtail and Django bring to the newsroom's screens, read from the installed packages.

``python -m tests.desk.foreign_words`` writes ``left_out.txt`` anew: the words that no screen of the newsroom can show,
each under the rule that says why. What is neither translated nor under a rule is missing, and a test says so.
"""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import django
import wagtail
from django.utils.translation.template import templatize

from tests.house.tree import SOURCE

FOLDER = SOURCE / "desk" / "locale_of_wagtail"
CATALOGUES = FOLDER / "bn" / "LC_MESSAGES"
LEFT_OUT = FOLDER / "left_out.txt"

PACKAGES = Path(wagtail.__file__).parents[1]
ROOMS = [
    "admin",
    "users",
    "images",
    "snippets",
    "documents",
    "search",
    "sites",
    "models",
    "blocks",
    "rich_text",
    "templates",
]
SHIPPED = [
    ("wagtail/admin", "wagtail/admin", "djangojs"),
    ("django/conf", "django", "django"),
    ("django/contrib/auth", "django", "django"),
    ("allauth", "allauth", "django"),
]
"""Catalogues whose English lists their words: the package, the folder that its places are written from, the domain."""

RULES = {
    "the tree of pages and its explorer: stories stand in no tree": r"""wagtail/admin/templates/wagtailadmin/pages/
        wagtail/admin/views/pages/ wagtail/admin/forms/pages wagtail/admin/panels/page_utils wagtail/admin/ui/tables/pages
        wagtail/admin/templates/wagtailadmin/chooser/tables wagtail/admin/src/components/PageExplorer/
        wagtail/models/pages wagtail/users/templates/wagtailusers/groups/includes/page_permissions""",
    "who may see a page or a collection: what is published is public": r"""wagtail/admin/views/page_privacy
        wagtail/admin/templates/wagtailadmin/page_privacy wagtail/admin/templates/wagtailadmin/collection_privacy
        wagtail/admin/templates/wagtailadmin/collections/_privacy wagtail/models/view_restrictions
        wagtail/admin/templates/wagtailadmin/shared/side_panels/includes/status/privacy""",
    "Wagtail's first screen: the desk has its own": r"""wagtail/admin/templates/wagtailadmin/home/
        wagtail/\w+/templates/\w+/homepage/""",
    "reports about pages": r"""wagtail/admin/templates/wagtailadmin/reports/ wagtail/admin/views/reports/""",
    "Wagtail's bar on published pages: the stand serves those": r"""wagtail/admin/templates/wagtailadmin/userbar/
        wagtail/admin/userbar wagtail/templates/""",
    "setting up workflows, sites, keys of an API: an engineer's work": r"""wagtail/admin/forms/workflows
        wagtail/admin/views/workflows wagtail/admin/templates/wagtailadmin/workflows/ wagtail/admin/widgets/workflows
        wagtail/models/sites wagtail/models/api wagtail/sites/ wagtail/users/templates/wagtailusers/api_tokens
        wagtail/users/views/api_tokens wagtail/images/templates/wagtailimages/images/url_generator""",
    "allauth's own screens and its accounts of other houses: the newsroom has screens of its own": r"""allauth/account/
        allauth/socialaccount/ allauth/templates/ allauth/usersessions/ allauth/idp/""",
    "names of applications": r"(?:\w+/)+apps\.py",
    "names of languages: the newsroom speaks two, named in the settings": "django/conf/global_settings",
    "names of kinds of columns": r"django/db/models/fields/",
    "Django's own admin, listings and pages for developers": r"""django/views/generic/ django/views/static
        django/views/templates/ django/views/csrf django/contrib/auth/admin django/contrib/auth/hashers
        django/contrib/auth/base_user django/contrib/auth/models""",
}


class Word(NamedTuple):
    """One message: the catalogue it is looked up in, its context, itself, its plural."""

    domain: str
    context: str
    text: str
    plural: str


_NAMES = {
    "_": (0, None), "gettext": (0, None), "gettext_lazy": (0, None), "gettext_noop": (0, None), "trans": (0, None),
    "ngettext": (0, 1), "ngettext_lazy": (0, 1), "pgettext": (1, None), "pgettext_lazy": (1, None), "npgettext": (1, 2),
}  # fmt: skip
_LITERAL = r"""u?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CALL = re.compile(rf"(?<![\w.])(n?p?gettext|_)\(\s*{_LITERAL}(?:\s*,\s*{_LITERAL})?(?:\s*,\s*{_LITERAL})?")


def _word(name: str, arguments: list[str]) -> Word | None:
    first, plural = _NAMES[name]
    if len(arguments) <= (plural or first):
        return None
    return Word("django", arguments[0] if first else "", arguments[first], arguments[plural] if plural else "")


def _in_python(text: str) -> Iterator[Word | None]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            if name in _NAMES:
                literals = (arg.value for arg in node.args if isinstance(arg, ast.Constant))
                yield _word(name, [literal for literal in literals if isinstance(literal, str)])


def _in_template(text: str) -> Iterator[Word | None]:
    for name, *literals in _CALL.findall(templatize(text)):
        yield _word(name, [ast.literal_eval(literal) for literal in literals if literal])


def read(path: Path) -> Iterator[tuple[Word, dict[str, str], list[str]]]:
    """Every message of a catalogue: the word, its translations by form, the files it stands in."""
    for block in re.split(r"\n\s*\n", path.read_text()):
        files = [re.sub(r":\d+$", "", place) for line in re.findall(r"(?m)^#:(.*)", block) for place in line.split()]
        parts: dict[str, str] = {}
        key = ""
        for line in block.splitlines():
            if found := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                key = found[1]
                parts[key] = ast.literal_eval(found[2])
            elif line.startswith('"'):
                parts[key] += ast.literal_eval(line)
        if parts.get("msgid"):
            word = Word(path.stem, parts.get("msgctxt", ""), parts["msgid"], parts.get("msgid_plural", ""))
            yield word, {name: text for name, text in parts.items() if name.startswith("msgstr")}, files


def _sources() -> Iterator[tuple[Word, str]]:
    root = PACKAGES / "wagtail"
    paths = [*root.glob("*.py"), *(path for room in ROOMS for path in (root / room).rglob("*"))]
    for path in sorted(paths):
        if path.suffix not in (".py", ".html", ".txt") or "tests" in path.parts or "migrations" in path.parts:
            continue
        words = _in_python(path.read_text()) if path.suffix == ".py" else _in_template(path.read_text())
        yield from ((word, str(path.relative_to(PACKAGES))) for word in words if word and word.text)


@cache
def said() -> dict[Word, frozenset[str]]:
    """Every word of Wagtail and of Django that a screen could show, with the files it stands in.

    Wagtail's from its templates and Python files; those of its scripts, Django's and allauth's from the English catalogues
    that they ship (the scripts are packed).
    """
    found: dict[Word, set[str]] = {}
    for word, file in _sources():
        found.setdefault(word, set()).add(file)
    for package, base, domain in SHIPPED:
        for word, _, files in read(PACKAGES / package / "locale/en/LC_MESSAGES" / f"{domain}.po"):
            found.setdefault(word, set()).update(f"{base}/{file}" for file in files)
    return {word: frozenset(files) for word, files in found.items()}


@cache
def written() -> dict[Word, dict[str, str]]:
    """Our catalogue: every word with its translations by form."""
    return {word: forms for domain in ("django", "djangojs") for word, forms, _ in read(CATALOGUES / f"{domain}.po")}


def _rule(files: frozenset[str]) -> str | None:
    """The rule under which a word of ``files`` is left out; ``None`` if one of the files has none."""
    rules = {
        next((why for why, places in RULES.items() if any(re.match(place, file) for place in places.split())), "")
        for file in files
    }
    return None if "" in rules else min(rules)


def left_out() -> set[Word]:
    """What ``left_out.txt`` lists."""
    lines = LEFT_OUT.read_text().splitlines()
    return {Word(*json.loads(line)) for line in lines if line.startswith("[")}


def list_left_out() -> str:
    """``left_out.txt`` as the installed packages and the rules would have it."""
    groups: dict[str, list[Word]] = {}
    for word, files in said().items():
        if word not in written() and (why := _rule(files)):
            groups.setdefault(why, []).append(word)
    lines = [
        "# Generated by `python -m tests.desk.foreign_words`: words of Wagtail and Django without Bangla, since no",
        "# screen of the newsroom shows them. Each line: catalogue, context, word, plural. The rules stand there, too.",
    ]
    for why in sorted(groups):
        lines += ["", f"# {why}", *(json.dumps(word, ensure_ascii=False) for word in sorted(groups[why]))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    LEFT_OUT.write_text(list_left_out())
    print(f"Wagtail {wagtail.__version__}, Django {django.__version__}: {len(left_out())} words left out.")
