"""The command line's own part: help, version, and which verb goes where."""

import pytest

import harkara
from harkara import cli


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
