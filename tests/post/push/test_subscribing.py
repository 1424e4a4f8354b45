"""What a browser may say: it subscribes, chooses, leaves, and comes back under another address; and what is refused."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from harkara.post.models import Subscription, Wish
from harkara.post.push import services
from tests.post.factories import said
from tests.post.service import PushService

FCM = "https://fcm.googleapis.com"
CHOICES = {"wishes": ["section:world", "breaking"], "most": 2, "quiet_from": 22, "quiet_until": 6, "is_woken": True}


@pytest.fixture
def client(service: PushService, db: None, settings: Settings) -> Client:
    settings.HARKARA_PUSH_SERVICES = ("fcm.googleapis.com", "*.push.apple.com")
    settings.ROOT_URLCONF = "harkara.readers"
    settings.MIDDLEWARE = ["django.middleware.csrf.CsrfViewMiddleware"]
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
    return Client(enforce_csrf_checks=True)


def send(client: Client, path: str, told: Any, **headers: str) -> Any:
    body = told if isinstance(told, str) else json.dumps(told)
    return client.post(f"/post/push{path}", body, content_type="application/json", headers=headers)


def test_a_browser_subscribes_chooses_anew_and_leaves_and_nothing_of_it_stays(client: Client) -> None:
    _, _, told = said(FCM)
    answer = send(client, "", {"subscription": told, "choices": CHOICES})
    assert (answer.status_code, answer["cache-control"]) == (200, "private, no-store")
    assert answer.json() == {**CHOICES, "wishes": ["breaking", "section:world"]}
    row = Subscription.objects.get()
    assert (row.service, row.endpoint, row.digest) == (
        "fcm.googleapis.com",
        told["endpoint"],
        services.digest(told["endpoint"]),
    )
    changed = {**CHOICES, "wishes": ["topic:7", "breaking"], "most": 0}
    assert send(client, "", {"subscription": told, "choices": changed}).json()["wishes"] == ["breaking", "topic:7"]
    assert send(client, "/mine", {"subscription": told}).json()["most"] == 0
    assert (Subscription.objects.count(), Wish.objects.count()) == (1, 2)
    assert send(client, "/leave", {"subscription": told}).status_code == 204
    assert (Subscription.objects.count(), Wish.objects.count()) == (0, 0)
    assert send(client, "/mine", {"subscription": told}).status_code == 404
    assert send(client, "/leave", {"subscription": told}).status_code == 404


def test_a_browser_that_got_another_address_keeps_what_it_chose(client: Client) -> None:
    _, _, old = said(FCM)
    send(client, "", {"subscription": old, "choices": CHOICES})
    _, _, new = said("https://web.push.apple.com")
    answer = send(client, "", {"subscription": new, "former": old["endpoint"]})
    assert answer.json()["wishes"] == ["breaking", "section:world"]
    assert list(Subscription.objects.values_list("endpoint", "service")) == [(new["endpoint"], "push.apple.com")]
    assert set(Wish.objects.values_list("service", flat=True)) == {"push.apple.com"}


def test_who_does_not_know_the_secret_changes_and_learns_nothing(client: Client) -> None:
    _, _, told = said(FCM)
    send(client, "", {"subscription": told, "choices": CHOICES})
    _, _, other = said(FCM)
    guess = {"endpoint": told["endpoint"], "keys": other["keys"]}
    for path, status in (("", 400), ("/mine", 404), ("/leave", 404)):
        assert send(client, path, {"subscription": guess, "choices": CHOICES}).status_code == status
    assert Subscription.objects.get().auth == told["keys"]["auth"]


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://evil.example/send/1",
        "https://fcm.googleapis.com.evil.example/send/1",
        "https://evil.example/fcm.googleapis.com",
        "https://user@fcm.googleapis.com/send/1",
        "https://fcm.googleapis.com:8443/send/1",
        "http://fcm.googleapis.com/send/1",
        "https://push.apple.com/x",
        "https://xpush.apple.com/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://10.0.0.1/x",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/\r\nx: y",
        "https://fcm.googleapis.com/#x",
        "ftp://fcm.googleapis.com/x",
        "https://fcm.googleapis.com/" + "x" * services.LONGEST,
        "fcm.googleapis.com/x",
        "//fcm.googleapis.com/x",
        "https://fcm.googleapis.com:99999/x",
        "https://fcm.googleapis.com/নদী",
    ],
)
def test_only_addresses_of_push_services_are_taken_in(client: Client, endpoint: str) -> None:
    _, _, told = said(FCM)
    answer = send(client, "", {"subscription": {**told, "endpoint": endpoint}, "choices": CHOICES})
    assert answer.status_code == 400
    assert answer.json()["trouble"]
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"wishes": []}, "কিছুই বাছা হয়নি"),
        ({"wishes": ["section:World"]}, "বাছাইটি"),
        ({"wishes": ["topic:0"]}, "বাছাইটি"),
        ({"wishes": ["everything"]}, "বাছাইটি"),
        ({"wishes": "breaking"}, "বাছাইটি"),
        ({"wishes": [f"topic:{n}" for n in range(1, 62)]}, "৬১টি বিষয় বাছা হয়েছে; সবচেয়ে বেশি ৬০টি"),
        ({"most": 6}, "বাছাইটি"),
        ({"most": -1}, "বাছাইটি"),
        ({"most": True}, "বাছাইটি"),
        ({"quiet_from": 24}, "বাছাইটি"),
        ({"quiet_until": "7"}, "বাছাইটি"),
    ],
)
def test_what_can_be_no_choice_is_refused_in_bangla(client: Client, change: dict[str, Any], word: str) -> None:
    _, _, told = said(FCM)
    answer = send(client, "", {"subscription": told, "choices": {**CHOICES, **change}})
    assert answer.status_code == 400
    assert word in answer.json()["trouble"]
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("key", ["", "AAAA", "!" * 87, "BA" + "A" * 85])
def test_keys_that_are_none_are_refused(client: Client, key: str) -> None:
    _, _, told = said(FCM)
    for name in ("p256dh", "auth"):
        keys = {**told["keys"], name: key}
        assert send(client, "", {"subscription": {**told, "keys": keys}, "choices": CHOICES}).status_code == 400


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"x"', "{}", '{"subscription": 7}', "[" * 60_000, '{"subscription": {"keys": []}}']
)
def test_nonsense_is_refused_and_nothing_breaks(client: Client, body: str) -> None:
    for path in ("", "/mine", "/leave"):
        assert send(client, path, body).status_code == 400


def test_nothing_is_taken_from_another_site_or_a_form_or_where_the_paper_sends_nothing(
    client: Client, settings: Settings
) -> None:
    _, _, told = said(FCM)
    told = {"subscription": told, "choices": CHOICES}
    assert send(client, "", told, origin="https://evil.example").status_code == 400
    assert send(client, "", told, sec_fetch_site="cross-site").status_code == 400
    form = client.post("/post/push", json.dumps(told), content_type="text/plain")
    assert form.status_code == 400
    assert client.get("/post/push").status_code == 405
    assert send(client, "", "x" * 70_000).status_code == 413
    settings.HARKARA_PUSH_PUBLIC_KEY = ""
    assert send(client, "", told).status_code == 404
    assert not Subscription.objects.exists()
