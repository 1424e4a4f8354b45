"""The bounded memory of ready answers."""

from typing import Final

from .answers import Answer


class Memory:
    """Answers by path (or by the name of a notice), at most ``limit`` bytes of them.

    The oldest goes first, unless it was used since it was last considered (second chance): hot pages stay, and a hit
    costs one attribute instead of a reordering.
    """

    __slots__ = ("answers", "held", "limit")

    def __init__(self, limit: int) -> None:
        self.limit: Final = limit
        self.held = 0
        self.answers: Final[dict[str, Answer]] = {}

    def welcomes(self, answer: Answer, often: bool) -> bool:
        """Whether ``answer`` is to be kept: it fits, and there is room, or it is asked for ``often`` enough to take the
        place of others.
        """
        return answer.size <= self.limit - (0 if often else self.held)

    def keep(self, key: str, answer: Answer) -> None:
        """Keeps ``answer`` for ``key`` in place of what was kept, and lets go of others until all fit. What is larger than
        the whole memory is not kept.
        """
        self.forget(key)
        if answer.size > self.limit:
            return
        self.answers[key] = answer
        self.held += answer.size
        while self.held > self.limit:
            oldest = next(iter(self.answers))
            candidate = self.answers[oldest]
            if candidate.used:
                candidate.used = False
                del self.answers[oldest]
                self.answers[oldest] = candidate
            else:
                self.forget(oldest)

    def forget(self, key: str) -> None:
        """Lets go of what is kept for ``key``, if anything."""
        gone = self.answers.pop(key, None)
        if gone is not None:
            self.held -= gone.size
