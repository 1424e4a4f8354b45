"""Wapiti, a scanner of somebody else's, over readers' pages and over the desk of somebody who has signed in.

On this machine alone and for a bounded time. ``scripts/install-system-packages wapiti`` installs it beside the paper's own
environment.
"""

import json
import re
import subprocess
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener, urlopen

import pytest

from tests.whole.conftest import ROOT, House, python

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

Proof = Callable[[House], bool]


def names_who_may_frame_it(house: House) -> bool:
    """The policy says it, which browsers follow in place of ``X-Frame-Options`` (CSP 3, 6.4.2)."""
    said = [urlopen(house.origin + path).headers["content-security-policy"] for path in ("/", "/desk/login/")]
    return all(re.search(r"frame-ancestors '(?:none|self)'", policy) for policy in said)


def says_it_with_tls(house: House) -> bool:
    """This house speaks no TLS, where browsers take neither (RFC 6797, 8.1; RFC 6265, 4.1.2.5); with TLS it says both."""
    asked = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    told = {"HARKARA_ORIGIN": "https://news.example", "DJANGO_SETTINGS_MODULE": "harkara.settings"}
    with_tls = python(
        {**house.environment, **told}, "-c", f"{asked}; from harkara import served; print(served.app.always)"
    )
    return house.origin.startswith("http://") and with_tls.stdout.startswith(
        "True True\n[('strict-transport-security', "
    )


def takes_no_form_with_another_token(house: House) -> bool:
    """Wapiti sends a form twice, the second time with another token, and finds the answers alike: both are 429, since it has
    asked more often than one address may. Who has not is refused with 403 for the second.
    """
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    browser.addheaders = [("X-Forwarded-For", "192.0.2.77")]
    address = f"{house.origin}/comment/enter/"
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(address).read().decode())
    assert token
    told = []
    for said in (token[1], "wapiti"):
        try:
            form = urlencode({"csrfmiddlewaretoken": said, "email": "reader@example.com", "to": ""}).encode()
            told.append(browser.open(address, form).status)
        except HTTPError as error:
            told.append(error.code)
    return told == [200, 403]


EXPLAINED: dict[str, tuple[str, Proof]] = {
    "Clickjacking Protection": ("X-Frame-Options is not set", names_who_may_frame_it),
    "HTTP Strict Transport Security (HSTS)": ("Strict-Transport-Security is not set", says_it_with_tls),
    "Secure Flag cookie": ("Secure flag is not set", says_it_with_tls),
    "Cross Site Request Forgery": ("POST /comment/enter/ .*not properly checked", takes_no_form_with_another_token),
}
"""What is found and is no weakness: a kind, what is said of it (a regular expression), and the proof, which is run then."""


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
    command = [
        str(WAPITI.with_name("python3")),
        str(WAPITI),
        "-u",
        address,
        "-m",
        MODULES,
        "--scope",
        "folder",
        "-f",
        "json",
        "-o",
        str(report),
    ]
    quiet = ["--flush-session", "--no-bugreport", "-v", "0", "--store-session", str(folder), *limits, *more]
    done = subprocess.run([*command, *quiet], capture_output=True, text=True, check=False, cwd=folder)
    assert report.exists(), done.stdout[-2000:] + done.stderr[-2000:]
    told = json.loads(report.read_text())
    found = {kind: rows for part in ("vulnerabilities", "anomalies") for kind, rows in told[part].items() if rows}
    return found, int(told["infos"].get("crawled_pages_nbr", 0))


def unexplained(found: dict[str, list[dict[str, Any]]], house: House) -> list[str]:
    """What no line of :data:`EXPLAINED` accounts for, or is not as it says."""
    left, proofs = [], dict[str, Proof]()
    for kind, rows in found.items():
        for row in rows:
            said = f"{row['method']} {row['path']} {row.get('parameter') or ''} {row.get('info', '')[:200]}"
            where, proof = EXPLAINED.get(kind, (None, None))
            if proof is not None and re.search(str(where), said):
                proofs[kind] = proof
            else:
                left.append(f"{kind}: {said}")
    return left + [f"{kind}: {proof.__name__} is not so" for kind, proof in proofs.items() if not proof(house)]


def told(found: dict[str, list[dict[str, Any]]], pages: int, what: str) -> None:
    """Says what was found."""
    kinds = ", ".join(f"{kind} {len(rows)}" for kind, rows in found.items()) or "nothing"
    print(
        f"FIGURE: wapiti over {what}: pages looked at; what it names (each explained, and the reason proved) | {pages}; {kinds}"
    )


def test_readers_pages(house: House, tmp_path: Path) -> None:
    found, pages = scanned(f"{house.origin}/", tmp_path, "-x", f"{house.origin}/desk/*")
    told(found, pages, "readers' pages")
    assert unexplained(found, house) == []
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
    told(found, pages, "the desk of an editor")
    assert unexplained(found, house) == []
    assert pages > 20
