"""Figures of the paper's processes, for those who watch it (decision 35).

Each process keeps plain numbers of its own and writes them, about once a second, into a small file of its own; whoever asks
gets all of them together in the text format of Prometheus (version 0.0.4). So nothing is shared, locked or added up where
readers are answered, and a process that is new begins at nought under its own name, as Prometheus expects of counters.
"""

import json
import os
import re
import time
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import Final, NamedTuple

FILE: Final = "HARKARA_FIGURES"
"""In the environment of a process: the file into which it writes its figures."""

EVERY: Final = 1.0
"""Seconds between two writings."""

METRICS: Final[dict[str, tuple[str, str]]] = {
    "harkara_stand_answers_total": ("counter", "Answers of the stand's workers, by where they came from."),
    "harkara_stand_failures_total": ("counter", "Requests that a worker failed to answer (500)."),
    "harkara_stand_connections": ("gauge", "Readers' connections that are open."),
    "harkara_stand_waiting": ("gauge", "Readers who wait for the next entry of live coverage."),
    "harkara_stand_waited_total": ("counter", "Readers who waited and got it."),
    "harkara_stand_readings_dropped_total": ("counter", "Readings that found no room or came too fast."),
    "harkara_requests_total": ("counter", "Requests that Django answered, by the first figure of their status."),
    "harkara_request_seconds": ("histogram", "How long Django took over a request."),
    "harkara_slow_queries_total": ("counter", "Queries that took longer than HARKARA_SLOW_QUERIES."),
    "harkara_publish_to_visible_seconds": ("histogram", "From a change in the newsroom to its pages on the rack."),
    "harkara_press_changes_waiting": ("gauge", "Changes in the log that the press has not followed yet."),
    "harkara_press_lag_seconds": ("gauge", "Age of the oldest change that the press has not followed yet."),
    "harkara_press_sheets_waiting": ("gauge", "Sheets that wait to be printed when there is nothing touched."),
    "harkara_press_compression_waiting": ("gauge", "Sheets that lack their brotli part."),
    "harkara_press_sheets_printed_total": ("counter", "Sheets that were printed and put on the rack."),
    "harkara_press_sheets_same_total": ("counter", "Sheets that were printed and said what they said before."),
    "harkara_press_disk_full": ("gauge", "1 where the disk refused the last print."),
    "harkara_layout_backlog_sheets": (
        "gauge",
        "Sheets of an earlier layout that are still on the rack; 1000 for more.",
    ),
    "harkara_archive_changes_waiting": ("gauge", "Changes that an index of the archive has not taken in yet."),
    "harkara_readings_spool_bytes": ("gauge", "Bytes of readings that nobody has counted yet."),
    "harkara_comments_waiting": ("gauge", "Comments that wait for a moderator; 1000 for more."),
    "harkara_notices_waiting": ("gauge", "Messages on their way to readers' browsers, or waiting for a morning."),
    "harkara_notices_late_seconds": ("gauge", "For how long a message has been due that is not carried to its end."),
    "harkara_disk_free_bytes": ("gauge", "Bytes free on the disk of the rack and of the home."),
    "harkara_log_lines_total": ("counter", "Lines of the log, by level, from WARNING up."),
    "harkara_program_up": ("gauge", "1 while a program of the household runs."),
    "harkara_program_starts_total": ("counter", "How often a program of the household was started."),
    "harkara_edge_keys_purged_total": ("counter", "Keys that a CDN or Varnish in front was told are over."),
    "harkara_edge_refuses": ("gauge", "1 while a CDN or Varnish in front does not take what it is told."),
    "harkara_figures_age_seconds": ("gauge", "Age of the figures of a process that were read for this answer."),
}
"""Every name, its kind and what it says."""

