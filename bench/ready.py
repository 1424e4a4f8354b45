"""How fast nginx hands out the real rack by ``deploy/nginx``, beside nginx with the same pages as plain ready files.

``python -m bench.ready [--stories N] [--rounds N] [--seconds N] [--keep FOLDER] [--write]``. The rack is the press's: every
page put on the shelf and linked. Behind nginx nobody listens, so a page that nginx could not hand out by itself ends the
run. The plain side sends the same headers, and keeps its files open for a minute without a look at the disk where that
is faster (``hot``): for that minute it hands out what was replaced or killed. A third side promises what the rack does:
it keeps its files open, and looks for each of them again. Rounds are interleaved, figures are medians. Needs nginx and wrk.
"""

import argparse
import os
import random
import re
import shutil
import statistics
import sys
import tempfile
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock
from urllib.parse import quote

from bench import words
from bench.homes import between
from bench.homes import table as laid_out
from bench.machine import load, machine
from bench.serve_rack import BODIES, HOT, SCRIPT, Text
from bench.serve_sides import CONNECTIONS, NGINX, ROOT, Side, asked, free, listens, measure, started
from harkara.bangla.slug import slugify
from harkara.press import paging
from harkara.rack import pages
from harkara.rack.pages import Page
from harkara.rack.ready import Ready
from harkara.rack.shelf import Shelf

PAGE = ROOT / "docs" / "benchmarks.md"
DEPLOY = ROOT / "deploy" / "nginx"
KINDS = ("hot", "random")
GATE = 0.95

FRONT = """
worker_processes {cores};
worker_rlimit_nofile 30000;
pcre_jit on;
pid {folder}/front.pid;
error_log {folder}/front.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    include {folder}/harkara.conf;
}}
"""
"""As the plain side's, around the example configuration."""


LOOKED = """
    server {{
        listen 127.0.0.1:{port} reuseport;
        open_file_cache max=10000 inactive=60s;
        open_file_cache_valid 0;
    }}
}}
"""
"""Plain files of which none is older than what lies on the disk."""


def make(folder: Path, stories: int, seed: int = 1) -> None:
    """A rack of ``stories`` pages in ``folder``, the same files for the plain side, and the lists of paths to ask."""
    dice = random.Random(seed)
    ready = Ready(folder / "rack" / "ready", paging.public())
    shelf = Shelf(folder / "rack" / "shelf", ready=ready)
    texts = [Text(dice) for _ in range(BODIES)]
    paths = []
    for number in range(1, stories + 1):
        headline, text = words.headline(dice), texts[number % BODIES]
        path = f"/world/{number}/{slugify(headline)}"
        page = Page(200, paging.public(), text.head + f"<h1>{headline}</h1>".encode())
        extra = {"position": str(number), "edition": "0123456789ab.2.01234567.1"}
        with mock.patch.object(pages, "compressed", text.compressed):
            shelf.put(f"story:{number}", page, extra=extra, address=path)
        file = folder / "files" / f"{path[1:]}.gz"
        file.parent.mkdir(parents=True)
        file.hardlink_to(shelf.file(f"story:{number}"))
        paths.append(quote(path))
    ready.open()
    for kind, chosen in (("hot", dice.sample(paths, HOT)), ("random", paths)):
        (folder / f"{kind}.txt").write_text("\n".join(chosen) + "\n")
        (folder / f"{kind}.lua").write_text(SCRIPT.format(paths=folder / f"{kind}.txt"))


