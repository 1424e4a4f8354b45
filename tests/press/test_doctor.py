"""The doctor finds what is wrong, says what to do, and finds nothing in a paper that is well."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from pytest_django.fixtures import Settings

from harkara.press import complaints, doctor, precautions, room
from harkara.press.complaints import Finding
from harkara.press.turns import Turns
from harkara.rack import changes, ledger
from tests.desk.factories import make_paper, make_story


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    """A home of its own, without a rack."""
    settings.HARKARA_HOME, settings.HARKARA_RACK = tmp_path, tmp_path / "rack"
    settings.SECRET_KEY = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
    return tmp_path


@pytest.fixture
def paper(home: Path, turns: Turns) -> Turns:
    """A printed paper; nothing of it waits."""
    make_paper()
    make_story()
    turns.settle()
    return turns


def ill(found: "list[Finding]") -> list[str]:
    return [finding.what for finding in found if finding.state == "ill"]


def of_server() -> list[str]:
    """What is ill of the database that the tests run on: a PostgreSQL that they started does not sync."""
    return ill(list(doctor.database(thorough=False)))


def said(what: str, found: "list[Finding]") -> str:
    return " ".join(finding.sentence for finding in found if finding.what == what)


def test_a_paper_that_is_well(
    paper: Turns, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The turns of the fixture hold the right to follow; the door answers in their place."""
    asked = []

    async def ask(url: str, path: str, timeout: float) -> str:
        asked.append(path)
        return "unknown"

    monkeypatch.setattr("harkara.press.complaints.door.ask", ask)
    monkeypatch.setattr("harkara.press.room.free", lambda folder: 1 << 40)
    found = doctor.examine()
    assert ill(found) == of_server()
    assert len(asked) == 1
    assert doctor.doctor([]) == len(of_server())
    screen = capsys.readouterr().out.splitlines()
    assert len(screen) <= 24
    assert screen[-1] == "All is well." or screen[-1].startswith(f"Wrong: {len(of_server())}.")


def test_without_a_press(paper: Turns, capsys: pytest.CaptureFixture[str]) -> None:
    paper.close()
    assert doctor.doctor([]) == 1
    screen = capsys.readouterr().out
    assert "WRONG press      No press follows the rack." in screen
    assert "harkara press" in screen
    assert screen.splitlines()[-1].startswith(f"Wrong: {len(of_server()) + 1}.")


def test_a_press_that_does_not_answer(paper: Turns, settings: Settings, tmp_path: Path) -> None:
    settings.HARKARA_PRESS_URL = f"unix:{tmp_path}/nobody.sock"
    found = list(complaints.press())
    assert ill(found) == ["press"]
    assert f"does not answer at unix:{tmp_path}/nobody.sock" in said("press", found)


