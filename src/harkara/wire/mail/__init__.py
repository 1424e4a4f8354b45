"""Correspondents' letters: from a message with its Word files and pictures to dispatches.

Doors: :func:`read`, :class:`Letter`; ``mailbox`` fetches letters by IMAP.

May import: the rest of :mod:`harkara.wire` that reads (trees, paragraphs, bylines, chain, dispatch); never the desk.
"""

from harkara.wire.mail.letter import Letter, is_letter, read

__all__ = ["Letter", "is_letter", "read"]
