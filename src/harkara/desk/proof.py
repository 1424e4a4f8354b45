"""The proof: a preview that is made by the very renderer that prints.

The press hangs its renderer here when Django starts (``register``); the desk hangs here how a draft becomes copy
(``set_by``). So the desk need not know the press, nor a model its readers.
"""

from collections.abc import Callable
from typing import Any, Protocol

from harkara.layout.copy import PaperCopy, StoryCopy


class Pulled(Protocol):
    """What a renderer gives back: a page with its headers and bytes."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> tuple[tuple[str, str], ...]: ...
    @property
    def body(self) -> bytes: ...


Renderer = Callable[[StoryCopy, PaperCopy], Pulled]
Setter = Callable[[Any], tuple[StoryCopy, PaperCopy]]

_hooks: dict[str, Any] = {}


def register(renderer: Renderer) -> None:
    """Hangs up the renderer that prints story pages; the last one counts."""
    _hooks["renderer"] = renderer


def set_by(setter: Setter) -> None:
    """Hangs up how a story, saved or not, becomes copy."""
    _hooks["setter"] = setter


def ready() -> bool:
    """Whether a press has hung up its renderer."""
    return "renderer" in _hooks


def pull(story: Any) -> Pulled:
    """A proof of ``story`` (a ``desk`` story with unsaved changes). Raises ``LookupError`` without a renderer."""
    if not ready():
        raise LookupError("No press has registered a renderer: add harkara.press to INSTALLED_APPS.")
    copy, paper = _hooks["setter"](story)
    page: Pulled = _hooks["renderer"](copy, paper)
    return page
