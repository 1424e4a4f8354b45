"""Links and return addresses: each good for one purpose, for its time, and for nobody who made it up."""

from datetime import timedelta
from time import time

import pytest

from harkara.post.letters import tokens
from harkara.post.letters.addresses import normal, shown
from harkara.post.letters.errors import Refused


def test_each_purpose_has_a_signature_of_its_own() -> None:
    confirming, owning, leaving = tokens.confirming(7), tokens.owning(7), tokens.leaving(7, "morning")
    assert (tokens.confirmed(confirming), tokens.owned(owning), tokens.left(leaving)) == (7, 7, (7, "morning"))
    assert [tokens.confirmed(one) for one in (owning, leaving, "7", "")] == [None] * 4
    assert [tokens.owned(one) for one in (confirming, leaving)] == [None, None]
    assert [tokens.left(one) for one in (confirming, leaving[:-1], leaving.replace("7", "8", 1))] == [None] * 3


def test_links_that_open_something_run_out(monkeypatch: pytest.MonkeyPatch) -> None:
    confirming, owning, leaving = tokens.confirming(7), tokens.owning(7), tokens.leaving(7, "morning")
    later = time() + timedelta(hours=2).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert (tokens.confirmed(confirming), tokens.owned(owning)) == (7, None)
    far = time() + timedelta(days=8).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: far)
    assert (tokens.confirmed(confirming), tokens.left(leaving)) == (None, (7, "morning"))


@pytest.mark.parametrize(
    "said",
    [
        "",
        "1-2",
        "1-2-",
        "a-2-abcdefghijklmnop",
        "1-2-abcdefghijklmnop",
        "-1-2-abc",
        "99999999999999999999-1-x",
        "১-২-ক",
    ],
)
def test_nobody_makes_up_a_return_address(said: str) -> None:
    assert tokens.returned(said) is None


def test_mail_servers_may_fold_case() -> None:
    made = tokens.returning(12, 345)
    assert tokens.returned(made.upper()) == (12, 345)
    assert tokens.returned(made.replace("345", "346")) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Rubina@Example.COM ", "rubina@example.com"),
        ("rubina+news@mail.example.com", "rubina+news@mail.example.com"),
        ("ｒｕｂｉｎａ@example.com", "rubina@example.com"),
        ("rubina@উদাহরণ.বাংলা", "rubina@xn--d5b6ci4b4b3a.xn--54b7fta0cc"),
        ("rubina@bücher.example", "rubina@xn--bcher-kva.example"),
    ],
)
def test_an_address_has_one_form(typed: str, kept: str) -> None:
    assert normal(typed) == kept
    assert normal(kept) == kept


NONE = (
    *("", "rubina", "@example.com", "rubina@", "rubina@localhost", "a@b@example.com", "রুবিনা@example.com"),
    *("a..b@example.com", "a b <c@example.com>", "a@-example.com", "a@exa_mple.com"),
    *("a@example.com\r\nbcc:x@example.com,", "a" * 65 + "@example.com"),
)


@pytest.mark.parametrize("typed", NONE)
def test_what_is_no_address_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        normal(typed)
    assert "“" in str(refused.value)


def test_an_address_is_shown_as_it_was_written() -> None:
    assert shown("rubina@xn--d5b6ci4b4b3a.xn--54b7fta0cc") == "rubina@উদাহরণ.বাংলা"
