"""Taking a page in, in whatever form it comes: an address, a file, a text that was pasted."""

from harkara.wire import clipping, fetching, html, reading, refusals
from harkara.wire.addresses import Resolver, shown
from harkara.wire.clipping import Clipping
from harkara.wire.errors import NotFetched

_PAGES = (
    "",
    "text/html",
    "application/xhtml+xml",
    "text/plain",
    "application/xml",
    "text/xml",
    "application/octet-stream",
)


def is_address(text: str) -> bool:
    """Whether ``text`` is one address and nothing else.

    >>> is_address("https://paper.example/খবর"), is_address("www.paper.example/1"), is_address("নদীর পানি। www.paper.example")
    (True, True, False)
    """
    words = text.split()
    return len(words) == 1 and ("://" in words[0][:12] or words[0].lower().startswith("www."))


def from_address(address: str, zone: str, resolver: Resolver = fetching.resolve) -> Clipping:
    """Fetch the page at ``address`` and take it apart; ``zone`` as in :func:`harkara.wire.clipping.parse`.

    Raises :class:`NotFetched` or :class:`UnreadablePage`.
    """
    whole = f"https://{address.strip()}" if address.strip().lower().startswith("www.") else address
    fetched = fetching.fetch(whole, resolver=resolver)
    if fetched.content_type not in _PAGES or fetched.content.startswith((b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8")):
        raise NotFetched(refusals.NO_PAGE, address=shown(whole), kind=fetched.content_type or "a file")
    if fetched.content_type == "text/plain" and not reading.is_html(fetched.content):
        return clipping.parse(reading.decode(fetched.content), zone)
    return html.clip(fetched.content, charset=fetched.charset, address=fetched.address, zone=zone)


def from_bytes(data: bytes, zone: str, name: str = "") -> Clipping:
    """Take the saved page ``data`` apart, HTML or text; ``name`` is that of its file. Raises :class:`UnreadablePage`."""
    if reading.is_html(data, name):
        return html.clip(data, zone=zone)
    return clipping.parse(reading.decode(data), zone)
