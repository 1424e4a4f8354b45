"""A look at a source: what it sends, as dispatches, and what is to be remembered until the next one.

``KINDS`` says who looks at which kind of source; a new kind is one line there.
"""

import hashlib
from datetime import datetime
from typing import Final, Protocol
from urllib.parse import urlsplit

from harkara.desk.rounds import Due
from harkara.wire import boxes, complaints, feeds, fetching, refusals
from harkara.wire.complaints import Complaint
from harkara.wire.errors import NotFetched
from harkara.wire.looks import Look, Looker

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of a feed that are taken, unpacked."""


class Fetch(Protocol):
    """Fetches an address, as ``fetching.fetch`` does."""

    def __call__(
        self, address: str, /, *, accept: str, etag: str, last_modified: str, largest: int
    ) -> fetching.Fetched: ...


def look_at_feed(due: Due, now: datetime, fetch: Fetch = fetching.fetch) -> Look:
    """Asks a feed, politely: with what it said of itself the last time, and as a page that may be refused, gone or moved."""
    memo = due.memo
    try:
        fetched = fetch(
            due.address,
            accept=fetching.FEEDS,
            etag=str(memo.get("etag", "")),
            last_modified=str(memo.get("last_modified", "")),
            largest=LARGEST,
        )
    except NotFetched as refusal:
        return _failed(due, refusal)
    report = [Complaint(complaints.MOVED, {"address": fetched.moved})] if fetched.moved else []
    kept = {"etag": fetched.etag or memo.get("etag", ""), "last_modified": fetched.last_modified}
    if fetched.is_unchanged:
        return Look(memo={**memo, "etag": kept["etag"]}, moved=fetched.moved, report=report)
    digest = hashlib.sha256(fetched.content).hexdigest()
    kept = {"etag": fetched.etag, "last_modified": fetched.last_modified, "digest": digest}
    if digest == memo.get("digest"):  # a server that does not say so
        return Look(
            memo=kept | {"minutes": memo.get("minutes", 0)}, moved=fetched.moved, minutes=memo.get("minutes", 0)
        )
    try:
        found = feeds.read(
            fetched.content,
            address=fetched.address,
            outlet=due.outlet,
            zone=due.zone,
            now=now,
            charset=fetched.charset,
        )
    except feeds.NoFeed as refusal:
        return Look(error=refusal.complaint)
    return Look(
        found.dispatches,
        memo=kept | {"minutes": found.minutes},
        report=[*report, *found.complaints],
        moved=fetched.moved,
        minutes=found.minutes,
    )


def host_of(due: Due) -> str:
    """Whom a look at ``due`` asks: nobody is asked twice at a time."""
    return urlsplit(due.address).hostname or due.address


def _failed(due: Due, refusal: NotFetched) -> Look:
    if refusal.status == 410:
        return Look(error=Complaint(complaints.GONE, {"address": due.address}), is_gone=True)
    sentence = _INSTEAD.get(refusal.sentence, refusal.sentence)
    values = {name: value if isinstance(value, int) else str(value) for name, value in refusal.values.items()}
    return Look(error=Complaint(sentence, values), seconds=float(refusal.retry_after or 0))


_INSTEAD: Final = {
    refusals.STATUS: complaints.STATUS,
    refusals.GONE: complaints.NOT_THERE,
    refusals.SLOW: complaints.SLOW,
    refusals.LARGE: complaints.LARGE,
    refusals.BROKEN: complaints.DAMAGED,
    refusals.CERTIFICATE: complaints.CERTIFICATE,
    refusals.NO_ANSWER: complaints.NO_ANSWER,
    refusals.ROBOTS: complaints.ROBOTS,
    refusals.NO_ROBOTS: complaints.NO_ROBOTS,
}
"""What a newsroom is told in place of what is told to somebody who gave the address of a page: nobody pastes a feed."""

KINDS: Final[dict[str, Looker]] = {
    "feed": look_at_feed,
    "folder": boxes.look_at_folder,
    "mailbox": boxes.look_at_mailbox,
}
"""Who looks at which kind of source (``desk.models.WireSource.Kind``)."""
