"""Which addresses are asked: every door into a private network is refused, in a sentence that says why."""

import pytest

from harkara.wire import addresses, refusals
from harkara.wire.errors import NotFetched
from tests.wire.servers import Names


def refused(address: str, resolver: Names | None = None) -> NotFetched:
    with pytest.raises(NotFetched) as caught:
        addresses.lead(addresses.read(address), resolver or Names())
    return caught.value


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", refusals.NO_ADDRESS),
        ("paper.example/news", refusals.NO_ADDRESS),
        ("//paper.example/news", refusals.NO_ADDRESS),
        ("http:paper.example", refusals.NO_ADDRESS),
        ("http:///etc/passwd", refusals.NO_ADDRESS),
        ("http://", refusals.NO_ADDRESS),
        ("http://[::1", refusals.NO_ADDRESS),
        ("http://paper.example:port/", refusals.NO_ADDRESS),
        ("http://paper.example:/", refusals.NO_ADDRESS),
        ("http://paper.example\\@127.0.0.1/", refusals.NO_ADDRESS),
        ("http://paper.example\t.127.0.0.1.nip.io/", refusals.NO_ADDRESS),
        ("http://127.0.0.1\n/", refusals.NO_ADDRESS),
        ("file:///etc/passwd", refusals.SCHEME),
        ("ftp://paper.example/", refusals.SCHEME),
        ("gopher://127.0.0.1:6379/_INFO", refusals.SCHEME),
        ("javascript:alert(1)", refusals.SCHEME),
        ("data:text/html,x", refusals.SCHEME),
        ("http://editor:secret@paper.example/", refusals.USERINFO),
        ("http://paper.example@127.0.0.1/", refusals.USERINFO),
        ("http://@paper.example/", refusals.USERINFO),
        ("http://paper.example:22/", refusals.PORT),
        ("http://paper.example:8080/", refusals.PORT),
        ("https://paper.example:0/", refusals.PORT),
        ("http://2130706433/", refusals.ODD_HOST),
        ("http://0x7f000001/", refusals.ODD_HOST),
        ("http://0x7f.1/", refusals.ODD_HOST),
        ("http://0177.0.0.1/", refusals.ODD_HOST),
        ("http://127.1/", refusals.ODD_HOST),
        ("http://127.0.1/", refusals.ODD_HOST),
        ("http://017700000001/", refusals.ODD_HOST),
        ("http://00000000177.0.0.1/", refusals.ODD_HOST),
        ("http://1.2.3.4.5/", refusals.ODD_HOST),
        ("http://paper.0x7f/", refusals.ODD_HOST),
        ("http://[fe80::1%25eth0]/", refusals.ODD_HOST),
        ("http://%31%32%37.0.0.1/", refusals.ODD_HOST),
        ("http://..paper.example/", refusals.ODD_HOST),
        ("http://localhost/", refusals.INNER_HOST),
        ("http://LOCALHOST./", refusals.INNER_HOST),
        ("http://intranet/", refusals.INNER_HOST),
        ("http://printer.local/", refusals.INNER_HOST),
        ("http://db.internal/", refusals.INNER_HOST),
        ("http://metadata.google.internal/computeMetadata/v1/", refusals.INNER_HOST),
        ("http://x.localhost/", refusals.INNER_HOST),
        ("http://router.home.arpa/", refusals.INNER_HOST),
        ("http://nowhere.example/", refusals.NO_HOST),
    ],
)
def test_refused_by_its_letters(address: str, sentence: str) -> None:
    refusal = refused(address)
    assert refusal.sentence == sentence
    assert "\n" not in str(refusal)
    assert str(refusal).endswith(".")


INNER = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.100.100.200",  # a cloud's metadata host
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",  # another's
    "169.254.169.254",  # most clouds'
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",  # one more
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:93.184.216.34",  # public, and yet a form nobody needs
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",  # Teredo
    "2001:db8::1",
    "2001:20::1",
    "2002:7f00:1::",  # 6to4 of 127.0.0.1
    "2002:a00:1::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("ip", INNER)
