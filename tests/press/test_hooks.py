"""Calls after changes: for what, to whom, with which secrets, and that nothing is lost where nobody answers."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.core.exceptions import ValidationError
from pytest_django.fixtures import Settings

from harkara.desk import actions
from harkara.desk.hooks import Hook
from harkara.desk.models import ShareHook, Story
from harkara.press import hooks
from harkara.press.hooks import Call, Caller, NotCalled
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_picture, make_story

TOKEN = "EAABsecretsecret"


class Listener:
    """Somebody who is called: what came, and the status that is answered."""

    def __init__(self) -> None:
        self.heard: list[Call] = []
        self.status = 200
        self.now = 0.0
        self.caller = Caller(self.make, lambda: self.now)

    def make(self, call: Call) -> int:
        self.heard.append(call)
        if not self.status:
            raise NotCalled("It does not answer (TimeoutError).")
        return self.status

    def pass_time(self, seconds: float) -> None:
        """Lets so many seconds go by, one after the other."""
        for _ in range(int(seconds)):
            self.now += 1
            while self.caller.tell():
                pass

    def urls(self) -> list[str]:
        """What was called for since the last time somebody asked."""
        found = [parse_qs(urlsplit(call.target).query)["id"][0] for call in self.heard]
        self.heard.clear()
        return found


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def story(turns: Turns, settings: Settings, tmp_path: Path, listener: Listener) -> Story:
    """A printed story, and a hook that was just turned on."""
    settings.HARKARA_SHARE_SECRETS = tmp_path / "share-secrets"
    settings.HARKARA_SHARE_SECRETS.write_text(f"# of the paper's page\nfacebook = {TOKEN}\n")
    make_paper()
    made = make_story(picture=make_picture())
    turns.settle()
    ShareHook.objects.create(
        name="Facebook", on=True, address="https://graph.facebook.com/?id={url}&scrape=true&access_token={facebook}"
    )
    listener.pass_time(10)
    assert listener.heard == []  # what was before is no news
    return made


def address(story: Story) -> str:
    return "http://localhost:8000" + Story.objects.get(pk=story.pk).href


def test_nobody_is_called_unless_a_hook_is_in_use(turns: Turns, listener: Listener) -> None:
    make_paper()
    ShareHook.objects.create(name="ক", on=False, address="https://x.example/{id}")
    make_story()
    turns.settle()
    listener.pass_time(20)
    assert listener.heard == []


def test_what_a_shared_link_shows_is_told_once_it_is_printed(turns: Turns, story: Story, listener: Listener) -> None:
    actions.edit(story, None, headline="অন্য শিরোনাম")
    listener.pass_time(10)
    assert listener.heard == []  # published, not printed
    turns.settle()
    listener.pass_time(3)
    [call] = listener.heard
    assert (call.method, call.host, call.port, call.body) == ("POST", "graph.facebook.com", 443, b"")
    assert parse_qs(urlsplit(call.target).query) == {
        "id": [quote(address(story), safe=":/")],
        "scrape": ["true"],
        "access_token": [TOKEN],
    }
    row = ShareHook.objects.get()
    assert (row.result, row.fails) == (f"{story.pk}: 200", False)


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda story: actions.edit(story, None, picture=None), True),
        (lambda story: actions.edit(story, None, summary="নতুন সারাংশ"), True),
        (lambda story: actions.correct(story, "আগে ভুল ছিল।", None), True),
        (lambda story: actions.kill(story, None), True),
        (lambda story: actions.edit(story, None, body=[("paragraph", "<p>আরেকটি অনুচ্ছেদ।</p>")]), False),
    ],
    ids=["picture", "summary", "correction", "kill", "text"],
)
def test_only_what_is_seen_where_it_is_shared_counts(
    turns: Turns, story: Story, listener: Listener, act: object, told: bool
) -> None:
    before = address(story)
    act(Story.objects.get(pk=story.pk))  # type: ignore[operator]
    turns.settle()
    listener.pass_time(5)
    assert listener.urls() == ([quote(before, safe=":/")] if told else [])


def test_who_is_away_is_called_again_after_longer_and_longer_pauses(
    turns: Turns, story: Story, listener: Listener
) -> None:
    listener.status = 0
    actions.edit(story, None, headline="এক")
    turns.settle()
    other = make_story()
    turns.settle()
    listener.pass_time(60)
    assert len(listener.urls()) == 3  # at once, after 5 and 35 seconds
    assert ShareHook.objects.get().fails is True
    listener.status = 503
    listener.pass_time(200)
    assert len(listener.urls()) >= 1
    listener.status = 200
    listener.pass_time(700)
    assert listener.urls() == [quote(address(one), safe=":/") for one in (story, other)]
    assert ShareHook.objects.get().fails is False


def test_who_refuses_for_good_is_not_asked_again_for_that_story(turns: Turns, story: Story, listener: Listener) -> None:
    listener.status = 400
    actions.edit(story, None, headline="এক")
    turns.settle()
    listener.pass_time(900)
    assert len(listener.urls()) == 1
    assert (ShareHook.objects.get().result, ShareHook.objects.get().fails) == (f"{story.pk}: 400", True)


def test_a_sudden_end_loses_nothing(turns: Turns, story: Story, listener: Listener) -> None:
    listener.status = 0
    actions.edit(story, None, headline="এক")
    turns.settle()
    listener.pass_time(3)
    listener.heard.clear()
    again = Listener()
    again.pass_time(3)
    assert len(again.urls()) == 1


def test_a_call_a_second_however_much_has_changed(turns: Turns, story: Story, listener: Listener) -> None:
    for _ in range(6):
        make_story()
    turns.settle()
    listener.pass_time(4)
    assert len(listener.heard) <= 4
    listener.pass_time(10)
    assert len(listener.urls()) == 6


def test_no_secret_is_in_log_or_screen(
    turns: Turns, story: Story, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for status in (0, 500, 400):
        listener.status = status
        actions.edit(Story.objects.get(pk=story.pk), None, headline=f"শিরোনাম {status}")
        turns.settle()
        listener.pass_time(10)
    assert listener.heard
    assert TOKEN not in caplog.text
    assert TOKEN not in "".join(f"{row}" for row in ShareHook.objects.values_list())


def test_a_secret_that_is_not_there_is_named(
    turns: Turns, story: Story, listener: Listener, settings: Settings
) -> None:
    settings.HARKARA_SHARE_SECRETS.write_text("")
    actions.edit(story, None, headline="এক")
    turns.settle()
    listener.pass_time(3)
    assert listener.heard == []
    assert "facebook" in ShareHook.objects.get().result


HOOK = Hook(1, "ক", "POST", "https://x.example/a/{id}?u={url}&k={key}", "")


def test_what_is_filled_in_cannot_leave_its_place() -> None:
    told = {"id": "1/../2", "url": "https://a.example/?b=1&c=2#d", "key": 'x"}&y'}
    call = hooks.composed(HOOK, told)
    assert urlsplit(call.target).path == "/a/1%2F..%2F2"
    assert parse_qs(urlsplit(call.target).query) == {"u": [told["url"]], "k": [told["key"]]}
    form = hooks.composed(Hook(1, "ক", "POST", "https://x.example/", "u={url}&k={key}"), told)
    assert parse_qs(form.body.decode()) == {"u": [told["url"]], "k": [told["key"]]}
    said = hooks.composed(Hook(1, "ক", "POST", "https://x.example/", '{"u": "{url}", "k": ["{key}"]}'), told)
    assert json.loads(said.body) == {"u": told["url"], "k": [told["key"]]}
    assert said.content_type.startswith("application/json")


def at(host: str, scheme: str = "https", port: int = 443) -> Call:
    return Call("POST", scheme, host, port, "/", b"", "")


@pytest.mark.parametrize(
    "found",
    [
        *(
            "127.0.0.1",
            "10.0.0.7",
            "169.254.169.254",
            "168.63.129.16",
            "100.64.0.1",
            "0.0.0.0",
            "192.168.1.1",
            "224.0.0.1",
            "::1",
        ),
        *("fe80::1", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001:0:a00:1::"),
    ],
)
def test_nobody_inside_is_called(found: str) -> None:
    with pytest.raises(NotCalled, match="private network"):
        hooks.reached(at("x.example"), lambda host, port: ["93.184.216.34", found])


@pytest.mark.parametrize(("scheme", "port"), [("http", 80), ("https", 8443), ("http", 443)])
def test_only_https_at_its_port_is_called(scheme: str, port: int) -> None:
    with pytest.raises(NotCalled, match="443"):
        hooks.reached(at("x.example", scheme, port), lambda host, port: ["93.184.216.34"])
    assert hooks.reached(at("x.example"), lambda host, port: ["93.184.216.34"]) == "93.184.216.34"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """A server on this machine that the newsroom named itself; it sends everybody elsewhere."""
    heard: list[tuple[str, bytes]] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append((self.path, self.rfile.read(int(self.headers["content-length"] or 0))))
            self.send_response(302)
            self.send_header("location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    made = HTTPServer(("127.0.0.1", 0), Ear)
    monkeypatch.setenv("HARKARA_LOCAL_HOSTS", f"scraper.example:{made.server_port}")
    monkeypatch.setattr(hooks, "resolved", lambda host, port: ["127.0.0.1"])
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://scraper.example:{made.server_port}/told", heard
    made.shutdown()
    made.server_close()


def test_a_call_goes_out_as_it_is_written_and_follows_nobody(server: tuple[str, list[tuple[str, bytes]]]) -> None:
    where, heard = server
    assert hooks.make(hooks.composed(Hook(1, "ক", "POST", where, '{"id": {id}}'), {"id": "12"})) == 302
    assert heard == [("/told", b'{"id": 12}')]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"address": "ftp://x.example/"}, "address"),
        ({"address": "https://me:you@x.example/"}, "address"),
        ({"address": "https://{id}.example/"}, "address"),
        ({"address": "https://x.example/?access_token=EAAB1234567"}, "address"),
        ({"address": "https://x.example/", "body": '{"token": "EAAB1234567"}'}, "body"),
        ({"address": "https://x.example/", "method": "GET", "body": "a=b"}, "body"),
    ],
)
def test_what_cannot_be_called_is_refused(fields: dict[str, str], wrong: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        ShareHook(name="ক", **fields).clean()
    assert list(refusal.value.message_dict) == [wrong]


def test_what_can_is_taken() -> None:
    ShareHook(name="ক", address="https://graph.facebook.com/?id={url}&access_token={facebook}").clean()
    ShareHook(name="খ", address="https://x.example/", body='{"token": "{key}", "url": "{url}"}').clean()
