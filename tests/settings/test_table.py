"""Every row of the settings' table has a value that is taken and one that stops the start with a sentence that names it."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.house.tree import ROOT

ROWS = re.findall(r"^\| `(HARKARA_\w+)`", (ROOT / "docs/reference/settings.md").read_text(), re.M)

KEY = "0123456789abcdefghijABCDEFGHIJ-_0123456789"
POSTGRES = "postgresql://harkara:secret@db.example/paper"

TAKEN = {
    "HARKARA_HOME": "home",
    "HARKARA_RACK": "rack",
    "HARKARA_ARCHIVE": "archive",
    "HARKARA_DROPS": "drops",
    "HARKARA_NETRC": "netrc",
    "HARKARA_SHARE_SECRETS": "share-secrets",
    "HARKARA_VOUCHER_DAYS": "0",
    "HARKARA_BACKUP_PASSPHRASE": "seven words that nobody would guess of us",
    "HARKARA_ARCHIVE_ENGINE": "sqlite",
    "HARKARA_ARCHIVE_URL": "https://user:secret@search.example:9200",
    "HARKARA_DATABASE": POSTGRES,
    "HARKARA_READERS_DATABASE": POSTGRES,
    "HARKARA_ORIGIN": "https://news.example",
    "HARKARA_DESK_ORIGIN": "https://desk.news.example",
    "HARKARA_ZONE": "Asia/Kolkata",
    "HARKARA_HUB": "https://hub.example/",
    "HARKARA_INDEXNOW_KEY": "0123456789abcdef",
    "HARKARA_INDEXNOW_URL": "https://index.example/",
    "HARKARA_PRESS_URL": "http://10.0.0.5:8090",
    "HARKARA_PRESS_REST": "3",
    "HARKARA_SEARCH_RATE": "120",
    "HARKARA_SEARCH_BURST": "10",
    "HARKARA_LOCAL_HOSTS": "nas.example.lan, 10.0.0.7:8080",
    "HARKARA_PROXIES": "10.0.0.0/8",
    "HARKARA_SECRET_KEY": KEY,
    "HARKARA_FORMER_SECRET_KEYS": f"{KEY} {KEY[::-1]}",
    "HARKARA_CLASSIFIER": "our.own:classifier",
    "HARKARA_ROLE": "stand",
    "HARKARA_DISPATCH": "10.0.0.1:8710",
    "HARKARA_DISPATCH_KEY": KEY,
    "HARKARA_FOLLOWS": "https://press.example:8710",
    "HARKARA_EDGE": "varnish http://10.0.0.5:6081",
    "HARKARA_EDGE_TOKEN": "a token of theirs",
    "HARKARA_EDGE_SECONDS": "86400",
    "HARKARA_WAKE": "postgresql://runner:secret@db.example/newsroom",
    "HARKARA_READERS_KEY": KEY,
    "HARKARA_MAIL_URL": "smtp://user:secret@mail.example:587",
    "HARKARA_MAIL_FROM": "desk@news.example",
    "HARKARA_LETTERS_FROM": "দৈনিক <letters@news.example>",
    "HARKARA_LETTERS_RETURN": "returns@news.example",
    "HARKARA_LETTERS_MAILBOX": "imaps://returns:secret@mail.example/INBOX",
    "HARKARA_LETTERS_BATCH": "50",
    "HARKARA_LETTERS_PAUSE": "500",
    "HARKARA_LETTERS_DAY": "20000",
    "HARKARA_LETTERS_LINE": "50",
    "HARKARA_PUSH_KEY": "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94",
    "HARKARA_PUSH_PUBLIC_KEY": "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8",
    "HARKARA_PUSH_CONTACT": "mailto:desk@news.example",
    "HARKARA_PUSH_SERVICES": "*.push.apple.com, http://127.0.0.1:8099",
    "HARKARA_PUSH_MOST": "3",
    "HARKARA_PUSH_PROCESSES": "4",
    "HARKARA_PUSH_LINES": "32",
    "HARKARA_DEBUG": "0",
    "HARKARA_BEHIND_TLS": "1",
    "HARKARA_HSTS": "preload",
    "HARKARA_SESSION_IDLE_HOURS": "8",
    "HARKARA_SESSION_DAYS": "7",
    "HARKARA_LOG": "warning",
    "HARKARA_LOG_FORMAT": "json",
    "HARKARA_METRICS": "unix:/run/harkara/figures.sock",
    "HARKARA_METRICS_TOKEN": KEY,
    "HARKARA_SLOW_QUERIES": "200",
}

REFUSED = {
    **dict.fromkeys(("HARKARA_HOME", "HARKARA_RACK", "HARKARA_ARCHIVE", "HARKARA_DROPS"), "a-file"),
    "HARKARA_NETRC": "a-folder",
    "HARKARA_SHARE_SECRETS": "a-folder",
    "HARKARA_VOUCHER_DAYS": "ninety",
    "HARKARA_ARCHIVE_ENGINE": "solr",
    "HARKARA_ARCHIVE_URL": "search.example",
    "HARKARA_DATABASE": "mysql://harkara:secret@db.example/paper",
    "HARKARA_READERS_DATABASE": "postgresql://db.example",
    "HARKARA_ORIGIN": "news.example",
    "HARKARA_DESK_ORIGIN": "http://desk.news.example:65536",
    "HARKARA_ZONE": "Dhaka",
    "HARKARA_HUB": "hub.example",
    "HARKARA_INDEXNOW_KEY": "short",
    "HARKARA_INDEXNOW_URL": "index.example",
    "HARKARA_PRESS_URL": "ftp://10.0.0.5",
    "HARKARA_PRESS_REST": "11",
    "HARKARA_SEARCH_RATE": "0",
    "HARKARA_SEARCH_BURST": "-1",
    "HARKARA_LOCAL_HOSTS": "http://nas",
    "HARKARA_PROXIES": "10.0.0.0/40",
    "HARKARA_SECRET_KEY": "secret",
    "HARKARA_CLASSIFIER": "our-own",
    "HARKARA_ROLE": "printer",
    "HARKARA_DISPATCH": "8710",
    "HARKARA_DISPATCH_KEY": "secret",
    "HARKARA_FOLLOWS": "press.example",
    "HARKARA_EDGE": "akamai",
    "HARKARA_EDGE_SECONDS": "0",
    "HARKARA_WAKE": "mysql://runner:secret@db.example/newsroom",
    "HARKARA_READERS_KEY": "secret",
    "HARKARA_MAIL_URL": "mail.example",
    "HARKARA_MAIL_FROM": "the desk",
    "HARKARA_LETTERS_FROM": "the desk",
    "HARKARA_LETTERS_RETURN": "returns+1@news.example",
    "HARKARA_LETTERS_MAILBOX": "mail.example",
    "HARKARA_LETTERS_BATCH": "1",
    "HARKARA_LETTERS_PAUSE": "-1",
    "HARKARA_LETTERS_DAY": "many",
    "HARKARA_LETTERS_LINE": "0",
    "HARKARA_PUSH_KEY": "secret",
    "HARKARA_PUSH_PUBLIC_KEY": "BP4z",
    "HARKARA_PUSH_CONTACT": "desk@news.example",
    "HARKARA_PUSH_SERVICES": "http://",
    "HARKARA_PUSH_MOST": "0",
    "HARKARA_PUSH_PROCESSES": "many",
    "HARKARA_PUSH_LINES": "1000",
    "HARKARA_DEBUG": "maybe",
    "HARKARA_BEHIND_TLS": "2",
    "HARKARA_HSTS": "always",
    "HARKARA_SESSION_IDLE_HOURS": "0",
    "HARKARA_SESSION_DAYS": "365",
    "HARKARA_LOG": "LOUD",
    "HARKARA_LOG_FORMAT": "xml",
    "HARKARA_METRICS": "9464",
    "HARKARA_METRICS_TOKEN": "secret",
    "HARKARA_SLOW_QUERIES": "quick",
}

NEVER_WRONG = {
    "HARKARA_EDGE_TOKEN": "what a token looks like is the affair of who gave it",
    "HARKARA_FORMER_SECRET_KEYS": "whatever stands there was a key once",
    "HARKARA_BACKUP_PASSPHRASE": "whether it opens a backup, only the backup knows",
}

BESIDE = {
    "HARKARA_DESK_ORIGIN": {"HARKARA_ORIGIN": "https://news.example"},
    "HARKARA_ARCHIVE_URL": {"HARKARA_ARCHIVE_ENGINE": "opensearch"},
    "HARKARA_READERS_KEY": {"HARKARA_ROLE": "stand"},
}
"""What must be set too for a setting to be looked at."""


@pytest.fixture
def begin(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Reads the settings as a start does, with these variables and no other of ours."""
    (tmp_path / "a-file").touch()
    (tmp_path / "a-folder").mkdir()

    def begin(**given: str) -> dict[str, Any]:
        import os

        for name in [name for name in os.environ if name.startswith("HARKARA_")]:
            monkeypatch.delenv(name)
        monkeypatch.chdir(tmp_path)
        for name, value in {"HARKARA_HOME": str(tmp_path / "paper"), **given}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "src/harkara/settings/__init__.py"))

    return begin


