"""The one way out: fetches a page, a feed or a file from the public internet, and nothing from inside.

Every address is looked at by its letters (:mod:`.addresses`), resolved once, looked at again, and asked at that very IP
address, with the host's name in ``Host``, SNI and certificate: a name that answers differently the second time reaches
nobody. requests-hardened looks once more. Redirects go the same way, each. Nothing comes out of the environment: no
proxy, no ``.netrc``.
"""

import os
import socket
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection

from harkara import __version__
from harkara.wire import addresses, refusals, robots
from harkara.wire.addresses import Place, Resolver, shown
from harkara.wire.errors import NotFetched

LARGEST: Final = 10 * 1024 * 1024
"""The most bytes that are taken, unpacked."""

PATIENCE: Final = 10.0
"""Seconds for all of a fetch: names, redirects, ``robots.txt``, and the last byte."""

REDIRECTS: Final = 5
"""How often an address may lead on to another."""

NAME: Final = "Harkara"
"""What ``robots.txt`` calls us."""

PAGES: Final = "text/html,application/xhtml+xml;q=0.9,text/plain;q=0.8"
FEEDS: Final = "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"

_CHUNK = 64 * 1024
_LEADS_ON = (301, 302, 303, 307, 308)
_FOR_EVER = (301, 308)
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back. ``address`` is the last one, after redirects; ``moved`` the same where all of them were for ever, so
    that it may be asked instead from now on, else ``""``.

    ``content_type`` is the media type in small letters and ``charset`` what the header says of it. ``status`` is 200, or
    304 for what has not changed since the ``etag`` or the ``last_modified`` that was sent: then ``content`` is empty.
    """

    address: str
    status: int
    content: bytes
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    moved: str = ""

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that what we have is what it has."""
        return self.status == HTTPStatus.NOT_MODIFIED


def agent() -> str:
    """Return what we call ourselves: our name, and whose newsroom it is."""
    origin = os.environ.get("HARKARA_ORIGIN", "").strip()
    return f"{NAME}/{__version__} (+{origin})" if origin.startswith("http") else f"{NAME}/{__version__}"


def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of ``host``, in the order in which the system would ask them."""
    return [str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    address: str,
    *,
    accept: str = PAGES,
    etag: str = "",
    last_modified: str = "",
    resolver: Resolver = resolve,
    patience: float = PATIENCE,
    largest: int = LARGEST,
) -> Fetched:
    """Fetch ``address`` and return what came back.

    ``etag`` and ``last_modified`` are those of the last time (RFC 9110, 13.1): what has not changed comes back as 304. Raises
    :class:`NotFetched` for what is refused, fails, is larger than ``largest`` bytes, or takes more than ``patience``
    seconds in all.
    """
    headers = {"Accept": accept}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    with _Clock(shown(address), patience) as clock:
        errand = _Errand(clock, resolver, largest)
        return errand.run(address, headers)


class _Clock:
    """The time that a fetch has, in all. When it is over, what is open is closed: a server that sends a byte now and then
    keeps nobody waiting.
    """

    def __init__(self, address: str, seconds: float) -> None:
        self.address, self._seconds = address, seconds
        self._end = time.monotonic() + seconds
        self._open: list[socket.socket] = []
        self._lock = threading.Lock()
        self._timer = threading.Timer(seconds, self._close)
        self._timer.daemon = True

    def __enter__(self) -> "_Clock":
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._timer.cancel()

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end

    def left(self) -> float:
        """Seconds that are left. Raises :class:`NotFetched` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.refusal()
        return left

    def refusal(self) -> NotFetched:
        """That it took too long."""
        return NotFetched(refusals.SLOW, address=self.address, seconds=f"{self._seconds:g}")

    def watch(self, sock: socket.socket | None) -> None:
        """Closes ``sock`` when the time is over."""
        if sock is not None:
            with self._lock:
                self._open.append(sock)
            if self.is_over:
                self._close()

    def _close(self) -> None:
        with self._lock:
            for sock in self._open:
                try:
                    sock.shutdown(socket.SHUT_RDWR)
                except OSError:  # it is closed already
                    continue


