"""Addresses of a paper that moved in, as the manifest calls them: decoded, spelled our way, what is asked for in order."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from harkara.bangla.clean import normalise

FOLLOWERS: Final = re.compile(
    r"(?:utm_[a-z_]+|fb_[a-z_]+|fbclid|mibextid|gclid|gclsrc|dclid|gad_[a-z]+|gbraid|wbraid|msclkid|igsh|igshid|ttclid|twclid"
    r"|yclid|li_fat_id|mc_[a-z]+|_ga|_gl|ref|ref_src|share|amp|preview)(?:=|\Z)"
)
"""What others write behind an address to follow a reader; it never tells one page from another."""

LONGEST_QUERY: Final = 200
MOST_FIELDS: Final = 8


_SMALLER = re.compile(
    r"(?:-(?:[0-9]{2,5}x[0-9]{2,5}|scaled|rotated))+(?=\.(?:jpe?g|png|gif|webp|avif)\Z)", re.IGNORECASE
)
_SIZED = re.compile(r"/content/images/size/w[0-9]{1,5}(?:h[0-9]{1,5})?/(?:format/[a-z]{3,5}/)?")
_AMP = re.compile(r"(/.*)/amp/?")


def file(path: str) -> str:
    """The file of which ``path`` names a smaller copy, as WordPress and Ghost call them; any other path as it is.

    >>> file("/wp-content/uploads/2019/08/নৌকা-300x200.jpg"), file("/content/images/size/w600/2019/08/a.png")
    ('/wp-content/uploads/2019/08/নৌকা.jpg', '/content/images/2019/08/a.png')
    """
    return _SIZED.sub("/content/images/", _SMALLER.sub("", path))


def stems(path: str) -> list[str]:
    """What else the manifest may know of ``path``: the page whose AMP version it names, the file whose smaller copy.

    >>> stems("/2019/08/নদী/amp/"), stems("/uploads/a-300x200.jpg"), stems("/world/12/ক")
    (['/2019/08/নদী/', '/2019/08/নদী'], ['/uploads/a.jpg'], [])
    """
    if found := _AMP.fullmatch(path):
        return [f"{found[1]}/", found[1]]
    return [whole] if (whole := file(path)) != path else []


def asked(path: str, query: str) -> str | None:
    """How the manifest would call the page that another paper kept at ``path`` and told apart by ``query`` (``/?p=12``); ``None``
    where nothing in the query tells pages apart. What is asked for is sorted, as is what was asked for in another order.

    >>> asked("/", "utm_source=x&p=12&fbclid=a"), asked("/news.php", "id=5&cat=2"), asked("/", "fbclid=a")
    ('/?p=12', '/news.php?cat=2&id=5', None)
    """
    if len(query) > LONGEST_QUERY:
        return None
    fields = [field for field in query.split("&") if field and not FOLLOWERS.match(field)]
    if not fields or len(fields) > MOST_FIELDS:
        return None
    told = [unquote(field.replace("+", " "), errors="replace") for field in fields]
    spelled = [field if field.isascii() else normalise(field) for field in told]
    return f"{path}?{'&'.join(sorted(spelled))}"


def address(given: str) -> str:
    """How the manifest calls an old address, whole or from its first slash on, percent-encoded or not.

    >>> address("https://old.example/2019/08/%e0%a6%a8%e0%a6%a6%e0%a7%80/?utm_source=x"), address("http://old.example?p=12")
    ('/2019/08/নদী/', '/?p=12')
    """
    try:
        parts = urlsplit(given.strip())
    except ValueError:
        return given.strip()
    path = unquote(parts.path, errors="replace") or "/"
    path = path if path.isascii() else normalise(path)
    return asked(path, parts.query) or path
