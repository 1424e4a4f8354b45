"""A bell at the newsroom's door: it rings when a file in a folder is written, so that nobody has to look all the time.

Linux has it (inotify, :manpage:`inotify(7)`); elsewhere there is none, and who waits looks as often as he has to.
"""

import ctypes
import os
from contextlib import suppress
from typing import Final

WRITTEN: Final = 0x002 | 0x100 | 0x080
"""IN_MODIFY, IN_CREATE, IN_MOVED_TO."""

READ: Final = 64 * 1024


class Bell:
    """Rings when a file in ``folder`` is written, made or moved there. ``fd`` can be waited for; -1 where there is none."""

    def __init__(self, folder: str) -> None:
        self.fd = -1
        with suppress(OSError, AttributeError):  # no such library, or no such functions in it
            system = ctypes.CDLL(None, use_errno=True)
            self.fd = system.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
            if self.fd >= 0 and system.inotify_add_watch(self.fd, os.fsencode(folder), WRITTEN) < 0:
                self.close()

    def __del__(self) -> None:
        self.close()

    def rang(self) -> bool:
        """Whether it has rung since the last time this was asked."""
        if self.fd < 0:
            return False
        rang = False
        with suppress(BlockingIOError):
            while os.read(self.fd, READ):
                rang = True
        return rang

    def close(self) -> None:
        """Takes it down."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            os.close(fd)
