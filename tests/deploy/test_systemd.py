"""The units: systemd reads them without a complaint, and they leave a process little to break out with."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from harkara.cli import VERBS
from harkara.stand import roles
from tests.house.tree import ROOT

FOLDER = ROOT / "deploy/systemd"
UNITS = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".service", ".timer"))
SERVICES = [name for name in UNITS if name.endswith(".service")]
ANALYZE = shutil.which("systemd-analyze")
MOST = 25
"""Of a hundred: what `systemd-analyze security` may find exposed. A unit without any of it has 96."""

needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not installed")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units as they would be set up here: with a program and folders that are there."""
    (tmp_path / "home").mkdir()
    for name in UNITS:
        text = (FOLDER / name).read_text()
        text = text.replace("/srv/harkara/venv/bin/harkara", sys.executable)
        text = re.sub(r"/srv/(harkara(?=/docs))", str(ROOT), text)
        (tmp_path / name).write_text(re.sub(r"^(User|Group)=harkara$", r"\1=root", text, flags=re.M))
    return tmp_path


@needs_systemd
@pytest.mark.parametrize("name", UNITS)
def test_systemd_reads_it_without_a_complaint(units: Path, name: str) -> None:
    unit = name.replace("@.", "@stand.")
    path = units / unit
    if not path.exists():
        path.write_text((units / name).read_text())
    assert ANALYZE
    words = [ANALYZE, "verify", "--recursive-errors=no", "--man=no", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    said = [line for line in done.stderr.splitlines() if unit in line]
    assert (said, done.returncode) == ([], 0), done.stderr


@needs_systemd
@pytest.mark.parametrize("name", SERVICES)
def test_little_is_left_to_break_out_with(units: Path, name: str) -> None:
    path = units / name.replace("@.", "@stand.")
    path.write_text(re.sub(r"^(User|Group)=root$", r"\1=nobody", (units / name).read_text(), flags=re.M))
    assert ANALYZE
    words = [ANALYZE, "security", "--offline=yes", f"--threshold={MOST}", "--no-pager", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-600:] + done.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_it_runs_a_verb_that_there_is(name: str) -> None:
    text = (FOLDER / name).read_text()
    (verb,) = re.findall(r"^ExecStart=/srv/harkara/venv/bin/harkara (\w+)", text, re.M)
    assert verb in VERBS


def test_one_role_is_closed_as_the_whole_paper_is() -> None:
    """The two differ in the role and in where its settings lie."""
    whole, role = ((FOLDER / name).read_text().splitlines() for name in ("harkara.service", "harkara@.service"))
    told = ("#", "Description", "Documentation", "Environment")
    assert [line for line in whole if not line.startswith(told)] == [line for line in role if not line.startswith(told)]


def test_every_role_that_is_named_is_one() -> None:
    first = (FOLDER / "harkara@.service").read_text().splitlines()[0]
    named = set(re.findall(r"harkara@(\w+)", first)) | set(re.findall(r"\b(stand|desk|press|wire)\b", first))
    assert named == set(roles.ROLES) - {roles.ALL}


def test_every_setting_of_the_example_is_documented() -> None:
    written = set(re.findall(r"^\| `(HARKARA_\w+)`", (ROOT / "docs/reference/settings.md").read_text(), re.M))
    said = set(re.findall(r"^#? ?(HARKARA_\w+)=", (FOLDER / "harkara.env").read_text(), re.M))
    assert said
    assert said - written == set()


LOADS = """
import ctypes, importlib, mmap, sys
if ctypes.CDLL(None).prctl(65, 1, 0, 0, 0):  # PR_SET_MDWE, which MemoryDenyWriteExecute asks for
    sys.exit(77)
try:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
except PermissionError:
    for name in sys.argv[1:]:
        importlib.import_module(name)
    sys.exit(0)
sys.exit(1)
"""


def test_every_library_loads_where_no_memory_may_be_made_executable() -> None:
    names = (
        "uvloop httptools lxml.etree tantivy pyrage PIL.Image regex brotli deflate psycopg cryptography.fernet fido2"
    )
    done = subprocess.run([sys.executable, "-c", LOADS, *names.split()], capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip("this kernel does not know PR_SET_MDWE")
    assert done.returncode == 0, done.stderr
