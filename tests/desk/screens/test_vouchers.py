"""The screen of voucher copies: who sees it, what it hands out, what a redaction shuts."""

import hashlib
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from harkara.desk import actions
from harkara.desk.models import Sealed, Story
from harkara.press.bake import bake
from harkara.press.print_run import plan_addresses
from harkara.press.storeroom import Storeroom
from harkara.press.vouchers import Filing, Thinning, voucher
from tests.desk.factories import make_paper, make_story, make_user

pytestmark = pytest.mark.django_db

AT = "/desk/vouchers/"


@pytest.fixture
def store(settings: Any, tmp_path: Path, database: None) -> Storeroom:
    settings.HARKARA_RACK = tmp_path / "rack"
    return Storeroom.of_settings()


def at_desk(name: str = "rina", group: str = "desk_editor") -> Client:
    client = Client()
    client.force_login(make_user(name, group=group))
    return client


def printed(store: Storeroom, headline: str = "প্রথম শিরোনাম") -> Story:
    """A story that was printed, changed and printed again."""
    make_paper()
    story = make_story(headline=headline)
    plan_addresses(store)
    bake(store, [f"story:{story.pk}"])
    actions.edit(story, None, headline="দ্বিতীয় শিরোনাম")
    bake(store, [f"story:{story.pk}"])
    return Story.objects.get(pk=story.pk)


def hrefs(page: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'href="({AT}[0-9a-f]{{64}}/[^"]+)"', page)]


def test_a_page_is_shown_as_it_was_printed_and_taken_away_with_its_hash(store: Storeroom) -> None:
    story, rina = printed(store), at_desk()
    page = rina.get(AT, {"address": story.href}).content.decode()
    newest, _take, oldest, take = hrefs(page)
    shown = rina.get(oldest)
    assert ("প্রথম শিরোনাম" in shown.content.decode(), "দ্বিতীয় শিরোনাম" in rina.get(newest).content.decode()) == (
        True,
        True,
    )
    assert shown["Content-Security-Policy"].startswith("sandbox")
    taken = rina.get(take)
    digest = hashlib.sha256(taken.content).hexdigest()
    assert (digest in take, digest in taken["Content-Disposition"]) == (True, True)
    assert [
        entry.action for entry in ModelLogEntry.objects.filter(action__startswith="desk.voucher").order_by("pk")
    ] == [
        "desk.voucher.show",
        "desk.voucher.show",
        "desk.voucher.take",
    ]


def test_a_killed_story_is_found_by_its_old_address(store: Storeroom) -> None:
    story, rina = printed(store), at_desk()
    actions.kill(story, None)
    plan_addresses(store)
    assert len(hrefs(rina.get(AT, {"address": f"http://localhost:8000{story.href}"}).content.decode())) == 4


def test_who_may_not_open_sealed_copies_sees_none(store: Storeroom) -> None:
    story = printed(store)
    tom, rina = at_desk("tom", "sub_editor"), at_desk()
    one = hrefs(rina.get(AT, {"address": story.href}).content.decode())[0]
    assert [tom.get(AT).status_code, tom.get(one).status_code, Client().get(one).status_code] == [302, 302, 302]
    assert rina.get(one.replace("since=2", "since=1")).status_code == 404
    assert "কোনো ভাউচার কপি নেই" in rina.get(AT, {"address": "/nowhere/"}).content.decode()


def test_what_was_printed_before_a_redaction_takes_two_people(store: Storeroom) -> None:
    story = printed(store, headline="অনিমা সেনের সাক্ষ্য")
    rina, karim = make_user("rina", group="desk_editor"), make_user("karim", group="desk_editor")
    client = Client()
    client.force_login(rina)
    before = hrefs(client.get(AT, {"address": story.href}).content.decode())[-1]
    actions.edit(story, None, headline="অনিমা সেনের কথা")
    actions.redact(Story.objects.get(pk=story.pk), "অনিমা সেন", None, reason="আদালতের নির্দেশ")
    page = client.get(AT, {"address": f"/{story.pk}"}).content.decode()
    assert (hrefs(page), "দুজনে মিলে খুলতে হবে" in page, client.get(before).status_code) == ([], True, 302)
    sealed = Sealed.objects.get()
    actions.ask_to_open(sealed, karim, "আদালত চেয়েছেন")
    actions.agree_to_open(sealed, rina)
    assert client.get(before).status_code == 200


def test_a_list_that_names_whom_a_redaction_took_out_is_shut_too(store: Storeroom) -> None:
    story = printed(store, headline="অনিমা সেনের সাক্ষ্য")
    other = make_story(headline="অনিমা সেনের কথা")
    plan_addresses(store)
    bake(store, ["front"])
    rina = at_desk()
    front = hrefs(rina.get(AT, {"address": "/"}).content.decode())[0]
    assert rina.get(front).status_code == 200
    actions.redact(other, "অনিমা সেন", None, reason="আদালতের নির্দেশ")
    assert rina.get(front).status_code == 302
    bake(store, ["front"])
    assert rina.get(hrefs(rina.get(AT, {"address": "/"}).content.decode())[0]).status_code == 200
    assert story.pk != other.pk


def test_the_command_lists_names_one_and_writes_it(
    store: Storeroom, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    story, out = printed(store), tmp_path / "page.html"
    assert voucher([story.href]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (len(lines), "until now" in lines[0]) == (2, True)
    digest = re.findall(r"sha256 (\w{64})", lines[0])[0]
    assert voucher([story.href, "--out", str(out)]) == 0
    assert hashlib.sha256(out.read_bytes()).hexdigest() == digest
    assert voucher([story.href, "--at", "2020-01-01 00:00"]) == 1
    assert voucher([story.href, "--at", "yesterday"]) == 1
    assert voucher(["/nowhere/"]) == 1


def test_the_press_files_what_was_laid_by(
    store: Storeroom, tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    story, waiting = printed(store), tmp_path / "vouchers" / "waiting"
    assert len(list(waiting.iterdir())) == 2
    assert voucher([story.href]) == 0
    before = capsys.readouterr().out
    moments = iter([0.0, 0.0, 5.0, 11.0, 11.0])
    filing = Filing(lambda: next(moments))
    assert ([filing.on(1), filing.on(1), filing.on(1)], list(waiting.iterdir())) == ([1, 1, 0], [])
    assert (voucher([story.href]), capsys.readouterr().out) == (0, before)
    newest = max((tmp_path / "vouchers").glob("???/*.page"), key=lambda path: path.name.split(".")[1])
    newest.rename(newest.with_name(".".join(newest.name.split(".")[:2]) + ".torn"))
    assert voucher([story.href]) == 0
    assert "is not whole" in capsys.readouterr().err


def test_nothing_is_kept_or_thinned_where_the_setting_says_so(settings: Any, tmp_path: Path, database: None) -> None:
    settings.HARKARA_RACK, settings.HARKARA_VOUCHER_DAYS = tmp_path / "rack", 0
    printed(Storeroom.of_settings())
    assert (not (tmp_path / "vouchers").exists(), Thinning().on()) == (True, 0)
    assert Filing().on() == 0
