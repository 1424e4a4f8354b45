"""The command line's own part: help, version, and which verb goes where."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import harkara
from harkara import cli

WOKEN = """
import gc, sys
from harkara.waking import wake
wake()
print(gc.isenabled(), gc.get_freeze_count() > 100_000)
print(sorted(name for name in sys.modules if name.startswith("harkara.desk.screens") or name == "rest_framework"))
from wagtail.snippets.models import get_snippet_models
print(len(get_snippet_models()) > 5, "harkara.desk.screens.board" in sys.modules)
"""


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert listed == list(cli.VERBS)


def test_without_a_verb_it_shows_help_and_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert capsys.readouterr().out.startswith("usage: harkara VERB")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"harkara {harkara.__version__}\n"


@pytest.mark.parametrize("verb", cli.VERBS)
def test_every_verb_leads_to_a_function(verb: str) -> None:
    from importlib import import_module

    module, function, _ = cli.VERBS[verb]
    assert callable(getattr(import_module(module), function))


def test_a_process_wakes_without_the_newsrooms_screens(tmp_path: Path) -> None:
    """They take as long to load as all else; who needs them has them by asking."""
    environment = {**os.environ, "HARKARA_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "harkara.settings"}
    woken = subprocess.run([sys.executable, "-c", WOKEN], env=environment, capture_output=True, text=True, check=True)
    assert woken.stdout.splitlines() == ["True True", "[]", "True True"]


@pytest.mark.process
def test_the_readers_side_says_what_is_done_elsewhere_and_counts_with_its_own_database(tmp_path: Path) -> None:
    def harkara_(*words: str) -> tuple[int, str]:
        told = {**os.environ, "HARKARA_HOME": str(tmp_path), "HARKARA_ROLE": "stand"}
        done = subprocess.run(
            [sys.executable, "-m", "harkara", *words], env=told, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stderr.strip()

    status, said = harkara_("count", "--once")
    assert (status, said.count("\n"), "“harkara migrate” makes its tables" in said) == (1, 0, True)
    for verb in ("press", "migrate"):
        status, said = harkara_(verb)
        assert (status, said.count("\n"), "where the newsroom runs" in " ".join(said.split())) == (2, 0, True)
    assert harkara_("migrate", "--database", "readers")[0] == 0
    (tmp_path / "readings").mkdir()
    (tmp_path / "readings" / "7.spool").write_text("1800003600 12 rd 2\n")
    assert harkara_("count", "--once") == (0, "")
    with closing(sqlite3.connect(tmp_path / "readers.sqlite3")) as database:
        assert database.execute("SELECT story, opened FROM readings_minute").fetchall() == [(12, 2)]
