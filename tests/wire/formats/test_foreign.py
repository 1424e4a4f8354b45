"""Files that were written elsewhere: each is read as it says itself.

None of them is kept here. ``foreign.tsv`` names each with its repository, commit, path and SHA-256, and what it says (found
with another parser, by eye for teleprinters' files). ``HARKARA_FOREIGN`` names the folder in which they lie, under
``wire/OWNER/REPOSITORY/PATH``; without it nothing is tested here.
"""

import csv
import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from harkara.bangla.clean import normalise
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import read

FOREIGN = os.environ.get("HARKARA_FOREIGN", "")

with Path(__file__).with_name("foreign.tsv").open(encoding="utf-8", newline="") as listed:
    ROWS: list[dict[str, Any]] = list(csv.DictReader(listed, delimiter="\t", quoting=csv.QUOTE_NONE))


def bytes_of(row: dict[str, Any]) -> bytes:
    if not FOREIGN:
        pytest.skip("HARKARA_FOREIGN names no folder with the files of foreign.tsv")
    data = (Path(FOREIGN) / "wire" / row["repository"] / row["path"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == row["sha256"]
    return data


def test_at_least_five_files_of_each_format_are_listed_that_hold_a_story() -> None:
    counted = Counter(row["format"] for row in ROWS if not row["refused"])
    assert set(counted) == {"newsml-g2", "nitf", "ninjs", "iptc7901"}
    assert min(counted.values()) >= 5


@pytest.mark.parametrize(
    "row", [row for row in ROWS if not row["refused"]], ids=lambda row: f"{row['format']}-{Path(row['path']).name}"
)
def test_it_is_read_as_it_says_itself(row: dict[str, Any]) -> None:
    stories = read(bytes_of(row))
    story = next((one for one in stories if one.guid.endswith(row["guid"])), None)
    if row["guid"] == "nitf:":  # the file has no id: it is known by headline and time
        (story,) = stories
        assert story.guid.startswith("nitf:")
    assert story is not None
    if row["headline"]:
        assert story.headline == normalise(row["headline"])
    else:  # the file has no headline: the text's beginning stands there, or what a picture without words is called
        assert story.body[0].startswith(story.headline.rstrip("…"))
    assert (story.published.isoformat() if story.published else "") == row["published"]
    assert story.state == "cancelled" or all(story.body)


@pytest.mark.parametrize("row", [row for row in ROWS if row["refused"]], ids=lambda row: Path(row["path"]).name)
def test_what_holds_no_whole_story_is_refused(row: dict[str, Any]) -> None:
    data = bytes_of(row)
    with pytest.raises(UnreadableItem, match=row["refused"]):
        read(data)
