"""``harkara serve``: the stand in front, the newsroom behind it and the press beside them, as one command."""

import argparse
import os
import socket
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from harkara.figures import FILE, Sheet
from harkara.figures import place as place_of
from harkara.logbook import open_book

from . import roles
from .asgi import PLACE, VOICES_PLACE
from .household import Household, Program
from .limits import CONNECTIONS, HEADERS_WITHIN
from .teller import TOKEN, WHERE

APPLICATION: Final = "harkara.served:app"
"""Where the composition root keeps the application that the workers run."""

PRESS: Final = (sys.executable, "-m", "harkara", "press", "--kept")

NEWSROOM: Final = (sys.executable, "-m", "harkara", "newsroom")

WIRE: Final = (sys.executable, "-m", "harkara", "wire", "--while-wanted")

WIRE_WANTED: Final = "wire-sources"
"""The file in the paper's home that is there while the newsroom has a source of the wire to look at."""

PORTLESS: Final = (roles.PRESS, roles.WIRE)
"""Roles of machines that answer nobody."""

WIRE_LATER: Final = 10.0
"""Seconds for which the wire waits, so that it takes no processor from those who start: feeds are no hurry."""

VOICES: Final = (sys.executable, "-m", "harkara", "voices")
LETTERS: Final = (sys.executable, "-m", "harkara", "letters")

DISPATCH: Final = (sys.executable, "-m", "harkara", "dispatch")

RUNNER: Final = (sys.executable, "-m", "harkara", "follow")

PURGER: Final = (sys.executable, "-m", "harkara", "purge")

COUNTER: Final = (sys.executable, "-m", "harkara", "count")

POST: Final = (sys.executable, "-m", "harkara", "post")


def serve(
    argv: list[str],
    press: Sequence[str] = PRESS,
    application: str = APPLICATION,
    newsroom: Sequence[str] = NEWSROOM,
    voices: Sequence[str] = VOICES,
    wire: Sequence[str] = WIRE,
    post: Sequence[str] = POST,
) -> int:
    """``harkara serve [--host H] [--port P] [--workers N] [--desks N] [--no-press]``: serves until SIGTERM or SIGINT.

    One port: the stand in front (``application``, in ``--workers`` processes), behind it the newsroom (in ``--desks``
    processes) and the readers' side, where comments are taken in, and beside it the press, as processes of their own (the
    commands ``newsroom``, ``voices`` and ``press``), ``letters`` where the paper sends any, and the ``wire`` while there is a
    source to look at. What dies is started again. ``HARKARA_ROLE`` says which of them this machine runs (:mod:`.roles`): a
    ``stand`` has the runner that follows the press of another machine, ``press`` and ``wire`` listen on no port. Returns 0 when
    told to stop, 1 where it could not start.
    """
    options = _options(argv)
    open_book()
    role = roles.role(os.environ)
    refusal = ("" if role in PORTLESS else _taken(options.host, options.port)) or _untold()
    if refusal:
        print(refusal, file=sys.stderr)
        return 1
    # All sockets are the household's, so that requests wait in them while there is nobody to answer.
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="harkara-")))
        programs: list[Program] = []
        if role not in PORTLESS:
            programs += _in_front(stack, folder, options, role, application, newsroom, voices)
        if role in (roles.ALL, roles.PRESS) and not options.no_press:
            programs += _press(folder, press)
            programs += _post(post)
        if role in (roles.ALL, roles.STAND):
            programs += _letters()
        if role == roles.STAND:
            programs += _following()
        if role in (roles.ALL, roles.WIRE):
            programs += _wire(wire)
        print(_greeting(options, role), flush=True)
        return Household(programs, _figures(programs, folder)).run()


def _figures(programs: list[Program], folder: Path) -> Sheet | None:
    """Has each of ``programs`` write figures into a file of its own, and adds the program that hands them out, where
    ``HARKARA_METRICS`` says where; returns the household's own sheet.
    """
    if not os.environ.get(WHERE, "").strip():
        return None
    place = folder / "figures"
    place.mkdir()
    for program in programs:
        name = program.name.removeprefix("the ").replace("'", "").replace(" ", "-")
        program.environment = {**program.environment, FILE: str(place / f"{name}.json")}
        program.withheld = (*program.withheld, TOKEN)
    command = [sys.executable, "-m", "harkara.stand.teller", str(place)]
    programs.append(Program("the teller", command, withheld=(*roles.OF_THE_NEWSROOM, *roles.OF_THE_POST)))
    return Sheet(place / "household.json")


