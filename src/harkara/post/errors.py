"""What the post refuses. The sentence is the layout's, in Bangla, and names the value and the way out::

PostError
├── Absent    there is no such subscription, or nothing is sent by this paper
└── Refused   it cannot be done so
"""

from harkara.bangla.digits import to_bangla
from harkara.layout import cases


class PostError(Exception):
    """Root of the room's errors. ``word`` names the sentence in the layout's catalogue (``wording.toml``, ``[post_no]``)."""

    def __init__(self, word: str, /, **values: object) -> None:
        self.word = word
        self.values = values
        super().__init__(word)

    def __str__(self) -> str:
        sentence: str = cases.table("wording")["post_no"][self.word]
        said = {name: to_bangla(value) if isinstance(value, int) else value for name, value in self.values.items()}
        return sentence.format(**said)


class Absent(PostError):  # noqa: N818 (a refusal says what is)
    """There is no such thing, or no longer."""


class Refused(PostError):  # noqa: N818 (see above)
    """It cannot be done so."""
