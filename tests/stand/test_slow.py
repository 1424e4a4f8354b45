"""Slow clients under the server as ``harkara serve`` starts it: they are cut off, and the others never notice."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import nullcontext
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest

from bench.serve_slow import slow_clients
from tests.stand.processes import free, stand
from tests.stand.reader import STORY, Rack

SLOW = 100
QUOTED = quote(STORY)

pytestmark = pytest.mark.process


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """One worker that gives a reader a quarter of a second for the headers."""
    rack, port = Rack(tmp_path / "rack"), free()
    rack.story("প্রথম সংস্করণ " * 50_000)
    with stand(port, rack, headers_within=0.25):
        yield port


def ask(connection: HTTPConnection) -> int:
    connection.request("GET", QUOTED, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def test_headers_that_never_end_are_cut_off_and_the_others_are_served(port: int) -> None:
    slow = [socket.create_connection(("127.0.0.1", port)) for _ in range(SLOW)]
    for client in slow[::2]:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: x")
    for client in slow[1::2]:  # takes nothing of a page that fills every buffer on the way
        client.sendall(f"GET {QUOTED} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    connection = HTTPConnection("127.0.0.1", port)
    assert [ask(connection) for _ in range(50)] == [200] * 50
    connection.close()
    ends = []
    for client in slow[::2]:
        try:
            said = client.recv(1000)
        except ConnectionResetError:
            said = b""
        ends.append(said == b"" or b" 408 " in said)
    assert ends == [True] * (SLOW // 2)
    for client in slow:
        client.close()


def test_a_page_that_nobody_takes_waits_for_its_reader(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(f"GET {QUOTED} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        others = HTTPConnection("127.0.0.1", port)
        assert [ask(others) for _ in range(20)] == [200] * 20
        others.close()
        answer = b""
        while data := slow.recv(65536):
            answer += data
    head, _, body = answer.partition(b"\r\n\r\n")
    assert int(re.search(rb"content-length: ([0-9]+)", head).group(1)) == len(body)  # type: ignore[union-attr]  # it is there


@pytest.mark.proof
def test_a_hundred_slow_clients_take_nothing_from_the_others(port: int) -> None:
    spent = {False: 0.0, True: 0.0}
    for _ in range(5):
        for slow in (False, True):
            with slow_clients(port, QUOTED, SLOW, 60) if slow else nullcontext():
                connection, begin = HTTPConnection("127.0.0.1", port), time.perf_counter()
                assert [ask(connection) for _ in range(500)] == [200] * 500
                spent[slow] += time.perf_counter() - begin
                connection.close()
    print(f"FIGURE: speed of 500 requests beside {SLOW} slow clients, of alone | {spent[False] / spent[True]:.2f}")
    assert spent[True] < 1.5 * spent[False]
