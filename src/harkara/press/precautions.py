"""What the doctor looks at that lets somebody in or makes a machine unfit: settings, files, clock, workers, servers."""

import ctypes
import os
import stat
import time
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from harkara.figures import place
from harkara.press.complaints import Finding
from harkara.rack.outbox.sides import READERS

APART: Final = 2.0
"""Seconds by which the clocks of two machines may differ."""

FILES: Final = 1024
"""Open files that a worker needs beside its readers."""

UNSYNCHRONISED: Final = 5
"""What adjtimex(2) returns where nobody sets the clock (TIME_ERROR)."""

WORKER: Final = b"harkara.stand.worker"


def openings() -> Iterator[Finding]:
    """Settings and files that let in whom they should not."""
    yield from _settings()
    yield from _keys()
    yield from _home()
    for name, likest in settings.HARKARA_STRANGE.items():
        yield Finding(
            "look",
            "settings",
            f"{name} is no setting of Harkara; the one most like it is {likest}.",
            "Unset it, or correct it.",
        )


def _settings() -> Iterator[Finding]:
    is_public = (urlsplit(settings.HARKARA_ORIGIN).hostname or "") not in ("localhost", "127.0.0.1", "::1")
    wide = [text for text in settings.HARKARA_PROXIES if _is_wide(text)]
    if wide:
        yield Finding(
            "ill" if is_public else "look",
            "settings",
            f"HARKARA_PROXIES trusts {', '.join(wide)}: whoever asks can say which address is theirs.",
            "Name the addresses of your own proxies alone.",
        )
    if settings.HARKARA_ORIGIN.startswith("https://") and not settings.SECURE_PROXY_SSL_HEADER:
        yield Finding(
            "look",
            "settings",
            "The origin is https, and HARKARA_BEHIND_TLS is not set: what comes without TLS is not led to it.",
            "Set HARKARA_BEHIND_TLS=1 where a proxy ends TLS and says X-Forwarded-Proto, as deploy/nginx does.",
        )
    figures = place(settings.HARKARA_METRICS)
    if figures and not figures.is_here:
        yield Finding(
            "look",
            "settings",
            f"Figures can be asked for from other machines at {settings.HARKARA_METRICS}, with a token and without TLS.",
            "Let a firewall open it to the one machine that asks, or set 127.0.0.1 and ask through its agent.",
        )


def _is_wide(text: str) -> bool:
    network = ip_network(text)
    return not network.is_loopback and network.num_addresses > (2**24 if network.version == 4 else 2**96)


def _keys() -> Iterator[Finding]:
    """Files that hold keys or passwords; `secret-key` is looked at with the other files."""
    for file in (Path(settings.HARKARA_HOME) / "readers-key", Path(settings.HARKARA_NETRC)):
        if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077:
            yield Finding("ill", "files", f"Others may read {file}.", f"Run `chmod 600 {file}`.")


def _home() -> Iterator[Finding]:
    home = Path(settings.HARKARA_HOME)
    for folder in dict.fromkeys((home, Path(settings.HARKARA_RACK), Path(settings.MEDIA_ROOT))):
        if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & 0o022:
            yield Finding(
                "ill" if stat.S_IMODE(folder.stat().st_mode) & 0o002 else "look",
                "files",
                f"Others may write into {folder}: they could put pages and pictures into the paper.",
                f"Run `chmod go-w {folder}`.",
            )


def machine() -> Iterator[Finding]:
    """Clock, open files, faces of type, workers."""
    if _clock_state() == UNSYNCHRONISED:
        yield Finding(
            "look",
            "clock",
            "Nobody sets the clock of this machine by others.",
            "Install chrony, or turn systemd-timesyncd on.",
        )
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < FILES:
        yield Finding(
            "look",
            "machine",
            f"A process may have {hard} files open: so few readers at once.",
            "Set LimitNOFILE=65536 for the service, or `ulimit -n 65536`.",
        )
    faces = Path(__file__).parents[1] / "layout" / "faces"
    if not any(face.stat().st_size > 10_000 for face in faces.glob("*.woff2")):
        yield Finding(
            "ill",
            "fonts",
            f"The face of headlines is not in {faces}.",
            "Install Harkara anew: its files are not whole.",
        )
    count = workers()
    if count > 2 * (os.cpu_count() or 1):
        yield Finding(
            "look",
            "workers",
            f"{count} workers run on {os.cpu_count()} processors.",
            "One a processor is enough: `harkara serve --workers`. Is a second paper, or an old one, still running?",
        )


def workers() -> int:
    """How many workers of a stand run on this machine, of any paper that this user may see."""
    count = 0
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            count += WORKER in process.read_bytes().split(b"\0")
        except OSError:
            continue  # it has ended
    return count


def of_postgres() -> Iterator[Finding]:
    """Whether the servers of both databases and this machine are of one time. What else they have to be says ``rack.ground``."""
    for alias in ("default", READERS):
        if connections[alias].vendor == "postgresql":
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT extract(epoch from clock_timestamp())")
                yield from _apart(alias, float(cursor.fetchone()[0]) - time.time())


def _apart(alias: str, ahead: float) -> Iterator[Finding]:
    if abs(ahead) > APART:
        yield Finding(
            "ill",
            "clock",
            f"The clock of the server of “{alias}” is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} this machine's.",
            "Set both by NTP.",
        )


def _clock_state() -> int:
    """What the kernel says of its clock; 0 where it says nothing."""
    try:
        state: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512))
    except (OSError, AttributeError):
        return 0
    return state
