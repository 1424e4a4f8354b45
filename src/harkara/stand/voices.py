"""``/comment/`` and ``/post/``: what readers say, and what they ask to be sent. The stand counts how often an address asks, and
hands the request to the readers' side, which is a process of its own: whoever asks for pages is served as fast however much is
said.

Addresses are counted in memory and told to nobody.
"""

from collections.abc import Awaitable
from typing import Final

from .asgi import AsgiApp
from .bridge import Bridge
from .notices import saying
from .server import Exchange, Request
from .turnstile import LOOPBACK, Turnstile

ADDRESSES: Final = ("/comment/", "/post/")
"""How the addresses begin of what is taken in there."""

LEAVING: Final = "/post/letters/leave/"
"""Where readers leave letters: the programs of a few large mail providers come here for all of their readers, from few addresses,
and each link is signed. Nobody is made to wait.
"""

RATE: Final = 120.0
BURST: Final = 60
"""Pages a minute for one address, and at once."""

SENDING: Final = 4.0
"""How many pages a form counts for that is sent."""

RANGE_RATE: Final = 240.0
RANGE_BURST: Final = 120
"""Forms a minute for one range of addresses, and at once: behind some of them stand all customers of a provider of phones."""


class Voices:
    """Hands on what readers ask and send below :data:`ADDRESSES` to the ASGI application ``behind``."""

    def __init__(self, behind: AsgiApp, proxies: tuple[str, ...] = LOOPBACK) -> None:
        self.turnstile: Final = Turnstile(RATE, BURST, proxies)
        self.ranges: Final = Turnstile(RANGE_RATE, RANGE_BURST, proxies, by_range=True)
        self._bridge: Final = Bridge(behind)

    def __call__(self, request: Request, exchange: Exchange) -> Awaitable[None] | None:
        """Answers 429 where an address asks too often or a range of them sends too much, else returns what has to be
        waited for.
        """
        if request.path.startswith(LEAVING):
            return self._bridge(request, exchange)
        is_form = request.method not in ("GET", "HEAD")
        wait = self.turnstile.wait(request, SENDING if is_form else 1.0) or (
            self.ranges.wait(request) if is_form else 0
        )
        if wait:
            told = [("retry-after", str(wait)), ("cache-control", "no-store")]
            exchange.response_bytes(429, [*saying().headers, *told], saying().body)
            return None
        return self._bridge(request, exchange)
