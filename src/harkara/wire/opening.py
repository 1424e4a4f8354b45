"""Any file that a sender may bring, an agency's or a letter: opened, with what of it can be filed and why the rest cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from harkara.wire import formats, mail
from harkara.wire.dispatch import Attached, Dispatch
from harkara.wire.errors import UnreadableItem

Beside = Callable[[str], bytes | None]
"""Reads a picture that came with a file, by the name that the file gives it; ``None`` where there is none."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is in a file. ``why`` says in a sentence what could not be read; empty where all of it was. ``breaks_off``: more of
    it may still be on its way. ``beside`` names the files that belong to it.
    """

    dispatches: tuple[Dispatch, ...] = ()
    attached: tuple[Attached, ...] = ()
    why: str = ""
    breaks_off: bool = False
    beside: tuple[str, ...] = ()


def open_(data: bytes, zone: str, known: Mapping[str, str] | None = None, beside: Beside = lambda name: None) -> Opened:
    """Opens the file ``data``. Raises nothing: what cannot be read is said in ``why``.

    ``zone`` is the IANA zone of times that tell none, ``known`` as in :func:`harkara.wire.mail.read`.
    """
    try:
        if mail.is_letter(data):
            letter = mail.read(data, zone, known)
            return Opened(letter.dispatches, letter.pictures)
        dispatches, why, breaks_off = formats.read(data, zone=zone), "", False
    except UnreadableItem as error:
        dispatches, why, breaks_off = error.read, str(error), error.breaks_off
    shown = [
        Attached(picture.address, content, of=one.guid)
        for one in dispatches
        for picture in one.pictures
        if is_file_name(picture.address) and (content := beside(picture.address)) is not None
    ]
    return Opened(dispatches, tuple(shown), why, breaks_off, tuple(dict.fromkeys(one.name for one in shown)))


def is_file_name(address: str) -> bool:
    """Whether a picture's address is the bare name of a file, and no way out of its folder.

    >>> [is_file_name(name) for name in ("f12.jpg", "../f12.jpg", "https://x.example/f12.jpg", "/etc/f12.jpg", ".f12.jpg")]
    [True, False, False, False, False]
    """
    return bool(address) and not address.startswith(".") and not any(mark in address for mark in "/\\:\0")
