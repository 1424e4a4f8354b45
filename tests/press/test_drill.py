"""The drill's verb: never the paper that lives, and nothing but the bench's own words."""

import json
from pathlib import Path

import pytest

from harkara.cli import main
from harkara.press.drill import ABSENT, alone, drill

BENCH = """
import json, os, pathlib, sys, tempfile
told = {"words": sys.argv[1:], "ours": sorted(n for n in os.environ if n.startswith("HARKARA_")), "room": tempfile.gettempdir()}
pathlib.Path("told.json").write_text(json.dumps(told))
sys.exit(1)
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A source whose bench writes down what it is told, and ends as where something was lost."""
    folder = tmp_path / "source"
    (folder / "bench/faults").mkdir(parents=True)
    for name, text in (("__init__", ""), ("faults/__init__", ""), ("faults/__main__", BENCH)):
        (folder / f"bench/{name}.py").write_text(text)
    return folder


def test_the_bench_kills_elsewhere_and_its_word_counts(
    source: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name, value in (("HOME", str(home)), ("DATABASE", "postgresql://u:p@db/paper"), ("BACKUP_PASSPHRASE", "words")):
        monkeypatch.setenv(f"HARKARA_{name}", value)
    backup = tmp_path / "a.backup"
    backup.touch()
    assert (
        drill(["--kills", "3", "--kinds", "publish,bake", "--troubles", "none", "--backup", str(backup)], source) == 1
    )
    told = json.loads((source / "told.json").read_text())
    assert told["ours"] == ["HARKARA_BACKUP_PASSPHRASE"]
    assert told["room"] == str(home)
    said = dict(zip(told["words"][::2], told["words"][1::2], strict=True))
    assert said == {
        "--kills": "3",
        "--seed": "1",
        "--troubles": "none",
        "--kinds": "publish,bake",
        "--backup": str(backup),
    }


def test_an_installed_package_has_no_drill_and_says_where_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert drill([], tmp_path) == 2
    assert capsys.readouterr().err == f"{ABSENT}\n"


@pytest.mark.parametrize("option", ["--room", "--backup"])
def test_what_is_not_there_is_named(option: str, source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert drill([option, "/nowhere/at-all"], source) == 2
    assert capsys.readouterr().err == "/nowhere/at-all is not there: name what is.\n"


def test_how_often_is_bounded(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["drill", "--kills", "0"])
    assert "--kills 0 is out of bounds" in capsys.readouterr().err


def test_nothing_of_the_paper_goes_along(tmp_path: Path) -> None:
    told = alone({"HARKARA_RACK": "/srv/rack", "DJANGO_SETTINGS_MODULE": "x", "PATH": "/bin"}, tmp_path, None)
    assert told == {"PATH": "/bin", "PYTHONPATH": f"{tmp_path}/src:{tmp_path}"}


@pytest.mark.proof
@pytest.mark.process
@pytest.mark.timeout(0)
def test_a_drill_on_this_machine() -> None:
    """Of this very source, from the command line."""
    assert main(["drill", "--kills", "12", "--troubles", "torn"]) == 0
