"""What is written down names nobody."""

import io
import json
import logging
import sys
from typing import Any

import pytest

from harkara import logbook
from harkara.rack.errors import RackFull

TOLD = {
    "letter to rina.akter+1@paper.example failed": "letter to (mail) failed",
    "GET /search/?q=%E0%A6%A8 took long": "GET /search/?(…) took long",
    "from 203.0.113.9 port 443": "from (address) port 443",
    "from 203.0.113.9:51234": "from (address)",
    "from [2001:db8::7]:443 and 2001:db8:0:0:1:2:3:4": "from (address) and (address)",
    "at 127.0.0.1:8000, [::1]:8000": "at localhost, localhost",
    "Cookie: sessionid=abc; csrftoken=x": "Cookie: (…)",
    "sessionid=abcdef next": "sessionid=(…) next",
    "{'password': 'a long one'}": "{'password': '(…) long one'}",
    "postgresql://paper:sesame@db.example/news": "postgresql://(…)@db.example/news",
    "/desk/proof/abc:DEF:ghi was opened": "/desk/proof/(…) was opened",
    "/desk/password_reset/confirm/MQ/d4x-5/ failed": "/desk/password_reset/confirm/(…) failed",
    "story:12 at 12:34:56 of 2026-11-30 in 1.5 s": "story:12 at 12:34:56 of 2026-11-30 in 1.5 s",
    "picture:7:640:jpg, Python 3.11.2": "picture:7:640:jpg, Python 3.11.2",
    "is it so? yes": "is it so? yes",
}


@pytest.mark.parametrize("text", TOLD)
def test_what_tells_of_somebody_is_taken_out_and_nothing_else(text: str) -> None:
    assert logbook.discreet(text) == TOLD[text]
    assert logbook.discreet(TOLD[text]) == TOLD[text]


def record(message: str, *args: Any, error: BaseException | None = None) -> logging.LogRecord:
    found = None
    if error is not None:
        try:
            raise error
        except BaseException:
            found = sys.exc_info()
    return logging.LogRecord("harkara.press", logging.ERROR, __file__, 1, message, args, found)


def test_a_line_for_people() -> None:
    line = logbook.Discreet().format(record("story:%s stays: %s", 12, RackFull("the disk is full")))
    assert line.endswith("Z ERROR harkara.press: story:12 stays: RackFull: the disk is full")
    assert "\n" not in line


def test_a_line_as_json() -> None:
    line = logbook.Json().format(record("কাজ %s\nহলো না", 7, error=OSError(28, "No space left on device", "/srv/rina")))
    told = json.loads(line)
    assert set(told) == {"at", "level", "logger", "message", "process", "fault"}
    assert (told["level"], told["logger"], told["message"]) == ("error", "harkara.press", "কাজ 7 ⏎ হলো না")
    assert told["at"].endswith("Z")
    assert told["fault"][0] == "OSError: No space left on device"
    assert told["fault"][-1].endswith(" record")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("রিনা খাতুন"), "ValueError"),
        (KeyError("rina@paper.example"), "KeyError"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: Connection refused"),
        (OSError("mail of rina@paper.example"), "OSError: mail of (mail)"),
        (RackFull("no room"), "RackFull: no room"),
    ],
)
def test_a_programs_own_exception_says_no_more_than_what_it_is(error: BaseException, told: str) -> None:
    assert logbook.words(error) == told
    assert told in logbook.Json().format(record("it failed", error=error))


def test_the_cause_of_an_exception_is_told_in_the_same_way() -> None:
    error = RackFull("no room")
    error.__cause__ = ValueError("রিনা")
    assert logbook.fault(record("x", error=error))[0] == "RackFull: no room ← ValueError"


def test_of_a_database_only_the_first_line_is_told() -> None:
    from django.db import IntegrityError

    error = IntegrityError('duplicate key value violates "people_email"\nDETAIL: Key (email)=(rina@paper.example)')
    assert logbook.words(error) == 'IntegrityError: duplicate key value violates "people_email"'


def test_a_line_that_was_not_given_what_it_tells_is_no_fault() -> None:
    assert "it was not given" in logbook.said(record("%s and %s", 1))


def test_lines_are_counted_by_level(capsys: pytest.CaptureFixture[str]) -> None:
    before = logbook.logged()
    handler = logbook.Counted()
    handler.setFormatter(logbook.Discreet())
    handler.emit(record("it failed"))
    after = logbook.logged()
    name = 'harkara_log_lines_total{level="error"}'
    assert after[name] - before[name] == 1
    assert "it failed" in capsys.readouterr().err


def test_a_line_goes_to_standard_error_as_it_is_then(monkeypatch: pytest.MonkeyPatch) -> None:
    first, then = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    handler = logbook.Counted()
    handler.setFormatter(logbook.Discreet())
    handler.handle(record("while another reads"))
    told = first.getvalue()
    first.close()
    monkeypatch.setattr(sys, "stderr", then)
    handler.handle(record("when he is gone"))
    handler.flush()
    assert "while another reads" in told
    assert then.getvalue().endswith("when he is gone\n")
    assert "Logging error" not in then.getvalue()
