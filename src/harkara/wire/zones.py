"""In which zone a page's times are: India's for a page that is Indian by its own evidence, else the paper's."""

from collections.abc import Iterable

from harkara.wire.page import Line
from harkara.wire.wording import compare, places, table

ENOUGH = 2.5
"""The weight of evidence from which a page is Indian."""

INDIA = "Asia/Kolkata"


def find(frame: Iterable[Line], body: Iterable[Line], dateline: str | None, home: str) -> str:
    """Return the IANA zone of a page.

    ``frame`` is everything around the story, ``dateline`` the place of the byline, ``home`` the zone where nothing
    speaks for India.
    """
    return INDIA if weight(list(frame), list(body), dateline) >= ENOUGH else home


def weight(frame: list[Line], body: list[Line], dateline: str | None) -> float:
    """Return the weight of evidence for India; a place of Bangladesh in the byline counts against it."""
    total = 0.0
    if dateline in places("india"):
        total += 2.5
    elif dateline in places("bangladesh"):
        total -= 4.0
    texts = {
        "frame": " " + compare(" ".join(line.text for line in frame)) + " ",
        "body": " " + compare(" ".join(line.text for line in body)) + " ",
    }
    names = {line.bare for line in frame if line.length < 20}
    for row in table("places")["evidence"]:
        words = [compare(word) for word in row["words"]]
        if row["where"] == "navigation":
            total += row["weight"] * min(2, sum(word in names for word in words))
        else:
            hits = sum(word in texts[row["where"]] for word in words)
            total += row["weight"] * min(hits, 3 if row["where"] == "body" else 2)
    return total