def _in_front(
    stack: ExitStack,
    folder: Path,
    options: argparse.Namespace,
    role: str,
    application: str,
    newsroom: Sequence[str],
    voices: Sequence[str],
) -> list[Program]:
    """The workers, and what stands behind them."""
    desk, said = _behind(stack, folder / "newsroom"), _behind(stack, folder / "voices")
    has_desk, has_voices = role in (roles.ALL, roles.DESK), role in (roles.ALL, roles.STAND)
    told = ({PLACE: str(folder / "newsroom")} if has_desk else {}) | (
        {VOICES_PLACE: str(folder / "voices")} if has_voices else {}
    )
    programs = []
    apart = (*roles.OF_NODES, *roles.OF_THE_POST)
    for number in range(options.workers):
        fd = stack.enter_context(listening(options.host, options.port)).fileno()
        up = folder / f"worker-{number + 1}"
        command = worker(fd, application, up=up)
        name = f"worker {number + 1}"
        programs.append(Program(name, command, vital=True, up=up, environment=told, withheld=apart, passed=(fd,)))
    fd = desk.fileno()
    for number in range(options.desks if has_desk else 0):  # whoever of them is free takes the next request
        name = f"the newsroom {number + 1}" if number else "the newsroom"
        command = [*newsroom, "--fd", str(fd)]
        alone, withheld = {"HARKARA_ROLE": roles.DESK}, roles.WITHHELD[roles.DESK]
        programs.append(Program(name, command, turn=2, environment=alone, withheld=withheld, passed=(fd,)))
    if has_voices:
        alone = {"HARKARA_ROLE": roles.STAND}
        command = [*voices, "--fd", str(said.fileno())]
        withheld, passed = (*roles.OF_THE_NEWSROOM, *roles.OF_LETTERS, *roles.OF_THE_POST), (said.fileno(),)
        side = Program("the readers' side", command, turn=2, environment=alone, withheld=withheld, passed=passed)
        programs.append(side)
    return programs


def _press(folder: Path, press: Sequence[str]) -> list[Program]:
    """The press, and where stands on other machines follow it the dispatch."""
    up = folder / "press"
    withheld = (*roles.WITHHELD[roles.PRESS], "HARKARA_DISPATCH_KEY", "HARKARA_EDGE_TOKEN", *roles.OF_THE_POST)
    apart = {"HARKARA_ROLE": roles.PRESS}
    programs = [Program("the press", [*press, "--up", str(up)], up=up, environment=apart, withheld=withheld)]
    if os.environ.get("HARKARA_DISPATCH", "").strip():
        apart_from = (*roles.OF_THE_DISPATCH, "HARKARA_EDGE_TOKEN")
        programs.append(Program("the dispatch", DISPATCH, turn=2, withheld=apart_from))
    return programs + _purging()


def _letters() -> list[Program]:
    """Who carries letters, where the paper sends any."""
    if not all(os.environ.get(name, "").strip() for name in ("HARKARA_LETTERS_FROM", "HARKARA_MAIL_URL")):
        return []
    apart, withheld = {"HARKARA_ROLE": roles.STAND}, (*roles.OF_THE_NEWSROOM, *roles.OF_THE_POST)
    return [Program("the letters", LETTERS, turn=3, environment=apart, withheld=withheld)]


def _post(post: Sequence[str]) -> list[Program]:
    """The postman, where the paper has a key for notices. It knows nothing of the newsroom, and of no letter."""
    if not os.environ.get("HARKARA_PUSH_KEY", "").strip():
        return []
    apart, withheld = {"HARKARA_ROLE": roles.STAND}, (*roles.OF_THE_NEWSROOM, *roles.OF_LETTERS, "HARKARA_MAIL_URL")
    return [Program("the postman", post, turn=3, environment=apart, withheld=withheld)]


def _following() -> list[Program]:
    """On a node: the runner, where there is a press to follow, and who counts what was read."""
    if not os.environ.get("HARKARA_FOLLOWS", "").strip():
        return []
    apart = ("HARKARA_DISPATCH_KEY", "HARKARA_WAKE", "HARKARA_EDGE_TOKEN")
    return [
        Program("the runner", RUNNER, withheld=(*roles.OF_THE_DISPATCH, "HARKARA_EDGE_TOKEN")),
        *_purging(),
        Program("the counter", COUNTER, turn=3, withheld=apart),
    ]


