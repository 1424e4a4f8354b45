#!/usr/bin/env python3
"""Draws ``docs/pictures/dashboard.svg``: the figures of a demo paper at work, in the charts of the dashboard.

``scripts/dashboard.py [--seconds N]``. A demo paper in a home of its own is served, read by some readers at once, and
written into; its figures are asked for every second. Nothing in the picture is made up: with other seconds it is another picture.
"""

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path
from socket import create_server
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs/pictures/dashboard.svg"

WIDE, HIGH, GAP, HEAD = 420, 170, 24, 34
COLOURS = ("#b3261e", "#1d5fa8", "#2e7d32", "#8a5a00", "#6a3d9a", "#00838f", "#616161")

Sample = dict[str, float]
"""Figures by the name of their series, as they were told at a moment."""


@dataclass(frozen=True)
class Chart:
    """A chart: its title, its unit, and what it draws: name of a line and its value from two samples and the seconds between."""

    title: str
    unit: str
    lines: dict[str, Callable[[Sample, Sample, float], float]]


def total(sample: Sample, name: str, **labels: str) -> float:
    """The sum of the series of ``name`` with these labels."""
    wanted = [f'{label}="{value}"' for label, value in labels.items()]
    return sum(v for k, v in sample.items() if k.partition("{")[0] == name and all(one in k for one in wanted))


def rate(name: str, **labels: str) -> Callable[[Sample, Sample, float], float]:
    """How often a second."""
    return lambda before, now, seconds: max(0.0, total(now, name, **labels) - total(before, name, **labels)) / seconds


def level(name: str, **labels: str) -> Callable[[Sample, Sample, float], float]:
    """How much."""
    return lambda before, now, seconds: total(now, name, **labels)


def quantile(share: float, name: str) -> Callable[[Sample, Sample, float], float]:
    """Within how many seconds a ``share`` of all so far stayed, between the bounds of its bucket in proportion."""

    def value(before: Sample, now: Sample, seconds: float) -> float:
        buckets: dict[float, float] = {}
        for key, count in now.items():
            found = re.search(r'le="([^"]+)"', key)
            if key.startswith(f"{name}_bucket") and found:
                bound = float(found[1].replace("+Inf", "inf"))
                buckets[bound] = buckets.get(bound, 0.0) + count
        whole, below, under = buckets.get(float("inf"), 0.0), 0.0, 0.0
        for bound, count in sorted(buckets.items()):
            if whole and count >= share * whole:
                part = (share * whole - below) / max(count - below, 1e-9)
                return under + part * (min(bound, 60.0) - under)
            below, under = count, bound
        return 0.0

    return value


ANSWERS, DJANGO = "harkara_stand_answers_total", "harkara_requests_total"
CHARTS = (
    Chart(
        "Answers to readers",
        "a second",
        {one: rate(ANSWERS, **{"from": one}) for one in ("memory", "slip", "shelf", "newsroom")},
    ),
    Chart(
        "From a change to readers",
        "seconds",
        {
            "half within": quantile(0.5, "harkara_publish_to_visible_seconds"),
            "19 of 20 within": quantile(0.95, "harkara_publish_to_visible_seconds"),
        },
    ),
    Chart(
        "The press: what waits",
        "",
        {
            "changes in the log": level("harkara_press_changes_waiting"),
            "sheets without haste": level("harkara_press_sheets_waiting"),
            "brotli parts": level("harkara_press_compression_waiting"),
        },
    ),
    Chart("The press: how far it is behind", "seconds", {"oldest change": level("harkara_press_lag_seconds")}),
    Chart(
        "What readers do not get",
        "a second",
        {one: rate(ANSWERS, **{"from": one}) for one in ("missing", "gone", "busy", "stale")},
    ),
    Chart(
        "The newsroom and the readers' side",
        "seconds",
        {
            "half within": quantile(0.5, "harkara_request_seconds"),
            "19 of 20 within": quantile(0.95, "harkara_request_seconds"),
        },
    ),
    Chart(
        "Requests that Django answers",
        "a second",
        {one: rate(DJANGO, status=one) for one in ("2xx", "3xx", "4xx", "5xx")},
    ),
    Chart(
        "Waiting for people",
        "",
        {
            "comments": level("harkara_comments_waiting"),
            "changes for the archive": level("harkara_archive_changes_waiting"),
        },
    ),
    Chart("Readers' connections", "", {"open": level("harkara_stand_connections")}),
    Chart("Readings to be counted", "bytes", {"in the spool": level("harkara_readings_spool_bytes")}),
    Chart("Programs", "", {"run": level("harkara_program_up"), "were started": level("harkara_program_starts_total")}),
    Chart("Log", "lines", {one: level("harkara_log_lines_total", level=one) for one in ("warning", "error")}),
)


