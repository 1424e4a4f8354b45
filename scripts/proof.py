"""Runs the long proofs and writes their figures to ``docs/proof.md``, each beside the command that made it.

A test marked ``proof`` prints lines ``FIGURE: what | figure``; they are gathered here. Name test folders to run only
those (``python scripts/proof.py press wire``); the figures of the others stay as they were.
"""

import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "proof.md"
HEAD = """# Proof

Figures of the long runs, written by `make proof`. Each stands under the command that makes it.
"""


def machine() -> str:
    """One line about this machine: processor, cores, memory, Python."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*:\s*(.+)", info.read_text()) if info.exists() else None
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return (
        f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores, {pages // 2**30} GiB, "
        f"Python {platform.python_version()}"
    )


def sections(text: str) -> dict[str, str]:
    """What the page says so far, by room."""
    parts = re.split(r"^## (\w+)\n", text, flags=re.M)
    return dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


def prove(room: str) -> tuple[int, str]:
    """Runs one room's proofs; returns pytest's exit code and the section of the page."""
    command = ["-m", "pytest", "-m", "proof", "-s", "-q", "-p", "no:cacheprovider", "--timeout=0", f"tests/{room}"]
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    sys.stdout.write(done.stdout + done.stderr)
    figures = [line.split("FIGURE: ", 1)[1].strip() for line in done.stdout.splitlines() if "FIGURE: " in line]
    closing = (done.stdout.strip().splitlines() or [""])[-1].strip("= ")
    rows = [f"| {figure} |" for figure in figures]
    table = "\n".join(["| what | figure |", "|---|---|", *rows]) if rows else ""
    when = datetime.now(UTC).date().isoformat()
    return done.returncode, f"`python -m pytest -m proof -s tests/{room}` · {when} · {closing}\n\n{table}".strip()


def main(names: list[str]) -> int:
    """Proves the rooms ``names`` (all that have proofs, if none is given) and rewrites the page."""
    rooms = names or sorted(
        path.name
        for path in (ROOT / "tests").iterdir()
        if path.is_dir() and any("mark.proof" in test.read_text() for test in path.rglob("test_*.py"))
    )
    kept = sections(PAGE.read_text()) if PAGE.exists() else {}
    failed = []
    for room in rooms:
        code, kept[room] = prove(room)
        if code not in (0, 5):  # 5: the room has no proof
            failed.append(room)
        body = "\n\n".join(f"## {name}\n\n{kept[name]}" for name in sorted(kept))
        PAGE.write_text(f"{HEAD}\nMachine of the last run: {machine()}.\n\n{body}\n")
    if failed:
        print(f"Not proved: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
