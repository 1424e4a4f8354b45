"""Calls after changes: who keeps what a shared link shows is told that it shows something else now.

Facebook and others keep title and picture of a link for days, and of a killed story for ever. A hook of the desk calls an address
for each story whose headline, summary, picture or card changed, that is new or was withdrawn (Facebook: ``POST
https://graph.facebook.com/?id={url}&scrape=true&access_token={facebook}``). The change log is the queue: how far each hook has
been told is a bookmark in the books, so a sudden end loses nothing. Each is called for one story a second at most; who is away
or busy is called again after longer and longer pauses, and who refuses for good (4xx) is not asked again for that story.

Editors say where; so each address is looked at: public hosts at port 443 alone, resolved once and asked at that very IP
address, no redirect is followed, nothing of the answer is read. Secrets stand in a file, in no table and no log.
"""

import http.client
import ipaddress
import json
import logging
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import transaction

from harkara.desk import copy, hooks
from harkara.desk.hooks import Hook
from harkara.layout.addresses import quoted
from harkara.outside import is_public, local_hosts
from harkara.press.recovery import FOLLOWED
from harkara.rack import changes, ledger

log = logging.getLogger(__name__)

PATIENCE: Final = 10.0
"""Seconds that whoever is called has to answer."""

GAP: Final = 1.0
"""Seconds between two calls of a hook."""

PAUSES: Final = (5.0, 30.0, 120.0, 600.0)
"""Seconds before somebody is called again who was away; the last one again and again."""

TRIES: Final = 12
"""Calls for one story, at most: an hour and a half."""

LOOK: Final = 5.0
"""Seconds between two looks at which hooks there are."""

AGAIN: Final = frozenset((408, 425, 429))
"""Answers that say: later."""

BATCH: Final = 200
PLACES: Final = re.compile(r"\{([a-z][a-z0-9_-]*)\}")
LINE: Final = re.compile(r"\s*([a-z][a-z0-9_-]*)\s*=\s*(\S.*?)\s*")


class NotCalled(Exception):  # noqa: N818 (it says what is)
    """A hook was not called, and why, in a sentence without secrets. ``again``: it may be tried later."""

    def __init__(self, sentence: str, *, again: bool = True) -> None:
        super().__init__(sentence)
        self.again: Final = again


@dataclass(frozen=True, slots=True)
class Call:
    """One call, ready to be made: method, scheme, host, port, what is asked for, and what is sent."""

    method: str
    scheme: str
    host: str
    port: int
    target: str
    body: bytes
    content_type: str


Make = Callable[[Call], int]


