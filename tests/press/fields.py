"""Fields: which sheet shows which field of the copy, found by altering that field wherever it is read.

Nothing here is a list by hand: the fields are those of the dataclasses in ``layout.copy``, and what a sheet shows is found
by printing it while one field gives another answer than it holds.
"""

import inspect
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal, get_args, get_origin, get_type_hints

from harkara.desk.models import Coverage, Poll
from harkara.layout import copy
from harkara.layout.copy import PictureCopy, SectionCopy
from harkara.press import names
from harkara.press.printing import prints
from harkara.press.storeroom import Storeroom
from harkara.rack import ledger, lite
from harkara.rack.pages import etag

CLASSES: tuple[type[Any], ...] = tuple(
    found for _, found in inspect.getmembers(copy, inspect.isclass) if is_dataclass(found)
)
"""Every dataclass of the copy."""


def every_field() -> list[str]:
    """Every field of the copy, as ``StoryCopy.headline``."""
    return [f"{one.__name__}.{field.name}" for one in CLASSES for field in fields(one)]


def kind(name: str) -> str:
    """The kind of a sheet: what is printed by one printer from one sort of copy. A lite page is of the kind of its page."""
    first, *rest = name.removeprefix(lite.NAME).split(":")
    match first, rest:
        case "live", [_, _]:
            return "live page"
        case "calendar", [*_, code] if code != "bn":
            return "month"
        case "feed", [form, *_]:
            return f"feed {form}"
        case "sitemap", [which]:
            return {"news": "news sitemap", "pages": "sitemap of pages"}.get(which, "day's sitemap")
    return first


def every_sheet(store: Storeroom) -> list[str]:
    """The names of all sheets that there are, baked or not; without the files of the layout and of pictures."""
    known, after = {*names.NOTICES}, ""
    while entries := store.manifest.entries(after, 1000):
        known.update(entry.name for _, entry in entries if entry.kind == "sheet")
        after = entries[-1][0]
    known |= {f"comments:{name.removeprefix('data:')}" for name in known if name.startswith("data:")}
    for story in Coverage.objects.filter(story__live=True):
        known |= {f"live:{story.story_id}", *(f"live:{story.story_id}:{page + 1}" for page in range(story.older_pages))}
    known |= {f"poll:{number}" for number in Poll.objects.values_list("story", flat=True)}
    return sorted(name for name in known if not name.startswith(("asset:", "picture:")))


def tags(wanted: Iterable[str]) -> dict[str, str]:
    """What the sheets ``wanted`` look like when they are printed now, by name: their entity tags, empty for none."""
    return {one.name: etag(one.page) if one.page else "" for one in prints(wanted)}


def shown(field: str, before: dict[str, str]) -> set[str]:
    """The sheets that show ``field``: printed while it answers something else, they differ from ``before`` (``tags``)."""
    with altered(field):
        return {name for name, tag in tags(before).items() if tag != before[name]}


@contextmanager
def altered(field: str) -> Iterator[None]:
    """Wherever ``field`` (``StoryCopy.headline``) is read inside the block, it answers something else than it holds."""
    name, _, attribute = field.partition(".")
    owner = next(one for one in CLASSES if one.__name__ == name)
    allowed = get_type_hints(owner)[attribute]

    def answer(self: object, asked: str) -> Any:
        value = object.__getattribute__(self, asked)
        return other(value, allowed) if asked == attribute else value

    owner.__getattribute__ = answer  # type: ignore[assignment]  # the point of it: every reader is answered
    try:
        yield
    finally:
        del owner.__getattribute__


def other(value: Any, allowed: Any) -> Any:
    """Another value of the same type; ``allowed`` is the field's annotation."""
    if get_origin(allowed) is Literal:
        return next(word for word in get_args(allowed) if word != value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return "Asia/Tokyo" if value == "Asia/Dhaka" else f"{value}ক"
    if isinstance(value, datetime):
        return value + timedelta(days=1, minutes=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, frozenset):
        return value ^ {"em"}
    if isinstance(value, tuple):
        kinds = get_args(allowed)
        is_list = not kinds or kinds[-1] is ...
        return value[:-1] if is_list else (*value[:-1], other(value[-1], kinds[-1]))  # a pair stays a pair
    if isinstance(value, SectionCopy):
        return replace(value, slug="elsewhere", name="অন্যত্র", href="/elsewhere/")
    if isinstance(value, PictureCopy) and type(None) not in get_args(allowed):
        return replace(value, id=value.id + 1, files=value.files[:-1])
    if is_dataclass(value) and not isinstance(value, type) and type(None) not in get_args(allowed):
        first = fields(value)[0].name
        return replace(value, **{first: other(getattr(value, first), get_type_hints(type(value))[first])})
    return None


def on_rack() -> dict[str, int]:
    """The sheets in the books, each with the position it was printed at."""
    return {sheet.name: sheet.position for sheet in ledger.walk()}
