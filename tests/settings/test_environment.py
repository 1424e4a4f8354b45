"""A wrong setting stops the start with a sentence that names it."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from harkara.settings import environment


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("HARKARA_SAMPLE", raising=False)
    return monkeypatch


@pytest.mark.parametrize(("value", "read"), [("1", True), ("Yes", True), ("off", False), ("", True), ("  ", True)])
def test_a_flag(given: pytest.MonkeyPatch, value: str, read: bool) -> None:
    given.setenv("HARKARA_SAMPLE", value)
    assert environment.flag("HARKARA_SAMPLE", default=True) is read


def test_a_flag_that_is_neither(given: pytest.MonkeyPatch) -> None:
    given.setenv("HARKARA_SAMPLE", "হ্যাঁ")
    with pytest.raises(ImproperlyConfigured, match="HARKARA_SAMPLE='হ্যাঁ' is neither yes nor no: set it to 1 or 0"):
        environment.flag("HARKARA_SAMPLE")


@pytest.mark.parametrize("value", ["0", "65536", "-1", "১২", "8o"])
def test_a_number_out_of_its_bounds(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv("HARKARA_SAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match="from 1 to 65535"):
        environment.number("HARKARA_SAMPLE", 8000, least=1, most=65535)


def test_a_number(given: pytest.MonkeyPatch) -> None:
    assert environment.number("HARKARA_SAMPLE", 8000, least=1, most=65535) == 8000
    given.setenv("HARKARA_SAMPLE", "9000")
    assert environment.number("HARKARA_SAMPLE", 8000, least=1, most=65535) == 9000


@pytest.mark.parametrize("value", ["example.org", "ftp://example.org", "https://", "https://example.org/paper"])
def test_what_is_no_origin(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv("HARKARA_SAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match="is not an origin"):
        environment.origin("HARKARA_SAMPLE", "http://localhost")


def test_an_origin_loses_its_last_slash(given: pytest.MonkeyPatch) -> None:
    given.setenv("HARKARA_SAMPLE", "https://paper.example/")
    assert environment.origin("HARKARA_SAMPLE", "") == "https://paper.example"


def test_a_zone_nobody_knows(given: pytest.MonkeyPatch) -> None:
    given.setenv("HARKARA_SAMPLE", "Asia/Dakar")
    with pytest.raises(ImproperlyConfigured, match="Asia/Dakar"):
        environment.zone("HARKARA_SAMPLE", "Asia/Dhaka")


def test_the_database_of_a_url(given: pytest.MonkeyPatch) -> None:
    given.setenv("HARKARA_SAMPLE", "postgresql://desk:p%40ss@db.example:5433/newsroom")
    found = environment.database("HARKARA_SAMPLE", Path("/home"))
    assert {key: found[key] for key in ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")} == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "newsroom",
        "USER": "desk",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
    }


def test_a_database_nobody_knows(given: pytest.MonkeyPatch) -> None:
    given.setenv("HARKARA_SAMPLE", "mysql://localhost/paper")
    with pytest.raises(ImproperlyConfigured, match="leave it empty for SQLite"):
        environment.database("HARKARA_SAMPLE", Path("/home"))


def test_without_a_url_it_is_sqlite_in_the_home(given: pytest.MonkeyPatch) -> None:
    assert environment.database("HARKARA_SAMPLE", Path("/home"))["NAME"] == "/home/newsroom.sqlite3"
    readers = environment.database("HARKARA_SAMPLE", Path("/home"), "readers")
    assert readers["NAME"] == "/home/readers.sqlite3"


def test_a_choice(given: pytest.MonkeyPatch) -> None:
    assert environment.choice("HARKARA_SAMPLE", ("tea", "coffee")) == "tea"
    given.setenv("HARKARA_SAMPLE", "Coffee")
    assert environment.choice("HARKARA_SAMPLE", ("tea", "coffee")) == "coffee"
    given.setenv("HARKARA_SAMPLE", "milk")
    with pytest.raises(ImproperlyConfigured, match="HARKARA_SAMPLE='milk' is not known: set it to tea or coffee"):
        environment.choice("HARKARA_SAMPLE", ("tea", "coffee"))


def test_networks(given: pytest.MonkeyPatch) -> None:
    assert environment.networks("HARKARA_SAMPLE", "127.0.0.0/8, ::1") == ("127.0.0.0/8", "::1/128")
    given.setenv("HARKARA_SAMPLE", "10.1.2.3")
    assert environment.networks("HARKARA_SAMPLE", "") == ("10.1.2.3/32",)
    given.setenv("HARKARA_SAMPLE", "none")
    assert environment.networks("HARKARA_SAMPLE", "::1") == ()


@pytest.mark.parametrize("value", ["10.0.0.1/8", "paper.example", "1.2.3.4,"])
def test_what_are_no_networks(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv("HARKARA_SAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match=r"write them like 10\.0\.0\.0/8, ::1, or none"):
        environment.networks("HARKARA_SAMPLE", "::1")


@pytest.mark.parametrize(
    ("engine", "value"),
    [
        ("postgres", "postgresql://archive:secret@db.example/paper"),
        ("postgres", "postgresql:///paper?host=/run/postgresql"),
        ("opensearch", "https://archive:secret@search.example:9200"),
        ("tantivy", ""),
    ],
)
def test_the_server_of_the_archive(given: pytest.MonkeyPatch, engine: str, value: str) -> None:
    given.setenv("HARKARA_SAMPLE", value)
    assert environment.archive_server("HARKARA_SAMPLE", engine) == value


@pytest.mark.parametrize(
    ("engine", "value"),
    [
        ("postgres", ""),
        ("postgres", "https://archive:hush@host"),
        ("opensearch", "host:9200"),
        ("opensearch", "https://[hush"),
    ],
)
def test_no_server_of_the_archive(given: pytest.MonkeyPatch, engine: str, value: str) -> None:
    given.setenv("HARKARA_SAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match="HARKARA_SAMPLE is no address") as told:
        environment.archive_server("HARKARA_SAMPLE", engine)
    assert "hush" not in str(told.value)


@pytest.mark.parametrize(
    ("value", "mail"),
    [
        ("", environment.Mail()),
        ("smtp://mail.example.org", environment.Mail("mail.example.org", 25)),
        (
            "smtp://desk%40paper:p%3Aw@mail.example.org",
            environment.Mail("mail.example.org", 587, "desk@paper", "p:w", starts_tls=True),
        ),
        (
            "smtps://desk:pw@mail.example.org:2465",
            environment.Mail("mail.example.org", 2465, "desk", "pw", is_tls=True),
        ),
    ],
)
def test_a_mail_server(monkeypatch: pytest.MonkeyPatch, value: str, mail: environment.Mail) -> None:
    monkeypatch.setenv("HARKARA_MAIL_URL", value)
    assert environment.mail("HARKARA_MAIL_URL") == mail


@pytest.mark.parametrize("value", ["mail.example.org", "http://mail.example.org", "smtp://:secret@", "smtp://h:port"])
def test_no_mail_server_is_refused_without_its_password(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HARKARA_MAIL_URL", value)
    with pytest.raises(ImproperlyConfigured, match="HARKARA_MAIL_URL is no mail server") as refused:
        environment.mail("HARKARA_MAIL_URL")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "value", ["hub.example", "ftp://hub.example", "https://", "https://me:secret@hub.example/", "https://a.example/#b"]
)
def test_what_is_no_address(given: pytest.MonkeyPatch, value: str) -> None:
    given.setenv("HARKARA_SAMPLE", value)
    with pytest.raises(ImproperlyConfigured, match="is no address"):
        environment.address("HARKARA_SAMPLE")


def test_an_address_or_none(given: pytest.MonkeyPatch) -> None:
    assert environment.address("HARKARA_SAMPLE") == ""
    given.setenv("HARKARA_SAMPLE", "https://hub.example/publish?a=b")
    assert environment.address("HARKARA_SAMPLE") == "https://hub.example/publish?a=b"


@pytest.mark.parametrize(
    ("value", "is_key"), [("", True), ("a1b2c3d4-e5", True), ("short", False), ("with space 123", False)]
)
def test_a_key_of_indexnow(given: pytest.MonkeyPatch, value: str, is_key: bool) -> None:
    given.setenv("HARKARA_SAMPLE", value)
    if is_key:
        assert environment.indexnow_key("HARKARA_SAMPLE") == value
        return
    with pytest.raises(ImproperlyConfigured, match="is no key"):
        environment.indexnow_key("HARKARA_SAMPLE")


def test_hosts(given: pytest.MonkeyPatch) -> None:
    assert environment.hosts("HARKARA_SAMPLE") == ()
    given.setenv("HARKARA_SAMPLE", "NAS.example.lan, 10.0.0.7:8080 fd00::7")
    assert environment.hosts("HARKARA_SAMPLE") == ("nas.example.lan", "10.0.0.7:8080", "fd00::7")
    given.setenv("HARKARA_SAMPLE", "http://nas.lan/")
    with pytest.raises(ImproperlyConfigured) as caught:
        environment.hosts("HARKARA_SAMPLE")
    assert str(caught.value) == (
        "HARKARA_SAMPLE names 'http://nas.lan/', which is no host: write it like nas.example.lan:8080."
    )
