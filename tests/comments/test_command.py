"""`harkara readers` tells or erases all that is known of a reader; `harkara comments` lists what waits, and decides."""

import json

import pytest
from django.core.management import CommandError, call_command

from harkara.comments import actions
from harkara.comments.models import Reader
from tests.comments.factories import a_reader, said

pytestmark = pytest.mark.django_db


def test_all_that_is_known_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    reader = a_reader()
    said(reader, "আমার কথা")
    call_command("readers", "export", reader.email.upper())
    assert [one["text"] for one in json.loads(capsys.readouterr().out)["comments"]] == ["আমার কথা"]


def test_all_that_is_known_is_erased(capsys: pytest.CaptureFixture[str]) -> None:
    reader, other = a_reader(), a_reader()
    said(reader)
    call_command("readers", "erase", reader.email)
    assert capsys.readouterr().out == "Erased, with 1 comments.\n"
    assert list(Reader.objects.all()) == [other]


@pytest.mark.parametrize(("given", "why"), [("nobody@example.com", "Nobody has signed in"), ("x", "no e-mail address")])
def test_who_is_not_there_is_named(given: str, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        call_command("readers", "erase", given)


def test_what_is_too_old_goes(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("readers", "tidy")
    assert capsys.readouterr().out == "0 codes, 0 bans, 0 visits, 0 readers thrown away.\n"


def test_what_waits_and_what_was_reported_is_listed_and_decided(capsys: pytest.CaptureFixture[str]) -> None:
    reader, other = a_reader("রুবিনা ইয়াসমিন"), a_reader("তৌহিদ জামান")
    waits, shown = said(reader, "অপেক্ষায়\n\nআছে", takes="checked"), said(reader, "বলা কথা")
    actions.report(other, shown.pk, "spam")
    call_command("comments", "waiting")
    call_command("comments", "reported")
    assert capsys.readouterr().out.splitlines() == [
        f"{waits.pk}\tstory 12\tরুবিনা ইয়াসমিন\tঅপেক্ষায় আছে",
        f"{shown.pk}\tstory 12\tরুবিনা ইয়াসমিন\tবলা কথা",
    ]
    call_command("comments", "approve", waits.pk)
    call_command("comments", "withdraw", shown.pk)
    for row, state in ((waits, "shown"), (shown, "withdrawn")):
        row.refresh_from_db()
        assert row.state == state


def test_a_verdict_on_what_is_not_there_names_it() -> None:
    made = said(a_reader(), takes="checked")
    with pytest.raises(CommandError, match="no comment 999 "):
        call_command("comments", "approve", 999, made.pk)
    made.refresh_from_db()
    assert made.state == "shown"
    with pytest.raises(CommandError, match="Say which"):
        call_command("comments", "approve")
