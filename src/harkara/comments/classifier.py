"""A classifier of somebody else's, asked about every comment before it is taken in; off until a setting names one.

``HARKARA_CLASSIFIER`` is the dotted path of a callable ``classify(text, facts) -> Opinion | None`` (``package.module:name``):

* ``text`` is what the reader wrote, in the one spelling, without the reader's name or address;
* ``facts`` are :class:`Facts`;
* it returns an :class:`Opinion`, or ``None`` for none.

It is called in a thread of the process that takes comments in, for several comments at a time, and has :data:`PATIENCE`
seconds. Where it fails, answers late, or answers something else, the comment is taken in as if there were none, and the log
says so without a word of the comment. It is asked before anything is locked, so a slow one delays its own comment only.
"""

import importlib
import logging
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.conf import settings

log = logging.getLogger(__name__)

PATIENCE: Final = 0.5
"""Seconds."""

AT_ONCE: Final = 4
"""Calls that may be running; while so many hang no further one is made."""

_free: Final = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a comment beside its text. ``days``: how old the account is. ``words``: those of the list of abuse."""

    story: int
    is_answer: bool
    days: int
    links: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """How dangerous a comment is, 0 to 100 (from 50 on somebody looks first), and why, in a few words for the moderators."""

    risk: int
    reason: str


Classify = Callable[[str, Facts], Opinion | None]


def opinion(text: str, facts: Facts, patience: float = PATIENCE) -> Opinion | None:
    """What the classifier of the settings thinks; ``None`` where there is none, or none that answers in ``patience`` seconds."""
    path: str = settings.HARKARA_CLASSIFIER
    if not path:
        return None
    free = _free
    if not free.acquire(blocking=False):
        log.warning("the classifier %s is not asked: %d calls hang", path, AT_ONCE)
        return None
    answered: list[Any] = []
    done = threading.Event()
    thread = threading.Thread(
        target=_ask, args=(path, text, facts, answered, done, free), name="classifier", daemon=True
    )
    try:
        thread.start()
    except RuntimeError as error:  # no thread is to be had
        free.release()
        log.warning("the classifier %s is not asked: %s", path, error)
        return None
    if not done.wait(patience):
        log.warning("the classifier %s has not answered in %.1f seconds", path, patience)
        return None
    return _fit(path, answered[0]) if answered else None


def _ask(
    path: str,
    text: str,
    facts: Facts,
    answered: list[Any],
    done: threading.Event,
    free: threading.BoundedSemaphore,
) -> None:
    try:
        answered.append(_classifier(path)(text, facts))
    except Exception as error:
        log.warning("the classifier %s failed: %s", path, type(error).__name__)
    finally:
        free.release()
        done.set()


def _fit(path: str, told: Any) -> Opinion | None:
    if told is None:
        return None
    is_one = isinstance(told, Opinion) and isinstance(told.risk, int | float) and isinstance(told.reason, str)
    if is_one and math.isfinite(told.risk):
        return Opinion(round(min(100, max(0, told.risk))), " ".join(told.reason.split())[:100])
    log.warning("the classifier %s answered a %s, which is no Opinion", path, type(told).__name__)
    return None


@lru_cache(maxsize=4)
def _classifier(path: str) -> Classify:
    module, _, name = path.partition(":")
    found: Classify = getattr(importlib.import_module(module), name)
    return found
