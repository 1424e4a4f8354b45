"""``harkara search``: what it prints, and how it ends."""

import io
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from harkara.archive import command, shelf
from harkara.archive.record import Record

RECORDS = (
    Record(
        "story",
        1,
        "নদীর পানি বাড়ছে উত্তরে",
        "উজানের ঢলে নদীর পানি বাড়ছে। চরে নৌকা চলছে।",
        datetime(2026, 11, 20, 6, tzinfo=UTC),
        href="/national/1/নদীর-পানি",
        section="national",
        topics=("নদী",),
        writers=("রিনা বেগম",),
    ),
    Record(
        "story",
        2,
        "নদীর ঘাটে ফুটবল",
        "বিকেলে নদীর ঘাটে ফুটবল খেলা হলো।",
        datetime(2026, 11, 25, 6, tzinfo=UTC),
        href="/sports/2/ঘাটে-ফুটবল",
        section="sports",
    ),
)
DRAFT = Record("draft", 3, "নদীখননের খসড়া", "নদী খনন নিয়ে লেখা চলছে।", datetime(2026, 11, 27, 6, tzinfo=UTC))


@pytest.fixture
def archive(settings: Any, tmp_path: Path) -> Path:
    """A paper's archive: two stories, and a draft in the newsroom's index."""
    settings.HARKARA_ARCHIVE = tmp_path / "archive"
    for name, records in (("public", RECORDS), ("newsroom", (*RECORDS, DRAFT))):
        index = shelf.open_index(tmp_path / "archive" / name, writing=True)
        index.write(records, ())
        index.close()
    return tmp_path / "archive"


def run(*words: str) -> tuple[int, str]:
    out = io.StringIO()
    return command.search(words, out), out.getvalue()


def numbers(*words: str) -> list[int]:
    """The numbers of what was found, in order."""
    return [hit["number"] for hit in json.loads(run(*words, "--json")[1])["hits"]]


def test_what_is_printed(archive: Path) -> None:
    assert run("নদীর", "পানি") == (
        0,
        "2 found.\n\n"
        "  1. নদীর পানি বাড়ছে উত্তরে\n"
        "     2026-11-20 · national · story 1 · /national/1/নদীর-পানি\n"
        "     উজানের ঢলে নদীর পানি বাড়ছে। চরে নৌকা চলছে।\n\n"
        "  2. নদীর ঘাটে ফুটবল\n"
        "     2026-11-25 · sports · story 2 · /sports/2/ঘাটে-ফুটবল\n"
        "     বিকেলে নদীর ঘাটে ফুটবল খেলা হলো।\n\n",
    )


def test_words_are_marked_in_a_terminal(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Terminal()
    command.search(["ফুটবল"], out)
    assert "নদীর ঘাটে \x1b[1mফুটবল\x1b[0m\n" in out.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()
    command.search(["ফুটবল"], out)
    assert "নদীর ঘাটে ফুটবল\n" in out.getvalue()


def test_several_sections_are_one_filter(archive: Path) -> None:
    assert numbers("--section", "sports", "--section", "national", "--sort", "oldest") == [1, 2]
    assert numbers("--section", "sports", "--section", "nowhere") == [2]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["নদী", "-ফুটবল"], [1]),
        (["নদী", "--section", "sports"], [2]),
        (["--section", "sports", "নদী"], [2]),
        (["নদী", "--writer", "রিনা বেগম"], [1]),
        (["নদী", "--topic", "নদী"], [1]),
        (["নদী", "--from", "২৫ নভেম্বর ২০২৬"], [2]),
        (["নদী", "--to", "২০২৬-১১-২০"], [1]),
        (["নদী", "--from", "0001-01-01", "--to", "9999-12-31", "--sort", "oldest"], [1, 2]),
        (["নদী", "--sort", "newest"], [2, 1]),
        (['"ঘাটে ফুটবল"'], [2]),
        (["--section", "national"], [1]),
        (["নদী", "--newsroom", "--sort", "newest"], [3, 2, 1]),
        (["নদী", "--newsroom", "--kind", "draft"], [3]),
        (["নদী", "পানি", "--page", "২"], []),
        (['"নদী'], [1, 2]),
        (["-hasina", "নদী", "--sort", "oldest"], [1, 2]),
    ],
)
def test_what_is_found(archive: Path, words: list[str], found: list[int]) -> None:
    assert sorted(numbers(*words)) == sorted(found)
    if "--sort" in words:
        assert numbers(*words) == found


