"""Which boot of the machine this is."""

from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")


def boot() -> str:
    """The name of this boot of the machine; empty where the system does not tell."""
    try:
        return BOOT.read_text().strip()
    except OSError:
        return ""
