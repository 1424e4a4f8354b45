"""What a figure was measured on."""

import os
import platform
import re
from importlib.metadata import version
from pathlib import Path


def machine() -> str:
    """One line: processor, cores, memory, Python, SQLite, Django."""
    import sqlite3

    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*:\s*(.+)", info.read_text()) if info.exists() else None
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**30
    return (
        f"{model.group(1).strip() if model else platform.machine()}, {os.cpu_count()} cores, {memory} GiB; "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, Django {version('django')}"
    )


def load() -> str:
    """How busy the machine is, to stand beside a figure that depends on it."""
    return f"load {os.getloadavg()[0]:.1f}"
