"""However large the rack is, the stand does not grow."""

import asyncio
import random
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from harkara.rack.pages import Page
from harkara.stand.application import Stand
from tests.stand.processes import ROOT
from tests.stand.reader import HTML, Rack, asked

MANY = 100_000


def filled(folder: Path, pages: int, size: int) -> Rack:
    """A rack of so many pages; each is some text of its own behind ``size`` times the same."""
    rack = Rack(folder)
    for number in range(pages):
        rack.shelf.put(f"story:{number}", Page(200, HTML, f"{number} ".encode() * size))
    rack.manifest.place_all([(f"/world/{number}/x", f"story:{number}") for number in range(pages)])
    return rack


async def read(stand: Stand, dice: random.Random, pages: int, times: int) -> None:
    """So many readers, each of any page."""
    for _ in range(times):
        answer = await asked(stand, f"/world/{dice.randrange(pages)}/x", accept_encoding="gzip")
        assert answer.status == 200


def held() -> int:
    """Bytes this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def test_what_a_stand_holds_is_bounded_by_what_it_was_given(tmp_path: Path) -> None:
    rack, dice = filled(tmp_path / "rack", 400, 200), random.Random(1)
    stand = rack.stand(memory=100_000, slips=10_000)
    asyncio.run(read(stand, dice, 400, 2000))
    tracemalloc.start()
    try:
        asyncio.run(read(stand, dice, 400, 400))
        before = tracemalloc.get_traced_memory()[0]
        asyncio.run(read(stand, dice, 400, 2000))
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert len(stand.slips) == stand.slips.most
    assert stand.memory.held <= 100_000
    assert grown < 200_000  # what lies in memory was exchanged meanwhile; each page that was kept would be 4,000


@pytest.mark.proof
def test_a_hundred_thousand_pages_are_read_without_growth(tmp_path: Path) -> None:
    """In a process of its own, so that nothing else is counted."""
    filled(tmp_path / "rack", MANY, 100)
    command = [sys.executable, "-m", "tests.stand.test_growth", str(tmp_path / "rack"), str(MANY)]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    bare, *rounds = (int(word) / 2**20 for word in said.split())
    print(
        f"FIGURE: memory a worker takes for a rack of {MANY:,} pages after 200,000 readers | {rounds[0] - bare:.1f} MB"
    )
    print(f"FIGURE: what 400,000 readers more add to it | {rounds[-1] - rounds[0]:.1f} MB")
    assert rounds[0] - bare < 30
    assert rounds[-1] - rounds[0] < 1


def main(rack: Path, pages: int) -> None:
    """Prints what this process holds before anybody came, and after each of three times 200,000 readers."""
    stand, dice = Rack(rack).stand(), random.Random(1)
    print(held())
    for _ in range(3):
        asyncio.run(read(stand, dice, pages, 200_000))
        print(held())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
