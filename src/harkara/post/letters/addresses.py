"""Addresses of mail, in the one form in which they are kept and compared."""

import re
import unicodedata
from typing import Final

import idna

from .errors import Refused

_LOCAL: Final = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
"""What may stand before the @ (RFC 5322, 3.4.1, dot-atom), in small letters."""

_HOST: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")

LONGEST: Final = 254
"""Letters of an address (RFC 5321, 4.5.3.1.3, erratum 1690)."""


def normal(text: str) -> str:
    """The address ``text`` as it is kept: NFKC, small letters, without white space, its host in ASCII (IDNA 2008, RFC 5891).

    >>> normal(" Rubina@Example.COM ")
    'rubina@example.com'
    >>> normal("rubina@উদাহরণ.বাংলা")
    'rubina@xn--d5b6ci4b4b3a.xn--54b7fta0cc'

    Raises ``Refused`` for what is no address, and for a Bangla name before the @, which few mail servers take (RFC 6531).
    """
    said = text.strip()[:80]
    whole = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    local, at, host = whole.rpartition("@")
    if not at or not local or not host:
        raise Refused("no_address", address=said)
    if not local.isascii():
        raise Refused("foreign_local", address=said)
    try:
        host = host if host.isascii() else idna.encode(host, uts46=True, std3_rules=True).decode()
    except idna.IDNAError as error:
        raise Refused("no_address", address=said) from error
    found = f"{local}@{host}"
    if len(found) > LONGEST or len(local) > 64 or not _LOCAL.fullmatch(local) or not _HOST.fullmatch(host):
        raise Refused("no_address", address=said)
    return found


def shown(address: str) -> str:
    """``address`` as its reader writes it, with the letters of its host."""
    local, _, host = address.rpartition("@")
    try:
        return f"{local}@{idna.decode(host)}"
    except idna.IDNAError:
        return address
