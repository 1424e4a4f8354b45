"""Very many readers who wait, in one process: ``python -m bench.live_crowd PORT STORY MANY NUMBER FILE``.

Bare sockets under one epoll. Each asks for the piece once, then waits for the next, and asks again 0.2 to 1.2 s after each
answer, as ``live.js`` does. They come from an address of their own (127.0.NUMBER.x), since an address has 28,000 ports. Says
``all wait`` when all have asked, and ends when its standard input does: then FILE holds when each wave was seen.
"""

import heapq
import json
import random
import re
import select
import socket
import sys
import time
from pathlib import Path

WAVE = re.compile(r"ঢেউ-(\d+)।".encode())
ASK = (
    b"GET %b HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36\r\nAccept: */*\r\n"
    b"Accept-Language: bn-BD,bn;q=0.9\r\nAccept-Encoding: identity\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Site: same-origin\r\n"
    b"If-None-Match: %b\r\n\r\n"
)
AT_ONCE = 400
"""Connections opened before what has come is looked at."""


class Crowd:
    """``many`` readers of a story's live coverage."""

    def __init__(self, port: int, story: int, many: int, number: int) -> None:
        self.port, self.many, self.number = port, many, number
        self.path = b"/fragment/live/%d" % story
        self.poll = select.epoll()
        self.sockets: dict[int, socket.socket] = {}
        self.tags: dict[int, bytes] = {}
        self.got: dict[int, bytes] = {}
        self.seen: dict[int, list[float]] = {}
        self.trouble: dict[str, int] = {}
        self.due: list[tuple[float, int]] = []
        self.waves: dict[bytes, int] = {}
        self.dice = random.Random(number)

    def come(self) -> None:
        """All of them come, and ask for what there is."""
        for place in range(self.many):
            one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            one.bind((f"127.0.{self.number + 1}.{1 + place % 2}", 0))
            one.connect(("127.0.0.1", self.port))
            one.setblocking(False)
            self.sockets[one.fileno()] = one
            self.tags[one.fileno()] = b""
            self.poll.register(one.fileno(), select.EPOLLIN)
            one.send(ASK % (self.path, b'"-"'))
            if place % AT_ONCE == 0:
                self.look(0.02)
        limit = time.monotonic() + 120
        while (sum(map(bool, self.tags.values())) < self.many or self.due) and time.monotonic() < limit:
            self.look(0.05)

    def look(self, seconds: float) -> None:
        """Takes in what has come, and asks again for who is due."""
        for fd, _event in self.poll.poll(seconds, 2000):
            self.take(fd)
        now = time.monotonic()
        while self.due and self.due[0][0] <= now:
            _at, fd = heapq.heappop(self.due)
            if fd in self.sockets:
                try:
                    self.sockets[fd].send(ASK % (self.path + b"/wait", self.tags[fd]))
                except OSError as error:
                    self.lost(fd, type(error).__name__)

    def take(self, fd: int) -> None:
        """Something came for one of them."""
        try:
            data = self.sockets[fd].recv(65536)
        except OSError as error:
            return self.lost(fd, type(error).__name__)
        if not data:
            return self.lost(fd, "closed")
        now = time.monotonic()
        data = self.got.pop(fd, b"") + data
        head, mark, body = data.partition(b"\r\n\r\n")
        length = int(found[1]) if (found := re.search(rb"content-length: (\d+)", head)) else 0
        if not mark or len(body) < length:
            self.got[fd] = data
            return None
        status = head[9:12]
        if status == b"200":
            tag = re.search(rb"etag: (\S+)", head)
            self.tags[fd] = tag[1] if tag else b'"-"'
            wave = self.waves.get(self.tags[fd])
            if wave is None:
                wave = max(map(int, WAVE.findall(body)), default=-1)
                self.waves[self.tags[fd]] = wave
            if wave >= 0:
                self.seen.setdefault(wave, []).append(now)
        elif status != b"304":
            self.trouble[status.decode()] = self.trouble.get(status.decode(), 0) + 1
        heapq.heappush(self.due, (now + 0.2 + self.dice.random(), fd))
        return None

    def lost(self, fd: int, why: str) -> None:
        """A connection broke: that reader is not seen again."""
        self.trouble[why] = self.trouble.get(why, 0) + 1
        self.poll.unregister(fd)
        self.sockets.pop(fd).close()
        self.tags.pop(fd)


def main() -> None:
    """Comes, waits until nobody wants to know more, and tells."""
    port, story, many, number = map(int, sys.argv[1:5])
    crowd = Crowd(port, story, many, number)
    crowd.come()
    print("all wait" if len(crowd.sockets) == many else f"{len(crowd.sockets)} of {many}: {crowd.trouble}", flush=True)
    while not select.select([sys.stdin], [], [], 0)[0]:
        crowd.look(0.2)
    Path(sys.argv[5]).write_text(json.dumps({"seen": crowd.seen, "trouble": crowd.trouble}))


if __name__ == "__main__":
    main()
