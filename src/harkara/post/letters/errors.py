"""What readers of letters are refused. The sentence is the layout's (``letters.toml``, ``[no]``), in Bangla::

LettersError
├── Absent    there is no such page, or its link does not hold (any more)
├── NotNow    it cannot be done now; ``wait`` says for how many seconds
└── Refused   everything else that cannot be done so
"""

from harkara.layout import cases


class LettersError(Exception):
    """Root of the errors of letters. ``word`` names the sentence."""

    def __init__(self, word: str, /, **values: object) -> None:
        self.word = word
        self.values = values
        super().__init__(word)

    def __str__(self) -> str:
        sentence: str = cases.table("letters")["no"][self.word]
        return sentence.format(**self.values)


class Absent(LettersError):  # noqa: N818 (a refusal says what is)
    """There is no such thing, or no longer."""


class NotNow(LettersError):  # noqa: N818 (see above)
    """It cannot be done now."""

    wait = 60


class Refused(LettersError):  # noqa: N818 (see above)
    """It cannot be done so."""
