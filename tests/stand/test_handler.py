"""Django behind the stand: a request goes to its thread once, and answers as with Django's own handler."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from asgiref.sync import SyncToAsync, ThreadSensitiveContext
from django.core.handlers.asgi import ASGIHandler

from harkara.stand.handler import OneThread


def asked(handler: type[ASGIHandler], path: str) -> tuple[int, dict[bytes, bytes]]:
    """Status and headers."""
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not said:
            said.append({})
            return {"type": "http.request", "body": b"", "more_body": False}
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    async def run() -> None:
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b""}
        scope |= {"headers": [(b"host", b"localhost")], "server": ("localhost", 80), "client": ("127.0.0.1", 1)}
        with ThreadPoolExecutor(1) as thread:
            async with ThreadSensitiveContext(executor=thread):
                await handler()(scope, receive, send)

    asyncio.run(run())
    start = next(message for message in said if message.get("type") == "http.response.start")
    return start["status"], dict(start["headers"])


@pytest.mark.parametrize(("path", "status"), [("/desk/stories/", 302), ("/nowhere/", 404)])
def test_a_request_goes_to_its_thread_once_and_not_for_each_middleware(
    path: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, there = [], SyncToAsync.__call__

    async def counted(self: Any, *args: Any, **more: Any) -> Any:
        gone.append(self.func)
        return await there(self, *args, **more)

    monkeypatch.setattr(SyncToAsync, "__call__", counted)
    ours, often = asked(OneThread, path), len(gone)
    assert ours == asked(ASGIHandler, path)
    assert (ours[0], often) == (status, 3)  # that it began, the request, that it ended
    assert len(gone) - often > 2 * often
