"""What readers are refused. The sentence is the layout's, in Bangla, and names the value and the way out::

CommentsError
├── Absent      there is no such comment, reader or story (any more)
├── NotSignedIn the act needs a reader who has signed in
├── Closed      the story takes no comments (any more)
├── TooOften    the act was done too often; ``wait`` says for how many seconds
└── Refused     everything else that cannot be done so
"""

from harkara.bangla.digits import to_bangla
from harkara.layout import cases


class CommentsError(Exception):
    """Root of the room's errors. ``word`` names the sentence in the layout's catalogue (``wording.toml``, ``[voice_no]``)."""

    def __init__(self, word: str, /, **values: object) -> None:
        self.word = word
        self.values = values
        super().__init__(word)

    def __str__(self) -> str:
        sentence: str = cases.table("wording")["voice_no"][self.word]
        said = {name: to_bangla(value) if isinstance(value, int) else value for name, value in self.values.items()}
        return sentence.format(**said)


class Absent(CommentsError):  # noqa: N818 (a refusal says what is)
    """There is no such thing, or no longer."""


class NotSignedIn(CommentsError):  # noqa: N818 (see above)
    """Nobody has signed in."""


class Closed(CommentsError):  # noqa: N818 (see above)
    """The story takes no comments."""


class TooOften(CommentsError):  # noqa: N818 (see above)
    """It was done too often."""

    def __init__(self, word: str, wait: int, /, **values: object) -> None:
        self.wait = wait
        super().__init__(word, **values)


class Refused(CommentsError):  # noqa: N818 (see above)
    """It cannot be done so."""
