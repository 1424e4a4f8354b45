"""Runs the long proofs and writes their figures to ``docs/proof.md``, each beside the command that made it.

A test marked ``proof`` prints lines ``FIGURE: what | figure``; they are gathered here, a section for each test file. Name
folders or files to run only those (``python scripts/proof.py press/test_mutants bangla``); the figures of the others stay
as they were. Variables ``HARKARA_PROOF_…`` that set how long a run is stand beside its command.
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
    """What the page says so far, by test file."""
    parts = re.split(r"^## (\S+)\n", text, flags=re.M)
    return dict(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


def proofs(wanted: list[str]) -> list[str]:
    """The test files that have proofs, as ``press/test_mutants``, in order; only those below ``wanted``, if given."""
    found = sorted(
        str(path.relative_to(ROOT / "tests").with_suffix(""))
        for path in (ROOT / "tests").rglob("test_*.py")
        if "mark.proof" in path.read_text()
    )
    below = tuple(f"{name.removesuffix('.py').rstrip('/')}" for name in wanted)
    return [name for name in found if not wanted or name in below or name.startswith(tuple(f"{one}/" for one in below))]


def prove(name: str) -> tuple[int, str]:
    """Runs one file's proofs; returns pytest's exit code and the section of the page."""
    options = ["-m", "proof", "-s", "-q", "-p", "no:cacheprovider", "--timeout=0"]
    command = [sys.executable, "-m", "pytest", *options, f"tests/{name}.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    sys.stdout.write(done.stdout + done.stderr)
    figures = [line.split("FIGURE: ", 1)[1].strip() for line in done.stdout.splitlines() if "FIGURE: " in line]
    closing = (done.stdout.strip().splitlines() or [""])[-1].strip("= ")
    rows = [f"| {figure} |" for figure in figures]
    table = "\n".join(["| what | figure |", "|---|---|", *rows]) if rows else ""
    when = datetime.now(UTC).date().isoformat()
    length = "".join(f"{key}={value} " for key, value in sorted(os.environ.items()) if key.startswith("HARKARA_PROOF_"))
    return (
        done.returncode,
        f"`{length}python -m pytest -m proof -s tests/{name}.py` · {when} · {closing}\n\n{table}".strip(),
    )


def main(names: list[str]) -> int:
    """Proves what ``names`` say (everything that has proofs, if nothing is named) and rewrites the page."""
    failed = []
    for name in proofs(names):
        code, said = prove(name)
        if code:
            failed.append(name)
        kept = {**(sections(PAGE.read_text()) if PAGE.exists() else {}), name: said}  # another run may have written
        body = "\n\n".join(f"## {name}\n\n{kept[name]}" for name in sorted(kept))
        PAGE.write_text(f"{HEAD}\nMachine of the last run: {machine()}.\n\n{body}\n")
    if failed:
        print(f"Not proved: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
