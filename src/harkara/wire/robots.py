"""What the ``robots.txt`` of a host lets programs fetch (RFC 9309), kept for a while."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from protego import Protego

from harkara.wire import refusals
from harkara.wire.addresses import Place, shown
from harkara.wire.errors import NotFetched

LARGEST: Final = 500 * 1024
"""Bytes of a ``robots.txt`` that are read; what comes after does not count (RFC 9309, 2.5)."""

KEPT: Final = 3600.0
"""Seconds for which what was read holds; a day is the most (RFC 9309, 2.4)."""

AGAIN: Final = 300.0
"""Seconds after which a host whose ``robots.txt`` failed is asked again."""

HOSTS: Final = 512
"""How many hosts are remembered."""

Ask = Callable[[Place], tuple[int, bytes]]
_Rules = Protego | bool

_kept: "OrderedDict[str, tuple[float, _Rules]]" = OrderedDict()
_lock = threading.Lock()


def allow(place: Place, agent: str, ask: Ask) -> bool:
    """Whether ``agent`` may fetch ``place``; ``ask`` fetches the ``robots.txt`` where none is remembered.

    A host without the file allows everything; one whose file fails (5xx, no answer) allows nothing (RFC 9309, 2.3.1): then
    :class:`NotFetched` is raised.
    """
    if place.target == "/robots.txt":
        return True
    rules = _remembered(place.origin)
    if rules is None:
        rules = _read(place, ask)
        _remember(place.origin, rules)
    if rules is False:
        raise NotFetched(refusals.NO_ROBOTS, host=place.host, address=place.address)
    return rules is True or bool(rules.can_fetch(place.address, agent))


def forget() -> None:
    """Forgets what was read, of all hosts."""
    with _lock:
        _kept.clear()


def _read(place: Place, ask: Ask) -> _Rules:
    file = Place(place.scheme, place.host, place.port, "/robots.txt", place.is_local)
    try:
        status, content = ask(file)
    except NotFetched as refusal:
        if refusal.sentence in (refusals.BROKEN, refusals.REDIRECTS, refusals.NO_LOCATION):
            return False
        # The page itself would fail alike: said of the address that was given.
        values = {**refusal.values, "address": shown(place.address)}
        raise NotFetched(refusal.sentence, retry_after=refusal.retry_after, **values) from refusal
    if status >= 500 or status == 429:
        return False
    if status >= 400:
        return True
    try:
        return Protego.parse(content.decode("utf-8", "replace"))
    except Exception:  # a file that the parser cannot read says nothing
        return True


def _remembered(origin: str) -> _Rules | None:
    with _lock:
        until, rules = _kept.get(origin, (0.0, None))
        return rules if until > time.monotonic() else None


def _remember(origin: str, rules: _Rules) -> None:
    with _lock:
        _kept[origin] = (time.monotonic() + (AGAIN if rules is False else KEPT), rules)
        _kept.move_to_end(origin)
        while len(_kept) > HOSTS:
            _kept.popitem(last=False)
