"""A poll as finished copy."""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PollCopy:
    """What readers of a story are asked. ``votes`` are those of each answer, in the piece alone: the page of the story does not
    change with them. ``turn`` is the digit of the question among those that were asked under the story.
    """

    story: int
    question: str
    options: tuple[str, ...]
    turn: int
    closes_at: datetime
    closed: bool = False
    votes: tuple[int, ...] = ()

    def counted(self, votes: tuple[int, ...]) -> "PollCopy":
        """The same with its votes."""
        return replace(self, votes=votes)

    @property
    def total(self) -> int:
        """All votes."""
        return sum(self.votes)

    @property
    def shares(self) -> tuple[int, ...]:
        """Per cent of each answer: whole numbers that make a hundred (the largest remainders are rounded up), or all nought."""
        if not self.total:
            return tuple(0 for _ in self.options)
        exact = [100 * votes / self.total for votes in self.votes]
        shares = [int(one) for one in exact]
        late = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
        for place in late[: 100 - sum(shares)]:
            shares[place] += 1
        return tuple(shares)
