"""The bell in a browser: the worker that shows notices, and the page on which they are chosen, in front of a stand."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from contextvars import copy_context
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Route, expect
from pytest_django.fixtures import Settings

from harkara.post.models import Subscription, Wish
from harkara.post.push.keys import drawn
from harkara.post.push.words import packed, payload
from harkara.press.bake import bake
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_story, make_topic
from tests.post.factories import said
from tests.stand.processes import free, stand
from tests.stand.reader import Rack

SOON = 20_000
"""Milliseconds: a bound for what comes by itself."""

NOTES = """async () => (await (await navigator.serviceWorker.getRegistration('/alerts/')).getNotifications())
  .map(({ title, body, tag, data, silent, renotify, lang }) => ({ title, body, tag, path: data.path, silent, renotify, lang }))"""

FAKE = """([subscription]) => {
  let has = null;
  const made = { ...subscription, options: {}, toJSON: () => subscription };
  made.unsubscribe = async () => { has = null; return true; };
  PushManager.prototype.getSubscription = async () => has;
  PushManager.prototype.subscribe = async (options) => { window.asked = options; has = made; return made; };
}"""
"""A browser of the tests has no push service: what it would say is said in its place."""

HAPPENS = """async ({ name, more, open }) => {
  const opened = [];
  clients.openWindow = async (path) => opened.push(path);
  clients.matchAll = async () => open.map((url) => ({ url, focus: async () => opened.push(`focus ${url}`) }));
  const event = new ExtendableEvent(name);
  let done;
  event.waitUntil = (work) => { done = work; };
  for (const [key, value] of Object.entries(more)) Object.defineProperty(event, key, { value });
  if (event.notification) event.notification.close = () => opened.push("closed");
  self.dispatchEvent(event);
  await done;
  return opened;
}"""
"""Something that only a person or a push service can bring about."""


class Phone:
    """A reader's phone in front of a paper that sends notices."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self.context, self.origin = context, origin
        self.page: Page = context.new_page()
        self.page.set_default_timeout(SOON)
        self.line: CDPSession = context.new_cdp_session(self.page)
        self.registrations: dict[str, str] = {}
        self.line.on("ServiceWorker.workerRegistrationUpdated", self._registered)

    def _registered(self, event: dict[str, Any]) -> None:
        self.registrations |= {urlsplit(one["scopeURL"]).path: one["registrationId"] for one in event["registrations"]}

    def open(self) -> None:
        """Opens the page of notices, and waits for their worker."""
        self.page.goto(f"{self.origin}/alerts/")
        self.page.wait_for_function(
            "async () => (await navigator.serviceWorker.getRegistration('/alerts/'))?.active?.state === 'activated'"
        )
        self.line.send("ServiceWorker.enable")
        self.page.wait_for_timeout(50)
        assert "/alerts/" in self.registrations

    def rings(self, words: bytes) -> list[dict[str, Any]]:
        """What is shown once a push service has brought ``words``."""
        told = {"origin": self.origin, "registrationId": self.registrations["/alerts/"], "data": words.decode()}
        before = self.page.evaluate(NOTES)
        self.line.send("ServiceWorker.deliverPushMessage", told)
        for _ in range(1500):
            after: list[dict[str, Any]] = self.page.evaluate(NOTES)
            if after != before:
                return after
            self.page.wait_for_timeout(20)
        return before

    @property
    def worker(self) -> Any:
        return next(one for one in self.context.service_workers if urlsplit(one.url).path == "/alerts/worker.js")


@pytest.fixture
def phone(turns: Turns, settings: Settings, chromium: Browser) -> Iterator[Phone]:
    settings.HARKARA_PUSH_PUBLIC_KEY = drawn()[1]
    make_paper()
    make_story(headline="হাওরে আগাম বন্যা", topics=[make_topic("বন্যা")])
    turns.settle()
    bake(turns.store, ["alerts", "alerts:worker"])
    port = free()
    origin = f"http://localhost:{port}"
    context = chromium.new_context(viewport={"width": 360, "height": 800}, locale="bn-BD")
    context.grant_permissions(["notifications"], origin=origin)
    with ExitStack() as standing:
        standing.enter_context(stand(port, Rack(turns.store.root)))
        yield Phone(context, origin)
        context.close()


