"""A paper's home folder for a bench: a temporary database of its own, in a process of its own.

``python -m bench.NAME`` starts itself again for each size with ``HARKARA_HOME`` set, since settings are read once.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


@contextmanager
def home(kept: str | None = None) -> Iterator[Path]:
    """A new home folder, removed at the end; or the folder ``kept``, which stays."""
    path = Path(kept or tempfile.mkdtemp(prefix="harkara-bench-"))
    path.mkdir(parents=True, exist_ok=True)
    try:
        yield path
    finally:
        if not kept:
            shutil.rmtree(path, ignore_errors=True)


def in_home(path: Path, module: str, *arguments: str, timeout: float = 4 * 3600) -> dict[str, Any]:
    """Runs ``python -m module arguments`` with that home and returns the JSON object on its last line."""
    environment = {**os.environ, "HARKARA_HOME": str(path), "DJANGO_SETTINGS_MODULE": "harkara.settings"}
    environment["HARKARA_LOG"] = "ERROR"
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        timeout=timeout,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def set_up() -> None:
    """Django with tables, in this process."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def between(page: Path, name: str, text: str) -> None:
    """Puts ``text`` between ``<!-- name -->`` and ``<!-- /name -->`` of a page; at its end where it has no such place."""
    first, last = f"<!-- {name} -->", f"<!-- /{name} -->"
    whole = page.read_text() if page.exists() else ""
    head, _, rest = whole.partition(first)
    tail = rest.partition(last)[2] if rest else ""
    page.write_text(f"{head.rstrip()}\n\n{first}\n{text.strip()}\n{last}\n{tail.lstrip() and chr(10) + tail.lstrip()}")
