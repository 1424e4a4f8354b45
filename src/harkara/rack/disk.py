"""What is written is on the disk."""

import ctypes
import logging
import os
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
"""For ``syncfs``, which Python does not have."""

log = logging.getLogger(__name__)


def sync(root: Path) -> None:
    """Brings to the disk what was written on the file system of the folder ``root``, and what was taken away there."""
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        if LIBC.syncfs(folder):
            log.error("%s was not synced: %s", root, os.strerror(ctypes.get_errno()))
    finally:
        os.close(folder)