@pytest.mark.browser
@pytest.mark.process
def test_notices_are_shown_replaced_and_opened_and_the_worker_answers_for_no_page(phone: Phone) -> None:
    phone.open()
    first = {"title": "হাওরে আগাম বন্যা", "body": "ধান কাটার তাড়া।", "tag": "s12", "path": "/12"}
    usual = {"silent": False, "renotify": False, "lang": "bn"}
    told = payload(packed("হাওরে আগাম বন্যা", "ধান কাটার তাড়া।", 12, "breaking"))
    assert phone.rings(told) == [{**first, **usual}]
    other = phone.rings(payload(packed("নির্বাচনের ফল", "", 13, "urgent")))
    assert sorted(one["tag"] for one in other) == ["s12", "s13"]
    corrected = phone.rings(payload(packed("সংশোধনী: বন্যা নয়", "ভুল ছিল।", 12, "correction")))
    assert {one["tag"]: (one["title"], one["renotify"]) for one in corrected} == {
        "s12": ("সংশোধনী: বন্যা নয়", True),
        "s13": ("নির্বাচনের ফল", False),
    }
    killed = phone.rings(payload(packed("খবরটি প্রত্যাহার করা হয়েছে", "", 12, "kill")))
    assert {one["tag"]: (one["title"], one["silent"], one["path"]) for one in killed}["s12"] == (
        "খবরটি প্রত্যাহার করা হয়েছে",
        True,
        "/",
    )
    assert "খবরের ঘণ্টা" in [one["title"] for one in phone.rings(b"nonsense")]
    click = {"name": "notificationclick", "more": {"notification": {"data": {"path": "/12"}}}}
    story = f"{phone.origin}/world/12/x"
    assert phone.worker.evaluate(HAPPENS, {**click, "open": [f"{phone.origin}/desk/12/x/", f"{phone.origin}/"]}) == [
        "closed",
        "/12",
    ]
    assert phone.worker.evaluate(HAPPENS, {**click, "open": [story]}) == ["closed", f"focus {story}"]

    # Neither worker answers for the newsroom, and that of notices for no page at all.
    asked = [phone.page.goto(f"{phone.origin}{path}") for path in ("/alerts/", "/desk/", "/desk/login/", "/")]
    assert [one.from_service_worker for one in asked if one][:3] == [False, False, False]
    assert "fetch" not in phone.page.evaluate(
        "async () => (await (await fetch('/alerts/worker.js')).text()).match(/addEventListener\\(\"(\\w+)\"/g).join()"
    )
    scopes = "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => new URL(one.scope).pathname)"
    assert sorted(phone.page.evaluate(scopes)) == ["/", "/alerts/"]


@pytest.mark.browser
@pytest.mark.process
def test_a_reader_chooses_changes_and_ends_it_and_a_new_address_keeps_the_choice(
    phone: Phone, settings: Settings
) -> None:
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "harkara.readers", []
    settings.HARKARA_ORIGIN = phone.origin
    here = copy_context()

    def answer(route: Route) -> None:
        asked = route.request
        told = here.run(Client().post, urlsplit(asked.url).path, asked.post_data or "", content_type="application/json")
        route.fulfill(status=told.status_code, body=told.content, content_type=told.headers.get("content-type"))

    phone.context.route("**/post/**", answer)
    _, _, subscription = said("https://fcm.googleapis.com")
    phone.context.add_init_script(f"({FAKE})([{json.dumps(subscription)}])")
    phone.open()
    page = phone.page
    expect(page.get_by_role("status")).to_have_text("ঘণ্টা এখন বন্ধ। নিচে বেছে নিয়ে চালু করুন।")
    page.get_by_label("বন্যা", exact=True).check()
    page.get_by_label("দিনে বড়জোর").select_option("2")
    page.get_by_role("button", name="ঘণ্টা চালু করুন").click()
    expect(page.get_by_role("status")).to_have_text("ঠিক আছে, ঘণ্টা এভাবেই বাজবে।")
    assert page.evaluate("window.asked.userVisibleOnly && window.asked.applicationServerKey.length") == 65
    row = Subscription.objects.get()
    assert (row.endpoint, row.most, row.quiet_from) == (subscription["endpoint"], 2, 23)
    wanted = sorted(Wish.objects.values_list("subject", flat=True))
    assert [one.split(":")[0] for one in wanted] == ["breaking", "topic"]

    # The push service gives the browser another address and does not say which it had.
    _, _, other = said("https://updates.push.services.mozilla.com")
    phone.worker.evaluate(
        "(told) => { PushManager.prototype.subscribe = async () => ({ ...told, toJSON: () => told }); }", other
    )
    sent = phone.worker.evaluate(
        f"""async (what) => {{
          const sent = [];
          self.fetch = async (path, {{ body }}) => {{ sent.push([path, JSON.parse(body)]); return {{ ok: false }}; }};
          await ({HAPPENS})(what);
          return sent;
        }}""",
        {"name": "pushsubscriptionchange", "more": {}, "open": []},
    )
    assert sent == [["/post/push", {"subscription": other, "former": subscription["endpoint"]}]]

    page.get_by_role("button", name="ঘণ্টা বন্ধ করুন").click()
    expect(page.get_by_role("status")).to_contain_text("ঘণ্টা বন্ধ হলো")
    assert not Subscription.objects.exists()
