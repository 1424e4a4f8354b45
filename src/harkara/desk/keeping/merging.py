"""Two wordings of a story that began from the same one, laid together.

A wording is the content of a revision, as ``content_of`` reads it. It is taken apart into parts: each field, and each
block of the text by its id. A part that only one side changed is that side's; one that both changed, each in its own way,
clashes, and an editor chooses. Nothing here touches the database.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from uuid import NAMESPACE_URL, uuid5

Content: TypeAlias = dict[str, Any]
Side: TypeAlias = Literal["mine", "theirs", "clash"]
Choice: TypeAlias = Literal["mine", "theirs", "both"]

BODY = "body"
CHOICES = frozenset(("mine", "theirs", "both"))

_KEYS_OF_PARAGRAPHS = re.compile(r' data-block-key="[^"]*"')
_ROW_MARKS = frozenset(("pk", "id", "story", "sort_order"))


@dataclass(frozen=True, slots=True)
class Difference:
    """A part that changed since both began: its path (``headline``, ``body:`` and the id of a block), and whose it is.

    ``mine`` and ``theirs`` are what the two sides say; ``None`` of a block that a side does not have.
    """

    path: str
    side: Side
    mine: Any
    theirs: Any

    @property
    def block(self) -> str:
        """The id of the block; empty for a field."""
        return self.path.partition(":")[2]


def content_of(stored: Mapping[str, Any], names: Collection[str]) -> Content:
    """The fields ``names`` of a revision's content, the text as a list of blocks."""
    found = {name: stored.get(name) for name in names}
    if BODY in found:
        body = found[BODY]
        found[BODY] = json.loads(body) if isinstance(body, str) and body else body or []
    return found


def stored_as(content: Content) -> Content:
    """``content`` as a revision stores it."""
    return {**content, BODY: json.dumps(content[BODY], ensure_ascii=False)} if BODY in content else content


def compare(base: Content, mine: Content, theirs: Content) -> list[Difference]:
    """The parts that either side changed since ``base`` and that differ between the two, in the order of ``mine``."""
    found: list[Difference] = []
    for name in mine:
        if name == BODY:
            found += _compare_bodies(base.get(BODY) or [], mine[BODY], theirs[BODY])
        elif (side := _side(name, base.get(name), mine[name], theirs[name])) is not None:
            found.append(Difference(name, side, mine[name], theirs[name]))
    return found


def merge(base: Content, mine: Content, theirs: Content, choices: Mapping[str, str]) -> Content:
    """The two laid together. Where they clash ``choices`` says by path what stays; without a word it is ``mine``."""
    differences = {one.path: one for one in compare(base, mine, theirs)}
    merged: Content = {}
    for name, own in mine.items():
        one = differences.get(name)
        if name == BODY:
            merged[BODY] = _merge_bodies(base.get(BODY) or [], own, theirs[BODY], differences, choices)
        elif isinstance(own, list) and _is_set(own, theirs[name]):
            merged[name] = _merge_sets(base.get(name) or [], own, theirs[name] or [])
        else:
            merged[name] = theirs[name] if one and _chosen(one, choices) == "theirs" else own
    return merged


def order(base: Iterable[str], mine: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """The ids of both sides in one row: in the order of the side that moved some, each new one behind what it stood
    behind.

    >>> order(["a", "b"], ["a", "x", "b"], ["b", "a", "y"])
    ['b', 'a', 'x', 'y']
    """
    common = [one for one in base if one in mine and one in theirs]
    moved = [one for one in mine if one in common] != common
    lead, other = (mine, theirs) if moved else (theirs, mine)
    row = list(lead)
    before = ""
    for one in other:
        if one not in row:
            row.insert(row.index(before) + 1 if before else 0, one)
        before = one
    return row


def _compare_bodies(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Difference]:
    old, own, other = _by_id(base), _by_id(mine), _by_id(theirs)
    found = []
    for one in order(list(old), list(own), list(other)):
        side = _side(BODY, old.get(one), own.get(one), other.get(one))
        if side is not None:
            found.append(Difference(f"{BODY}:{one}", side, own.get(one), other.get(one)))
    return found


def _merge_bodies(
    base: list[Any],
    mine: list[Any],
    theirs: list[Any],
    differences: Mapping[str, Difference],
    choices: Mapping[str, str],
) -> list[Any]:
    old, own, other = _by_id(base), _by_id(mine), _by_id(theirs)
    merged: list[Any] = []
    for one in order(list(old), list(own), list(other)):
        difference = differences.get(f"{BODY}:{one}")
        if difference is None:
            merged += [own[one]] if one in own else []
            continue
        chosen = _chosen(difference, choices)
        sides = {"mine": [difference.mine], "theirs": [difference.theirs], "both": [difference.mine, difference.theirs]}
        kept = [block for block in sides[chosen] if block is not None]
        merged += kept[:1] + [{**block, "id": str(uuid5(NAMESPACE_URL, f"{one} too"))} for block in kept[1:]]
    return merged


def _chosen(one: Difference, choices: Mapping[str, str]) -> str:
    if one.side != "clash":
        return one.side
    choice = choices.get(one.path, "mine")
    return choice if choice in CHOICES and (choice != "both" or one.block) else "mine"


def _side(name: str, base: Any, mine: Any, theirs: Any) -> Side | None:
    """Whose change it is; ``None`` where the two say the same."""
    old, own, other = (_key(name, value) for value in (base, mine, theirs))
    if own == other:
        return None
    if other == old:
        return "mine"
    if own == old or (isinstance(mine, list) and _is_set(mine, theirs)):
        return "theirs"
    return "clash"


def _key(name: str, value: Any) -> Any:
    """What two values are compared by: what readers see of them, not the marks that an editor leaves."""
    if value is None or value == "":
        return None
    if name == BODY:
        return _KEYS_OF_PARAGRAPHS.sub("", json.dumps(_without_ids(value["value"]), sort_keys=True).replace('\\"', '"'))
    if isinstance(value, list):
        rows = [
            {key: field for key, field in row.items() if key not in _ROW_MARKS} if isinstance(row, dict) else row
            for row in value
        ]
        return rows if any(isinstance(row, dict) for row in rows) else sorted(rows, key=str)
    return value


def _without_ids(value: Any) -> Any:
    """A block's value without the ids of what is in it."""
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items() if key != "id"}
    return [_without_ids(item) for item in value] if isinstance(value, list) else value


def _is_set(mine: Any, theirs: Any) -> bool:
    """Whether the values are names without an order, as topics are."""
    rows = [*(mine or []), *(theirs or [])]
    return not any(isinstance(row, dict) for row in rows)


def _merge_sets(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    kept = [one for one in mine if one in theirs or one not in base]
    return kept + [one for one in theirs if one not in mine and one not in base]


def _by_id(blocks: Iterable[Any]) -> dict[str, Any]:
    return {str(block.get("id") or number): block for number, block in enumerate(blocks)}
