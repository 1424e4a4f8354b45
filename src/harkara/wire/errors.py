"""What can be wrong with what came in, or was to be fetched."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from harkara.wire.dispatch import Dispatch


class UnreadablePage(ValueError):  # noqa: N818 (a refusal says what is, as editors do)
    """The input is no news page. The message says what is wrong and what to do, without the name of the file."""


class UnreadableItem(ValueError):  # noqa: N818 (see above)
    """A file of an agency or a letter that cannot be read as a whole.

    The message says what was seen and what to do, without the name of the file. ``read`` holds those of its items that are
    whole all the same: they may be filed, the file may not pass for done. ``breaks_off`` says that more of it may still be on
    its way; ``bangla`` says the same as the message, where the tray shows it.
    """

    def __init__(
        self, sentence: str, read: "tuple[Dispatch, ...]" = (), breaks_off: bool = False, bangla: str = ""
    ) -> None:
        super().__init__(sentence)
        self.read = read
        self.breaks_off = breaks_off
        self.bangla = bangla or sentence


class NotFetched(Exception):  # noqa: N818 (likewise)
    """An address was not fetched. ``sentence`` is one of :mod:`harkara.wire.refusals`, ``values`` what stands in it.

    ``status`` is the HTTP status that the server answered with (0: none), ``retry_after`` the seconds after which it
    says one may come again, where it says so.
    """

    def __init__(self, sentence: str, *, status: int = 0, retry_after: int | None = None, **values: Any) -> None:
        self.sentence, self.values = sentence, {**values, "status": status}
        self.status, self.retry_after = status, retry_after
        super().__init__(sentence % self.values)
