"""Pieces of screens that are drawn once for as long as they say the same: cards of the board, cells of the list.

To set a hundred small templates takes a server longer than to find what they show. A piece is kept in its process under
everything that it shows, its language among it; so nobody is ever shown an old one, or one that was another's.
"""

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from secrets import token_hex
from typing import Any

from django.template import Context
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.admin.templatetags.wagtailadmin_tags import timesince_simple
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, DateColumn, LiveStatusTagColumn, TitleColumn


class Drawn:
    """Keeps the last ``most`` pieces; the one that was drawn longest ago goes first. Any thread may ask."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.times = 0
        """How often a piece was drawn, for who wants to know what the keeping is worth."""
        self._pieces: OrderedDict[Hashable, SafeString] = OrderedDict()

    def piece(self, shown: Hashable, draw: Callable[[], SafeString]) -> SafeString:
        """The piece that shows ``shown`` in the language of now; ``draw`` makes it where it is not kept."""
        name = (get_language(), shown)
        kept = self._pieces.get(name)
        if kept is not None:
            return kept
        self.times += 1
        while len(self._pieces) >= self.most:
            with suppress(KeyError):  # another thread was faster
                self._pieces.popitem(last=False)
        self._pieces[name] = made = draw()
        return made

    def forget(self) -> None:
        """Begins anew."""
        self._pieces.clear()
        self.times = 0


CELLS = Drawn(10_000)
"""The cells of lists, some kilobyte each at most."""


PIECES = Drawn(5_000)
"""The pieces that templates set which are told all they show (``alone``), a kilobyte or two each."""

_HOLE = f"\0{token_hex(8)}\0"
"""Stands in a kept piece where something is put in. Nobody can write it: it is another in each process."""
_HOLES = re.compile(rf"{_HOLE}[^\0]*\0")


def alone(template: Any, said: dict[str, Any], holes: tuple[str, ...] = ()) -> SafeString:
    """What ``template`` (one of an engine) sets that is told only ``said``, and sees nothing else of the screen.

    It is kept under all it was told, except ``holes``: names under which it is told HTML that it shows as it is, which is put in
    afterwards. What cannot be a name (a form's field, a person) makes it one that is not kept.
    """
    inside = {_hole(template, name): conditional_escape(said[name]) for name in holes if said.get(name)}
    given = {**said, **{name: _hole(template, name) for name in holes if said.get(name)}}
    try:
        shown = (template, _named(given))
    except TypeError:
        return SafeString(template.render(Context(said)))
    html = PIECES.piece(shown, lambda: SafeString(template.render(Context(given))))
    return SafeString(_HOLES.sub(lambda hole: inside.get(hole[0], hole[0]), html)) if inside else html


def kept(what: str, said: Any, draw: Callable[[], SafeString]) -> SafeString:
    """``what``, which shows nothing but ``said``: plain values, and components that hold nothing else."""
    try:
        shown = (what, _named(_plain(said)))
    except TypeError:
        return draw()
    return PIECES.piece(shown, draw)


def _plain(value: Any) -> Any:
    """``value`` with every component in it as its type and what it holds."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if hasattr(value, "__dict__") and not isinstance(value, Promise | str):
        return [f"{type(value).__module__}.{type(value).__qualname__}", _plain(vars(value))]
    return value


def _hole(template: Any, name: str) -> str:
    return f"{_HOLE}{id(template)}.{name}\0"


def _named(value: Any) -> Hashable:
    """``value`` as part of a name: equal only to what a template shows alike. Raises ``TypeError`` for what is not plain."""
    if isinstance(value, Promise):
        return _named(str(value))
    if value is None or type(value) in (str, SafeString, bool, int):
        return type(value), value
    if type(value) is dict:
        return dict, tuple((_named(name), _named(inner)) for name, inner in value.items())
    if type(value) in (list, tuple):
        return type(value), tuple(_named(inner) for inner in value)
    raise TypeError(f"A {type(value).__name__} is no name of a piece.")


class PlainColumn(Column):
    """A column of words, such as the section's name."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        return format_html("<td>{}</td>", self.get_value(instance) or "")


class StatusColumn(LiveStatusTagColumn):
    """Whether something is a draft or published. There are few answers, and each looks the same everywhere."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        shown = ("status", str(self.get_value(instance)), self.get_primary(instance))
        return CELLS.piece(
            shown, lambda: SafeString(super(StatusColumn, self).render_cell_html(instance, parent_context))
        )


class TimeColumn(DateColumn):
    """A time, as how long ago it was: drawn again when that is said in other words."""

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        value = self.get_value(instance)
        shown = ("time", value, timesince_simple(value) if value else "")
        return CELLS.piece(
            shown, lambda: SafeString(super(TimeColumn, self).render_cell_html(instance, parent_context))
        )


class TitleWithButtons(ButtonsColumnMixin, TitleColumn):
    """A title that leads to its screen, with the buttons that ``view`` (a list of Wagtail's) offers beside it."""

    def __init__(self, view: Any, name: str, **kwargs: Any) -> None:
        self.view = view
        super().__init__(name, **kwargs)

    def get_buttons(self, instance: Any, parent_context: Any) -> list[Any]:
        found: list[Any] = self.view.get_list_buttons(instance)
        return found

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        if any(hooks.get_hooks(f"{name}_snippet_listing_buttons") for name in ("register", "construct")):
            # Somebody's own buttons may depend on anything.
            return SafeString(super().render_cell_html(instance, parent_context))
        rights = tuple(self.view.user_has_permission(act) for act in ("add", "change", "delete", "view"))
        shown = (self.view.model, instance.pk, str(self.get_value(instance)), str(instance), rights)
        draw = super().render_cell_html
        return CELLS.piece(shown, lambda: SafeString(draw(instance, parent_context)))
