"""A story and a picture as they leave the house: ninjs 3.0, with all that the desk keeps of them in one more body.

ninjs 3.0 lets nothing stand in it that it does not name (``unevaluatedProperties``), but as many bodies as one likes, each
with its type. So what only Harkara knows is a body of the type ``application/vnd.harkara.story+json``: every reader of ninjs
takes the document, and keeps that body or leaves it. Unlike what the paper syndicates, the document is whole whatever others
may take: it is the paper's own.
"""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from harkara.desk.holdings.folder import PICTURE, STORY
from harkara.layout.copy import PaperCopy, StoryCopy
from harkara.press import ninjs

ROLE: Final = "harkara"
PROFILE: Final = "harkara/1"

Row = dict[str, Any]
Node = dict[str, Any]


def document(row: Row, copy: StoryCopy | None, paper: PaperCopy) -> bytes:
    """A story as a file. ``row``: all that the desk keeps of it; ``copy``: what readers see, of one that they do."""
    node = _shown(copy, paper) if copy else _withheld(row, paper)
    node["profile"] = PROFILE
    node.setdefault("bodies", []).append({"role": ROLE, "contentType": STORY, "value": _json(row)})
    return (_json(node) + "\n").encode()


def place(row: Row, paper: PaperCopy) -> str:
    """Where the file of a story lies: ``2026/11/12.json``, by the month of its publication in the paper's zone."""
    when = datetime.fromisoformat(row["published_at"]).astimezone(ZoneInfo(paper.zone))
    return f"{when:%Y/%m}/{row['id']}.json"


def picture(row: Row, file: Row | None, paper: PaperCopy) -> bytes:
    """A picture's words as a file beside it. ``file``: ``name``, ``type`` and ``bytes`` of the original."""
    node: Node = {
        "standard": ninjs.STANDARD,
        "uri": f"{paper.origin}/picture/{row['id']}",
        "type": "picture",
        "profile": PROFILE,
        "pubStatus": "canceled" if row["withdrawn"] else "usable",
        "bodies": [{"role": ROLE, "contentType": PICTURE, "value": _json(row)}],
    }
    if row.get("credit"):
        node["by"] = row["credit"]
    said = {"alt": row.get("alt"), "caption": row.get("caption")}
    if words := [{"role": role, "value": value} for role, value in said.items() if value]:
        node["descriptions"] = words
    if file:
        rendition: Node = {
            "name": "original",
            "title": file["name"],
            "contentType": file["type"],
            "sizeInBytes": file["bytes"],
            "width": row["width"],
            "height": row["height"],
        }
        if row["focal_point_x"] is not None and row["focal_point_y"] is not None:
            rendition["poi"] = {"x": row["focal_point_x"], "y": row["focal_point_y"]}
        node["renditions"] = [rendition]
    return (json.dumps(node, ensure_ascii=False, indent=1) + "\n").encode()


def picture_place(number: int, name: str) -> str:
    """Where the file of a picture lies, a thousand to a folder: ``0/12.jpg``."""
    _, dot, ending = name.rpartition(".")
    return f"{number // 1000}/{number}{dot}{ending.lower() if dot else ''}"


def _shown(copy: StoryCopy, paper: PaperCopy) -> Node:
    node = ninjs.item(replace(copy, syndication="full"), paper)
    node["usageTerms"] = ninjs.TERMS[copy.syndication]
    return node


def _withheld(row: Row, paper: PaperCopy) -> Node:
    """A story that readers do not see any more: taken off the paper, or killed and without a word of it."""
    node: Node = {
        "standard": ninjs.STANDARD,
        "uri": f"{paper.origin}/{row['id']}",
        "type": "text",
        "representationType": "partial",
        "pubStatus": "canceled" if row.get("killed_at") else "withheld",
        "language": paper.language,
        "firstCreated": row["published_at"],
        "altIds": [{"role": "internal", "value": str(row["id"])}],
    }
    if row.get("modified_at"):
        node["versionCreated"] = row["modified_at"]
    if row.get("headline"):
        node["headlines"] = [{"role": "main", "value": row["headline"]}]
    return node


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
