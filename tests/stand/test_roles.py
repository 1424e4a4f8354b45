"""Which part of a paper may know what."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harkara.stand import roles
from harkara.stand.command import serve
from harkara.stand.household import Program
from tests.stand.processes import free

ROOT = Path(__file__).resolve().parents[2]


def test_a_role_by_its_former_name() -> None:
    assert [roles.role({"HARKARA_ROLE": said}) for said in ("", "house", "ALL", "stand")] == [
        "all",
        "all",
        "all",
        "stand",
    ]


def test_a_role_nobody_knows() -> None:
    assert roles.refusal("serve", {"HARKARA_ROLE": "printer"}) == (
        "HARKARA_ROLE='printer' is not known: set it to all or desk or stand or press or wire."
    )


@pytest.mark.parametrize(
    ("verb", "role"),
    [("press", "desk"), ("newsroom", "press"), ("wire", "desk"), ("follow", "all"), ("dispatch", "wire")],
)
def test_a_verb_of_another_role(verb: str, role: str) -> None:
    said = roles.refusal(verb, {"HARKARA_ROLE": role})
    assert said.startswith(f"“harkara {verb}” is not for HARKARA_ROLE={role}: run it where HARKARA_ROLE is ")


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("stand", "HARKARA_DATABASE"),
        ("stand", "HARKARA_SECRET_KEY"),
        ("wire", "HARKARA_READERS_DATABASE"),
        ("desk", "HARKARA_DISPATCH_KEY"),
        ("press", "HARKARA_MAIL_URL"),
        ("all", "HARKARA_FOLLOWS"),
    ],
)
def test_a_role_that_is_told_too_much_does_not_start(role: str, name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "harkara", "serve"],
        env={**os.environ, "HARKARA_ROLE": role, name: "anything"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"HARKARA_ROLE={role} must not know {name}: take it out of the environment of this machine, or correct the role.\n"
    )


def test_what_each_may_know_it_may_start_with() -> None:
    every = {name for names in roles.WITHHELD.values() for name in names}
    for role, withheld in roles.WITHHELD.items():
        told = dict.fromkeys(every - set(withheld), "anything")
        assert roles.refusal("serve", {"HARKARA_ROLE": role, **told}) == ""


@pytest.mark.parametrize(
    ("role", "started"),
    [
        (
            "all",
            ["worker 1", "the newsroom", "the readers' side", "the press", "the dispatch", "the purger", "the wire"],
        ),
        ("desk", ["worker 1", "the newsroom"]),
        ("press", ["the press", "the dispatch", "the purger"]),
        ("stand", ["worker 1", "the readers' side", "the runner", "the purger", "the counter"]),
        ("wire", ["the wire"]),
    ],
)
def test_what_a_role_starts_and_what_each_of_it_is_not_told(
    monkeypatch: pytest.MonkeyPatch, role: str, started: list[str]
) -> None:
    programs: list[Program] = []

    class Empty:
        """A household that begins nothing."""

        def __init__(self, given: list[Program], *_further: object) -> None:
            programs.extend(given)

        def run(self) -> int:
            return 0

    monkeypatch.setattr("harkara.stand.command.Household", Empty)
    monkeypatch.setenv("HARKARA_ROLE", role)
    for name in ("HARKARA_DISPATCH", "HARKARA_FOLLOWS", "HARKARA_EDGE"):
        monkeypatch.setenv(name, "somewhere")
    assert serve(["--port", str(free()), "--workers", "1"]) == 0
    assert [program.name for program in programs] == started
    untold = {program.name: set(program.withheld) for program in programs}
    newsroom = {"HARKARA_DATABASE", "HARKARA_SECRET_KEY"}
    knows = {name for name in untold if "HARKARA_EDGE_TOKEN" not in untold[name]}
    assert knows == {"the purger"} & untold.keys()
    for name in {"the readers' side", "the dispatch", "the runner", "the purger"} & untold.keys():
        assert newsroom <= untold[name]
    for name in {
        "worker 1",
        "the newsroom",
        "the press",
        "the wire",
        "the readers' side",
        "the counter",
        "the purger",
    } & untold.keys():
        assert "HARKARA_DISPATCH_KEY" in untold[name]
    for name in {"the newsroom", "the press", "the wire"} & untold.keys():
        assert "HARKARA_READERS_KEY" in untold[name]
