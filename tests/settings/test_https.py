"""A paper behind TLS: what Django's own deployment check says, and what its cookies and headers are."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.desk.factories import make_user
from tests.house.tree import ROOT

PAPER = {
    "HARKARA_ORIGIN": "https://news.example",
    "HARKARA_DESK_ORIGIN": "https://desk.news.example",
    "HARKARA_BEHIND_TLS": "1",
}

OF_TLS = ("SECURE_", "SESSION_COOKIE_", "CSRF_", "LANGUAGE_COOKIE_", "ALLOWED_HOSTS")
"""Settings that are others behind TLS."""


def settings_of(monkeypatch: pytest.MonkeyPatch, home: Path, **more: str) -> dict[str, Any]:
    """The settings of such a paper."""
    for name, value in {**PAPER, "HARKARA_HOME": str(home), **more}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "src/harkara/settings/__init__.py"))


@pytest.fixture
def behind_tls(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in settings_of(monkeypatch, tmp_path).items():
        if name.startswith(OF_TLS):
            setattr(settings, name, value)


@pytest.mark.parametrize("role", ["", "stand"])
def test_the_deployment_check_finds_nothing(role: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        **PAPER,
        "HARKARA_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "harkara.settings",
        "PYTHONPATH": str(ROOT / "src"),
        **({"HARKARA_ROLE": role} if role else {}),
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the tests' own
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "INFO"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("said", "seconds", "below", "preload"),
    [("host", 63_072_000, False, False), ("subdomains", 63_072_000, True, False), ("preload", 63_072_000, True, True)],
)
def test_tls_is_remembered_for_more_than_a_year(
    said: str, seconds: int, below: bool, preload: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    read = settings_of(monkeypatch, tmp_path, HARKARA_HSTS=said)
    names = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD")
    assert tuple(read[name] for name in names) == (seconds, below, preload)
    assert seconds >= 365 * 86_400


def test_nothing_is_said_of_tls_where_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plain = {"HARKARA_ORIGIN": "http://news.example", "HARKARA_DESK_ORIGIN": ""}
    read = settings_of(monkeypatch, tmp_path, **plain)
    assert (read["SECURE_HSTS_SECONDS"], read["SECURE_SSL_REDIRECT"], read["SESSION_COOKIE_NAME"]) == (
        0,
        False,
        "sessionid",
    )
    assert settings_of(monkeypatch, tmp_path, HARKARA_HSTS="none")["SECURE_HSTS_SECONDS"] == 0


@pytest.mark.django_db
def test_each_cookie_is_the_hosts_alone_and_comes_by_tls_alone(behind_tls: None) -> None:
    make_user("rina")
    client = Client(headers={"host": "desk.news.example", "x-forwarded-proto": "https"})
    client.get("/desk/login/")
    client.post("/desk/language/?language=en")
    said = {"username": "rina", "password": "password", "next": "/desk/"}
    client.post("/desk/login/", said)
    client.post("/desk/account/", {})
    assert set(client.cookies) >= {"__Host-sessionid", "__Host-csrftoken", "__Host-django_language"}
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-")
        assert (cookie["secure"], cookie["path"], cookie["domain"], cookie["samesite"]) == (True, "/", "", "Lax")
    assert client.cookies["__Host-sessionid"]["httponly"]
    assert client.get("/desk/account/").status_code == 200


@pytest.mark.django_db
def test_what_comes_without_tls_is_led_to_it(behind_tls: None) -> None:
    answer = Client(headers={"host": "desk.news.example"}).get("/desk/login/")
    assert (answer.status_code, answer["location"]) == (301, "https://desk.news.example/desk/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["news.example", "evil.example", "desk.news.example.evil.example"])
def test_another_host_is_none_of_ours(behind_tls: None, host: str) -> None:
    client = Client(raise_request_exception=False, headers={"host": host, "x-forwarded-proto": "https"})
    assert client.get("/desk/login/").status_code == 400
