"""What ``bench.fresh`` counts by: waits, steps backwards, and how long a killed story is seen."""

import gzip
import socket
import threading
from pathlib import Path

from bench import fresh
from bench.fresh_look import Line, Look, Lookers


def look(path: str, began: float, ended: float, *ids: int, what: str = "front") -> Look:
    return Look(what, path, began, ended, frozenset(ids))


def test_a_wait_ends_with_the_first_answer_that_shows_the_story() -> None:
    looks = [look("/", 1, 2), look("/", 2, 3.5, 7), look("/", 2, 3.25, 7), look("/f", 2, 2.5, 7, what="feed")]
    acts = [{"id": 7, "began": 1.0, "ended": 3.0}]
    assert fresh.waits(looks, acts, "front") == [250.0]
    assert fresh.waits(looks, acts, "rail") == [fresh.PATIENCE * 1000]


def test_older_after_newer_counts_whatever_the_connection() -> None:
    newer, late = look("/", 1, 2, 7, 8), look("/", 2.5, 3, 7)
    assert fresh.backwards([newer, late]) == ["/ shows 7 after 8"]


def test_answers_that_overlap_may_come_in_any_order() -> None:
    assert fresh.backwards([look("/", 1, 3, 8), look("/", 2, 4, 7), look("/other", 5, 6, 7)]) == []


def test_a_killed_story_lasts_until_the_last_look_that_showed_it_began() -> None:
    looks = [look("/", 1, 2, 7, 8), look("/feed.xml", 3.5, 4, 7), look("/", 5, 6, 8)]
    killed = [{"id": 7, "began": 2.0, "ended": 3.0}, {"id": 9, "began": 2.0, "ended": 3.0}]
    assert fresh.lasting(looks, killed) == [500.0, 0.0]


def test_the_mix_is_all_that_is_asked_for() -> None:
    assert sum(share for _, share in fresh.MIX) == 100


def test_a_looker_asks_with_the_tag_of_what_it_has_and_remembers_it() -> None:
    asked: list[bytes] = []
    body = gzip.compress(b'<a href="/world/12/x">')
    first = b'HTTP/1.1 200 OK\r\ncontent-length: %d\r\ncontent-encoding: gzip\r\nETag: "a"\r\n\r\n' % len(body) + body

    def serve(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection:
            while data := connection.recv(65536):
                asked.append(data)
                connection.sendall(b"HTTP/1.1 304 Not Modified\r\n\r\n" if b"If-None-Match" in data else first)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,), daemon=True)
        thread.start()
        lookers = Lookers(server.getsockname()[1], base=10, each=1)
        lookers._paths = {"front": "/"}
        with lookers.looking():
            while len(asked) < 3:
                thread.join(0.01)
        looks = lookers.taken()
    assert (b"If-None-Match" in asked[0], b'If-None-Match: "a"\r\n' in asked[1]) == (False, True)
    assert {tuple(one.ids) for one in looks} == {(12,)}
    assert all(one.ended >= one.began for one in looks)


def test_the_script_of_the_readers_is_filled_in(tmp_path: Path) -> None:
    assert "{" not in fresh.SCRIPT.format(lists='"/"', folder=tmp_path).replace('{ "/" }', "").replace(
        "= {}", ""
    ).replace('{ ["Accept-Encoding"] = "gzip" }', "")


def test_a_story_is_looked_at_until_it_is_there() -> None:
    lookers = Lookers(0, base=0, each=1)
    mine, peer = socket.socketpair()
    line = Line("story", "", mine, 0.0)
    lookers.stories = ["/world/12/x", "/world/13/y"]
    with mine, peer:
        for status, path in ((b"404", "/world/12/x"), (b"200", "/world/12/x"), (b"200", "/world/13/y")):
            lookers._ask(line)
            assert path.encode() in peer.recv(4096)
            peer.sendall(b"HTTP/1.1 " + status + b" Told\r\ncontent-length: 0\r\n\r\n")
            lookers._took(line)
    assert [(one.path, tuple(one.ids)) for one in lookers.taken()] == [
        ("/world/12/x", ()),
        ("/world/12/x", (12,)),
        ("/world/13/y", (13,)),
    ]


def test_a_story_that_was_there_before_the_next_was_announced_is_not_looked_at_for_ever() -> None:
    lookers = Lookers(0, base=0, each=1)
    mine, peer = socket.socketpair()
    line = Line("story", "", mine, 0.0)
    lookers.stories = ["/world/12/x"]
    with mine, peer:
        for status, path in ((b"200", "/world/12/x"), (b"304", "/world/12/x"), (b"200", "/world/13/y")):
            lookers._ask(line)
            assert path.encode() in peer.recv(4096)
            peer.sendall(b"HTTP/1.1 " + status + b' Told\r\nETag: "a"\r\ncontent-length: 0\r\n\r\n')
            if status == b"304":
                lookers.stories.append("/world/13/y")
            lookers._took(line)
    assert [tuple(one.ids) for one in lookers.taken()] == [(12,), (12,), (13,)]
