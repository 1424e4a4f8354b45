"""Django behind the stand: a request goes to its thread once, and answers as with Django's own handler."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.sync import ThreadSensitiveContext
from django.core.handlers.asgi import ASGIHandler

from harkara.stand.handler import OneThread


class Counted(ThreadPoolExecutor):
    """A thread that counts how often somebody came to it."""

    times = 0

    def submit(self, call: Callable[..., Any], /, *args: Any, **more: Any) -> "Future[Any]":
        self.times += 1
        return super().submit(call, *args, **more)


def asked(handler: type[ASGIHandler], path: str) -> tuple[int, dict[bytes, bytes], int]:
    """Status, headers, and how often the thread was gone to."""
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not said:
            said.append({})
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    async def run() -> int:
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        scope |= {"headers": [(b"host", b"localhost")], "server": ("localhost", 80), "client": ("127.0.0.1", 1)}
        with Counted(1) as thread:
            async with ThreadSensitiveContext(executor=thread):
                await handler()(scope, receive, send)
            return thread.times

    times = asyncio.run(run())
    start = next(message for message in said if message.get("type") == "http.response.start")
    return start["status"], dict(start["headers"]), times


@pytest.mark.parametrize(("path", "status"), [("/desk/stories/", 302), ("/nowhere/", 404)])
def test_a_request_goes_to_its_thread_once_and_not_for_each_middleware(path: str, status: int) -> None:
    ours, theirs = asked(OneThread, path), asked(ASGIHandler, path)
    assert ours[:2] == theirs[:2]
    assert (ours[0], ours[2]) == (status, 3)  # that it began, the request, that it ended
    assert theirs[2] > 12
