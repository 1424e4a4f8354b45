"""Lite pages: every page has a twin below ``/lite/``, of the same copy, set in type that loads in one request.

No twin stands in the manifest. What an address below ``/lite/`` leads to follows from what the address behind it leads to:
a page to its twin (the sheet ``story:12`` to ``lite:story:12``), what moved to the twin of where it is now, what is gone
is gone. So a twin cannot be forgotten when its page leaves, and a paper of a million stories has no second million of
addresses. A twin is printed when somebody asks for it (decision 21).
"""

import re
from typing import Final

PREFIX: Final = "/lite"
"""What stands before the address of a page in that of its twin."""

NAME: Final = "lite:"
"""What stands before the name of a sheet in that of its twin."""

NOTICES: Final = tuple(f"{NAME}notice:{status}" for status in (404, 410, 503))
"""What answers below ``/lite/`` in place of a page."""

ONES_OWN: Final = ("/comment/", "/post/")
"""Where the pages are that a reader sees alone: nobody prints them."""

PAGE: Final = re.compile(r"/(?:[^?#\0]*/)?|/[a-z0-9-]+/[0-9]{1,18}/[^/?#.\0]+")
SHORT: Final = re.compile(r"/[0-9]{1,18}")
LINK: Final = re.compile(r'(?<!data-full )(href|action)="(/[^"]*)"')


def is_lite(path: str) -> bool:
    """Whether ``path`` lies below ``/lite/``."""
    return path.startswith(f"{PREFIX}/")


def has_twin(path: str) -> bool:
    """Whether what stands at ``path`` is a whole page: a story, or an address that ends in a slash. Feeds, data, pieces and
    files have no twin, nor has what one reader sees alone.
    """
    return PAGE.fullmatch(path) is not None and not is_lite(path) and not path.startswith(ONES_OWN)


def full(path: str) -> str:
    """The address of the page whose twin is at ``path``; any other address stays as it is."""
    return path.removeprefix(PREFIX) if is_lite(path) else path


def twin(path: str) -> str:
    """Where the twin of the page at ``path`` is to be had."""
    return PREFIX + path


def leads_to_twin(path: str) -> bool:
    """Whether a lite page that links to ``path`` should lead to a lite page: a whole page, or a short link to one."""
    return has_twin(path) or SHORT.fullmatch(path) is not None


def relinked(html: str) -> str:
    """The lite page ``html`` with every link to a page of the paper leading to its twin; one behind ``data-full`` stays."""
    return LINK.sub(_relinked, html)


def _relinked(found: re.Match[str]) -> str:
    attribute, address = found.groups()
    path = re.split("[?#]", address, maxsplit=1)[0]
    return f'{attribute}="{twin(address)}"' if leads_to_twin(path) else found[0]