def test_each_row_has_its_values() -> None:
    """Roles, and what belongs to them, are tested where they are told apart."""
    rows = set(ROWS)
    assert rows - set(TAKEN) == set()
    assert rows - set(REFUSED) == set(NEVER_WRONG)
    assert len(ROWS) == len(rows)


@pytest.mark.parametrize("name", sorted(set(ROWS) & set(TAKEN)))
def test_a_right_value_is_taken(name: str, begin: Any) -> None:
    begin(**{**BESIDE.get(name, {}), name: TAKEN[name]})


@pytest.mark.parametrize("name", sorted(set(ROWS) & set(REFUSED)))
def test_a_wrong_value_stops_the_start_with_one_sentence(name: str, begin: Any) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        begin(**{**BESIDE.get(name, {}), name: REFUSED[name]})
    said = str(refusal.value)
    assert said.startswith(name)
    assert said.endswith(".")
    assert "\n" not in said
    assert "secret" not in said, "what may hold a password is not repeated"


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("HARKARA_ORIGN", "HARKARA_ORIGIN"),
        ("HARKARA_BEHIND_TSL", "HARKARA_BEHIND_TLS"),
        ("HARKARA_PROXY", "HARKARA_PROXIES"),
        ("HARKARA_SECRETKEY", "HARKARA_SECRET_KEY"),
        ("HARKARA_SEARCH_RATES", "HARKARA_SEARCH_RATE"),
    ],
)
def test_a_misspelt_setting_is_named_with_the_one_that_is_meant(slip: str, meant: str, begin: Any) -> None:
    if slip == "HARKARA_PROXY":  # too far from any to be refused; the doctor names it
        assert begin(**{slip: "1"})["environment"].strange()[slip] == meant
        return
    with pytest.raises(ImproperlyConfigured, match=f"^{slip} is no setting of Harkara: do you mean {meant}\\?$"):
        begin(**{slip: "1"})