def secrets(path: Path) -> dict[str, str]:
    """The secrets in the file at ``path``, ``NAME = VALUE`` a line; none where there is no file."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {found[1]: found[2] for line in lines if (found := LINE.fullmatch(line))}


def composed(hook: Hook, told: Mapping[str, str]) -> Call:
    """The call of ``hook`` with ``told`` filled in. Raises :class:`NotCalled` for a name that nobody knows."""

    def filled(text: str, escaped: Callable[[str], str]) -> str:
        def fill(found: re.Match[str]) -> str:
            if found[1] not in told:
                raise NotCalled(f"The file of secrets (HARKARA_SHARE_SECRETS) has no line “{found[1]} = …”.")
            return escaped(told[found[1]])

        return PLACES.sub(fill, text)

    def in_address(value: str) -> str:
        return quote(value, safe="")

    is_json = hook.body.lstrip()[:1] in ("{", "[")
    parts = urlsplit(quoted(filled(hook.address, in_address)))
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise NotCalled("The address names no port that there is.", again=False) from error
    target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    body = filled(hook.body, _in_json if is_json else in_address).strip().encode()
    kind = "application/json; charset=utf-8" if is_json else "application/x-www-form-urlencoded"
    return Call(hook.method, parts.scheme, parts.hostname or "", port, target, body, kind)


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]


def reached(call: Call, resolve: Callable[[str, int], list[str]] | None = None) -> str:
    """The IP address at which ``call`` is made: resolved once, and public. Raises :class:`NotCalled`."""
    known = local_hosts()
    is_local = call.host in known or f"{call.host}:{call.port}" in known
    if not is_local and (call.scheme, call.port) != ("https", 443):
        raise NotCalled("Only public hosts by https at port 443 are called.", again=False)
    try:
        found = (resolve or resolved)(call.host, call.port)
    except (OSError, UnicodeError) as error:
        raise NotCalled("The host of the address is not known.") from error
    for one in found:
        if not is_local and not is_public(ipaddress.ip_address(one)):
            raise NotCalled("The host of the address lies inside a private network.", again=False)
    if not found:
        raise NotCalled("The host of the address is not known.")
    return found[0]


def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of ``host``. Raises ``OSError``."""
    return [str(row[4][0]).partition("%")[0] for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def make(call: Call) -> int:
    """Makes ``call`` and returns the status of the answer. Raises :class:`NotCalled`."""
    where = reached(call)
    line: http.client.HTTPConnection
    if call.scheme == "https":
        line = http.client.HTTPSConnection(call.host, call.port, timeout=PATIENCE)
    else:
        line = http.client.HTTPConnection(call.host, call.port, timeout=PATIENCE)
    try:
        raw = socket.create_connection((where, call.port), PATIENCE)
        tls = ssl.create_default_context() if call.scheme == "https" else None
        line.sock = tls.wrap_socket(raw, server_hostname=call.host) if tls else raw
        headers = {"user-agent": f"Harkara ({settings.HARKARA_ORIGIN})", "content-type": call.content_type}
        line.request(
            call.method, call.target, call.body or None, headers if call.body else {"user-agent": headers["user-agent"]}
        )
        return line.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise NotCalled(f"It does not answer ({type(error).__name__}).") from error
    finally:
        line.close()


def shown_anew(keys: frozenset[str]) -> list[int]:
    """The numbers of the stories of which ``keys`` say that a shared link shows something else."""
    parts = (key.split(":") for key in keys)
    found = {int(part[1]) for part in parts if len(part) == 2 and part[0] in ("teaser", "card") and part[1].isdecimal()}
    return sorted(found)


class Caller:
    """Calls the hooks for what the press has printed. ``steady`` is a clock that is never set."""

    def __init__(self, make: Make = make, steady: Callable[[], float] = time.monotonic) -> None:
        self._make: Final = make
        self._steady: Final = steady
        self._hooks: tuple[Hook, ...] = ()
        self._looked = float("-inf")
        self._due: dict[int, float] = {}
        self._tries: dict[int, int] = {}
        self._waiting: dict[int, tuple[int, list[int]]] = {}

    def tell(self) -> bool:
        """One call of each hook that is due. Returns whether there may be more at once."""
        now = self._steady()
        if now - self._looked >= LOOK:
            self._hooks, self._looked = hooks.in_use(), now
        told = [self._tell(hook, now) for hook in self._hooks]
        return any(told)

    def _tell(self, hook: Hook, now: float) -> bool:
        if now < self._due.get(hook.id, now):
            return False
        if hook.id not in self._waiting and not self._take_up(hook):
            return False
        position, numbers = self._waiting[hook.id]
        if not numbers:
            del self._waiting[hook.id]
            self._note(hook, position)
            return True
        if self._call(hook, numbers[0]):
            numbers.pop(0)
            self._tries.pop(hook.id, None)
            self._due[hook.id] = now + GAP
            return False
        tries = self._tries[hook.id] = self._tries.get(hook.id, 0) + 1
        if tries >= TRIES:
            numbers.pop(0)
            del self._tries[hook.id]
        self._due[hook.id] = now + PAUSES[min(tries - 1, len(PAUSES) - 1)]
        return False

    def _take_up(self, hook: Hook) -> bool:
        """Takes up the next change that concerns a hook; what concerns none is passed over. Returns whether there is one."""
        followed = int(ledger.bookmark(FOLLOWED) or 0)
        told = ledger.bookmark(_mark(hook))
        if told is None or int(told) > followed:  # just turned on, or a backup was restored: the past is no news
            self._note(hook, followed)
            return False
        batch = [change for change in changes.since(int(told), BATCH) if change.position <= followed]
        for change in batch:
            if numbers := shown_anew(change.keys):
                self._waiting[hook.id] = change.position, numbers
                return True
        if batch:
            self._note(hook, batch[-1].position)
        return False

    def _call(self, hook: Hook, number: int) -> bool:
        """Calls ``hook`` for a story. Returns whether that is done with."""
        standing = copy.standing(number)
        if not standing.href:
            return True
        origin = settings.HARKARA_ORIGIN
        told = {"url": quoted(origin + standing.href), "short": f"{origin}/{number}", "id": str(number)}
        try:
            status = self._make(composed(hook, {**secrets(settings.HARKARA_SHARE_SECRETS), **told}))
        except NotCalled as error:
            log.warning("%s was not called for story %s: %s", hook.name, number, error)
            hooks.note(hook.id, f"{number}: {error}", fails=True)
            return not error.again
        is_well = 200 <= status < 300
        hooks.note(hook.id, f"{number}: {status}", fails=not is_well)
        if not is_well:
            log.warning("%s answers %s for story %s", hook.name, status, number)
        return is_well or (status < 500 and status not in AGAIN)

    def _note(self, hook: Hook, position: int) -> None:
        with transaction.atomic(durable=True):
            ledger.note(_mark(hook), str(position))


def _mark(hook: Hook) -> str:
    return f"called:{hook.id}"
