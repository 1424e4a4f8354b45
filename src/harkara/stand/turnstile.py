"""The turnstile: how often one address may search. A bucket of tokens for each, in the memory of one worker.

An address is an IPv4 address or the /64 of an IPv6 one, which is what one household has. Behind proxies that we know it
is the last that is none of them in ``X-Forwarded-For``, read from the end: what stands before it anybody could have
written. With several workers each has a turnstile of its own, so an address may pass up to so many times as often.
"""

import math
import socket
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address, ip_network
from typing import Final

from .server import Request

LOOPBACK: Final = ("127.0.0.0/8", "::1/128")
"""Who comes from this machine is a proxy of ours."""

KEPT: Final = 20_000
"""Addresses that are remembered at most, at some 200 bytes each. They are kept in two halves: when the one is full, the other
begins anew, so that who comes all the time is never forgotten, and nobody looks for who came least lately.
"""

NOTHING: Final = 1e-6
"""Seconds that are none: what sums of fractions err by."""

HOPS: Final = 8
"""Addresses of ``X-Forwarded-For`` that are looked at, from the end."""


class Turnstile:
    """Lets an address through ``rate`` times a minute, and ``burst`` times at once after a quiet while; with ``by_range`` a
    range: the /24 of an IPv4 address, the /48 of an IPv6 one, which is what one customer of a provider can have.
    """

    def __init__(
        self,
        rate: float,
        burst: int,
        proxies: Sequence[str] = LOOPBACK,
        clock: Callable[[], float] = time.monotonic,
        kept: int = KEPT,
        *,
        by_range: bool = False,
    ) -> None:
        self.rate: Final = rate / 60
        self.burst: Final = burst
        self._proxies: Final = tuple(ip_network(proxy) for proxy in proxies)
        self._plain: Final = tuple(
            (int(one.network_address), int(one.netmask)) for one in self._proxies if isinstance(one, IPv4Network)
        )
        self._clock: Final = clock
        self._kept: Final = kept // 2
        self._by_range: Final = by_range
        self._is_proxy = lru_cache(maxsize=64)(self._is_plain)
        self._holds: Final = burst / self.rate
        """Seconds in which an empty bucket is full."""
        self._lately: dict[str, float] = {}
        self._before: dict[str, float] = {}
        """When the bucket of an address is full again: of those that came lately, and of those that came before them."""

    def wait(self, request: Request, cost: float = 1.0) -> int:
        """0 and ``cost`` tokens are taken, or so many whole seconds after which there will be as many."""
        return self.pass_by(self.whose(request), cost)

    def pass_by(self, address: str, cost: float = 1.0) -> int:
        """The same for an address that :meth:`whose` gave."""
        now, lately = self._clock(), self._lately
        full = lately.get(address) or self._before.get(address, now)
        after = (full if full > now else now) + cost / self.rate
        over = after - now - self._holds
        passes = over < NOTHING
        lately[address] = after if passes else full
        if len(lately) >= self._kept:
            self._lately, self._before = {}, lately
        return 0 if passes else max(1, math.ceil(over - NOTHING))

    def __len__(self) -> int:
        return len(self._lately.keys() | self._before.keys())

    def whose(self, request: Request) -> str:
        """The address that ``request`` is counted for; empty where it has none (a Unix socket)."""
        client = request.client
        host, _, port = client.rpartition(":")
        said = request.headers.get("x-forwarded-for")
        if said is not None and "," not in said and self._is_proxy(host) and self._is_plain(said) is False:
            return said.rpartition(".")[0] if self._by_range else said
        peer = _address(host if port.isdecimal() else client)
        if peer is None or not self._is_ours(peer):
            return _counted(peer, self._by_range)
        for hop in reversed((said or "").rsplit(",", HOPS)[-HOPS:]):
            found = _address(hop.strip())
            if found is None:
                break
            peer = found
            if not self._is_ours(found):
                break
        return _counted(peer, self._by_range)

    def _is_plain(self, text: str) -> bool | None:
        """Whether an IPv4 address, written as usual, is a proxy of ours; None where it is none. It says what :meth:`_is_ours`
        says in a tenth of the time: nearly all who ask come like this, through one proxy.
        """
        try:
            number = int.from_bytes(socket.inet_pton(socket.AF_INET, text), "big")
        except (OSError, ValueError):  # ValueError: a zero byte
            return None
        for network, mask in self._plain:  # noqa: SIM110 (a generator takes longer than this)
            if number & mask == network:
                return True
        return False

    def _is_ours(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._proxies)


@lru_cache(maxsize=4096)
def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _counted(address: IPv4Address | IPv6Address | None, by_range: bool) -> str:
    if address is None:
        return ""
    if isinstance(address, IPv6Address):
        return address.exploded[: 14 if by_range else 19]
    return str(address).rpartition(".")[0] if by_range else str(address)
