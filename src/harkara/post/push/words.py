"""What a notice says, as browsers get it, and how long it may be.

A push service takes 4096 bytes. What closes them takes its part of these: 86 bytes of the head (RFC 8188, 2.1, with a key of 65
bytes), a tag of 16 and one byte that says where the words end. So there is room for 3993 bytes, of Bangla some 1300 letters; a
notice shows far fewer, and says so before it is cut by a phone.
"""

import json
from typing import Any, Final

from harkara.post.errors import Refused

MOST_BYTES: Final = 3993

TITLE: Final = 120
TEXT: Final = 240
"""Letters (code points) of title and text: what phones show of them when a notice is opened out."""


def packed(title: str, text: str, story: int, kind: str) -> dict[str, Any]:
    """What browsers get of a notice: ``t`` title, ``b`` text, ``n`` the story's number, ``k`` the kind. Raises :class:`Refused`
    where it is longer than a push service takes.
    """
    words = {"t": title, "b": text, "n": story, "k": kind}
    if (size := len(payload(words))) > MOST_BYTES:
        raise Refused("too_long", size=size, most=MOST_BYTES)
    return words


def payload(words: dict[str, Any]) -> bytes:
    """The bytes of ``words``, which are then closed: JSON with Bangla as it is (UTF-8)."""
    return json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
