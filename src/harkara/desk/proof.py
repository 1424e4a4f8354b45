"""The proof: a preview that is made by the very renderer that prints.

The press hangs its renderers here when Django starts (``register``); the desk hangs here how a draft becomes copy
(``set_by``). So the desk need not know the press, nor a model its readers.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from harkara.layout.cards import CardCopy, CardShape
from harkara.layout.copy import FrontCopy, ListPageCopy, PaperCopy, PictureBlock, PictureCopy, StoryCopy


class Pulled(Protocol):
    """What a renderer gives back: a page with its headers and bytes."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """How a proof is shown outside the newsroom: ``until`` when, and whether readers see this very wording.

    ``pictures`` is put before the addresses of its pictures, which are not on the rack before the story is published.
    """

    until: datetime
    is_out: bool
    pictures: str


Renderer = Callable[[StoryCopy, PaperCopy], Pulled]
Outside = Callable[[StoryCopy, PaperCopy, Shown], Pulled]
FrontRenderer = Callable[[FrontCopy | ListPageCopy, PaperCopy], Pulled]
CardRenderer = Callable[[CardCopy, CardShape, str], tuple[bytes, str]]
Setter = Callable[[Any], tuple[StoryCopy, PaperCopy]]

_hooks: dict[str, Any] = {}


def register(renderer: Renderer, outside: Outside) -> None:
    """Hangs up the renderers that print story pages, for the desk and for who has a link; the last ones count."""
    _hooks.update(renderer=renderer, outside=outside)


def register_front(renderer: FrontRenderer) -> None:
    """Hangs up the renderer that prints the home page and the pages of sections; the last one counts."""
    _hooks["front"] = renderer


def register_card(renderer: CardRenderer) -> None:
    """Hangs up what draws cards: the copy in a shape, as ``jpg`` or ``webp``, becomes bytes and their media type."""
    _hooks["card"] = renderer


def set_by(setter: Setter) -> None:
    """Hangs up how a story, saved or not, becomes copy."""
    _hooks["setter"] = setter


def ready() -> bool:
    """Whether a press has hung up its renderers."""
    return "renderer" in _hooks


def pull(story: Any, shown: Shown | None = None) -> Pulled:
    """A proof of ``story`` (a ``desk`` story with unsaved changes), for the desk or, where ``shown`` says how, for who has
    a link. Raises ``LookupError`` without a renderer.
    """
    if not ready():
        raise LookupError("No press has registered a renderer: add harkara.press to INSTALLED_APPS.")
    copy, paper = _hooks["setter"](story)
    if shown is not None:
        led: Pulled = _hooks["outside"](_led(copy, shown.pictures), paper, shown)
        return led
    page: Pulled = _hooks["renderer"](copy, paper)
    return page


def _led(copy: StoryCopy, before: str) -> StoryCopy:
    """``copy`` whose pictures lie behind ``before``."""

    def led(picture: PictureCopy) -> PictureCopy:
        return replace(picture, files=tuple(replace(file, href=before + file.href) for file in picture.files))

    body = tuple(replace(one, picture=led(one.picture)) if isinstance(one, PictureBlock) else one for one in copy.body)
    return replace(copy, body=body, picture=led(copy.picture) if copy.picture else None)


def pull_front(copy: FrontCopy | ListPageCopy, paper: PaperCopy) -> Pulled:
    """A proof of a front that nobody but its editors sees yet. Raises ``LookupError`` without a renderer."""
    if "front" not in _hooks:
        raise LookupError("No press has registered a renderer: add harkara.press to INSTALLED_APPS.")
    page: Pulled = _hooks["front"](copy, paper)
    return page


def pull_card(card: CardCopy, shape: CardShape, form: str = "jpg") -> tuple[bytes, str]:
    """A card as the press draws it, and its media type. Raises ``LookupError`` without a renderer, or without Raqm."""
    if "card" not in _hooks:
        raise LookupError("No press has registered a renderer: add harkara.press to INSTALLED_APPS.")
    drawn: tuple[bytes, str] = _hooks["card"](card, shape, form)
    return drawn
