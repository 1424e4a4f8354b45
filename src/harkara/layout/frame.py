"""The frame of every page: head, masthead, navigation, footer.

It depends only on the paper and on the section one stands in, so that it is set once and then reused by every page.
"""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from harkara.layout import addresses, assets, compositor
from harkara.layout.copy import PaperCopy


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts of a page around its copy, set ready."""

    head: Markup
    top: Markup
    bottom: Markup


def frame(paper: PaperCopy, section: str = "", front: bool = False, searching: bool = False) -> Frame:
    """The frame of ``paper`` around a page of ``section`` (a slug; empty where a page belongs to none).

    On the front the paper's name is the page's first heading; elsewhere it is a link to the front. ``searching``: the page
    has a search form of its own, so the masthead has none.
    """
    return _frame(compositor.is_light(), paper, section, front, searching)


@lru_cache(maxsize=128)
def _frame(light: bool, paper: PaperCopy, section: str, front: bool, searching: bool) -> Frame:
    copy = {
        "light": light,
        "paper": paper,
        "section": section,
        "front": front,
        "searching": searching,
        "google": addresses.google_source(paper),
    }
    return Frame(
        head=_set("document/head.html", inline=inline(), assets=assets, **copy),
        top=_set("document/top.html", **copy),
        bottom=_set("footer/footer.html", **copy),
    )


@lru_cache(maxsize=1)
def inline() -> Markup:
    """The inline scripts as elements; ``policy.csp`` carries their hashes."""
    elements = (f"<script>{script}</script>" for script in assets.inline_scripts())
    return Markup("".join(elements))  # noqa: S704 - our own files


def _set(template: str, **copy: object) -> Markup:
    return Markup(compositor.compose(template, **copy))  # noqa: S704 - set by an escaping environment
