"""Settings of stands on other machines: a wrong one stops the start with a sentence that names it."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from harkara.settings import nodes


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", None),
        ("10.0.0.1:8710", ("10.0.0.1", 8710)),
        ("[fd00::1]:1", ("fd00::1", 1)),
        ("press.lan:80", ("press.lan", 80)),
    ],
)
def test_a_place(said: str, read: tuple[str, int] | None) -> None:
    assert nodes.place("HARKARA_DISPATCH", said) == read


@pytest.mark.parametrize("said", ["8710", "10.0.0.1", ":8710", "http://10.0.0.1:8710", "10.0.0.1:99999", "a@b:80"])
def test_what_is_no_place(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="is no place to listen: write it like"):
        nodes.place("HARKARA_DISPATCH", said)


@pytest.mark.parametrize("said", ["p4ssw0rd", "x" * 40, "0123456789abcdef0123456789abcde"])
def test_a_key_that_is_guessed_is_not_repeated(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="HARKARA_DISPATCH_KEY is too short or too simple") as told:
        nodes.key("HARKARA_DISPATCH_KEY", said)
    assert said not in str(told.value)


def test_a_key() -> None:
    assert nodes.key("HARKARA_DISPATCH_KEY", "0123456789abcdef0123456789abcdef")
    assert nodes.key("HARKARA_DISPATCH_KEY", "") == ""


def test_what_wakes_nobody_is_not_repeated() -> None:
    with pytest.raises(ImproperlyConfigured, match="HARKARA_WAKE is no database") as told:
        nodes.wake("HARKARA_WAKE", "mysql://runner:secret@db/newsroom")
    assert "secret" not in str(told.value)
    assert nodes.wake("HARKARA_WAKE", "postgresql://runner:x@db/newsroom") == "postgresql://runner:x@db/newsroom"


def test_a_server_that_is_cut_off_is_given_up() -> None:
    server = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"connect_timeout": 9}}
    assert nodes.bounded(server)["OPTIONS"]["connect_timeout"] == 9
    assert nodes.bounded(server)["OPTIONS"]["tcp_user_timeout"] == 10_000
    assert nodes.bounded({"ENGINE": "django.db.backends.sqlite3"}) == {"ENGINE": "django.db.backends.sqlite3"}
