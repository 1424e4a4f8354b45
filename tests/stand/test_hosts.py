"""The paper on one host, the newsroom on the other."""

from pathlib import Path

import pytest

from harkara.stand.hosts import Hosts, host_of
from tests.stand.echo import echo
from tests.stand.reader import STORY, Exchange, Fields, Rack, Request, ask

PREFIXES = ("/desk/", "/static/", "/media/")


@pytest.fixture
def hosts(tmp_path: Path) -> Hosts:
    rack = Rack(tmp_path / "rack")
    rack.story()
    return Hosts(rack.stand(behind=echo, prefixes=PREFIXES), "https://desk.news.example", PREFIXES)


@pytest.mark.parametrize(
    ("method", "path", "query", "status", "where"),
    [
        ("GET", "/desk/", "", 302, "https://desk.news.example/desk/"),
        ("GET", "/desk", "", 302, "https://desk.news.example/desk"),
        ("HEAD", "/desk/stories/সেতু", "q=%E0&p=2", 302, "https://desk.news.example/desk/stories/%E0%A6%B8"),
        ("POST", "/desk/login/", "", 404, ""),
        ("GET", "/static/desk/desk.css", "", 404, ""),
        ("GET", "/media/original_images/a.jpg", "", 404, ""),
    ],
)
def test_on_the_papers_host_there_is_no_newsroom(
    hosts: Hosts, method: str, path: str, query: str, status: int, where: str
) -> None:
    said = Exchange()
    said.method = method
    assert hosts(Request(path, method, Fields([("host", "news.example")]), query), said) is None
    assert said.status == status
    location = dict(said.headers).get("location", "")
    assert location.startswith(where)
    assert location.endswith(f"?{query}" if query else "")
    assert "set-cookie" not in dict(said.headers)


def test_readers_get_their_pages_there(hosts: Hosts) -> None:
    assert ask(hosts, STORY, host="news.example").status == 200


def test_on_the_newsrooms_host_there_is_the_newsroom(hosts: Hosts) -> None:
    for host in ("desk.news.example", "DESK.news.example:443", "desk.news.example."):
        assert ask(hosts, "/desk/", host=host).status == 201
    first = ask(hosts, "/", host="desk.news.example")
    assert (first.status, dict(first.headers)["location"]) == (302, "/desk/")


@pytest.mark.parametrize("path", ["/search", "/search/", "/comment/me/", "/r", "/r.gif"])
def test_readers_say_and_search_nothing_there(hosts: Hosts, path: str) -> None:
    assert ask(hosts, path, host="desk.news.example").status == 404


def test_previews_find_what_they_load(hosts: Hosts) -> None:
    assert ask(hosts, STORY, host="desk.news.example").status == 200


@pytest.mark.parametrize(
    ("authority", "header", "host"),
    [
        (None, "news.example:8000", "news.example"),
        ("desk.example", "news.example", "desk.example"),
        (None, "[::1]:8000", "::1"),
        (None, None, ""),
    ],
)
def test_which_host_was_asked(authority: str | None, header: str | None, host: str) -> None:
    headers = Fields([("host", header)] if header else [])
    assert host_of(Request("/", headers=headers, authority=authority)) == host
