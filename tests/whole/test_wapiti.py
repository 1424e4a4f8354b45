"""Wapiti, a scanner of somebody else's, over readers' pages and over the desk of somebody who has signed in.

On this machine alone and for a bounded time. ``scripts/install-system-packages wapiti`` installs it beside the paper's own
environment.
"""

import json
import re
import subprocess
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from tests.whole.conftest import ROOT, House

WAPITI = ROOT / ".venv/wapiti/bin/wapiti"

pytestmark = [
    pytest.mark.proof,
    pytest.mark.process,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(not WAPITI.exists(), reason="wapiti is not installed (scripts/install-system-packages wapiti)"),
]

MODULES = "backup,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,ssrf,upload,xss,xxe,csrf"
SECONDS = 120
"""For looking around, and as much again at most for each kind of attack."""

EXPLAINED: dict[str, tuple[str, str]] = {}
"""What is found and is no weakness: a kind, where (a regular expression), and why."""


def scanned(address: str, folder: Path, *more: str) -> tuple[dict[str, list[dict[str, Any]]], int]:
    """What Wapiti finds from ``address`` on, by kind, and how many pages it looked at."""
    report = folder / "report.json"
    limits = [
        "--max-scan-time",
        str(SECONDS),
        "--max-attack-time",
        "40",
        "--max-links-per-page",
        "60",
        "-d",
        "4",
        "-t",
        "10",
    ]
    command = [str(WAPITI), "-u", address, "-m", MODULES, "--scope", "folder", "-f", "json", "-o", str(report)]
    quiet = ["--flush-session", "--no-bugreport", "-v", "0", "--store-session", str(folder), *limits, *more]
    done = subprocess.run([*command, *quiet], capture_output=True, text=True, check=False, cwd=folder)
    assert report.exists(), done.stdout[-2000:] + done.stderr[-2000:]
    told = json.loads(report.read_text())
    found = {kind: rows for part in ("vulnerabilities", "anomalies") for kind, rows in told[part].items() if rows}
    return found, int(told["infos"].get("crawled_pages_nbr", 0))


def unexplained(found: dict[str, list[dict[str, Any]]]) -> list[str]:
    """What no line of :data:`EXPLAINED` accounts for."""
    left = []
    for kind, rows in found.items():
        for row in rows:
            said = f"{kind}: {row['method']} {row['path']} {row.get('parameter') or ''} {row.get('info', '')[:160]}"
            if not any(kind == known and re.search(where, said) for known, (where, _) in EXPLAINED.items()):
                left.append(said)
    return left


def test_readers_pages(house: House, tmp_path: Path) -> None:
    found, pages = scanned(f"{house.origin}/", tmp_path, "-x", f"{house.origin}/desk/*")
    assert unexplained(found) == []
    assert pages > 20


def test_the_desk_of_an_editor(house: House, tmp_path: Path) -> None:
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    form = browser.open(f"{house.origin}/desk/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    said = {"csrfmiddlewaretoken": token[1], "username": "editor", "password": house.password, "next": "/desk/"}
    answer = browser.open(f"{house.origin}/desk/login/", urlencode(said).encode())
    assert answer.url == f"{house.origin}/desk/"
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)
    leaves = [f"{house.origin}/desk/{where}" for where in ("logout/", "sittings/", "language/", "account/")]
    out = [word for address in leaves for word in ("-x", f"{address}*")]
    found, pages = scanned(f"{house.origin}/desk/", tmp_path, "-H", f"Cookie: {cookies}", *out)
    assert unexplained(found) == []
    assert pages > 20
