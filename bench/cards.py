"""Cards: how long one takes to be drawn and packed, as the press does it.

``python -m bench.cards [--rounds N] [--write]``. Six kinds in three shapes, as JPEG and WebP, each with a photo of six
megapixels that is read from a JPEG file each time: what the press does for a card in the background, without the database.
"""

import argparse
import io
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator

from PIL import Image, ImageFilter

from bench.homes import ROOT
from bench.machine import load, machine
from harkara.layout.cards import CardCopy, CardKind, CardLook, CardShape
from harkara.press.cards import FORMS, draw, save
from harkara.press.cards.faces import table

LIMIT = 200
"""Milliseconds that a card may take in the background."""

PAGE = ROOT / "docs/benchmarks.md"
MARKS = ("<!-- cards -->", "<!-- /cards -->")

SHAPES: tuple[CardShape, ...] = ("square", "portrait", "landscape")
KINDS: tuple[CardKind, ...] = ("headline", "breaking", "quote", "numbers", "obituary", "score")

WORDS = "হাওরে আগাম বন্যা: তিনটি বাঁধ ভেঙে বারোটি গ্রাম প্লাবিত, ধান কাটার তাড়া"


def photo() -> bytes:
    """Six megapixels with as much detail as a photo has: noise, softened."""
    noise = Image.effect_noise((3000, 2000), 90).filter(ImageFilter.GaussianBlur(2))
    out = io.BytesIO()
    Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise)).save(out, "JPEG", quality=95)
    return out.getvalue()


def card(kind: CardKind) -> CardCopy:
    """A card of ``kind`` in the looks with which a paper begins."""
    look = table()["kind"][kind]
    pairs = (("২৮৭/৬", "বাংলাদেশ"), ("২৮১", "শ্রীলঙ্কা")) if kind in ("numbers", "score") else ()
    return CardCopy(
        kind=kind,
        look=CardLook(look["ground"], look["photo"]),
        words=WORDS,
        label="জাতীয়",
        day="৩০ নভেম্বর ২০২৬",
        paper="দৈনিক হরকরা",
        aside=("একজন কৃষক",) if kind in ("quote", "obituary") else (),
        figures=pairs,
        photo=None if look["photo"] == "none" else 1,
        credit="হরকরা",
    )


def once(kind: CardKind, shape: CardShape, form: str, file: bytes) -> tuple[float, int]:
    """Milliseconds of the processor for one card, and its bytes."""
    begun = time.process_time()
    copy = card(kind)
    shown = None
    if copy.photo is not None:
        with Image.open(io.BytesIO(file)) as original:
            original.draft("RGB", tuple(table()["sizes"][shape]))
            shown = original.convert("RGB")
    body = save(draw(copy, shape, shown), form)
    return (time.process_time() - begun) * 1000, len(body)


def measured(rounds: int) -> Iterator[tuple[str, str, float, float, int]]:
    """By shape and form: the median and the slowest card, over all kinds, and the median of their bytes."""
    file = photo()
    for kind in KINDS:
        once(kind, "square", "jpg", file)  # faces are read
    took: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
    for _ in range(rounds):
        for kind in KINDS:
            for shape in SHAPES:
                for form in FORMS:
                    took[shape, form].append(once(kind, shape, form, file))
    for (shape, form), found in took.items():
        times = [one for one, _ in found]
        yield shape, form, statistics.median(times), max(times), int(statistics.median(size for _, size in found))


def report(rounds: int) -> tuple[str, bool]:
    """The table, and whether every card kept the limit."""
    rows = list(measured(rounds))
    lines = [
        f"{machine()}; {load()}. Milliseconds of one processor for a card, photo read and file packed; {len(KINDS)} kinds, "
        f"{rounds} rounds. Limit: {LIMIT}.",
        "",
        "| shape | file | median | slowest | KB |",
        "|---|---|---|---|---|",
        *(
            f"| {shape} | {form} | {half:.0f} | {most:.0f} | {size / 1024:.0f} |"
            for shape, form, half, most, size in rows
        ),
    ]
    return "\n".join(lines), all(most <= LIMIT for _, _, _, most, _ in rows)


def main() -> int:
    """Measures; 1 where a card takes longer than the limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE.name}")
    options = parser.parse_args()
    text, kept = report(options.rounds)
    print(text)
    if options.write:
        page = PAGE.read_text("utf-8")
        begin, end = page.index(MARKS[0]) + len(MARKS[0]), page.index(MARKS[1])
        PAGE.write_text(f"{page[:begin]}\n{text}\n{page[end:]}", "utf-8")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