def _purging() -> list[Program]:
    """Who tells a CDN in front what is over, where there is one: on each machine that fills a rack, behind who fills it."""
    if not os.environ.get("HARKARA_EDGE", "").strip():
        return []
    return [Program("the purger", PURGER, turn=2, withheld=roles.OF_THE_PURGER)]


def _wire(wire: Sequence[str]) -> list[Program]:
    """The wire, while there is a source to look at."""
    home = Path(os.environ.get("HARKARA_HOME", "").strip() or "var").expanduser()
    later = time.monotonic() + WIRE_LATER
    apart, withheld = {"HARKARA_ROLE": roles.WIRE}, roles.WITHHELD[roles.WIRE]
    wanted = home / WIRE_WANTED
    return [Program("the wire", wire, turn=3, wanted=wanted, due=later, environment=apart, withheld=withheld)]


def _greeting(options: argparse.Namespace, role: str) -> str:
    if role in PORTLESS:
        return f"The {role} of the paper is at work. Ctrl-C ends it."
    shown = f"[{options.host}]" if ":" in options.host else options.host
    place = f"http://{shown.replace('127.0.0.1', 'localhost')}:{options.port}"
    if role == roles.DESK:
        return f"The newsroom is on {place}/desk/. Ctrl-C ends it."
    newsroom_at = "" if role == roles.STAND else f", the newsroom on {place}/desk/"
    return f"The paper is on {place}/{newsroom_at}. Ctrl-C ends it."


def _behind(stack: ExitStack, path: Path) -> socket.socket:
    """A socket in the file system at which a process behind the stand will answer."""
    sock = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
    sock.bind(str(path))
    sock.listen(CONNECTIONS)
    return sock


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens beside others on the same port; the kernel shares readers out among them."""
    sock = socket.socket(_family(host), socket.SOCK_STREAM)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind((host, port))
        sock.listen(CONNECTIONS)
    except OSError:
        sock.close()
        raise
    return sock


def worker(
    fd: int, application: str = APPLICATION, headers_within: float = HEADERS_WITHIN, up: Path | None = None
) -> list[str]:
    """The command line of a worker that answers at the listening socket ``fd`` it inherits, and makes the file ``up``."""
    options = ["--fd", str(fd), "--headers-within", str(headers_within), *(("--up", str(up)) if up else ())]
    return [sys.executable, "-m", "harkara.stand.worker", *options, application]


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="harkara serve", description="Serves the paper, the newsroom and the press.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default: %(default)s)")
    cores = os.cpu_count() or 1
    parser.add_argument("--workers", type=int, default=min(4, cores), help="processes that answer readers")
    parser.add_argument("--desks", type=int, default=1, help="processes that answer the newsroom: one for 15 who type")
    parser.add_argument("--no-press", action="store_true", help="the press runs somewhere else")
    options = parser.parse_args(argv)
    if not 1 <= options.port <= 65535:
        parser.error(f"--port {options.port} is no port: give a number from 1 to 65535")
    for name in ("workers", "desks"):
        if not 1 <= getattr(options, name) <= 64:
            parser.error(f"--{name} {getattr(options, name)} is out of bounds: give a number from 1 to 64")
    return options


def _taken(host: str, port: int) -> str:
    """A sentence where ``port`` cannot be listened on, else nothing."""
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return (
                f"Cannot listen on {host} port {port} ({error.strerror}): "
                f"stop what is there, or choose another with --port {port % 65535 + 1}."
            )
    return ""


def _untold() -> str:
    """A sentence where figures cannot be handed out as the environment asks, else nothing."""
    said = os.environ.get(WHERE, "").strip()
    try:
        where = place_of(said)
    except ValueError:
        return f"{WHERE}={said!r} is no place: write it like 127.0.0.1:9464, or unix:/path."
    if where and not where.is_here and not os.environ.get(TOKEN, "").strip():
        return f"{TOKEN} is empty, and {WHERE}={said!r} is open to others: set both, or 127.0.0.1."
    return _taken(where.host, where.port) if where and where.host else ""


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
