"""The version of the layout: a digest of everything that decides how a page looks."""

import hashlib

from harkara.layout import cases


def digest() -> str:
    """Twelve hexadecimal digits that change when any file of the layout changes."""
    total = hashlib.sha256()
    for path in cases.every_file():
        body = path.read_bytes()
        total.update(f"{path.relative_to(cases.ROOM).as_posix()} {len(body)}\n".encode())
        total.update(body)
    return total.hexdigest()[:12]


VERSION = digest()
