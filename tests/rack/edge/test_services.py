"""What is said to whom, byte for byte."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from harkara.rack.edge.services import MOST, ROOM, Message, edges, everything, purges, send

ZONE = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    "said",
    ["akamai x", "varnish", "varnish 10.0.0.5", "fastly", "fastly a b", "cloudflare ../zone", "varnish http://x:99999"],
)
def test_what_nobody_is(said: str) -> None:
    with pytest.raises(ValueError):
        edges(said)


def test_varnish_hears_one_pattern_of_all_keys() -> None:
    (edge,) = edges("varnish http://10.0.0.5:6081/")
    assert list(purges(edge, ["story-12", "/", "/feed.xml", "story-12", ""], "")) == [
        Message("BAN", "http://10.0.0.5:6081/", (("x-harkara-keys", "story-12|/|/feed[.]xml"),))
    ]
    assert everything(edge, "").headers == (("x-harkara-everything", "yes"),)
    assert list(purges(edge, [], "")) == []


def test_fastly_hears_keys_by_its_api() -> None:
    (edge,) = edges("fastly SU1Z0isxPaozGVKXdv0eY")
    (message,) = purges(edge, ["story-12", "/world/"], "sesame")
    assert (message.method, message.url) == ("POST", "https://api.fastly.com/service/SU1Z0isxPaozGVKXdv0eY/purge")
    assert dict(message.headers) == {"fastly-key": "sesame", "content-type": "application/json"}
    assert json.loads(message.body) == {"surrogate_keys": ["story-12", "/world/"]}
    assert everything(edge, "sesame").url.endswith("/purge_all")


def test_cloudflare_hears_tags_by_its_api() -> None:
    (edge,) = edges(f"cloudflare {ZONE}")
    (message,) = purges(edge, ["story-12"], "sesame")
    assert message.url == f"https://api.cloudflare.com/client/v4/zones/{ZONE}/purge_cache"
    assert dict(message.headers)["authorization"] == "Bearer sesame"
    assert json.loads(message.body) == {"tags": ["story-12"]}
    assert json.loads(everything(edge, "sesame").body) == {"purge_everything": True}


@pytest.mark.parametrize("said", ["varnish http://10.0.0.5:6081", "fastly SU1Z0isxPaozGVKXdv0eY", f"cloudflare {ZONE}"])
def test_no_message_is_larger_than_is_taken(said: str) -> None:
    (edge,) = edges(said)
    keys = [f"story-{number}" for number in range(1000)] + ["/" + "x" * 890 + str(number) for number in range(20)]
    messages = list(purges(edge, keys, "sesame"))
    told = "".join(message.body.decode() + str(message.headers) for message in messages)
    assert all(key in told for key in keys)
    assert len(messages) >= len(keys) / MOST[edge.kind]
    assert max(len(message.body) + len(str(message.headers)) for message in messages) < ROOM + MOST[edge.kind] * 5 + 300


@pytest.fixture
def refusing() -> Iterator[str]:
    class Refuses(BaseHTTPRequestHandler):
        def do_BAN(self) -> None:
            self.send_response(403)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = HTTPServer(("127.0.0.1", 0), Refuses)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_who_refuses_is_named(refusing: str) -> None:
    (edge,) = edges(f"varnish http://{refusing}")
    assert send(everything(edge, "")) == f"{refusing} answers 403"


def test_who_does_not_answer_is_named() -> None:
    (edge,) = edges("varnish http://127.0.0.1:1")
    assert send(everything(edge, "")).startswith("127.0.0.1:1 does not answer: ")
