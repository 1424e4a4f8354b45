"""Notices to many browsers: how many a second a postman carries, what one costs, and that a million cost no more each.

``python -m bench.push [--sizes 10000 100000] [--walk 1000000] [--processes 1 2] [--write]``. Each figure is taken in a home and
a process of its own, on SQLite, against a push service on 127.0.0.1 that takes everything but one in a thousand (410). The
subscriptions are invented and share 64 pairs of keys; each notice is closed for its browser with a key of its own all the same,
which is what costs. ``--walk``: the whole way of a message through so many subscriptions, all but the closing and sending.
"""

import argparse
import asyncio
import hashlib
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from bench.homes import ROOT, between, home, in_home, table
from bench.machine import load, machine

PAGE: Final = ROOT / "docs/benchmarks.md"
KEYS: Final = 64
LOT: Final = 20_000
DEAD: Final = 1000
"""One in so many subscriptions is gone."""


class Taking(asyncio.Protocol):
    """A push service: reads requests, answers 201, and 410 to every thousandth subscription."""

    def connection_made(self, transport: Any) -> None:
        self.transport, self.rest = transport, b""

    def data_received(self, data: bytes) -> None:
        self.rest += data
        while (end := self.rest.find(b"\r\n\r\n")) >= 0:
            head = self.rest[:end].lower()
            at = head.index(b"content-length:") + 15
            size = int(head[at:].split(b"\r\n", 1)[0])
            if len(self.rest) < end + 4 + size:
                return
            number = int(head.split(b" ", 2)[1].rpartition(b"/")[2])
            self.rest = self.rest[end + 4 + size :]
            status = b"410 Gone" if number % DEAD == 0 else b"201 Created"
            self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\n\r\n")


def serve(port: Any) -> None:
    """The service, in a process of its own; says at which port."""

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Taking, "127.0.0.1", 0)
        port.value = server.sockets[0].getsockname()[1]
        await server.serve_forever()

    asyncio.run(run())


def fill(count: int, origin: str) -> None:
    """``count`` subscriptions that want breaking news, each tenth of them a section too."""
    from django.db import transaction

    from harkara.post import clock
    from harkara.post.models import Subscription, Wish
    from harkara.post.push import services
    from harkara.post.push.keys import drawn, fold
    from harkara.rack.outbox.sides import READERS

    now, name = clock.now(), services.names()[0]
    pairs = [(drawn()[1], fold(os.urandom(16))) for _ in range(KEYS)]
    for first in range(1, count + 1, LOT):
        numbers = range(first, min(first + LOT, count + 1))
        with transaction.atomic(using=READERS):
            Subscription.objects.bulk_create(
                Subscription(
                    pk=number,
                    digest=hashlib.sha256(b"%d" % number).hexdigest(),
                    service=name,
                    endpoint=f"{origin}/send/{number}",
                    p256dh=pairs[number % KEYS][0],
                    auth=pairs[number % KEYS][1],
                    quiet_from=0,
                    quiet_until=0,
                    made_at=now,
                )
                for number in numbers
            )
            Wish.objects.bulk_create(
                Wish(subscription_id=number, service=name, subject=subject)
                for number in numbers
                for subject in ("breaking", *(("section:world",) if number % 10 == 0 else ()))
            )


class Nobody:
    """Takes every notice without closing or sending it: what is left is the walk."""

    def carry(self, payload: bytes, headers: Sequence[tuple[str, str]], envelopes: Sequence[Any]) -> list[Any]:
        from harkara.post.push.hands import Delivery, Outcome

        return [Delivery(one.number, Outcome.TAKEN) for one in envelopes]

    def close(self) -> None:
        """Nothing is open."""


