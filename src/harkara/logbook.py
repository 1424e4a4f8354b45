"""What the paper's processes write down, and that it names nobody: one line a record, for people or as JSON.

A line may hold what the house wrote itself: which page, which sheet, which program. It never holds who somebody is or what they
looked for: addresses of mail and of machines, what follows a question mark, cookies, keys and links that open something are
taken out of every line here, whoever wrote it. Of an exception stand its class and where it arose; its words stand only where a
machine spoke (disk, network, database), since a program's own may repeat what somebody typed.
"""

import json
import logging
import os
import re
import sqlite3
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any, Final, TextIO

FORMATS: Final = ("plain", "json")

LONGEST: Final = 2000
"""Letters of a line; what is longer is cut."""

OF_MACHINES: Final = frozenset({"archive", "press", "rack", "stand"})
"""Rooms whose own exceptions speak of files, sheets and sockets, and of nobody."""

FRAMES: Final = 12
"""Places that are told of an exception, the innermost last."""

_SAID: Final = r"sessionid|csrftoken|csrfmiddlewaretoken|password|token|secret|code"
_OPENS: Final = r"desk/(?:proof|invitation|invited|links)|password_reset/confirm|comment/(?:appeal|enter)"
_TAKEN_OUT: Final = (
    (re.compile(r"\b([a-z+]{3,12}://)[^\s/@'\"]+@"), r"\1(…)@"),
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "(mail)"),
    (re.compile(r"(?i)\b((?:set-)?cookie|authorization|x-csrftoken)(['\"]?\s*[:=]\s*)[^\r\n]*"), r"\1\2(…)"),
    (re.compile(rf"(?i)\b({_SAID})(['\"]?\s*[=:]\s*['\"]?)[^\s'\"&;,]+"), r"\1\2(…)"),
    (re.compile(rf"(/(?:{_OPENS})/)[^\s?'\"]+"), r"\1(…)"),
    (re.compile(r"(?<=[\w/.%-])\?[^\s'\"]+"), "?(…)"),
)
"""What is taken out, and what stands in its place."""

_NUMBERS: Final = re.compile(r"(?<![\w.:])\[?([0-9a-fA-F]*(?:[:.][0-9a-fA-F]*){2,7})\]?(?::\d+)?(?![\w])")
"""What may be the address of a machine; whether it is one the library says."""


def _without_address(found: re.Match[str]) -> str:
    text = found[1].rstrip(".:") if not found[1].endswith("::") else found[1]
    host, _, port = text.rpartition(":")
    for said in (text, host) if "." in host and port.isdecimal() else (text,):
        try:
            address = ip_address(said)
        except ValueError:
            continue
        return "localhost" if address.is_loopback or address.is_unspecified else "(address)"
    return found[0]


def discreet(text: str) -> str:
    """``text`` without what tells of somebody.

    >>> discreet("A letter to rina@paper.example failed at /search?q=x for 203.0.113.9")
    'A letter to (mail) failed at /search?(…) for (address)'
    """
    for pattern, instead in _TAKEN_OUT:
        text = pattern.sub(instead, text)
    text = _NUMBERS.sub(_without_address, text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


class Discreet(logging.Formatter):
    """A line for people: when, how grave, who, what."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC)
        head = f"{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03d}Z {record.levelname} {record.name}: "
        return head + _one_line(said(record)) + "".join(f"\n  {line}" for line in fault(record))


class Json(logging.Formatter):
    """The same as one JSON object a line: ``at`` (UTC), ``level``, ``logger``, ``message``, ``process``, and of an exception its
    ``fault``: class, words where a machine spoke, places.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        told: dict[str, Any] = {
            "at": at,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _one_line(said(record)),
            "process": record.process,
        }
        if lines := fault(record):
            told["fault"] = lines
        return json.dumps(told, ensure_ascii=False)


class Counted(logging.StreamHandler):  # type: ignore[type-arg]  # a stream of text
    """Writes to standard error, and counts by level what it wrote.

    Which stream that is, is looked up at each line: whoever puts another in its place, and closes it, loses no later line.
    """

    written: Final[dict[str, int]] = {"WARNING": 0, "ERROR": 0, "CRITICAL": 0}
    """Of this process."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)  # that of a stream would keep the one there is now

    @property
    def stream(self) -> TextIO:
        """Standard error as it is now."""
        return sys.stderr

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelname in self.written:
            self.written[record.levelname] += 1
        super().emit(record)


def logged() -> dict[str, float]:
    """How many lines this process wrote, by level, as series of Prometheus (:mod:`harkara.figures`)."""
    return {f'harkara_log_lines_total{{level="{name.lower()}"}}': n for name, n in Counted.written.items()}


def said(record: logging.LogRecord) -> str:
    """What a record says, without what tells of somebody. Of exceptions among its arguments :func:`words` are told."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(words(one) if isinstance(one, BaseException) else one for one in args)
    elif isinstance(args, Mapping):
        args = {key: words(one) if isinstance(one, BaseException) else one for key, one in args.items()}
    message = str(record.msg)
    try:
        return discreet(message % args if args else message)
    except (TypeError, ValueError):
        return discreet(f"{message} (it was not given what it tells)")


def words(error: BaseException) -> str:
    """What may be told of ``error``: its words where a machine spoke, or a room of machines; else its class alone."""
    name = type(error).__name__
    module, _, room = type(error).__module__.partition(".")
    spoke = isinstance(error, OSError | sqlite3.Error | ImportError | MemoryError)
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    is_ours = module == "harkara" and room.partition(".")[0] in OF_MACHINES
    if spoke or is_ours or (module in ("django", "psycopg") and _is_of_database(error)):
        return discreet(f"{name}: {str(error).splitlines()[0] if str(error) else ''}").rstrip(": ")
    return name


def fault(record: logging.LogRecord) -> list[str]:
    """Class and words of the exception of ``record``, then where it arose, the innermost last. Empty without one."""
    if not record.exc_info or record.exc_info[1] is None:
        return []
    error = record.exc_info[1]
    chain = [error]
    while (before := chain[-1].__cause__) is not None and len(chain) < 4:
        chain.append(before)
    places = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return [" ← ".join(words(one) for one in chain), *places[-FRAMES:]]


def configuration(level: str, form: str) -> dict[str, Any]:
    """The logging of a process, as ``logging.config.dictConfig`` takes it."""
    formatter = f"{__name__}.{'Json' if form == 'json' else 'Discreet'}"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter}},
        "handlers": {"stderr": {"()": f"{__name__}.Counted", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "harkara": {"level": level},
            "django": {"level": "WARNING"},
            "django.server": {"level": "WARNING", "propagate": True},
        },
    }


def open_book(default: str = "INFO") -> None:
    """Sets the logging of a process that has no Django, by the environment (``HARKARA_LOG``, ``HARKARA_LOG_FORMAT``). What is
    wrong there is said by the settings; here it counts as nothing said.
    """
    from logging.config import dictConfig

    level = os.environ.get("HARKARA_LOG", "").strip().upper() or default
    form = os.environ.get("HARKARA_LOG_FORMAT", "").strip().lower()
    known = level in logging.getLevelNamesMapping()
    dictConfig(configuration(level if known else default, form if form in FORMATS else FORMATS[0]))


def _is_of_database(error: BaseException) -> bool:
    return any(base.__module__ in ("django.db.utils", "psycopg") for base in type(error).__mro__)


def _one_line(text: str) -> str:
    return " ⏎ ".join(text.splitlines()) if "\n" in text else text