def test_refused_by_where_it_leads(ip: str) -> None:
    named = refused("https://paper.example/", Names(paper_example=ip))
    literal = refused(f"https://[{ip}]/" if ":" in ip else f"https://{ip}/")
    assert {named.sentence, literal.sentence} == {refusals.INNER_ADDRESS}
    assert named.values["host"] == "paper.example"


def test_one_private_address_among_several_is_enough() -> None:
    refusal = refused("https://paper.example/", Names(paper_example="93.184.216.34 10.0.0.1"))
    assert str(refusal) == (
        "“https://paper.example/” is not fetched: “paper.example” leads to 10.0.0.1, which is not public; "
        "give the address of a public page."
    )


@pytest.mark.parametrize("ip", ["93.184.216.34", "1.1.1.1", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450::1"])
def test_public_addresses_are_asked(ip: str) -> None:
    assert addresses.lead(addresses.read("https://paper.example/"), Names(paper_example=ip)) == (ip,)


@pytest.mark.parametrize(
    ("address", "ascii_only"),
    [
        ("https://Paper.Example", "https://paper.example/"),
        ("  https://paper.example:443/a?b=c#d  ", "https://paper.example/a?b=c"),
        ("http://paper.example:443/", "http://paper.example:443/"),
        (
            "https://paper.example/খবর/বান?দিন=১",
            "https://paper.example/%E0%A6%96%E0%A6%AC%E0%A6%B0/%E0%A6%AC%E0%A6%BE%E0%A6%A8"
            "?%E0%A6%A6%E0%A6%BF%E0%A6%A8=%E0%A7%A7",
        ),
        ("https://paper.example/a%20b/c d", "https://paper.example/a%20b/c%20d"),
        ("https://খবর.বাংলা/", "https://xn--q5b8bm.xn--54b7fta0cc/"),
        ("https://[2606:2800:0220::1]/", "https://[2606:2800:220::1]/"),
        ("https://news_desk.paper.example./", "https://news_desk.paper.example/"),
        ("https://১২৩.example/", "https://xn--17bcd.example/"),
    ],
)
def test_one_spelling(address: str, ascii_only: str) -> None:
    assert addresses.read(address).address == ascii_only


def test_figures_that_become_others_are_refused() -> None:
    assert refused("http://１２７.0.0.1/").sentence == refusals.INNER_ADDRESS
    assert refused("http://①②⑦.1/").sentence == refusals.ODD_HOST


@pytest.mark.parametrize(
    ("setting", "address", "is_local"),
    [
        ("nas.lan", "http://nas.lan:8080/", True),
        ("nas.lan:8080", "http://nas.lan:8080/", True),
        ("other.lan, 127.0.0.1:9000", "http://127.0.0.1:9000/", True),
        ("NAS.lan", "https://nas.LAN/", True),
    ],
)
def test_hosts_that_the_newsroom_names(
    setting: str, address: str, is_local: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARKARA_LOCAL_HOSTS", setting)
    place = addresses.read(address)
    assert place.is_local is is_local
    assert addresses.lead(place, Names(nas_lan="192.168.1.9"))


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("nas.lan:8080", "http://nas.lan:9090/"),
        ("nas.lan:8080", "http://nas.lan/"),
        ("nas.lan", "http://other.nas.lan/"),
        ("nas.lan", "http://editor@nas.lan/"),
        ("127.0.0.1", "http://2130706433/"),
        ("nas.lan", "http://paper.example/"),
    ],
)
def test_others_stay_refused(setting: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARKARA_LOCAL_HOSTS", setting)
    refused(address, Names(paper_example="10.0.0.1"))


def test_a_password_is_not_repeated() -> None:
    assert "secret" not in str(refused("http://editor:secret@paper.example/"))
