"""The example configuration in ``deploy/nginx`` under a real nginx, in front of the stand."""

import re
import shutil
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import quote

import pytest

from tests.stand.processes import ROOT, free, running, stand
from tests.stand.reader import STORY, Rack

EXAMPLE = ROOT / "deploy/nginx/harkara.conf"
WHOLE = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {example}
}}
"""

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed"),
]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Rack]]:
    folder = tmp_path_factory.mktemp("nginx")
    rack = Rack(folder / "rack")
    rack.story()
    behind, port = free(), free()
    example = EXAMPLE.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    example = re.sub(r"listen 80;\n\s+listen \[::\]:80;", f"listen 127.0.0.1:{port};", example)
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, example=example))
    with (
        stand(behind, rack),
        running(["nginx", "-c", str(folder / "nginx.conf"), "-e", "stderr"], port),
    ):
        yield port, rack


def ask(port: int, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port)
    pairs = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("POST" if body else "GET", path, body, pairs)
    answer = connection.getresponse()
    told = (answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return told


def test_pages_go_through_untouched(front: tuple[int, Rack]) -> None:
    port, rack = front
    copy = rack.shelf.get("story:12")
    assert copy
    status, headers, body = ask(port, quote(STORY), accept_encoding="gzip")
    assert (status, body, headers["etag"], headers["content-encoding"]) == (200, copy.gzip, copy.tag("gzip"), "gzip")
    assert headers["vary"] == "accept-encoding"
    assert ask(port, quote(STORY), accept_encoding="gzip", if_none_match=copy.tag("gzip"))[0] == 304
    status, headers, _ = ask(port, "/world/12/" + quote("ভুল"))
    assert (status, headers["location"]) == (302, quote(STORY))
    assert [ask(port, path)[0] for path in ("/nothing", "/bad%ff", "/nul%00")] == [404, 400, 400]


def test_nothing_stale_comes_from_the_front(front: tuple[int, Rack]) -> None:
    port, rack = front
    for number in range(10):
        rack.place("/live", "live", str(number))
        assert ask(port, "/live")[2] == str(number).encode()
    rack.shelf.drop("live")
    rack.manifest.gone("/live")
    assert ask(port, "/live")[0] == 410


def test_the_newsroom_takes_large_uploads(front: tuple[int, Rack]) -> None:
    status, _, body = ask(front[0], "/desk/upload", bytes(3_000_000), x_forwarded_proto="https")
    assert status == 201
    assert b'"length": 3000000' in body
    assert b'["x-forwarded-proto", "http"]' in body  # what nginx saw, not what the reader claims
