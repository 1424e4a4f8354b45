"""Fetching: nothing from inside, nothing without end, and nothing a ``robots.txt`` asks us to leave."""

import gzip
import itertools
import socket
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from harkara.wire import addresses, fetching, refusals, robots
from harkara.wire.errors import NotFetched
from tests.wire.servers import Names, Paper, certificate, leads_to, page, paper, raw, silent

PAGE = "<p>বাঁধে ফাটল</p>".encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    robots.forget()
    monkeypatch.setenv("HARKARA_LOCAL_HOSTS", "paper.example, other.example")
    monkeypatch.setenv("HARKARA_ORIGIN", "https://newsroom.example")
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")  # what asked a proxy would fail


@pytest.fixture
def served() -> Iterator[Paper]:
    with paper({"/news": page(PAGE)}) as running:
        yield running


def names() -> Names:
    return Names(paper_example="127.0.0.1", other_example="127.0.0.1")


def fetch(served: Paper, path: str = "/news", **options: object) -> fetching.Fetched:
    options.setdefault("resolver", names())
    return fetching.fetch(f"http://paper.example:{served.port}{path}", **options)  # type: ignore[arg-type]


def refused(served: Paper, path: str = "/news", **options: object) -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        fetch(served, path, **options)
    return caught.value


def test_a_page(served: Paper) -> None:
    fetched = fetch(served)
    assert fetched == fetching.Fetched(
        f"http://paper.example:{served.port}/news", 200, PAGE, "text/html", "utf-8", "", "", ""
    )
    assert served.paths() == ["/robots.txt", "/news"]
    headers = served.asked[1][1]
    assert headers["host"] == f"paper.example:{served.port}"
    assert headers["user-agent"] == "Harkara/0.1.0 (+https://newsroom.example)"
    assert "cookie" not in headers
    assert "authorization" not in headers