def measure(count: int, processes: int) -> dict[str, float]:
    """Carries one message to ``count`` browsers with so many ``processes``; none: the walk alone."""
    os.environ["HARKARA_ROLE"] = "stand"
    port = multiprocessing.get_context("spawn").Value("i", 0)
    service = multiprocessing.get_context("spawn").Process(target=serve, args=(port,), daemon=True)
    service.start()
    while not port.value:
        time.sleep(0.01)
    origin = f"http://127.0.0.1:{port.value}"
    os.environ |= {"HARKARA_PUSH_SERVICES": origin, "HARKARA_PUSH_PROCESSES": str(max(1, processes))}
    os.environ["HARKARA_PUSH_KEY"] = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
    os.environ["HARKARA_PUSH_CONTACT"] = "mailto:desk@example.org"
    if not (filling := os.fork()):  # in a process of its own, so that what it takes is not the postman's
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", database="readers", verbosity=0)
        fill(count, origin)
        os._exit(0)
    assert os.waitpid(filling, 0)[1] == 0
    import django

    django.setup()
    from django.db import connections

    from harkara.post import clock
    from harkara.post.models import Message
    from harkara.post.push.carrying import Round
    from harkara.post.push.orders import Order, take
    from harkara.rack.outbox.sides import READERS

    title, text = "হাওরে আগাম বন্যা, ধান কাটার তাড়া", "তিনটি বাঁধ ভেঙে বারোটি গ্রাম প্লাবিত।"
    queries = 0

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(sql, params, many, context)

    take(Order("12.1", 12, "breaking", title, text, ("breaking", "section:world"), clock.now()))
    round_ = Round(None if processes else Nobody)
    before, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    with connections[READERS].execute_wrapper(counted):
        steps = 0
        while round_.step():
            steps += 1
    took = time.perf_counter() - begun
    round_.close()
    own, hands = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    row = Message.objects.get()
    assert row.state == "done", row.state
    assert row.reached + row.gone == count, (row.reached, row.gone, row.failed)
    service.terminate()
    service.join()
    crew = processes > 1
    return {
        "seconds": took,
        "reached": row.reached,
        "gone": row.gone,
        "postman": own.ru_utime + own.ru_stime - before.ru_utime - before.ru_stime,
        "hands": hands.ru_utime + hands.ru_stime - others.ru_utime - others.ru_stime if crew else 0.0,
        "megabytes": own.ru_maxrss / 1024,
        "queries": queries,
        "steps": steps,
    }


def report(sizes: Sequence[int], walk: int, processes: Sequence[int]) -> str:
    """The tables."""
    rows = []
    for count in sizes:
        for several in processes:
            found = _apart(count, several)
            spent = found["postman"] + (found["hands"] if several > 1 else 0)
            rows.append(
                [
                    f"{count:,}",
                    str(several),
                    f"{found['seconds']:.1f}",
                    f"{count / found['seconds']:,.0f}",
                    f"{1000 * spent / count:.2f}",
                    f"{found['queries'] / found['steps']:.1f}",
                    f"{found['megabytes']:.0f}",
                    f"{found['gone']:.0f}",
                ]
            )
            print(rows[-1], file=sys.stderr, flush=True)
    head = [
        "subscriptions",
        "processes",
        "seconds",
        "a second",
        "ms of a processor each",
        "queries a step",
        "MB of the postman",
        "gone (410)",
    ]
    walks = []
    for count in dict.fromkeys([*sizes, walk]):
        found = _apart(count, 0)
        walks.append(
            [
                f"{count:,}",
                f"{found['seconds']:.1f}",
                f"{1000 * found['postman'] / count:.3f}",
                f"{found['queries'] / found['steps']:.1f}",
                f"{found['steps']:.0f}",
                f"{found['megabytes']:.0f}",
            ]
        )
        print(walks[-1], file=sys.stderr, flush=True)
    wide = ["subscriptions", "seconds", "ms of a processor each", "queries a step", "steps", "MB of the postman"]
    return "\n".join(
        [
            f"{machine()}; {load()}. SQLite; the push service runs on the same machine and takes its part of the processors.",
            "",
            table(head, rows),
            "",
            "The way of one message through all subscriptions without closing and sending:",
            "",
            table(wide, walks),
        ]
    )


def _apart(count: int, processes: int) -> dict[str, Any]:
    with home() as path:
        return in_home(Path(path), "bench.push", "--one", str(count), str(processes))


def main() -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--walk", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--write", action="store_true", help=f"write the tables into {PAGE.name}")
    parser.add_argument("--one", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(*options.one)))
        return 0
    text = report(options.sizes, options.walk, options.processes)
    print(text)
    if options.write:
        between(PAGE, "push", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
