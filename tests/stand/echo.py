"""A small ASGI application behind a stand, and the stand in front of it: what the tests' workers serve.

The environment says where the rack is (``RACK``), where the press listens (``PRESS``), for which kind of CDN pages say
their keys (``EDGE``) and, where the application is a process of its own (``python -m tests.stand.echo FD``), where that answers.
"""

import asyncio
import hashlib
import json
import os
import socket
import sys
from typing import Any

from harkara.stand.application import application
from harkara.stand.asgi import PLACE
from harkara.stand.corridor import corridor
from harkara.stand.keyed import Keyed
from harkara.stand.newsroom import run


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
    if act in ACTS:
        await ACTS[act](receive, send)
        return
    digest, pieces, length = hashlib.sha256(), 0, 0
    while True:
        message = await receive()
        NOTES.append(message["type"] if message["type"] != "http.request" else len(message["body"]))
        if message["type"] == "http.disconnect":
            return
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


NOTES: list[Any] = []
"""What has come in since it was last asked for: lengths of pieces, and who left."""

STEP = asyncio.Event()


async def notes(receive: Any, send: Any) -> None:
    """Answers with the notes, and forgets them."""
    await start(send, 200)
    await send({"type": "http.response.body", "body": json.dumps(NOTES).encode()})
    NOTES.clear()


async def leaves(receive: Any, send: Any) -> None:
    """Sends without end until told that the reader has left."""
    await start(send, 200)
    assert (await receive())["type"] == "http.request"
    leaving = asyncio.ensure_future(receive())
    while not leaving.done():
        await send({"type": "http.response.body", "body": b"x" * 1000, "more_body": True})
        await asyncio.sleep(0)
    NOTES.append((await leaving)["type"])


async def thinks(receive: Any, send: Any) -> None:
    """Says nothing until the reader has left."""
    NOTES.append("thinks")
    while (await receive())["type"] == "http.request":
        pass
    NOTES.append("http.disconnect")


async def steps(receive: Any, send: Any) -> None:
    """Sends one piece, and the other when it is told to."""
    STEP.clear()
    await start(send, 200)
    await send({"type": "http.response.body", "body": b"one", "more_body": True})
    await STEP.wait()
    await send({"type": "http.response.body", "body": b"two"})


async def step(receive: Any, send: Any) -> None:
    """Tells the other."""
    STEP.set()
    await start(send, 204)
    await send({"type": "http.response.body", "body": b""})


async def refuses(receive: Any, send: Any) -> None:
    """Answers without a look at what is sent."""
    await start(send, 413)
    await send({"type": "http.response.body", "body": b"too large"})


async def breaks(receive: Any, send: Any) -> None:
    """Fails in the middle of its answer."""
    await start(send, 200)
    await send({"type": "http.response.body", "body": b"one", "more_body": True})
    raise ValueError("on purpose")


ACTS = {act.__name__: act for act in (notes, leaves, thinks, steps, step, refuses, breaks)}


async def start(send: Any, status: int, *headers: tuple[bytes, bytes]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})


if "RACK" in os.environ:
    app: Any = application(
        os.environ["RACK"],
        behind=corridor(os.environ[PLACE]) if PLACE in os.environ else echo,
        prefixes=("/desk/",),
        press_url=os.environ.get("PRESS", "unix:/nowhere/press.sock"),
        spool=os.path.join(os.path.dirname(os.environ["RACK"]), "readings"),
    )
    if "EDGE" in os.environ:
        app = Keyed(app, os.environ["EDGE"], 3600)

if __name__ == "__main__":
    run(echo, socket.socket(fileno=int(sys.argv[-1])))
