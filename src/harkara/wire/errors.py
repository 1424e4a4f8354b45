"""What can be wrong with what came in."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harkara.wire.dispatch import Dispatch


class UnreadablePage(ValueError):  # noqa: N818 (a refusal says what is, as editors do)
    """The input is no news page. The message says what is wrong and what to do, without the name of the file."""


class UnreadableItem(ValueError):  # noqa: N818 (see above)
    """A file of an agency or a letter that cannot be read as a whole.

    The message says what was seen and what to do, without the name of the file. ``read`` holds those of its items that are
    whole all the same: they may be filed, the file may not pass for done.
    """

    def __init__(self, sentence: str, read: "tuple[Dispatch, ...]" = ()) -> None:
        super().__init__(sentence)
        self.read = read