class _Errand:
    """One fetch, with its clock."""

    def __init__(self, clock: _Clock, resolver: Resolver, largest: int) -> None:
        self._clock, self._resolver, self._largest = clock, resolver, largest

    def run(self, address: str, headers: dict[str, str]) -> Fetched:
        """Follow ``address`` to its end."""
        moved = ""
        is_for_ever = True
        for _ in range(REDIRECTS + 1):
            place = addresses.read(address)
            if not robots.allow(place, NAME, self._ask_robots):
                raise NotFetched(refusals.ROBOTS, address=shown(address), host=place.host)
            answer = self._ask(place, headers, self._largest)
            if answer.status not in _LEADS_ON:
                return _taken(answer, place, moved)
            address = _next(answer, place)
            is_for_ever = is_for_ever and answer.status in _FOR_EVER
            moved = address if is_for_ever else ""
        raise NotFetched(refusals.REDIRECTS, address=self._clock.address, most=REDIRECTS)

    def _ask_robots(self, place: Place) -> tuple[int, bytes]:
        """Status and text of the ``robots.txt`` at ``place``, redirects followed."""
        address = place.address
        for _ in range(REDIRECTS + 1):
            place = addresses.read(address)
            answer = self._ask(place, {"Accept": "text/plain"}, robots.LARGEST, is_cut=True)
            if answer.status not in _LEADS_ON:
                return answer.status, answer.content
            address = _next(answer, place)
        return HTTPStatus.NOT_FOUND, b""

    def _ask(self, place: Place, headers: dict[str, str], largest: int, *, is_cut: bool = False) -> "_Answer":
        """Ask ``place`` once, at an address that was looked at; ``is_cut`` takes the beginning of what is too large."""
        found = addresses.lead(place, self._resolve)
        for number, ip in enumerate(found[:_TRIES], 1):
            try:
                return self._ask_at(ip, place, headers, largest, is_cut=is_cut)
            except NotFetched as refusal:
                if refusal.sentence != refusals.NO_ANSWER or number == len(found[:_TRIES]):
                    raise
        raise AssertionError("there is one address at least")

    def _ask_at(self, ip: str, place: Place, headers: dict[str, str], largest: int, *, is_cut: bool) -> "_Answer":
        values: dict[str, Any] = {"address": shown(place.address), "host": place.host}
        try:
            with closing(_Pinned(ip, place, self._clock)) as adapter:
                request = requests.Request(
                    "GET", place.address, {**headers, "User-Agent": agent(), "Accept-Encoding": "gzip"}
                ).prepare()
                # Not through a session: that would read the body of a redirect to its end, however long.
                with adapter.send(request, stream=True, timeout=self._clock.left(), proxies={}) as response:
                    status = response.status_code
                    content = b"" if status in _LEADS_ON else self._read(response, values, largest, is_cut)
                    return _Answer(status, dict(response.headers), content)
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            is_deaf = _is(error, urllib3.exceptions.NewConnectionError)
            if self._clock.is_over or (not is_deaf and _is(error, TimeoutError, urllib3.exceptions.TimeoutError)):
                raise self._clock.refusal() from error
            if _is(error, urllib3.exceptions.SSLError, requests.exceptions.SSLError):
                raise NotFetched(refusals.CERTIFICATE, **values) from error
            if is_deaf:
                raise NotFetched(refusals.NO_ANSWER, **values) from error
            raise NotFetched(refusals.BROKEN, **values) from error

    def _read(self, response: requests.Response, values: dict[str, Any], largest: int, is_cut: bool) -> bytes:
        """The body, unpacked as far as it may be large."""
        taken = bytearray()
        for piece in response.raw.stream(_CHUNK, decode_content=True):
            taken += piece
            if len(taken) > largest:
                if is_cut:
                    break
                raise NotFetched(refusals.LARGE, megabytes=f"{largest / 1024 / 1024:g}", **values)
            self._clock.left()
        if self._clock.is_over:  # what was closed may look like the end
            raise self._clock.refusal()
        return bytes(taken[:largest])

    def _resolve(self, host: str, port: int) -> list[str]:
        """The resolver's answer, for as long as there is time: the system's own waits as long as it likes."""
        answers: list[list[str]] = []
        errors: list[Exception] = []

        def ask() -> None:
            try:
                answers.append(self._resolver(host, port))
            except Exception as error:  # told below, in the thread that asked
                errors.append(error)

        thread = threading.Thread(target=ask, name="resolver", daemon=True)
        thread.start()
        thread.join(self._clock.left())
        if thread.is_alive():
            raise self._clock.refusal()
        if errors:
            raise errors[0]
        return answers[0]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    content: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers.items() if key.lower() == name), "").strip()


