"""ASGI 3.0 as far as the stand speaks it with what stands behind, and where that is."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Message, Receive, Send], Awaitable[None]]

PLACE: Final = "HARKARA_NEWSROOM"
"""In the environment of the stand: the socket at which the newsroom answers."""

VOICES_PLACE: Final = "HARKARA_VOICES"
"""The same of the readers' side, where comments are taken in."""