def sides(stack: ExitStack, folder: Path, cores: int) -> tuple[Side, Side, Side]:
    """All three, listening; the last is nginx in front of the rack."""
    hot, plain, looked, port = free(), free(), free(), free()
    printed = re.findall(r"^add_header [a-z][^$\n]*$", (DEPLOY / "harkara-pages.conf").read_text(), re.MULTILINE)
    limit_conf = NGINX.format(cores=cores, folder=folder, hot=hot, port=plain).rstrip().removesuffix("}")
    limit_conf += LOOKED.format(port=looked)
    same = re.sub(r"^ *gzip_vary on;|^ *add_header .*$", "", limit_conf, flags=re.MULTILINE)
    (folder / "nginx.conf").write_text(same.replace("root ", "\n".join([*printed, "root "])))
    (folder / "front.conf").write_text(FRONT.format(cores=cores, folder=folder))
    for file in DEPLOY.iterdir():
        text = file.read_text().replace("/srv/harkara", str(folder)).replace("127.0.0.1:8000", f"127.0.0.1:{free()}")
        text = re.sub(r"listen 80;\n\s+listen \[::\]:80;", f"listen 127.0.0.1:{port} reuseport;", text)
        (folder / file.name).write_text(text.replace("include harkara-", f"include {folder}/harkara-"))
    nginx = shutil.which("nginx") or "nginx"
    commands = [[nginx, "-c", str(folder / name), "-g", "daemon off;"] for name in ("nginx.conf", "front.conf")]
    limit = Side("nginx, plain files", {"hot": hot, "random": plain}, started(stack, commands[0]))
    exact = Side("nginx, plain files, each looked for", {"random": looked}, limit.process)
    front = Side("nginx in front of the rack", {"random": port}, started(stack, commands[1]))
    for one in (hot, plain, looked, port):
        if not listens(one):
            raise RuntimeError(f"nobody listens on {one}: {(folder / 'front.log').read_text()}")
    return limit, exact, front


def report(folder: Path, options: argparse.Namespace) -> str:
    """Measures all sides and returns the table as Markdown."""
    before = load()
    with ExitStack() as stack:
        three = sides(stack, folder, os.cpu_count() or 1)
        for side in three:
            asked(side.port("random"), folder / "random.lua", options.warm)
        for number in range(options.rounds):
            for kind in KINDS:
                for side in three if number % 2 else reversed(three):
                    measure(side, kind, folder, options.seconds)
    rows = []
    for kind in KINDS:
        for side in three:
            rate, cost = statistics.median(side.rates[kind]), statistics.median(side.costs[kind])
            shares = (
                statistics.median(mine / of for mine, of in zip(side.rates[kind], one.rates[kind], strict=True))
                for one in three[:2]
            )
            gate = f"≥ {GATE}" if side is three[-1] else ""
            rows.append([side.name, kind, f"{rate:,.0f}", *(f"{share:.2f}" for share in shares), gate, f"{cost:.1f}"])
    count = sum(1 for _ in (folder / "random.txt").open())
    given = f"--stories {count} --rounds {options.rounds} --seconds {options.seconds} --write"
    return "\n\n".join(
        (
            laid_out(
                ["", "load", "requests/s", "of plain files", "of those looked for", "aim", "server CPU µs/request"],
                rows,
            ),
            f"`python -m bench.ready {given}` · {machine()}; {nginx_version()} · {before} at its start · "
            f"{datetime.now(UTC):%Y-%m-%d}. {count:,} story pages of 58 KB, one load generator ({CONNECTIONS} connections)"
            f" beside the server, {options.rounds} interleaved rounds of {options.seconds} s; rates and costs are medians, "
            "and the share is the median of the rounds' shares.",
        )
    )


def nginx_version() -> str:
    """``nginx/1.22.1``, or whatever it calls itself."""
    import subprocess

    said = subprocess.run([shutil.which("nginx") or "nginx", "-v"], capture_output=True, text=True, check=True).stderr
    return said.strip().rpartition(" ")[2]


def main(argv: list[str] | None = None) -> int:
    """Returns 0, or 77 with a sentence where nginx or wrk is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.ready", description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=5, help="of each turn")
    parser.add_argument("--warm", type=int, default=10, help="seconds of random load on each before the first round")
    parser.add_argument("--keep", type=Path, help="folder to keep the pages in, and to find them in the next time")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.relative_to(ROOT)}")
    options = parser.parse_args(argv)
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing:
        print(f"Skipped: {' and '.join(missing)} must be installed for this comparison.")
        return 77
    with ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="harkara-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)
        if not (folder / "random.lua").exists():
            make(folder, options.stories)
        text = report(folder, options)
    print(text)
    if options.write:
        between(PAGE, "ready", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
