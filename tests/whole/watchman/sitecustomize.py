"""Stands at the door of every process of a house that is tested: nobody speaks to another machine, and who tries is noted.

Python imports a module of this name before anything else. ``WATCHMAN`` names the file where it notes.
"""

import os
import socket
from ipaddress import ip_address
from pathlib import Path

_connect, _connect_ex, _look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo


def _is_here(host: object) -> bool:
    if host in (None, "", "localhost", b"localhost"):
        return True
    try:
        return ip_address(str(host)).is_loopback or str(host) in ("0.0.0.0", "::")
    except ValueError:
        return False


def _is_number(host: object) -> bool:
    try:
        return bool(ip_address(str(host)))
    except ValueError:
        return False


def _note(what: str, place: object) -> None:
    with Path(os.environ["WATCHMAN"]).open("a") as notes:
        notes.write(f"{what} {place}\n")
    raise PermissionError(f"the watchman lets nobody out: {what} {place}")


def _leave(sock: socket.socket, address: object) -> None:
    if sock.family != socket.AF_UNIX and not _is_here(address[0]):  # type: ignore[index]
        _note("connects to", address)


def connect(self: socket.socket, address: object) -> None:
    _leave(self, address)
    _connect(self, address)  # type: ignore[arg-type]


def connect_ex(self: socket.socket, address: object) -> int:
    _leave(self, address)
    return _connect_ex(self, address)  # type: ignore[arg-type]


def getaddrinfo(host: object, *more: object, **named: object) -> object:
    if not _is_here(host) and not _is_number(host):
        _note("looks up", host)
    return _look_up(host, *more, **named)  # type: ignore[arg-type]


if "WATCHMAN" in os.environ:
    socket.socket.connect, socket.socket.connect_ex = connect, connect_ex  # type: ignore[method-assign]
    socket.getaddrinfo = getaddrinfo  # type: ignore[assignment]
