"""The whole house at work: a demo paper in a home of its own, served on a real port, and a browser that visits it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import mould
from tests.waiting import a_moment

ROOT = Path(__file__).resolve().parents[2]
WATCHMAN = Path(__file__).parent / "watchman"
"""Whose module of the same folder lets no process of the house speak to another machine."""
START = 120  # seconds: a bound, so that a paper that never comes fails the tests instead of hanging them

SOON = 30_000
"""Milliseconds: the same for a page."""

DEMO = """
import io, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
from harkara.waking import wake
wake()
from PIL import Image
from harkara.cli import main
from harkara.desk.demo import drawing

def small(name, draw=drawing.draw):
    out = io.BytesIO()
    Image.open(io.BytesIO(draw(name))).resize((640, 360)).save(out, "JPEG")
    return out.getvalue()

drawing.SCALE, drawing.draw = 1, small
main(["demo"])
"""
"""``harkara demo`` with pictures that come in two widths instead of five: what a house prints first, and what is compared
with a fresh print, is mostly pictures, and the pages that a test waits for are printed after them.
"""


@dataclass(frozen=True)
class House:
    """A paper at work: where it is, who may enter, and its command line."""

    origin: str
    home: Path
    password: str
    environment: dict[str, str]

    def run(self, *words: str, text: str = "") -> "subprocess.CompletedProcess[str]":
        """Runs ``harkara words`` in this house."""
        return command(self.environment, *words, text=text)

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page, or of the answer that there is none."""
        try:
            with urlopen(self.origin + path) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as answer:
            return answer.code, answer.read().decode()

    def sign_in(self, chromium: Browser) -> Page:
        """A page of its own with the demo's editor at the board, which hears keys."""
        page = chromium.new_context(locale="bn-BD", viewport={"width": 1280, "height": 900}).new_page()
        page.set_default_timeout(SOON)
        page.goto(f"{self.origin}/desk/")
        page.fill("input[name=username]", "editor")
        page.fill("input[name=password]", self.password)
        page.click("button[type=submit]")
        expect(page.locator("[data-board] [aria-keyshortcuts=N]")).to_be_visible(timeout=SOON)
        return page


def command(environment: dict[str, str], *words: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    return python(environment, "-m", "harkara", *words, text=text)


def python(environment: dict[str, str], *words: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *words],
        env=environment,
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with at_work(tmp_path_factory.mktemp("house"), "-c", DEMO) as house:
        yield house


@contextmanager
def at_work(home: Path, *demo: str, port: int = 0, **told: str) -> Iterator[House]:
    """A house in the folder ``home``, at work until the block ends; Python's words ``demo`` fill it. ``told``: settings."""
    with socket.create_server(("127.0.0.1", port)) as free:
        port = free.getsockname()[1]
    origin = f"http://localhost:{port}"
    paths = os.pathsep.join((str(ROOT / "src"), str(WATCHMAN)))
    own = {"HARKARA_HOME": str(home), "HARKARA_ORIGIN": origin, "PYTHONPATH": paths, "WATCHMAN": str(home / "watchman")}
    own["HARKARA_METRICS"] = f"unix:{home / 'figures.sock'}"
    environment = {**os.environ, **own, **told}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    mould.cast(home / "newsroom.sqlite3")  # all but the last word of `migrate`, which takes half a minute to say
    assert command(environment, "migrate", "--verbosity", "0").returncode == 0
    made = python(environment, *demo)
    password = re.search(r"password (\S+)", made.stdout)
    assert password, made.stderr
    log = (home / "log").open("wb")
    served = subprocess.Popen(
        [sys.executable, "-m", "harkara", "serve", "--port", str(port), "--workers", "1"],
        env=environment,
        cwd=ROOT,
        stdout=log,
        stderr=log,
    )
    try:
        wait(origin, served, home)
        yield House(origin, home, password[1], environment)
    finally:
        served.terminate()
        served.wait(60)
        log.close()


def wait(origin: str, served: "subprocess.Popen[bytes]", home: Path) -> None:
    """Returns when the front is there."""
    until = time.monotonic() + START
    while time.monotonic() < until and served.poll() is None:
        try:
            with urlopen(f"{origin}/") as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            a_moment()
    pytest.fail(f"the paper did not come: {(home / 'log').read_text()}")
