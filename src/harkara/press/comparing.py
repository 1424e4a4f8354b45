"""Whether an index is what it should be: each record of the desk beside what the index keeps, in the memory of a lot."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace

from harkara.archive.index import Index, Search
from harkara.archive.record import Kind, Record
from harkara.desk import morgue
from harkara.press.following import concern, past
from harkara.press.snapshot import snapshot
from harkara.press.turns import KEPT
from harkara.rack import changes

LOT = 200
"""Records read together."""

BEYOND = 1000
"""Numbers above the highest of the desk that are asked for: an index of another paper's future has such."""

ATTEMPTS = 3
"""How often a lot is compared before it counts as different: a press may be putting just these."""

NAMED = 40
"""Differences that are told one by one."""


@dataclass(slots=True)
class Comparison:
    """What was compared, what differs (a sentence each), and how many changes the index has not followed yet, with the
    records that these are about: such may differ.
    """

    compared: int = 0
    wrong: list[str] = field(default_factory=list)
    late: int = 0

    def lines(self) -> Iterator[str]:
        """What was found, to be read."""
        yield from self.wrong[:NAMED]
        if len(self.wrong) > NAMED:
            yield f"… and {len(self.wrong) - NAMED} more."
        late = f"; {self.late} wait to be put" if self.late else ""
        yield f"{self.compared:,} records compared, {len(self.wrong)} differ{late}."


def compare(
    index: Index, kinds: tuple[Kind, ...], progress: Callable[[int, int], None] = lambda done, total: None
) -> Comparison:
    """Compares ``index`` with the desk, record by record: what lacks, what is too much, and in what fields others differ.

    Topics, of which an index keeps no list, are compared by what the filter finds. Raises
    :class:`~harkara.archive.index.IndexDamaged`.
    """
    done = Comparison()
    topics: Counter[str] = Counter()
    should = 0
    total = sum(morgue.DRAWERS[kind].last() for kind in kinds) or 1
    seen = 0
    for kind in kinds:
        last = morgue.DRAWERS[kind].last() + BEYOND
        for first in range(1, last + 1, LOT):
            numbers = range(first, min(first + LOT, last + 1))
            for _ in range(ATTEMPTS):
                records, differing = _lot(index, kind, numbers)
                if not differing:
                    break
            with snapshot():
                late = _late(index, kinds)
            for number, said in differing.items():
                if late is None or number in late.get(kind, ()):
                    done.late += 1
                else:
                    done.wrong.append(f"{kind} {number} {said}")
            done.compared += len(records)
            should += len(records)
            topics.update(slug for record in records for slug in record.topics)
            seen += len(numbers)
            progress(min(seen, total), total)
    if not done.late:
        _count(index, should, topics, done)
    return done


def _lot(index: Index, kind: Kind, numbers: range) -> tuple[list[Record], dict[int, str]]:
    """The records of the desk with these numbers, and what is wrong with those that the index has otherwise."""
    with snapshot():
        records = morgue.DRAWERS[kind].read(numbers)
    should = {record.number: record for record in records}
    kept = index.kept(f"{kind}:{number}" for number in numbers)
    said = {number: _difference(should.get(number), kept.get(f"{kind}:{number}")) for number in numbers}
    return records, {number: words for number, words in said.items() if words}


def _late(index: Index, kinds: tuple[Kind, ...]) -> dict[Kind, set[int]] | None:
    """The records that changes are about which the index has not followed yet; ``None`` where they may be any."""
    at = past(index.place())
    found = concern(changes.since(at.position, KEPT), kinds)
    return None if at.owed or found.owed else found.numbers


def _difference(should: Record | None, kept: Record | None) -> str:
    """What is wrong with what the index keeps, as the end of a sentence; "" where nothing is."""
    if should is None:
        return "is in the index and should not be." if kept else ""
    if kept is None:
        return "is not in the index."
    bare = replace(should, topics=())
    names = [one.name for one in fields(Record) if getattr(bare, one.name) != getattr(kept, one.name)]
    return f"has another {', '.join(names)} in the index." if names else ""


def _count(index: Index, should: int, topics: Counter[str], done: Comparison) -> None:
    """Compares how many there are, as a whole and of each topic."""
    if index.count() != should:
        done.wrong.append(f"the index holds {index.count()} records and should hold {should}.")
    for slug, count in sorted(topics.items()):
        found = index.search(Search(topic=slug))
        if found.total < count if found.at_least else found.total != count:
            done.wrong.append(f"the topic {slug} chooses {found.total} records and should choose {count}.")
    for slug in _gone(topics):
        if index.search(Search(topic=slug)).total:
            done.wrong.append(f"the topic {slug} has no record, and chooses some.")


def _gone(topics: Counter[str]) -> list[str]:
    """Topics of the desk that no record has."""
    return [slug for slug in morgue.topics() if slug not in topics]
