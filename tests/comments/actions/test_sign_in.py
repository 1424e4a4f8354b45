"""Signing in by a code: used once, for a short time, few guesses, and nobody learns who has an account."""

from datetime import timedelta

import pytest

from harkara.bangla.digits import to_bangla
from harkara.comments import actions, clock
from harkara.comments.actions.ask_code import GOOD_FOR
from harkara.comments.actions.enter import GUESSES, STAYS
from harkara.comments.errors import Refused
from harkara.comments.models import EntryCode, Reader, Visit
from tests.comments.factories import NOON, a_reader

pytestmark = pytest.mark.django_db

EMAIL = "rubina@example.com"


def code() -> str:
    made = actions.ask_code(EMAIL)
    assert made is not None
    return made


def test_a_code_lets_its_reader_in_and_the_browser_is_known_from_then_on() -> None:
    reader, token = actions.enter(f" {EMAIL.upper()} ", code())
    assert reader.email == EMAIL
    assert actions.visitor(token) == reader
    assert actions.visitor("") is None
    assert actions.visitor(token + "x") is None
    assert not Visit.objects.filter(digest__contains=token).exists()


def test_a_code_may_be_typed_in_bangla_digits_and_with_spaces() -> None:
    made = code()
    typed = f"{to_bangla(made[:4])} {to_bangla(made[4:])}"
    assert actions.enter(EMAIL, typed)[0].email == EMAIL


def test_who_comes_again_is_the_same_reader() -> None:
    first, _ = actions.enter(EMAIL, code())
    second, _ = actions.enter(EMAIL, code())
    assert first == second
    assert Reader.objects.count() == 1


def test_a_code_is_good_once() -> None:
    made = code()
    actions.enter(EMAIL, made)
    with pytest.raises(Refused, match="মিলল না"):
        actions.enter(EMAIL, made)


def test_a_code_is_good_for_a_quarter_of_an_hour_and_no_moment_longer() -> None:
    with clock.at(NOON):
        made = code()
    with clock.at(NOON + GOOD_FOR), pytest.raises(Refused):
        actions.enter(EMAIL, made)
    with clock.at(NOON + GOOD_FOR - timedelta(seconds=1)):
        actions.enter(EMAIL, made)


def test_only_the_newest_code_counts() -> None:
    old, new = code(), code()
    with pytest.raises(Refused):
        actions.enter(EMAIL, old)
    actions.enter(EMAIL, new)


def test_after_some_wrong_guesses_the_right_code_is_worth_nothing() -> None:
    made = code()
    wrong = f"{(int(made) + 1) % 10**8:08}"
    for _ in range(GUESSES):
        with pytest.raises(Refused):
            actions.enter(EMAIL, wrong)
    with pytest.raises(Refused):
        actions.enter(EMAIL, made)


def test_another_address_cannot_enter_with_the_code() -> None:
    made = code()
    with pytest.raises(Refused):
        actions.enter("other@example.com", made)


def test_the_tables_do_not_tell_the_code() -> None:
    made = code()
    assert made not in EntryCode.objects.get().digest


def test_who_has_an_account_and_who_has_none_are_answered_alike() -> None:
    actions.enter(EMAIL, code())
    for email in (EMAIL, "nobody@example.com"):
        assert actions.ask_code(email) is not None
        with pytest.raises(Refused) as refused:
            actions.enter(email, "0")
        assert refused.value.word == "wrong_code"


def test_few_letters_go_to_one_address_soon_after_another_and_few_a_day() -> None:
    with clock.at(NOON):
        assert [actions.ask_code(EMAIL) is None for _ in range(4)] == [False, False, False, True]
        assert actions.ask_code("other@example.com") is not None
    sent = 3
    for quarter in range(1, 12):
        with clock.at(NOON + quarter * timedelta(minutes=16)):
            sent += actions.ask_code(EMAIL) is not None
    assert sent == 10


def test_a_letter_that_was_not_sent_leaves_the_last_code_good() -> None:
    with clock.at(NOON):
        last = [code() for _ in range(3)][-1]
        assert actions.ask_code(EMAIL) is None
        actions.enter(EMAIL, last)


@pytest.mark.parametrize(
    "email", ["", "rubina", "a@b", "a b@", "x@exa mple", "@example.com", "a@example.com\nbcc:b@c.de", "ক@উদাহরণ.বাংলা"]
)
def test_what_is_no_address_is_refused_by_its_name(email: str) -> None:
    if email == "a@example.com\nbcc:b@c.de":
        with pytest.raises(Refused):
            actions.ask_code(email)
        return
    with pytest.raises(Refused) as refused:
        actions.ask_code(email)
    assert refused.value.word == "no_address"


def test_a_browser_that_is_not_seen_for_long_is_signed_out_and_one_that_is_stays() -> None:
    with clock.at(NOON):
        _, token = actions.enter(EMAIL, code())
    with clock.at(NOON + STAYS - timedelta(days=1)):
        seen = actions.visitor(token)
        assert seen is not None
    with clock.at(NOON + 2 * STAYS - timedelta(days=2)):
        assert actions.visitor(token) is not None
    with clock.at(NOON + 4 * STAYS):
        assert actions.visitor(token) is None


def test_signing_out_ends_this_browser_or_all() -> None:
    tokens = [actions.enter(EMAIL, code())[1] for _ in range(3)]
    actions.leave(tokens[0])
    assert [actions.visitor(token) is None for token in tokens] == [True, False, False]
    actions.leave(tokens[1], everywhere=True)
    assert Visit.objects.count() == 0


def test_what_is_kept_for_a_time_goes_with_it() -> None:
    speaks = a_reader()
    with clock.at(NOON):
        actions.enter(EMAIL, code())
        actions.say(speaks, 12, "open", "কথা")
    with clock.at(NOON + timedelta(days=3 * 365)):
        Reader.objects.update(seen_on=NOON.date())
        assert actions.tidy() == {"codes": 2, "bans": 0, "visits": 2, "readers": 1}
        assert list(Reader.objects.all()) == [speaks]
        assert actions.tidy() == {"codes": 0, "bans": 0, "visits": 0, "readers": 0}
