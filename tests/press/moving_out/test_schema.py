"""Stories that leave the house, and those that are syndicated, hold against IPTC's own schema of ninjs 3.0.

The schema is not kept here (``HARKARA_FOREIGN`` names the folder in which ``ninjs/ninjs-schema_3.0.json`` lies); without it
nothing is tested but what is said of it.
"""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harkara.layout import specimens
from harkara.layout.copy import StoryCopy
from harkara.press import ninjs
from harkara.press.moving_out import stories

FOREIGN = os.environ.get("HARKARA_FOREIGN", "")
REPOSITORY, COMMIT = "iptc/newsinjson", "3ace39707a725d6674279c3151e2f5323dc81074"
PATH, SHA256 = "specification/ninjs-schema_3.0.json", "9c1158d5165e92dfdfb9c4dac64a78e59241dea1c8a32b57fbc7bb6795a0eb07"

PAPER = specimens.paper()
NOW = "2026-11-28T06:00:00+00:00"
ROW = {"id": 12, "published_at": NOW, "modified_at": NOW, "headline": "খবর", "killed_at": None}
PICTURE = {"id": 3, "withdrawn": False, "alt": "নৌকা", "caption": "", "credit": "হরকরা", "width": 700, "height": 420}
FOCUS = {"focal_point_x": 350, "focal_point_y": 100}
FILE = {"name": "3.jpg", "type": "image/jpeg", "bytes": 1234}


def validator() -> Any:
    if not FOREIGN:
        pytest.skip(f"HARKARA_FOREIGN names no folder with ninjs/{Path(PATH).name} of {REPOSITORY} at {COMMIT}")
    jsonschema = pytest.importorskip("jsonschema")
    data = (Path(FOREIGN) / "ninjs" / Path(PATH).name).read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA256
    return jsonschema.Draft202012Validator(json.loads(data), format_checker=jsonschema.FormatChecker())


def wrong(document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator().iter_errors(document)]


def specimen(**fields: Any) -> StoryCopy:
    return replace(specimens.story(), **fields)


@pytest.mark.parametrize("syndication", ["full", "excerpt", "nothing"])
def test_what_is_syndicated_is_ninjs(syndication: str) -> None:
    assert wrong(ninjs.item(specimen(syndication=syndication), PAPER)) == []


@pytest.mark.parametrize("copy", [specimen(), specimen(syndication="nothing", picture=None, corrections=(), topics=())])
def test_a_story_that_leaves_is_ninjs(copy: StoryCopy) -> None:
    assert wrong(json.loads(stories.document(ROW, copy, PAPER))) == []


@pytest.mark.parametrize("row", [ROW, {**ROW, "killed_at": NOW, "headline": ""}, {**ROW, "modified_at": None}])
def test_a_story_that_nobody_reads_any_more_is_ninjs(row: dict[str, Any]) -> None:
    assert wrong(json.loads(stories.document(row, None, PAPER))) == []


@pytest.mark.parametrize(
    ("row", "file"),
    [
        ({**PICTURE, **FOCUS}, FILE),
        ({**PICTURE, "focal_point_x": None, "focal_point_y": None}, FILE),
        ({"id": 4, "withdrawn": True, "width": 1, "height": 1}, None),
    ],
)
def test_a_picture_is_ninjs(row: dict[str, Any], file: dict[str, Any] | None) -> None:
    assert wrong(json.loads(stories.picture(row, file, PAPER))) == []


def test_the_schema_refuses_what_is_none() -> None:
    node = json.loads(stories.document(ROW, specimen(), PAPER))
    assert wrong({**node, "harkara": {}})
    assert wrong({**node, "pubStatus": "killed"})


def test_a_story_that_leaves_is_whole_whatever_others_may_take() -> None:
    node = json.loads(stories.document(ROW, specimen(syndication="nothing"), PAPER))
    assert [body["role"] for body in node["bodies"]] == ["main", "plain", "harkara"]
    assert (node["usageTerms"], node["representationType"]) == (ninjs.TERMS["nothing"], "full")
    assert json.loads(node["bodies"][-1]["value"]) == ROW
    assert stories.place(ROW, PAPER) == "2026/11/12.json"
    assert stories.place({**ROW, "published_at": "2026-11-30T18:00:00+00:00"}, PAPER) == "2026/12/12.json"
    assert [stories.picture_place(1234, name) for name in ("original_images/a.JPG", "b")] == ["1/1234.jpg", "1/1234"]
