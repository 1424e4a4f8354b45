"""A plain Wagtail news site, without and with Django's page cache in Redis."""

import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

from bench.homes import ROOT
from bench.rivals.database import libraries, program
from bench.rivals.sides import Side, Skipped, answers, free, started
from bench.rivals.stories import told

SETTINGS = "bench.rivals.wagtail_site.settings"


def sides(stack: ExitStack, folder: Path, stories: int) -> tuple[Side, ...]:
    """Wagtail without a cache, and with one where Redis can be had."""
    place = folder / f"wagtail-{stories}"
    place.mkdir(parents=True, exist_ok=True)
    plain = _environment(folder, place)
    if not (place / "written").exists():
        (place / "wagtail.sqlite3").unlink(missing_ok=True)
        shutil.rmtree(place / "rival_migrations", ignore_errors=True)
        (place / "rival_migrations").mkdir()
        (place / "rival_migrations" / "__init__.py").touch()
        _say(plain, str(stories))
        (place / "written").touch()
    found = [_side(stack, place, "Wagtail", plain, stories, ("hot", "random", "first", "after"))]
    try:
        redis, url = _redis(stack, folder)
    except Skipped as error:
        print(error)
        return tuple(found)
    cached = plain | {"RIVAL_CACHE": url}
    side = _side(stack, place, "Wagtail, page cache in Redis", cached, stories, ("hot", "random", "after"))
    side.processes = [*side.processes, redis]
    return *found, side


def _side(
    stack: ExitStack, place: Path, name: str, environment: dict[str, str], stories: int, loads: tuple[str, ...]
) -> Side:
    port = free()
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--http",
        "1",
        "--no-ws",
        "--log-level",
        "warning",
    ]
    command += ["--host", "127.0.0.1", "--port", str(port), "--workers", str(os.cpu_count() or 1)]
    command += ["--blocking-threads", "2", "--backpressure", "64"]
    application = "bench.rivals.wagtail_site.wsgi:application"
    process = started(stack, [*command, application], place / name.partition(",")[0], environment)
    paths = [f"/s{one.number % 8}/n{one.number}/" for one in told(stories)]
    answers(name, port, paths[0], needs=told(stories)[0].headline.split()[1])

    def publish() -> None:
        _say(environment, "publish")

    return Side(name, port, paths, [process], f"{version('wagtail')}, Django {version('django')}", loads, publish)


def _environment(folder: Path, place: Path) -> dict[str, str]:
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT), str(folder / "python"), str(place)))
    return {"RIVAL_HOME": str(place), "DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": paths}


def _redis(stack: ExitStack, folder: Path) -> "tuple[subprocess.Popen[bytes], str]":
    if not (folder / "python").exists():
        raise Skipped("Python's client of Redis was not brought by --prepare.")
    found = shutil.which("redis-server")
    server, port = Path(found) if found else program(folder, "redis-server"), free()
    own = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--maxmemory", "1gb"]
    process = started(stack, [server, *own, "--maxmemory-policy", "allkeys-lru"], folder / "redis", libraries(folder))
    return process, f"redis://127.0.0.1:{port}/0"


def _say(environment: dict[str, str], *words: str) -> None:
    command = [sys.executable, "-m", "bench.rivals.wagtail_site.writing", *words]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Skipped(f"Wagtail cannot be set up: {done.stderr.strip()[-300:]}")
