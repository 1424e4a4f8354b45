"""Letters: how fast they go to a mail server, what a mail costs, and what it costs to go on after a kill.

``python -m bench.letters [--readers N] [--write]``. Readers of a letter in an SQLite database, a mail server on this machine that
takes everything and throws it away (in a process of its own), and the carrier as it runs: one connection, one mail after the
other, a note after each. It is killed half-way and begun again.
"""

import argparse
import json
import os
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from multiprocessing import Process, Value
from pathlib import Path
from typing import Any

from bench.homes import ROOT
from bench.machine import load, machine

PAGE = ROOT / "docs/benchmarks.md"
MARKS = ("<!-- letters -->", "<!-- /letters -->")
ROWS = 12
"""Stories in the letter, with summaries."""


def sink(listening: socket.socket, count: Any) -> None:
    """Takes mails and counts them."""
    while True:
        line, _ = listening.accept()
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with line, line.makefile("rb") as heard:
            line.sendall(b"220 sink\r\n")
            for said in heard:
                word = said[:4].upper()
                if word == b"DATA":
                    line.sendall(b"354 go on\r\n")
                    while heard.readline() != b".\r\n":
                        pass
                    count.value += 1
                line.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
                if word == b"QUIT":
                    break


def prepare(readers: int) -> int:
    """Makes so many readers and a letter for all of them; returns the bytes of one mail."""
    import django

    django.setup()
    from dataclasses import replace
    from datetime import UTC, datetime

    from django.core.management import call_command

    from harkara.layout import letter_specimens, specimens
    from harkara.post.letters import mailings
    from harkara.post.letters.envelope import Envelope, Sender
    from harkara.post.models import Letter, LetterOrder, LetterReader

    call_command("migrate", database="readers", verbosity=0)
    mailings.keep([Letter(slug="morning", name="সকালের চিঠি")])
    now = datetime.now(UTC)
    lot = 5000
    for first in range(0, readers, lot):
        some = [
            LetterReader(email=f"reader{number}@example.com", joined_at=now, told_at=now)
            for number in range(first, min(readers, first + lot))
        ]
        made = LetterReader.objects.bulk_create(some)
        LetterOrder.objects.bulk_create(LetterOrder(letter_id="morning", reader=one, since=now) for one in made)
    row = mailings.lay_down("bench", replace(letter_specimens.letter(ROWS), at=now), specimens.paper())
    return len(Envelope(row, Sender("letters@paper.example", "returns@paper.example")).mail(1, "reader1@example.com"))


def carry() -> None:
    """Carries until nothing is due; tells each batch: seconds, seconds of the processor, bytes of memory, mails so far."""
    import django

    django.setup()
    from harkara.post.letters.carrier import Carrier, Terms
    from harkara.post.letters.envelope import Sender
    from harkara.post.letters.line import Line

    folder = Path(os.environ["HARKARA_HOME"]) / "letters-going"
    carrier = Carrier(Line(), Sender("letters@paper.example", "returns@paper.example"), folder, Terms())
    carrier.lock()
    while True:
        begun, used = time.perf_counter(), time.process_time()
        wait = carrier.turn()
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        told = [time.perf_counter() - begun, time.process_time() - used, pages * resource.getpagesize()]
        print(json.dumps(told), flush=True)
        if wait:
            carrier.close()
            return


def run(home: Path, until: int, count: Any) -> list[list[float]]:
    """The batches of one carrier; it is killed when the server has ``until`` mails (0: never)."""
    process = subprocess.Popen([sys.executable, "-m", "bench.letters", "--carry"], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    found = []
    for line in process.stdout:
        found.append(json.loads(line))
        if until and count.value >= until:
            process.send_signal(signal.SIGKILL)
            break
    process.wait()
    process.stdout.close()
    return found


def report(readers: int) -> str:
    """The table."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        os.environ.update(
            HARKARA_ROLE="stand",
            HARKARA_HOME=folder,
            HARKARA_LETTERS_FROM="letters@paper.example",
            HARKARA_MAIL_URL=f"smtp://127.0.0.1:{listening.getsockname()[1]}",
            DJANGO_SETTINGS_MODULE="harkara.settings",
        )
        size = prepare(readers)
        count = Value("q", 0)
        server = Process(target=sink, args=(listening, count), daemon=True)
        server.start()
        begun = time.perf_counter()
        first = run(Path(folder), readers // 2, count)
        second = run(Path(folder), 0, count)
        took = time.perf_counter() - begun
        server.terminate()
        doubles = count.value - readers
    batches = [*first, *second[:-2]]  # the last turns find that all have it
    mails = 100 * len(batches)
    seconds, used = sum(one[0] for one in batches), sum(one[1] for one in batches)
    usual = statistics.median(one[0] for one in batches)
    memory = [one[2] / 2**20 for one in second]
    lines = [
        f"{machine()}; {load()}. {readers:,} readers, a mail of {size / 1024:.0f} KB ({ROWS} stories, text and HTML, in base64), "
        "one connection, SQLite.",
        "",
        "| what | figure |",
        "|---|---|",
        f"| mails a second | {mails / seconds:,.0f} |",
        f"| processor for a mail | {used / mails * 1000:.2f} ms |",
        f"| memory after the first batch, and after the last | {memory[0]:.0f} MiB, {memory[-1]:.0f} MiB |",
        f"| first batch after a kill half-way; a usual one | {second[0][0] * 1000:.0f} ms; {usual * 1000:.0f} ms |",
        f"| mails too many after that kill | {doubles} |",
        f"| all in all, with both starts | {took:.0f} s |",
    ]
    return "\n".join(lines)


def main() -> int:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE.name}")
    parser.add_argument("--carry", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.carry:
        carry()
        return 0
    text = report(options.readers)
    print(text)
    if options.write:
        page = PAGE.read_text("utf-8")
        begin, end = page.index(MARKS[0]) + len(MARKS[0]), page.index(MARKS[1])
        PAGE.write_text(f"{page[:begin]}\n{text}\n{page[end:]}", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
