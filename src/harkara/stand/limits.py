"""What a worker takes at most. Apart from the worker, so that who starts workers need not load what they load."""

from typing import Final

CONNECTIONS: Final = 32_768
"""Open connections a worker takes; slow readers hold one each and nothing else, and so does who waits for live coverage. Fewer
where the machine lets a process open fewer files.
"""

SPARE: Final = 128
"""Open files beside those of readers: pages, the manifest, the log, lines to the press and the newsroom."""

HEADERS_WITHIN: Final = 10.0
"""Seconds a reader has to send a request's headers."""
