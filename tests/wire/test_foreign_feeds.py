"""Feeds that others wrote: the test files of four public projects, damaged ones among them. ``foreign_feeds.tsv`` names each
(repository, path, SHA-256); they are read from the folder ``feeds`` in ``HARKARA_FOREIGN`` and are not part of this repository.
"""

import hashlib
import os
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from harkara.wire import complaints, feeds

FOLDER = Path(os.environ.get("HARKARA_FOREIGN", "")) / "feeds"
LIST = Path(__file__).with_name("foreign_feeds.tsv")
TAG = re.compile(r"</?(?:p|div|b|i|a|br|script|img|span|style)\b[^>]*>", re.IGNORECASE)
ITEM = re.compile(rb"<(?:item|entry)[\s>]")
REAL = ("rbren/rss-parser", "miniflux/v2")

pytestmark = pytest.mark.skipif(
    not (os.environ.get("HARKARA_FOREIGN") and FOLDER.is_dir()),
    reason="HARKARA_FOREIGN names no folder with the feeds of foreign_feeds.tsv",
)


class Foreign(NamedTuple):
    repository: str
    path: str
    data: bytes


def foreign() -> list[Foreign]:
    """The files of the list; one that reads otherwise than the list says fails."""
    found = []
    for line in LIST.read_text().splitlines():
        repository, path, digest = line.split("\t")
        data = (FOLDER / repository / path).read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest, path
        found.append(Foreign(repository, path, data))
    return found


def read(data: bytes, address: str = "https://nilkham.example/rss") -> feeds.Reading:
    now = datetime(2026, 11, 30, 6, tzinfo=UTC)
    return feeds.read(data, address=address, outlet="নীলখাম", zone="Asia/Dhaka", now=now)


def test_none_of_them_is_too_odd() -> None:
    counts: Counter[str] = Counter()
    for file in foreign():
        try:
            found = read(file.data)
        except feeds.NoFeed as refusal:
            counts["refused"] += str(refusal).startswith("What is at “https://nilkham.example/rss” is ")
            continue
        counts["read"] += 1
        counts["items"] += len(found.dispatches)
        assert found == read(file.data), file.path
        for item in found.dispatches:
            assert item.guid, file.path
            assert item.headline or item.state == "cancelled", file.path
            assert not TAG.search(" ".join((item.headline, *item.body))), (file.path, item)
            assert all(moment is None or moment.tzinfo for moment in (item.published, item.updated)), file.path
            assert item.source_chain[-1:] or item.state == "cancelled", file.path
        guids = Counter(item.guid for item in found.dispatches)
        assert max(guids.values(), default=1) == 1 or found.complaints, file.path
    print(f"FIGURE: feeds that others wrote, read, refused in a sentence, items | {dict(counts)}")
    assert (counts["read"], counts["refused"]) == (READ, REFUSED)


READ, REFUSED = 267, 12
"""What is refused is empty, a page, broken JSON, or JSON that is none of a feed."""


def test_each_item_of_feeds_out_of_life_is_taken() -> None:
    taken = 0
    for file in foreign():
        if file.repository in REAL and len(file.data) > 5_000 and b"\x00" not in file.data:
            found = read(file.data)
            left_out = sum(
                complaint.values["count"] for complaint in found.complaints if complaint.sentence == complaints.NO_WORDS
            )
            count = len(ITEM.findall(file.data))
            assert len(found.dispatches) + left_out == min(count, feeds.MOST), file.path
            taken += len(found.dispatches)
    assert taken > 500


def test_letters_of_other_scripts_are_read() -> None:
    said = {Path(file.path).name: file.data for file in foreign() if file.repository == "miniflux/v2"}
    for name, letters in (("encoding_WINDOWS-1251.xml", "[а-я]"), ("urdu_UTF8.xml", "[\u0600-\u06ff]")):
        text = " ".join(item.headline for item in read(said[name]).dispatches)
        assert len(re.findall(letters, text)) > 100, name
