"""A paper behind TLS as Mozilla's HTTP Observatory would score it: the stand's real answers, for readers and for the desk."""

import http.client
import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest

from harkara.press import paging
from harkara.rack.pages import Page
from harkara.stand.command import listening, worker
from tests import mould
from tests.stand.processes import PATHS, ROOT, free
from tests.stand.reader import STORY, Rack
from tests.waiting import a_moment
from tests.whole.observatory import Answer, score

pytestmark = pytest.mark.process

PAPER = "news.example"
DESK = "desk.news.example"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A worker of a paper with two hosts, as a proxy that ends TLS would ask it."""
    home = tmp_path_factory.mktemp("tls")
    mould.cast(home / "newsroom.sqlite3")
    rack = Rack(home / "rack")
    for path, name in (("/", "front"), (STORY, "story:12")):
        rack.shelf.put(name, Page(200, paging.public(), "<!doctype html><title>সেতু</title>".encode()), address=path)
        rack.manifest.place(path, name)
    environment = {
        **os.environ,
        "HARKARA_HOME": str(home),
        "HARKARA_ORIGIN": f"https://{PAPER}",
        "HARKARA_DESK_ORIGIN": f"https://{DESK}",
        "HARKARA_BEHIND_TLS": "1",
        "PYTHONPATH": PATHS,
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    number = free()
    with ExitStack() as stack:
        fd = stack.enter_context(listening("127.0.0.1", number)).fileno()
        command = worker(fd, "harkara.served:app", up=home / "up")
        process = subprocess.Popen(command, env=environment, cwd=ROOT, pass_fds=(fd,), stderr=subprocess.DEVNULL)
        stack.callback(process.wait)
        stack.callback(process.terminate)
        while not (home / "up").exists():
            assert process.poll() is None
            a_moment()
        yield number


def ask(port: int, host: str, path: str) -> tuple[int, list[tuple[str, str]], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", quote(path), headers={"Host": host, "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, [(name.lower(), value) for name, value in answer.getheaders()], text


def answered(port: int, host: str, path: str, status: int = 200) -> Answer:
    got, headers, text = ask(port, host, path)
    assert got == status
    assert len({name for name, _ in headers if name != "set-cookie"}) == len(
        [n for n, _ in headers if n != "set-cookie"]
    )
    cookies: SimpleCookie = SimpleCookie()
    for name, value in headers:
        if name == "set-cookie":
            cookies.load(value)
    return Answer(dict(headers), dict(cookies), text)


@pytest.mark.parametrize("path", ["/", STORY])
def test_a_page_for_readers_has_120_or_more(port: int, path: str) -> None:
    points, given = score(answered(port, PAPER, path))
    assert points >= 120, given
    assert min(given.values()) == 0, given


def test_the_desk_has_90_or_more(port: int) -> None:
    answer = answered(port, DESK, "/desk/login/")
    points, given = score(answer)
    assert points >= 130, given
    assert "__Host-csrftoken" in answer.cookies


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [(PAPER, "/no-such-page", 404), (PAPER, "/desk/", 302), (DESK, "/", 302), (DESK, "/desk/", 302)],
)
def test_every_answer_is_remembered_by_tls(port: int, host: str, path: str, status: int) -> None:
    assert answered(port, host, path, status).headers["strict-transport-security"] == "max-age=63072000"


def test_readers_pages_set_no_cookie_on_either_host(port: int) -> None:
    for host in (PAPER, DESK):
        assert answered(port, host, STORY).cookies == {}


GOOD = {
    "content-security-policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "strict-transport-security": "max-age=63072000",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}


@pytest.mark.parametrize(
    ("changed", "points"),
    [
        ({}, 120),
        ({"cross-origin-resource-policy": "same-origin"}, 130),
        ({"content-security-policy": ""}, 55),
        ({"content-security-policy": "default-src 'self' 'unsafe-inline'; frame-ancestors 'none'"}, 80),
        ({"content-security-policy": "default-src 'self'; frame-ancestors 'none'"}, 115),
        ({"strict-transport-security": ""}, 80),
        ({"strict-transport-security": "max-age=60"}, 110),
        ({"x-content-type-options": ""}, 115),
        ({"referrer-policy": "unsafe-url"}, 110),
    ],
)
def test_the_rules_count(changed: dict[str, str], points: int) -> None:
    assert score(Answer({name: value for name, value in (GOOD | changed).items() if value}))[0] == points


def test_the_rules_count_cookies_scripts_and_redirects() -> None:
    cookies: SimpleCookie = SimpleCookie("sessionid=1")
    assert score(Answer(GOOD, dict(cookies)))[1]["cookies"] == -40
    cookies["sessionid"]["secure"] = True
    assert score(Answer(GOOD, dict(cookies)))[1]["cookies"] == -30
    assert score(Answer(GOOD, text='<script src="//cdn.example/x.js"></script>'))[1]["subresource-integrity"] == -5
    assert score(Answer(GOOD, is_redirected=False))[0] == 80