def test_what_others_set_may_stand_and_is_told(begin: Any) -> None:
    names = ("HARKARA_STAND_SERVICE_HOST", "HARKARA_STAND_PORT_8000_TCP", "HARKARA_NEWSROOM", "HARKARA_VOICES")
    read = begin(**dict.fromkeys(names, "10.0.0.1"))
    assert set(read["environment"].strange()) == set(names[:2])


@pytest.mark.parametrize("place", ["0.0.0.0:9464", "10.0.0.5:9464", "figures.example:9464", "[::]:9464"])
def test_figures_that_others_can_ask_for_need_a_token(place: str, begin: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match=r"^HARKARA_METRICS_TOKEN is empty"):
        begin(HARKARA_METRICS=place)
    begin(HARKARA_METRICS=place, HARKARA_METRICS_TOKEN=KEY)


@pytest.mark.parametrize(
    ("paper", "desk", "said"),
    [
        ("https://news.example", "https://news.example:8443", "on the paper's own host"),
        ("https://news.example", "http://desk.news.example", "must both be https"),
    ],
)
def test_two_hosts_are_two_hosts(paper: str, desk: str, said: str, begin: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        begin(HARKARA_ORIGIN=paper, HARKARA_DESK_ORIGIN=desk)


def test_each_host_is_asked_for_what_it_has(begin: Any) -> None:
    origins = {"HARKARA_ORIGIN": "https://news.example", "HARKARA_DESK_ORIGIN": "https://desk.news.example"}
    desk, readers = begin(**origins), begin(**origins, HARKARA_ROLE="stand")
    assert (desk["ALLOWED_HOSTS"][0], readers["ALLOWED_HOSTS"][0]) == ("desk.news.example", "news.example")
    assert (desk["CSRF_TRUSTED_ORIGINS"], readers["CSRF_TRUSTED_ORIGINS"]) == (
        ["https://desk.news.example"],
        ["https://news.example"],
    )
    assert "SESSION_COOKIE_DOMAIN" not in desk
