"""The second factor: what counts as one, and that every proof is good once."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from harkara.people import factors
from harkara.people.models import User
from tests.desk.factories import make_user

pytestmark = pytest.mark.django_db

NOON = 1_780_000_000


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, 0)


def at(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    """The clock of the codes stands still, ``seconds`` after noon."""
    monkeypatch.setattr(time, "time", lambda: float(NOON + seconds))


def shown(secret: str, seconds: int = 0) -> str:
    """What an app that holds ``secret`` shows at that moment (RFC 6238)."""
    return str(format_hotp_value(hotp_value(secret, (NOON + seconds) // 30)))


def with_app() -> tuple[User, str]:
    user, secret = make_user(), factors.new_secret()
    assert factors.add_app(user, secret, shown(secret, -60 + 30))
    return user, secret


def test_an_app_shows_what_the_standard_says() -> None:
    """The example of RFC 6238, appendix B: SHA-1, at 59 seconds, six of its eight digits."""
    assert format_hotp_value(hotp_value("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 59 // 30)) == "287082"


@pytest.mark.parametrize(("seconds", "is_good"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_clock_may_be_half_a_minute_off(seconds: int, is_good: bool) -> None:
    user, secret = make_user(), factors.new_secret()
    assert (factors.add_app(user, secret, shown(secret, seconds)), factors.has(user)) == (is_good, is_good)


def test_a_code_is_good_once_and_no_older_one_after_it() -> None:
    user, secret = with_app()
    assert [factors.is_code(user, code) for code in (shown(secret), shown(secret), shown(secret, -30))] == [
        True,
        False,
        False,
    ]
    assert factors.is_code(user, f" {shown(secret, 30)[:3]} {shown(secret, 30)[3:]} ")


def test_a_code_of_somebody_else_is_not_good() -> None:
    (user, _), (_, other) = with_app(), with_app()
    assert [factors.is_code(user, code) for code in (shown(other), "", "000000", "১২৩৪৫৬")] == [False] * 4


def test_another_app_takes_the_place_of_the_first() -> None:
    user, first = with_app()
    second = factors.new_secret()
    assert factors.add_app(user, second, shown(second))
    assert [factor.kind for factor in factors.of(user)] == ["app"]
    assert (factors.is_code(user, shown(first, 30)), factors.is_code(user, shown(second, 30))) == (False, True)


def test_each_code_of_the_sheet_is_good_once() -> None:
    user, _ = with_app()
    sheet = factors.codes(user)
    assert (len(set(sheet)), factors.codes_left(user)) == (10, 10)
    assert [factors.is_code(user, code) for code in (sheet[3], sheet[3], sheet[4])] == [True, False, True]
    assert factors.codes_left(user) == 8
    fresh = factors.new_codes(user)
    assert (set(fresh) & set(sheet), factors.is_code(user, sheet[0])) == (set(), False)


def test_a_sheet_alone_is_no_factor_and_goes_with_the_last_one() -> None:
    user, _ = with_app()
    factors.codes(user)
    [app] = factors.of(user)
    assert factors.remove(make_user(), app.number) is False
    assert factors.remove(user, app.number) is True
    assert (factors.has(user), Authenticator.objects.count()) == (False, 0)


def test_secrets_lie_encrypted() -> None:
    user, secret = with_app()
    factors.codes(user)
    kept = {row.type: row.data for row in Authenticator.objects.all()}
    assert secret not in str(kept)
    assert factors.Adapter().decrypt(kept["totp"]["secret"]) == secret
    assert kept["recovery_codes"]["seed"].startswith("gAAAA")


@pytest.mark.parametrize("said", [None, "", [], {}, {"id": "x"}, {"response": None}, 7])
def test_what_no_key_said_is_not_good(said: Any, rf: Any) -> None:
    request = rf.get("/desk/")
    request.session = {}
    with factors_of(request):
        assert (factors.add_key(make_user(), "চাবি", said), factors.is_key(make_user(), said)) == (False, False)


def factors_of(request: Any) -> Any:
    """Keys are asked within a request: allauth's middleware tells which."""
    from allauth.core import context

    return context.request_context(request)