def read(text: str) -> Sample:
    """The series of an answer of `/metrics`."""
    lines = (line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return {series: float(value) for series, _, value in lines}


def drawn(samples: list[tuple[float, Sample]]) -> str:
    """All charts as one SVG."""
    rows = -(-len(CHARTS) // 2)
    width, height = 2 * WIDE + 3 * GAP, rows * (HIGH + HEAD + GAP + 18) + GAP
    parts = [
        _chart(chart, samples, GAP + (n % 2) * (WIDE + GAP), GAP + (n // 2) * (HIGH + HEAD + GAP + 18))
        for n, chart in enumerate(CHARTS)
    ]
    style = (
        "text{font:12px system-ui,sans-serif;fill:#333}.t{font-weight:600;font-size:14px}.q{fill:#666;font-size:11px}"
    )
    label = 'role="img" aria-label="Twelve charts of a demo paper at work"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {label}>'
    return f'{head}<style>{style}</style><rect width="{width}" height="{height}" fill="#fff"/>{"".join(parts)}</svg>\n'


def _chart(chart: Chart, samples: list[tuple[float, Sample]], x: float, y: float) -> str:
    lines = {name: _points(value, samples) for name, value in chart.lines.items()}
    most = max((v for points in lines.values() for _, v in points), default=0.0) or 1.0
    span = samples[-1][0] - samples[0][0] or 1.0
    unit = f" ({chart.unit})" if chart.unit else ""
    out = [f'<g transform="translate({x},{y})"><text class="t" y="14">{escape(chart.title + unit)}</text>']
    out.append(
        f'<g transform="translate(0,{HEAD - 10})"><rect width="{WIDE}" height="{HIGH}" fill="#fafafa" stroke="#ddd"/>'
    )
    for part in (0.25, 0.5, 0.75):
        out.append(f'<path d="M0 {HIGH * part}H{WIDE}" stroke="#eee"/>')
    out.append(f'<text class="q" x="4" y="12">{_said(most)}</text>')
    out.append(f'<text class="q" x="{WIDE - 4}" y="{HIGH - 4}" text-anchor="end">{span:.0f} s</text>')
    for number, (name, points) in enumerate(lines.items()):
        path = " ".join(f"{WIDE * at / span:.1f},{HIGH - (HIGH - 16) * v / most:.1f}" for at, v in points)
        colour = COLOURS[number % len(COLOURS)]
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.8"/>')
        at = number * WIDE / len(lines)
        out.append(f'<rect x="{at}" y="{HIGH + 8}" width="10" height="10" fill="{colour}"/>')
        out.append(f'<text class="q" x="{at + 14}" y="{HIGH + 17}">{escape(name)}</text>')
    return "".join(out) + "</g></g>"


def _points(
    value: Callable[[Sample, Sample, float], float], samples: list[tuple[float, Sample]]
) -> list[tuple[float, float]]:
    first = samples[0][0]
    pairs = pairwise(samples)
    return [(now - first, value(before, told, max(now - then, 1e-6))) for (then, before), (now, told) in pairs]


def _said(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def free() -> int:
    with create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def ask(address: str) -> str:
    try:
        with urllib.request.urlopen(quote(address, safe=":/?=&%#"), timeout=10) as answer:
            return str(answer.read().decode("utf-8", "replace"))
    except urllib.error.HTTPError as answer:
        with answer:
            return ""


def readers(origin: str, ends: threading.Event, chance: random.Random) -> None:
    """Reads the front, stories, addresses that are not there, and the newsroom's door."""
    addresses = [
        *re.findall(r'href="(/[a-z-]+/\d+/[^"]+)"', ask(origin)),
        "/",
        "/",
        "/",
        "/no-such-page",
        "/desk/login/",
    ]
    while not ends.wait(chance.uniform(0.002, 0.02)):
        with suppress(OSError):
            ask(origin + chance.choice(addresses))


def writers(run: Callable[..., None], ends: threading.Event) -> None:
    """Takes in and publishes one story after the other."""
    text = (ROOT / "src/harkara/desk/demo/clipping.txt").read_text()
    for number in range(1, 40):
        if ends.is_set():
            return
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as page:
            page.write(text.replace("প্রথমটি যাবে ডিসেম্বরে", f"প্রথমটি যাবে {number} দিনে"))
            page.flush()
            run("clip", page.name, "--publish", "--section", "world", "--as", "editor")


def main(argv: Iterable[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=90)
    options = parser.parse_args(list(argv) if argv is not None else None)
    port, told = free(), free()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        own = {
            "HARKARA_HOME": home,
            "HARKARA_ORIGIN": f"http://localhost:{port}",
            "HARKARA_METRICS": f"127.0.0.1:{told}",
        }
        environment = {**os.environ, **own, "PYTHONPATH": str(ROOT / "src")}

        def run(*words: str) -> None:
            subprocess.run(
                [sys.executable, "-m", "harkara", *words], env=environment, check=False, stdout=subprocess.DEVNULL
            )

        run("migrate", "--verbosity", "0")
        run("demo")
        served = subprocess.Popen([sys.executable, "-m", "harkara", "serve", "--port", str(port)], env=environment)
        ends = threading.Event()
        try:
            while True:
                with suppress(OSError):
                    if "<html" in ask(f"http://localhost:{port}/"):
                        break
                time.sleep(0.5)
            crowd = [
                threading.Thread(target=readers, args=(f"http://localhost:{port}", ends, random.Random(n)))
                for n in range(6)
            ]
            crowd.append(threading.Thread(target=writers, args=(run, ends)))
            for one in crowd:
                one.start()
            samples: list[tuple[float, Sample]] = []
            for _ in range(options.seconds):
                time.sleep(1)
                with suppress(OSError):
                    samples.append((time.monotonic(), read(ask(f"http://127.0.0.1:{told}/metrics"))))
        finally:
            ends.set()
            served.send_signal(signal.SIGTERM)
            served.wait()
        PICTURE.write_text(drawn(samples))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
