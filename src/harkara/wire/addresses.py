"""Which addresses may be asked, and where they lead: every door into a private network is refused.

Sources: the registries of special addresses (RFC 6890 and IANA's tables), RFC 6598 (shared space of carriers), RFC 4291
(mapped and compatible IPv4), RFC 3056 (6to4), RFC 6052 and 8215 (NAT64), RFC 4380 (Teredo); the URL standard for hosts
that end in a number.
"""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import idna

from harkara.outside import is_public, local_hosts
from harkara.wire import refusals
from harkara.wire.errors import NotFetched

Resolver = Callable[[str, int], list[str]]
"""From host and port to IP addresses. Raises ``OSError`` for a host that does not exist."""

PORTS = {"http": 80, "https": 443}

_INNER = (
    ".localhost",
    ".local",
    ".internal",
    ".intranet",
    ".lan",
    ".home",
    ".corp",
    ".home.arpa",
    ".in-addr.arpa",
    ".ip6.arpa",
    ".test",
    ".invalid",
    ".onion",
)
_STRANGE = re.compile(r"[\x00-\x20\x7f\\<>\"`{}|^\u0085\u00a0\u2028\u2029\ufeff]")
_NUMBER = re.compile(r"(?:0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)
_KEPT = "%/:@!$&'()*+,;=~-._?[]"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address lies: ``host`` as DNS and TLS know it (ASCII, without brackets), and what to ask it for.

    ``is_local``: the newsroom named this host itself, and its address may be private.
    """

    scheme: str
    host: str
    port: int
    target: str
    is_local: bool

    @property
    def origin(self) -> str:
        """Scheme, host and port, without the port where it is the usual one."""
        return f"{self.scheme}://{self.host_header}"

    @property
    def host_header(self) -> str:
        """The host as the header ``Host`` says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        """The whole address, in ASCII."""
        return self.origin + self.target


def read(address: str) -> Place:
    """Return where ``address`` leads, by its letters alone. Raises :class:`NotFetched` for one that is not asked."""
    given = shown(address)
    text = address.strip()
    if not re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE):
        raise NotFetched(refusals.NO_ADDRESS, address=given)
    scheme = text.partition(":")[0].lower()
    if scheme not in PORTS:
        raise NotFetched(refusals.SCHEME, address=given, scheme=scheme)
    if not text[len(scheme) :].startswith("://") or _STRANGE.search(text.partition("://")[2].partition("/")[0]):
        raise NotFetched(refusals.NO_ADDRESS, address=given)
    try:
        parts = urlsplit(text)
        port = parts.port
        name = parts.hostname or ""
    except ValueError as error:
        raise NotFetched(refusals.NO_ADDRESS, address=given) from error
    if "@" in parts.netloc:
        raise NotFetched(refusals.USERINFO, address=_without_userinfo(given))
    if not name or parts.netloc.endswith(":"):
        raise NotFetched(refusals.NO_ADDRESS, address=given)
    host = _host(name, given)
    known = local_hosts()
    is_local = host in known or f"{host}:{port or PORTS[scheme]}" in known
    if not is_local:
        if port not in (None, *PORTS.values()):
            raise NotFetched(refusals.PORT, address=given, port=port)
        _check_name(host, given)
    path = quote(_STRANGE.sub(lambda found: quote(found[0]), parts.path) or "/", safe=_KEPT)
    target = path + (f"?{quote(parts.query, safe=_KEPT)}" if parts.query else "")
    return Place(scheme, host, port or PORTS[scheme], target, is_local)


def lead(place: Place, resolve: Resolver) -> tuple[str, ...]:
    """Return the IP addresses at which ``place`` is to be asked, the best first. They were resolved once and looked at;
    nothing resolves them again. Where any of a host's addresses is not public, the host is refused.
    """
    try:
        found = [ipaddress.ip_address(word.partition("%")[0]) for word in resolve(place.host, place.port)]
    except (OSError, UnicodeError, ValueError) as error:
        raise NotFetched(refusals.NO_HOST, address=place.address, host=place.host) from error
    if not found:
        raise NotFetched(refusals.NO_HOST, address=place.address, host=place.host)
    for ip in found:
        if not place.is_local and not is_public(ip):
            raise NotFetched(refusals.INNER_ADDRESS, address=place.address, host=place.host, ip=ip)
    return tuple(dict.fromkeys(map(str, found)))


def shown(address: str) -> str:
    """Return ``address`` as a sentence shows it: in one line, and not longer than 200 characters."""
    line = " ".join(address.split())
    return line if len(line) <= 200 else line[:199] + "…"


def _without_userinfo(address: str) -> str:
    return re.sub(r"//[^/]*@", "//…@", address)


def _host(name: str, given: str) -> str:
    """``name`` in ASCII: Bangla domains as DNS knows them; an IPv6 address in its one spelling."""
    if ":" in name:
        try:
            return str(ipaddress.IPv6Address(name.replace("%", "?")))  # no zones
        except ValueError as error:
            raise NotFetched(refusals.ODD_HOST, address=given, host=name) from error
    try:
        host = idna.encode(name.rstrip("."), uts46=True).decode("ascii").casefold()
    except (idna.IDNAError, UnicodeError):
        # Underscores stand in names that exist, and IDNA knows none.
        host = name.rstrip(".").casefold()
    if not re.fullmatch(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", host) or ".." in host or len(host) > 253:
        raise NotFetched(refusals.ODD_HOST, address=given, host=name)
    return host


def _check_name(host: str, given: str) -> None:
    """Refuses a host that says by its name that it is inside, or that writes an IPv4 address in another way than 1.2.3.4."""
    if ":" in host:
        return
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:
            raise NotFetched(refusals.ODD_HOST, address=given, host=host) from error
    elif "." not in host or f".{host}".endswith(_INNER):
        raise NotFetched(refusals.INNER_HOST, address=given, host=host)
