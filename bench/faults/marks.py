"""What tells the versions of a story apart on any page: a mark such as ``[#17.3]``, third version of story 17.

The numbers of the marks are the bench's own; a story's address is made of its first headline and so holds none.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

MARK = re.compile(rb"\[#(\d+)\.(\d+)\]")


def mark(story: int, version: int) -> str:
    """The mark of one version of one story."""
    return f"[#{story}.{version}]"


def versions(body: bytes) -> dict[int, set[int]]:
    """Which versions of which stories a page shows. More than one version of a story: the page is torn."""
    found: dict[int, set[int]] = defaultdict(set)
    for story, version in MARK.findall(body):
        found[int(story)].add(int(version))
    return dict(found)


@dataclass(slots=True)
class Book:
    """What the editor said of each story: begun before the act, acknowledged after its commit."""

    begun: dict[int, int] = field(default_factory=dict)
    acknowledged: dict[int, int] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)
    killing: set[int] = field(default_factory=set)
    killed: set[int] = field(default_factory=set)
    acts: int = 0

    def note(self, line: str) -> None:
        """Takes a line of the editor: ``try 17 3``, ``done 17 3 /world/…``, ``kill 17`` or ``killed 17``."""
        word, story, *rest = line.split()
        number = int(story)
        if word == "try":
            self.begun[number] = int(rest[0])
        elif word == "done":
            self.acknowledged[number] = int(rest[0])
            self.paths[number] = rest[1]
            self.acts += 1
        elif word == "kill":
            self.killing.add(number)
        elif word == "killed":
            self.killed.add(number)
            self.acts += 1

    def lost(self, story: int, least: int, was_killed: bool, status: int, shown: Mapping[int, set[int]]) -> str:
        """What is wrong with an answer at the story's own address; empty if nothing.

        ``least`` and ``was_killed`` were acknowledged, and followed by the press, before it was asked for. What was begun
        since, or begun and never acknowledged because the editor was killed, may be there or not.
        """
        if status == 410:
            return "" if story in self.killing else f"story {story} was never killed and answers 410"
        if was_killed:
            return f"story {story} was killed and answers {status}"
        if status != 200:
            return f"story {story} was published and answers {status}"
        there = max(shown.get(story, {0}))
        is_right = least <= there <= self.begun[story]
        return "" if is_right else f"story {story} shows version {there}, acknowledged is {least}"