def test_as_json(archive: Path) -> None:
    status, text = run("ফুটবল", "--json")
    assert status == 0
    assert json.loads(text) == {
        "total": 1,
        "at_least": False,
        "page": 1,
        "meant": "",
        "sections": {"sports": 1},
        "hits": [
            {
                "kind": "story",
                "number": 2,
                "href": "/sports/2/ঘাটে-ফুটবল",
                "section": "sports",
                "published_at": "2026-11-25T06:00:00+00:00",
                "headline": "নদীর ঘাটে ফুটবল",
                "excerpt": "বিকেলে নদীর ঘাটে ফুটবল খেলা হলো।",
                "marked": ["ফুটবল", "ফুটবল"],
            }
        ],
    }


def test_nothing_found_and_a_page_too_far(archive: Path) -> None:
    assert run("মহাকাশযান") == (1, "Nothing was found.\n")
    assert run("নদী", "--page", "3") == (1, "There are not so many: 2 found.\n")


def test_more_is_said(archive: Path) -> None:
    index = shelf.open_index(archive / "public", writing=True)
    index.write([Record("story", n, f"নৌকা {n}", "", datetime(2026, 1, 1, tzinfo=UTC)) for n in range(100, 121)], ())
    index.close()
    assert run("নৌকা")[1].splitlines()[-1] == "More: --page 2"
    assert run("নৌকা", "--page", "2")[1].splitlines()[-1] != "More: --page 2"


def test_without_an_index(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.HARKARA_ARCHIVE = tmp_path
    assert [run("নদী"), run("নদী", "--newsroom")] == [(2, ""), (2, "")]
    assert capsys.readouterr().err == (
        "There is no public index yet: `harkara archive rebuild` makes it.\n"
        "There is no newsroom index yet: `harkara archive rebuild` makes it.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_index(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (archive / "public").iterdir():
        path.write_bytes(b"broken")
    assert run("নদী") == (2, "")
    said = capsys.readouterr().err
    assert (said.startswith("The index in "), said.endswith("`harkara archive rebuild` does that.\n")) == (True, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "someday"], "“someday” is no day: write it like 2026-11-28 or ২৮ নভেম্বর ২০২৬."),
        (["--page", "51"], "“51” is no page: there are 1 to 50."),
        (["--page", "²"], "“²” is no page: there are 1 to 50."),
        (["--sort", "worst"], "invalid choice: 'worst'"),
    ],
)
def test_what_is_refused(archive: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*words)
    assert (ended.value.code, said in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize("typed", ["2026-11-28", "২০২৬-১১-২৮", "২৮ নভেম্বর ২০২৬", "28 November 2026", "১৩ অগ্রহায়ণ ১৪৩৩"])
def test_a_day_in_any_calendar(typed: str) -> None:
    assert command._day(typed) == date(2026, 11, 28)


@pytest.mark.process
def test_no_database_is_needed(archive: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "harkara.settings",
        "HARKARA_HOME": str(archive.parent),
        "HARKARA_DATABASE": "postgresql://nobody@127.0.0.1:1/none",
    }
    done = subprocess.run(
        [sys.executable, "-m", "harkara", "search", "putin", "ফুটবল"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout.startswith("1 found.\n\n  1. নদীর ঘাটে ফুটবল\n")) == (0, "", True)
