"""The commands of `docs/how-to/run-a-small-paper.md`: those that a test may run are run, the others name what is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harkara.cli import VERBS
from tests import mould
from tests.house.tree import ROOT

PAGES = ("run-a-small-paper", "run-a-national-daily", "back-up", "upgrade")
OF_THE_SYSTEM = ("apt-get", "adduser", "systemctl", "chown")
"""Commands that change the machine and not the paper."""

ELSEWHERE = ("/srv/harkara/source", "venv", "pip install")
"""What is there before a test begins."""


def commands(page: str) -> list[str]:
    """The indented lines of a page that are commands, without the remarks behind them."""
    text = (ROOT / f"docs/how-to/{page}.md").read_text()
    lines = [
        line.strip() for line in text.splitlines() if re.match(r" {4,8}\S", line) and not line.lstrip().startswith("-")
    ]
    return [re.sub(r"\s{2,}# .*", "", line) for line in lines]


@pytest.mark.parametrize("page", PAGES)
def test_every_verb_and_option_is_known(page: str) -> None:
    text = (ROOT / f"docs/how-to/{page}.md").read_text()
    said = re.findall(r"(?:^ {4,8}|`|/bin/)harkara ([a-z]+)([^`\n]*)", text, re.M)
    assert said
    known = {*VERBS, "migrate", "createsuperuser"}
    assert [verb for verb, _ in said if verb not in known] == []
    reference = (ROOT / "docs/reference/commands.md").read_text()
    for verb, options in said:
        for option in re.findall(r"--[a-z-]+", options) if verb in VERBS else ():
            lines = [line for line in reference.splitlines() if line.startswith(f"| `harkara {verb}")]
            assert any(option in line for line in lines), f"harkara {verb} {option}"


@pytest.mark.parametrize("page", PAGES)
def test_every_file_is_there(page: str) -> None:
    named = {
        word.rstrip("/") for line in commands(page) for word in re.findall(r"(?:deploy|requirements)/[\w./-]+", line)
    }
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def moved(line: str, home: Path) -> str:
    """The command as it is run here: everything of the machine lies below ``home``."""
    line = re.sub(r"(?<![\w.])/(etc|srv)/", rf"{home}/\1/", line)
    line = line.replace("createsuperuser", "createsuperuser --noinput")
    return re.sub(r"^nginx -t$", f"nginx -t -c {home}/etc/nginx/nginx.conf -e stderr", line)


def runnable() -> list[str]:
    return [
        line
        for line in commands("run-a-small-paper")
        if not line.startswith(OF_THE_SYSTEM) and not any(word in line for word in ELSEWHERE)
    ]


def test_most_of_it_may_be_run() -> None:
    """Who adds a command of a kind that a test does not run says so in the page."""
    lines = commands("run-a-small-paper")
    assert len(lines) - len(runnable()) == 10
    assert len(runnable()) > 12


@pytest.mark.proof
@pytest.mark.process
@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_the_commands_lead_to_a_paper(tmp_path: Path) -> None:
    """In a folder that stands for the machine, each in its turn, as one person types them."""
    for folder in ("etc/harkara", "etc/nginx", "etc/systemd/system", "etc/tmpfiles.d", "srv/harkara", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "bin/harkara").write_text(f'#!/bin/sh\nexec {sys.executable} -m harkara "$@"\n')
    (tmp_path / "bin/harkara").chmod(0o755)
    conf = f"pid {tmp_path}/pid; events {{}} http {{ include {tmp_path}/etc/nginx/harkara.conf; }}"
    (tmp_path / "etc/nginx/nginx.conf").write_text(conf)
    (tmp_path / "srv/harkara/paper").mkdir()
    mould.cast(tmp_path / "srv/harkara/paper/newsroom.sqlite3")
    script = "\n".join(f"{moved(line, tmp_path)} || echo FAILED {line!r} $?" for line in runnable())
    told = {name: value for name, value in os.environ.items() if not name.startswith(("HARKARA_", "DJANGO_"))}
    told |= {
        "PATH": f"{tmp_path}/bin:/usr/sbin:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SUPERUSER_PASSWORD": "ঘাটে-ভিড়-নৌকা-কম-৪২",
    }
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, env=told, capture_output=True, text=True, check=False)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    # A paper that is not at work yet is not well: the doctor says so and ends with 1.
    assert [line for line in failed if "harkara doctor" not in line] == [], done.stdout + done.stderr
    assert len(list((tmp_path / "srv/backups").glob("*.backup"))) == 1
    assert (tmp_path / "etc/systemd/system/harkara.service").exists()
    assert "0 wrong" in done.stdout
