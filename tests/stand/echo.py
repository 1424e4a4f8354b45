"""A small ASGI application behind a stand, and the stand in front of it: what the tests' granian serves.

The environment says where the rack is (``RACK``) and where the press listens (``PRESS``).
"""

import asyncio
import hashlib
import json
import os
from typing import Any

from harkara.stand.rsgi import application


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Answers under ``/desk/``: by the last part of the path."""
    act = scope["path"].removeprefix("/desk/")
    if act == "fails":
        raise ValueError("on purpose")
    if act == "silent":
        return
    if act == "stream":
        await start(send, 200)
        for number in range(3):
            await send({"type": "http.response.body", "body": b"piece %d\n" % number, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
        return
    if act == "leaves":
        await watch(receive, send)
        return
    if act == "left":
        await start(send, 200)
        await send({"type": "http.response.body", "body": json.dumps(LEFT).encode()})
        LEFT.clear()
        return
    digest, pieces, length = hashlib.sha256(), 0, 0
    while True:
        message = await receive()
        digest.update(message["body"])
        pieces, length = pieces + bool(message["body"]), length + len(message["body"])
        if not message["more_body"]:
            break
    told = {
        **{key: scope[key] for key in ("method", "path", "http_version", "scheme", "root_path")},
        "raw_path": scope["raw_path"].decode(),
        "query_string": scope["query_string"].decode(),
        "client": scope["client"][0],
        "server": scope["server"],
        "headers": [[name.decode(), value.decode()] for name, value in scope["headers"]],
        "length": length,
        "pieces": pieces,
        "sha256": digest.hexdigest(),
    }
    await start(send, 201, (b"content-type", b"application/json"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2"))
    await send({"type": "http.response.body", "body": json.dumps(told).encode()})


LEFT: list[str] = []


async def watch(receive: Any, send: Any) -> None:
    """Sends without end until told that the reader has left."""
    await start(send, 200)
    assert (await receive())["type"] == "http.request"
    leaving = asyncio.ensure_future(receive())
    while not leaving.done():
        await send({"type": "http.response.body", "body": b"x" * 1000, "more_body": True})
        await asyncio.sleep(0)
    LEFT.append((await leaving)["type"])


async def start(send: Any, status: int, *headers: tuple[bytes, bytes]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})


if "RACK" in os.environ:
    app = application(
        os.environ["RACK"],
        behind=echo,
        prefixes=("/desk/",),
        press_url=os.environ.get("PRESS", "unix:/nowhere/press.sock"),
        spool=os.path.join(os.path.dirname(os.environ["RACK"]), "readings"),
    )
