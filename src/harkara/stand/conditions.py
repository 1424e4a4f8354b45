"""What a reader has already: conditional requests (RFC 9110, 13) and ranges of bytes (RFC 9110, 14)."""

import re
from collections.abc import Collection
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache

TAG = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
RANGE = re.compile(r"bytes *= *([0-9]{0,18}) *- *([0-9]{0,18})")


def matched(header: str, tags: Collection[str], chosen: str) -> str | None:
    """The tag of ``tags`` that ``If-None-Match: header`` names (weak comparison); ``chosen`` for ``*``."""
    if header.strip() == "*":
        return chosen
    ours = {tag.removeprefix("W/"): tag for tag in reversed([*tags])}
    return next((ours[tag] for _, tag in TAG.findall(header) if tag in ours), None)


@lru_cache(maxsize=1024)
def moment(header: str) -> float | None:
    """The POSIX seconds of an HTTP date, None if it is none."""
    try:
        found = parsedate_to_datetime(header)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()


def span(header: str, length: int) -> tuple[int, int] | None:
    """The one range that ``Range: header`` asks of ``length`` bytes, as start and end (end excluded).

    None if the header is to be ignored (another unit, several ranges, nonsense). An empty span: it cannot be
    satisfied (416).
    """
    found = RANGE.fullmatch(header.strip())
    if found is None or found.group(1) == found.group(2) == "":
        return None
    first, last = found.groups()
    if not first:
        return max(0, length - int(last)), length
    start, end = int(first), int(last) + 1 if last else max(length, int(first) + 1)
    if end <= start:
        return None
    return (start, min(end, length)) if start < length else (length, length)
