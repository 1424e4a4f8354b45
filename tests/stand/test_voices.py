"""What readers say goes behind the stand, to the readers' side, and nobody sends much at once."""

from pathlib import Path
from typing import Any

import pytest

from harkara.stand import voices
from tests.stand.reader import Rack, ask


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    made = Rack(tmp_path / "rack")
    made.story()
    return made


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """The readers' side: says what it was asked."""
    await send({"type": "http.response.start", "status": 200, "headers": [(b"cache-control", b"private, no-store")]})
    await send({"type": "http.response.body", "body": f"{scope['method']} {scope['path']}".encode()})


def test_everything_below_comment_goes_there_by_any_method(rack: Rack) -> None:
    stand = rack.stand(voices=echo)
    for method, path in (("GET", "/comment/12/"), ("POST", "/comment/12/say"), ("GET", "/comment/নেই")):
        answer = ask(stand, path, method)
        assert (answer.status, answer.body) == (200, f"{method} {path}".encode())


def test_a_stand_without_it_has_no_such_pages(rack: Rack) -> None:
    assert str(ask(rack.stand(), "/comment/12/").header("location")).startswith("/world/12/")  # the story itself
    assert ask(rack.stand(), "/comment/").status == 404
    assert ask(rack.stand(), "/comment/12/say", "POST").status == 405


def test_pages_beside_it_are_answered_as_ever(rack: Rack) -> None:
    stand = rack.stand(voices=echo)
    assert [ask(stand, path).status for path in ("/comments/", "/12", "/")] == [404, 301, 404]
    assert ask(stand, "/12", "POST").status == 405


def test_who_sends_much_at_once_waits_and_others_do_not(rack: Rack) -> None:
    stand = rack.stand(voices=echo)
    sent = [ask(stand, "/comment/12/say", "POST").status for _ in range(int(voices.BURST / voices.SENDING) + 1)]
    assert sent == [200] * int(voices.BURST / voices.SENDING) + [429]
    refused = ask(stand, "/comment/12/say", "POST")
    assert (refused.header("cache-control"), int(refused.header("retry-after") or 0) > 0) == ("no-store", True)
    assert "একটু ধীরে" in refused.text()
    assert ask(stand, "/comment/12/say", "POST", x_forwarded_for="203.0.113.9").status == 200


def test_nobody_waits_to_leave_a_letter(rack: Rack) -> None:
    stand = rack.stand(voices=echo)
    left = [ask(stand, "/post/letters/leave/1:morning:x/", "POST").status for _ in range(voices.BURST)]
    assert set(left) == {200}
    assert ask(stand, "/post/letters/", "POST").status == 200


def test_a_whole_range_of_addresses_sends_no_more_than_its_customers_would(
    rack: Rack, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand = rack.stand(voices=echo)
    assert isinstance(stand.voices, voices.Voices)
    monkeypatch.setattr(stand.voices.ranges, "_clock", lambda: 0.0)  # a slow machine takes seconds for so many

    def sends(address: str, method: str = "POST") -> int:
        return ask(stand, "/comment/12/say", method, x_forwarded_for=address).status

    per_address = int(voices.BURST / voices.SENDING)
    sent = [sends(f"203.0.113.{number // per_address}") for number in range(voices.RANGE_BURST)]
    assert set(sent) == {200}
    assert (sends("203.0.113.200"), sends("203.0.113.200", "GET"), sends("203.0.114.1")) == (429, 200, 200)
    near = [sends(f"2001:db8:1:{number // per_address:x}::1") for number in range(voices.RANGE_BURST)]
    assert set(near) == {200}
    assert (sends("2001:db8:1:ffff::1"), sends("2001:db8:2::1")) == (429, 200)
