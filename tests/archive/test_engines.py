"""The contract, by each of the engines that need no server."""

from tests.archive.contract import *  # noqa: F403 (the suite that every engine passes)
