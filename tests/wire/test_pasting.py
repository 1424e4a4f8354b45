"""A pasted page is read in a process of its own, which is started and not waited for."""

import subprocess
import sys
from pathlib import Path

import pytest

from harkara.desk import pasting as desk
from harkara.wire import pasting
from tests import mould
from tests.wire.page_shapes import shapes


def test_the_wire_hangs_itself_up() -> None:
    assert "starter" in desk._hooks


def test_it_is_started_and_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], **options: object) -> None:
            started.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(subprocess, "Popen", Process)
    pasting.start(7)
    assert started == [[sys.executable, "-m", "harkara.wire.pasting", "7"]]


@pytest.mark.long
def test_a_process_of_its_own_files_it(tmp_path: Path) -> None:
    """From a fresh database to the tray, through the very command that the newsroom starts."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "HARKARA_HOME": str(tmp_path),
        "HARKARA_DEBUG": "1",
        "PYTHONPATH": ":".join(path for path in sys.path if path),
    }

    def run(*command: str) -> str:
        done = subprocess.run([sys.executable, *command], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    (tmp_path / "page.txt").write_text(shapes()[0].text, encoding="utf-8")
    mould.cast(tmp_path / "newsroom.sqlite3")
    prepare = (
        "import django; django.setup()\n"
        "from harkara.desk.models import Pasted, IncomingClipping\n"
        "from harkara.people.models import User\n"
        "from harkara.desk import clock\n"
    )
    environment["DJANGO_SETTINGS_MODULE"] = "harkara.settings"
    number = run(
        "-c",
        prepare + f"text = open({str(tmp_path / 'page.txt')!r}, encoding='utf-8').read()\n"
        "user = User.objects.create_user('rina', password='x')\n"
        "print(Pasted.objects.create(user=user, at=clock.now(), text=text).pk)",
    ).strip()
    run("-m", "harkara.wire.pasting", number)
    assert run(
        "-c",
        prepare
        + "row = Pasted.objects.get()\nprint(row.state, row.text == '', row.clipping_id, IncomingClipping.objects.count())",
    ).split() == ["filed", "True", "1", "1"]