class _Pinned(IPFilterAdapter):  # type: ignore[misc]  # requests-hardened has no types
    """Asks one host at one IP address."""

    def __init__(self, ip: str, place: Place, clock: _Clock) -> None:
        self._ip, self._place, self._clock = ip, place, clock
        super().__init__(is_https_proto=place.scheme == "https")

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pools(self._clock)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Where to connect: the IP address stands in for the host, which keeps its name everywhere else."""
        place = self._place
        asked = request.copy()
        ip = f"[{self._ip}]" if ":" in self._ip else self._ip
        asked.url = f"{place.scheme}://{ip}:{place.port}/"
        if place.is_local:
            where, how = HTTPAdapter.build_connection_pool_key_attributes(self, asked, verify, cert)
        else:
            where, how = super().build_connection_pool_key_attributes(asked, verify, cert)
        request.headers["Host"] = place.host_header
        if place.scheme == "https":
            how |= {"assert_hostname": place.host, "server_hostname": place.host}
        return where, how


def _pools(clock: _Clock) -> dict[str, Any]:
    """Pools of connections that the clock watches from the first packet on."""

    class Watched(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            sock = super()._new_conn()
            sock.settimeout(clock.left())  # for the handshake of TLS, as a whole
            return sock

        def connect(self) -> None:
            super().connect()
            clock.watch(self.sock)

    class WatchedSafe(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            sock = super()._new_conn()
            sock.settimeout(clock.left())
            return sock

        def connect(self) -> None:
            super().connect()
            clock.watch(self.sock)

    class Pool(urllib3.HTTPConnectionPool):
        ConnectionCls = Watched

    class SafePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = WatchedSafe

    return {"http": Pool, "https": SafePool}


def _next(answer: _Answer, place: Place) -> str:
    """Where the answer leads on to."""
    location = answer.header("location")
    if not location:
        raise NotFetched(refusals.NO_LOCATION, address=shown(place.address), status=answer.status)
    with suppress(UnicodeError):
        # Headers come as Latin-1; addresses that were not escaped are UTF-8 all the same.
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(place.address, urlsplit(location)._replace(fragment="").geturl())
    except ValueError as error:
        raise NotFetched(refusals.NO_ADDRESS, address=shown(location)) from error


def _taken(answer: _Answer, place: Place, moved: str) -> Fetched:
    """The last answer, where it is what was asked for."""
    if answer.status not in (200, 203, 304):
        raise NotFetched(
            refusals.GONE if answer.status in (404, 410) else refusals.STATUS,
            address=shown(place.address),
            status=answer.status,
            retry_after=_seconds(answer.header("retry-after")),
        )
    kind, _, rest = answer.header("content-type").partition(";")
    charset = rest.lower().partition("charset=")[2].split(";")[0].strip(" \"'")
    return Fetched(
        place.address,
        answer.status,
        answer.content,
        kind.strip().lower(),
        charset,
        answer.header("etag"),
        answer.header("last-modified"),
        moved,
    )


def _seconds(text: str) -> int | None:
    """``Retry-After`` in seconds from now: a number, or a date (RFC 9110, 10.2.3)."""
    if text.isascii() and text.isdecimal() and len(text) < 9:
        return int(text)
    try:
        return max(0, int(parsedate_to_datetime(text).timestamp() - time.time()))
    except (ValueError, TypeError, OverflowError):
        return None


def _is(error: BaseException | None, *kinds: type[BaseException]) -> bool:
    """Whether ``error``, or what it came from, is one of ``kinds``."""
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, kinds):
            return True
        reason = getattr(error, "reason", None)
        inner = next((piece for piece in error.args if isinstance(piece, BaseException)), None)
        error = reason if isinstance(reason, BaseException) else inner or error.__cause__ or error.__context__
        seen += 1
    return False