def test_a_netrc_is_not_read(served: Paper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text("machine paper.example login editor password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert requests.utils.get_netrc_auth("http://paper.example/") == ("editor", "secret")  # it would be found
    fetch(served)
    assert "authorization" not in served.asked[1][1]


def test_the_name_is_resolved_once_for_each_request(served: Paper) -> None:
    resolver = names()
    fetch(served, resolver=resolver)
    assert resolver.asked == ["paper.example", "paper.example"]  # robots.txt and the page


def test_rebinding_reaches_nobody(served: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when it is looked at and private when it is connected to: connected is what was looked at."""
    connected: list[object] = []

    def connect(address: tuple[str, int], *args: object, **options: object) -> socket.socket:
        connected.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    resolver = Names(rebinding_example=["93.184.216.34", "127.0.0.1"])
    with pytest.raises(NotFetched) as caught:
        fetching.fetch("http://rebinding.example/", resolver=resolver)
    assert caught.value.sentence == refusals.NO_ANSWER
    assert connected == [("93.184.216.34", 80)]
    assert resolver.asked == ["rebinding.example"]
    with pytest.raises(NotFetched) as caught:
        fetching.fetch("http://rebinding.example/", resolver=resolver)
    assert caught.value.sentence == refusals.INNER_ADDRESS
    assert len(connected) == 1


def test_the_library_looks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were our own look at an address to fail, requests-hardened's would not."""
    monkeypatch.setattr(addresses, "is_public", lambda ip: True)
    with paper({"/": page(PAGE)}) as inside, pytest.raises(NotFetched):
        fetching.fetch("http://inner.example/", resolver=Names(inner_example="127.0.0.1"))
    assert inside.asked == []


def test_redirects_are_followed_and_told(served: Paper) -> None:
    other = f"http://other.example:{served.port}/news"
    served.replies |= {"/old": leads_to("/older", 301), "/older": leads_to(other, 308), "/soon": leads_to("/old", 302)}
    assert (fetch(served, "/old").address, fetch(served, "/old").moved) == (other, other)
    assert (fetch(served, "/soon").address, fetch(served, "/soon").moved) == (other, "")


def test_a_bangla_location(served: Paper) -> None:
    way = "/খবর".encode().decode("latin-1")
    served.replies |= {"/old": leads_to(way), "/%E0%A6%96%E0%A6%AC%E0%A6%B0": page(PAGE)}
    assert fetch(served, "/old").content == PAGE


def test_five_redirects_and_no_more(served: Paper) -> None:
    served.replies |= {f"/{number}": leads_to(f"/{number + 1}") for number in range(9)}
    served.replies |= {"/5": page(PAGE)}
    assert fetch(served, "/0").content == PAGE
    served.replies |= {"/5": leads_to("/6")}
    assert refused(served, "/0").sentence == refusals.REDIRECTS
    assert "/6" not in served.paths()


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        ("http://127.0.0.1/", refusals.INNER_ADDRESS),
        ("http://169.254.169.254/latest/meta-data/", refusals.INNER_ADDRESS),
        ("//[::1]/", refusals.INNER_ADDRESS),
        ("http://inner.example/", refusals.INNER_ADDRESS),
        ("http://2130706433/", refusals.ODD_HOST),
        ("http://localhost/", refusals.INNER_HOST),
        ("file:///etc/passwd", refusals.SCHEME),
        ("http://editor:secret@paper.example/", refusals.USERINFO),
        ("http://far.example:6379/", refusals.PORT),
        ("http://[::1", refusals.NO_ADDRESS),
        ("", refusals.NO_LOCATION),
    ],
)
def test_redirects_into_the_house_are_refused(served: Paper, location: str, sentence: str) -> None:
    served.replies["/trap"] = leads_to(location)
    resolver = names()
    resolver._answers["inner.example"] = "10.0.0.1"
    assert refused(served, "/trap", resolver=resolver).sentence == sentence
    assert served.paths() == ["/robots.txt", "/trap"]


def test_a_robots_that_leads_into_the_house_is_refused(served: Paper) -> None:
    served.replies["/robots.txt"] = leads_to("http://169.254.169.254/latest/")
    assert refused(served).sentence == refusals.INNER_ADDRESS
    assert served.paths() == ["/robots.txt"]


def test_sizes(served: Paper) -> None:
    served.replies["/news"] = page(b"a" * 5000)
    assert len(fetch(served, largest=5000).content) == 5000
    refusal = refused(served, largest=4999)
    assert refusal.sentence == refusals.LARGE
    assert fetching.LARGEST == 10 * 1024 * 1024


def test_a_page_that_does_not_say_how_long_it_is(served: Paper) -> None:
    served.replies["/news"] = raw(itertools.chain([HEAD + b"\r\n"], itertools.repeat(b"a" * 65536)))
    assert refused(served).sentence == refusals.LARGE


def _gigabyte() -> bytes:
    """A gigabyte of zeros, packed into a megabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()


def test_the_body_of_a_redirect_is_not_read(served: Paper) -> None:
    sent = itertools.count()
    head = b"HTTP/1.1 302 Found\r\nLocation: /news\r\n\r\n"
    served.replies["/old"] = raw(itertools.chain([head], (next(sent) and b"a" * 65536 for _ in itertools.repeat(0))))
    assert fetch(served, "/old").content == PAGE
    assert next(sent) < 200  # of pieces without end: what the kernel's buffers took


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.long
def test_what_unpacks_to_a_gigabyte(served: Paper, layers: int) -> None:
    packed = _gigabyte()
    for _ in range(layers - 1):
        packed = gzip.compress(packed)
    assert len(packed) < 1_100_000
    served.replies["/news"] = page(packed, headers={"Content-Encoding": ", ".join(["gzip"] * layers)})
    tracemalloc.start()
    try:
        assert refused(served, patience=60.0).sentence == refusals.LARGE
        assert tracemalloc.get_traced_memory()[1] < 5 * fetching.LARGEST
    finally:
        tracemalloc.stop()


def test_a_packed_page(served: Paper) -> None:
    served.replies["/news"] = page(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"})
    assert fetch(served).content == PAGE


def test_a_damaged_packing(served: Paper) -> None:
    served.replies["/news"] = page(b"no gzip at all", headers={"Content-Encoding": "gzip"})
    assert refused(served).sentence == refusals.BROKEN


@pytest.mark.parametrize(
    "pieces",
    [
        [b""],
        [b"\x00\xff" * 500],
        [b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort"],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"],
        [HEAD + b"X: y\r\n" * 300 + b"\r\n"],
        [HEAD + b"X: " + b"y" * 100_000 + b"\r\n\r\n"],
    ],
)
def test_a_broken_server(served: Paper, pieces: list[bytes]) -> None:
    served.replies["/news"] = raw(iter(pieces))
    refusal = refused(served)
    assert refusal.sentence == refusals.BROKEN
    assert refusal.values["host"] == "paper.example"


DRIPS = {
    "head": lambda: itertools.chain([HEAD], itertools.repeat(b"X")),
    "headers": lambda: itertools.chain([HEAD], itertools.repeat(b"X: y\r\n"), [b"\r\n"]),
    "body": lambda: itertools.chain([HEAD + b"\r\n"], itertools.repeat(b"a")),
    "chunks": lambda: itertools.chain([HEAD + b"Transfer-Encoding: chunked\r\n\r\n"], itertools.repeat(b"1\r\na\r\n")),
    "status": lambda: itertools.repeat(b"H"),
}


@pytest.mark.parametrize("drip", DRIPS)
def test_a_server_that_drips_is_left(served: Paper, drip: str) -> None:
    """Each byte comes long before a socket would lose patience; all together they come too late."""
    sent = itertools.count()
    served.replies["/news"] = raw(((next(sent) and piece) or piece for piece in DRIPS[drip]()), 0.02)
    assert refused(served, patience=0.6).sentence == refusals.SLOW
    assert next(sent) < 150  # of bytes without end


def test_a_robots_that_drips_takes_from_the_same_time(served: Paper) -> None:
    served.replies["/robots.txt"] = raw(DRIPS["body"](), 0.02)
    assert refused(served, patience=0.4).sentence == refusals.SLOW
    assert served.paths() == ["/robots.txt"]


def test_a_server_that_says_nothing(served: Paper) -> None:
    with silent() as port, pytest.raises(NotFetched) as caught:
        fetching.fetch(f"http://paper.example:{port}/", resolver=names(), patience=0.3)
    assert str(caught.value) == (
        f"“http://paper.example:{port}/” took longer than 0.3 seconds: try again later, or paste the text of the page."
    )
    assert fetching.PATIENCE == 10.0


def test_a_resolver_that_says_nothing(served: Paper) -> None:
    import threading

    over = threading.Event()

    def slow(host: str, port: int) -> list[str]:
        over.wait(20)
        return ["127.0.0.1"]

    assert refused(served, resolver=slow, patience=0.3).sentence == refusals.SLOW
    over.set()
    assert served.asked == []


def test_nobody_listens(served: Paper) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NotFetched) as caught:
        fetching.fetch(f"http://paper.example:{port}/", resolver=names())
    assert caught.value.sentence == refusals.NO_ANSWER


def test_the_second_address_of_a_host_is_tried(served: Paper) -> None:
    fetched = fetch(served, resolver=Names(paper_example="127.0.0.77 127.0.0.1"))
    assert fetched.content == PAGE


@pytest.mark.parametrize(
    ("status", "sentence"), [(404, refusals.GONE), (410, refusals.GONE), (403, refusals.STATUS), (503, refusals.STATUS)]
)
def test_answers_that_are_no_page(served: Paper, status: int, sentence: str) -> None:
    served.replies["/news"] = page(b"no", status=status, headers={"Retry-After": "120"})
    refusal = refused(served)
    assert (refusal.sentence, refusal.status, refusal.retry_after) == (sentence, status, 120)


def test_what_has_not_changed(served: Paper) -> None:
    seen = 'W/"7"', "Mon, 30 Nov 2026 06:00:00 GMT"
    served.replies["/feed"] = page(PAGE, headers={"ETag": seen[0], "Last-Modified": seen[1]})
    first = fetch(served, "/feed", accept=fetching.FEEDS)
    assert (first.etag, first.last_modified, first.is_unchanged) == (*seen, False)
    served.replies["/feed"] = page(b"", status=304)
    again = fetch(served, "/feed", etag=first.etag, last_modified=first.last_modified)
    assert (again.status, again.content, again.is_unchanged) == (304, b"", True)
    headers = served.asked[-1][1]
    assert (headers["if-none-match"], headers["if-modified-since"]) == seen


ROBOTS = b"User-agent: *\nDisallow: /\n\nUser-agent: Harkara\nDisallow: /private/\nAllow: /private/open$\n"


def test_robots_are_heard(served: Paper) -> None:
    served.replies |= {"/robots.txt": page(ROBOTS, "text/plain"), "/private/x": page(PAGE), "/private/open": page(PAGE)}
    assert fetch(served).content == PAGE
    assert fetch(served, "/private/open").content == PAGE
    refusal = refused(served, "/private/x")
    assert str(refusal) == (
        f"The robots.txt of “paper.example” asks programs not to fetch “http://paper.example:{served.port}/private/x”: "
        "open it in a browser and paste its text."
    )
    assert served.paths() == ["/robots.txt", "/news", "/private/open"]  # read once, kept


def test_robots_of_where_it_leads_are_heard(served: Paper) -> None:
    served.replies |= {"/robots.txt": page(b"User-agent: *\nDisallow: /hidden\n"), "/way": leads_to("/hidden")}
    assert refused(served, "/way").sentence == refusals.ROBOTS


@pytest.mark.parametrize(
    ("status", "is_allowed"), [(404, True), (401, True), (403, True), (500, False), (503, False), (429, False)]
)
def test_robots_that_fail(served: Paper, status: int, is_allowed: bool) -> None:
    served.replies["/robots.txt"] = page(b"User-agent: *\nDisallow: /\n", status=status)
    if is_allowed:
        assert fetch(served).content == PAGE
    else:
        assert refused(served).sentence == refusals.NO_ROBOTS


def test_of_robots_only_the_beginning_is_read(served: Paper) -> None:
    filler = b"# nothing\n" * (robots.LARGEST // 10)
    served.replies["/robots.txt"] = page(b"User-agent: *\nDisallow: /private\n" + filler + b"Disallow: /news\n")
    assert fetch(served).content == PAGE
    assert refused(served, "/private").sentence == refusals.ROBOTS


def test_few_hosts_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(robots, "HOSTS", 3)
    for number in range(9):
        assert robots.allow(addresses.read(f"https://a{number}.example/"), "Harkara", lambda place: (404, b""))
    assert len(robots._kept) == 3


def test_tls_asks_for_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate of the name is wanted, though the connection goes to a number."""
    pair = certificate(tmp_path, "paper.example")
    with paper({"/news": page(PAGE)}, pair) as served:
        address = f"https://paper.example:{served.port}/news"
        with pytest.raises(NotFetched) as caught:
            fetching.fetch(address, resolver=names())
        assert caught.value.sentence == refusals.CERTIFICATE
        monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(pair[0]))
        assert fetching.fetch(address, resolver=names()).content == PAGE
        with pytest.raises(NotFetched) as caught:
            fetching.fetch(f"https://other.example:{served.port}/news", resolver=names())
        assert caught.value.sentence == refusals.CERTIFICATE
        assert "paper.example" in served.names
        assert served.asked[-1][1]["host"] == f"paper.example:{served.port}"


def test_a_handshake_that_never_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    with silent() as port, pytest.raises(NotFetched) as caught:
        fetching.fetch(f"https://paper.example:{port}/", resolver=names(), patience=0.3)
    assert caught.value.sentence == refusals.SLOW
