"""Queries that take long are written down (``HARKARA_SLOW_QUERIES``): what they ask, never what they ask it of."""

import logging
import re
import time
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db.backends.signals import connection_created

log = logging.getLogger("harkara.queries")

LONGEST: Final = 1500
"""Letters of a query that are written down."""

_VALUES: Final = re.compile(r"'(?:[^']|'')*'|\$\$.*?\$\$|\b\d+(?:\.\d+)?\b", re.DOTALL)


class Watch:
    """Times each query of a connection; ``count`` is how many took longer than ``limit`` seconds, in this process."""

    count = 0

    def __init__(self, limit: float) -> None:
        self.limit: Final = limit

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Has the query run, and says so where it took long."""
        began = time.monotonic()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.monotonic() - began
            if took >= self.limit:
                Watch.count += 1
                log.warning("%.0f ms (%s): %s", took * 1000, context["connection"].alias, without_values(sql))


def without_values(sql: str) -> str:
    """``sql`` without anything it compares with: texts and figures that stand in it become ``?``.

    >>> without_values("SELECT 1 FROM story WHERE slug = 'নদী' AND id IN (%s, %s) LIMIT 20")
    'SELECT ? FROM story WHERE slug = ? AND id IN (%s, %s) LIMIT ?'
    """
    return " ".join(_VALUES.sub("?", sql).split())[:LONGEST]


def begin() -> None:
    """Watches every connection that is opened from now on, where the settings ask for it."""
    if settings.HARKARA_SLOW_QUERIES:
        connection_created.connect(_watch, dispatch_uid=__name__)


def _watch(connection: Any, **_: object) -> None:
    if not any(isinstance(one, Watch) for one in connection.execute_wrappers):
        connection.execute_wrappers.append(Watch(settings.HARKARA_SLOW_QUERIES / 1000))