def test_what_waits_is_counted(paper: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    before = paper.followed
    make_story(headline="নতুন খবর")
    log = [finding for finding in complaints.press() if finding.what == "log"]
    assert [finding.state for finding in log] == ["look"]
    assert f"{changes.position() - before} changes are not printed yet" in log[0].sentence
    with monkeypatch.context() as later:
        later.setattr("harkara.press.complaints.timezone.now", lambda: datetime.now(UTC) + timedelta(hours=1))
        late = [finding for finding in complaints.press() if finding.what == "log"]
    assert [finding.state for finding in late] == ["ill"]


def test_a_restored_database_is_told(paper: Turns) -> None:
    ledger.note("followed", str(changes.position() + 7))
    assert ill(list(complaints.press())).count("log") == 1


def test_pages_that_are_not_whole(paper: Turns) -> None:
    assert said("pages", list(complaints.rack())).endswith("all are whole.")
    Path(paper.store.shelf.file("front")).write_bytes(b"half")
    Path(paper.store.shelf.file("rail")).unlink()
    pages = [finding for finding in complaints.rack() if finding.what == "pages"]
    assert [finding.state for finding in pages] == ["look"]
    assert pages[0].sentence.startswith("2 of ")
    assert "(1 torn)" in pages[0].sentence


def test_a_damaged_manifest(paper: Turns) -> None:
    paper.store.manifest.close()
    with paper.store.manifest.path.open("r+b") as file:
        file.write(b"nonsense" * 20)
    for ending in ("-wal", "-shm"):
        paper.store.manifest.path.with_name("manifest.sqlite3" + ending).unlink(missing_ok=True)
    found = [finding for finding in doctor.examine() if finding.state == "ill"]
    assert any("manifest" in finding.sentence for finding in found)
    assert all(finding.remedy for finding in found)


def test_a_rack_that_is_not_there(home: Path) -> None:
    assert ill(list(complaints.rack())) == ["rack"]
    assert list(complaints.press()) == []
    assert not (home / "rack").exists()  # to look is not to make


def test_a_change_that_was_broken_off(paper: Turns) -> None:
    paper.close()
    paper.store.generation.number[0] += 1
    assert "broken off" in said("rack", list(complaints.rack()))


def test_little_room(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "free", lambda folder: room.RESERVE - 1)
    found = list(complaints.disk())
    assert ill(found) == ["disk", "disk"]
    assert "refuses to print" in found[0].sentence
    monkeypatch.setattr(room, "free", lambda folder: 2**29)
    assert [finding.state for finding in complaints.disk()] == ["look", "look"]


def test_a_key_that_others_may_read(home: Path) -> None:
    key = home / "secret-key"
    key.write_text("x")
    key.chmod(0o644)
    assert ill(list(complaints.files())) == ["secret key"]
    key.chmod(0o600)
    assert ill(list(complaints.files())) == []


def test_settings_that_are_dangerous_outside(home: Path, settings: Settings) -> None:
    assert ill(list(doctor.configuration())) == []
    settings.DEBUG = True
    assert [finding.state for finding in doctor.configuration()] == ["look", "well"]
    settings.HARKARA_ORIGIN = "http://example.org"
    settings.SECRET_KEY = "short"
    found = list(doctor.configuration())
    assert [(finding.what, finding.state) for finding in found[:-1]] == [
        ("settings", "ill"),
        ("settings", "look"),
        ("settings", "ill"),
    ]


def test_a_clock_that_went_back(paper: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "clock" not in ill(list(complaints.press()))
    with monkeypatch.context() as earlier:
        earlier.setattr("harkara.press.complaints.timezone.now", lambda: datetime.now(UTC) - timedelta(days=1))
        assert "clock" in ill(list(complaints.press()))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
def test_commits_that_are_not_synced(home: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA synchronous").fetchone()[0]
    assert before == 2  # what was acknowledged survives a power cut
    assert ill(list(doctor.database(thorough=False))) == []
    monkeypatch.setattr(doctor, "_quick_check", lambda thorough: "row 3 missing from index x")
    found = list(doctor.database(thorough=True))
    assert ill(found) == ["database"]
    assert "row 3 missing" in said("database", found)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
def test_a_large_database_is_gone_through_for_a_while(home: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "SPELL", -1.0)
    assert doctor._quick_check(thorough=False) in (None, "ok")  # a small file may be done before the first look
    assert doctor._quick_check(thorough=True) == "ok"


def test_a_database_that_is_ill_and_answers_hides_nothing(paper: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    paper.close()
    unwell = Finding("ill", "database", "A power cut may lose what was saved.", "Set fsync = on.")
    monkeypatch.setattr(doctor, "database", lambda *, thorough: iter([unwell]))
    assert ill(doctor.examine()) == ["database", "press"]


def test_a_database_that_does_not_answer_is_asked_no_more(paper: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> int:
        raise DatabaseError("no such table: rack_sheet")

    monkeypatch.setattr("harkara.press.doctor.ledger.count", refuses)
    whats = {finding.what for finding in doctor.examine()}
    assert whats >= {"database", "disk", "files", "settings"}
    assert whats.isdisjoint({"pages", "manifest", "press", "log"})


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_a_server_that_does_not_sync(home: Path, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        is_synced = cursor.fetchone()[0] == "on"
    assert of_server() == ([] if is_synced else ["database"])
    assert ("fsync" in said("database", list(doctor.database(thorough=False)))) is not is_synced


def test_findings_for_a_watchman(paper: Turns, capsys: pytest.CaptureFixture[str]) -> None:
    paper.close()
    assert doctor.doctor(["--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert {"press", *of_server()} == {finding["what"] for finding in found if finding["state"] == "ill"}


def test_one_examination_that_fails_hides_no_other(home: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise ZeroDivisionError("no reason")

    monkeypatch.setattr(complaints, "disk", fails)
    found = doctor.examine()
    assert said("disk", found) == "It could not be examined: ZeroDivisionError: no reason"
    assert said("files", found)


def test_the_screen_is_folded_to_its_width() -> None:
    long = Finding("look", "pages", "word " * 40, "do this " * 20)
    assert max(len(line) for line in doctor.lines([long], 80)) <= 80
    assert len(list(doctor.lines([long]))) == 3


@pytest.mark.django_db
def test_the_readers_database_is_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ill(list(doctor._readers())) == []
    monkeypatch.setattr("django.db.migrations.recorder.MigrationRecorder.applied_migrations", lambda self: {})
    (found,) = doctor._readers()
    assert found.what == "readers"
    assert found.remedy == "Run `harkara migrate`, then start the paper again."


def test_without_raqm_no_card_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harkara.press.doctor.features.check", lambda name: name != "raqm")
    [found] = doctor.pictures()
    assert found.state == "ill"
    assert found.sentence == "Pillow was built without raqm: Bangla cannot be shaped, so no card is drawn."


def test_names_that_are_no_settings_are_told(home: Path, settings: Settings) -> None:
    settings.HARKARA_STRANGE = {"HARKARA_STAND_SERVICE_PORT": "HARKARA_SESSION_DAYS"}
    assert "HARKARA_STAND_SERVICE_PORT is no setting of Harkara" in said("settings", list(precautions.openings()))


@pytest.mark.parametrize(
    ("proxies", "state"),
    [(("0.0.0.0/0",), "ill"), (("10.0.0.0/7",), "ill"), (("::/0",), "ill"), (("10.0.0.0/8", "::1/128"), "")],
)
def test_proxies_that_are_wide_open(home: Path, settings: Settings, proxies: tuple[str, ...], state: str) -> None:
    settings.HARKARA_ORIGIN, settings.HARKARA_PROXIES = "https://news.example", proxies
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    found = [one for one in precautions.openings() if "HARKARA_PROXIES" in one.sentence]
    assert [one.state for one in found] == ([state] if state else [])


def test_https_without_word_of_the_proxy_and_figures_for_others(home: Path, settings: Settings) -> None:
    settings.HARKARA_ORIGIN, settings.SECURE_PROXY_SSL_HEADER = "https://news.example", None
    settings.HARKARA_METRICS = "0.0.0.0:9464"
    told = said("settings", list(precautions.openings()))
    assert "HARKARA_BEHIND_TLS is not set" in told
    assert "at 0.0.0.0:9464" in told
    settings.HARKARA_METRICS = "127.0.0.1:9464"
    assert "9464" not in said("settings", list(precautions.openings()))


def test_keys_and_folders_that_are_open_to_others(home: Path, settings: Settings) -> None:
    settings.HARKARA_NETRC, settings.MEDIA_ROOT = home / "netrc", home / "media"
    for name in ("readers-key", "netrc"):
        (home / name).write_text("x")
        (home / name).chmod(0o640)
    (home / "media").mkdir()
    home.chmod(0o755)
    (home / "media").chmod(0o777)
    found = list(precautions.openings())
    assert [one.remedy for one in found if one.what == "files" and one.state == "ill"] == [
        f"Run `chmod 600 {home / 'readers-key'}`.",
        f"Run `chmod 600 {home / 'netrc'}`.",
        f"Run `chmod go-w {home / 'media'}`.",
    ]
    home.chmod(0o775)
    assert [one.state for one in precautions.openings() if str(home) + ":" in one.sentence] == ["look"]


def test_a_machine_that_is_unfit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precautions, "_clock_state", lambda: precautions.UNSYNCHRONISED)
    monkeypatch.setattr(precautions, "workers", lambda: 1000)
    monkeypatch.setattr("resource.getrlimit", lambda what: (256, 256))
    found = list(precautions.machine())
    assert [(one.state, one.what) for one in found] == [("look", "clock"), ("look", "machine"), ("look", "workers")]
    monkeypatch.setattr(precautions, "_clock_state", lambda: 0)
    monkeypatch.setattr(precautions, "workers", lambda: 1)
    monkeypatch.setattr("resource.getrlimit", lambda what: (1024, 65536))
    assert list(precautions.machine()) == []


@pytest.mark.parametrize(("ahead", "told"), [(0.3, []), (-1.9, []), (9.0, ["9 s ahead of"]), (-9.0, ["9 s behind"])])
def test_a_server_of_another_time(ahead: float, told: list[str]) -> None:
    found = list(precautions._apart("default", ahead))
    assert [words for words in told if words in found[0].sentence] == told
    assert len(found) == len(told)


def test_workers_are_counted() -> None:
    before = precautions.workers()
    program = [sys.executable, "-c", "print(1, flush=True); input()", "harkara.stand.worker"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            assert precautions.workers() == before + 1
        finally:
            process.kill()