SOON: Final = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Bounds of histograms, in seconds."""

_SERIES: Final = re.compile(r"([a-z_]+)(?:\{(.*)\})?")
_ENDINGS: Final = ("_bucket", "_sum", "_count")

Told = Mapping[str, float]
"""Figures by the name of their series, as ``harkara_stand_answers_total{from="memory"}``."""


class Histogram:
    """How often something took how long."""

    def __init__(self, name: str, bounds: Sequence[float] = SOON) -> None:
        self.name: Final = name
        self.bounds: Final = tuple(bounds)
        self._counts: Final = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        """Counts one that took ``seconds``."""
        self._counts[bisect_left(self.bounds, seconds)] += 1
        self._sum += max(0.0, seconds)

    def told(self) -> dict[str, float]:
        """Its series, each bucket with all that were quicker."""
        found: dict[str, float] = {}
        total = 0
        for bound, count in zip((*self.bounds, float("inf")), self._counts, strict=True):
            total += count
            found[f'{self.name}_bucket{{le="{"+Inf" if bound == float("inf") else f"{bound:g}"}"}}'] = total
        return {**found, f"{self.name}_sum": round(self._sum, 6), f"{self.name}_count": total}


class Sheet:
    """The file of a process; without one nothing is written."""

    def __init__(self, path: Path | None) -> None:
        self.path: Final = path
        self._due = 0.0

    @classmethod
    def of_environment(cls) -> "Sheet":
        """The one that the environment names."""
        path = os.environ.get(FILE, "")
        return cls(Path(path) if path else None)

    def is_due(self) -> bool:
        """Whether it is time to write again."""
        return self.path is not None and time.monotonic() >= self._due

    def write(self, told: Told) -> None:
        """Writes all figures of the process, in place of those before. A disk that refuses costs the figures and nothing else."""
        self._due = time.monotonic() + EVERY
        if self.path is None:
            return
        part = self.path.with_suffix(".part")
        with suppress(OSError):
            part.write_text(json.dumps({"at": time.time(), "told": dict(told)}))
            part.rename(self.path)


def gathered(folder: Path) -> str:
    """The figures of all processes that write into ``folder``, in Prometheus' text format."""
    series: dict[str, list[str]] = {name: [] for name in METRICS}
    for path in sorted(folder.glob("*.json")):
        try:
            said = json.loads(path.read_text())
            told, age = dict(said["told"]), max(0.0, time.time() - float(said["at"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue  # a process that has just ended
        told["harkara_figures_age_seconds"] = round(age, 3)
        for name, labels, value in _split(told):
            series[base(name)].append(f"{name}{{{_labels(path.stem, labels)}}} {_number(value)}")
    return "".join(_block(name, lines) for name, lines in series.items() if lines)


def base(name: str) -> str:
    """The metric to which the series ``name`` belongs."""
    if name in METRICS:
        return name
    stem = next((name.removesuffix(ending) for ending in _ENDINGS if name.endswith(ending)), name)
    if METRICS.get(stem, ("", ""))[0] != "histogram":
        raise KeyError(name)
    return stem


def _split(told: Told) -> Iterator[tuple[str, str, float]]:
    for series, value in told.items():
        found = _SERIES.fullmatch(series)
        if found:
            yield found[1], found[2] or "", value


def _labels(process: str, more: str) -> str:
    return f'process="{process}"' + (f",{more}" if more else "")


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _block(name: str, lines: Iterable[str]) -> str:
    kind, says = METRICS[name]
    return f"# HELP {name} {says}\n# TYPE {name} {kind}\n" + "".join(f"{line}\n" for line in lines)


class Place(NamedTuple):
    """Where figures are handed out: a socket in the file system, or host and port."""

    path: str = ""
    host: str = ""
    port: int = 0

    @property
    def is_here(self) -> bool:
        """Whether only this machine can ask."""
        if self.path or self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False


def place(text: str) -> Place | None:
    """``127.0.0.1:9464``, ``[::1]:9464`` or ``unix:/run/harkara/figures.sock``; None for an empty text. Raises ``ValueError``."""
    if not text:
        return None
    if text.startswith("unix:/"):
        return Place(path=text.removeprefix("unix:"))
    host, colon, port = text.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise ValueError(text)
    return Place(host=host.strip("[]"), port=int(port))
