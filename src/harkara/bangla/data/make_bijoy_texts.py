"""Writes the two running texts from which ``bijoy_pairs.tsv`` is weighed.

    python -m harkara.bangla.data.make_bijoy_texts VECTORS ADDRESSES STORIES bangla.txt english.txt
    python -m harkara.bangla.bijoy.weigh bangla.txt english.txt "SOURCE" > bijoy_pairs.tsv

Taken is only what may be copied with no more than attribution:

* ``VECTORS/lexicon-google`` (language-resources, "bn/data": lexicon.tsv, prompts.tsv; Copyright 2015, 2016 Google Inc.,
  CC-BY-4.0), the prompts because they are sentences, the lexicon for its width;
* ``STORIES``, the invented stories of the demo paper (``stories.toml``);
* ``ADDRESSES``, a directory of the State of the Union addresses 1945–2006 as text files (public domain; NLTK has them);
* ``VECTORS/cldr-bn/territories.en.json`` (English names of territories; Unicode-3.0, Unicode Inc.);
* ``VECTORS/names-bangladesh-geocode`` (places of Bangladesh in Latin letters; MIT, Nuhil Mehdy).

Sentences are repeated, since a lexicon counts a rare word as often as a common one; names thrice, to be noticed at all.
"""

import csv
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

_SENTENCES = 40
_NAMES = 3
_APPLAUSE = re.compile(r"\(?Applause\.?\)?", re.I)


def bangla(vectors: Path, stories: Path) -> Iterator[str]:
    """The lines of the Bangla text."""
    prompts = (vectors / "lexicon-google/prompts.tsv").read_text(encoding="utf-8").splitlines()
    told = tomllib.loads(stories.read_text(encoding="utf-8"))["story"]
    parts = ("headline", "summary", "body", "caption")
    sentences = [line.split("\t")[1] for line in prompts if "\t" in line]
    sentences += [story[part] for story in told for part in parts if part in story]
    yield from sentences * _SENTENCES
    lexicon = (vectors / "lexicon-google/lexicon.tsv").read_text(encoding="utf-8").splitlines()
    yield from (line.split("\t")[0] for line in lexicon if line and line[0] != "#")


def english(vectors: Path, addresses: Path) -> Iterator[str]:
    """The lines of the English text, headings in capitals left out."""
    for page in sorted(addresses.glob("[12]*.txt")):
        lines = _APPLAUSE.sub("", page.read_text(encoding="latin-1")).splitlines()
        yield from (line for line in lines if line.strip() and not line.strip().isupper())
    territories = json.loads((vectors / "cldr-bn/territories.en.json").read_text(encoding="utf-8"))
    names = list(territories["main"]["en"]["localeDisplayNames"]["territories"].values())
    places = set()
    for kind in ("divisions", "districts", "upazilas", "unions"):
        with (vectors / f"names-bangladesh-geocode/{kind}.csv").open(encoding="utf-8", newline="") as file:
            places |= {cell for row in csv.reader(file) for cell in row if re.fullmatch("[A-Z][A-Za-z ]*", cell)}
    yield from (names + sorted(places)) * _NAMES


def main(vectors: str, addresses: str, stories: str, bangla_text: str, english_text: str) -> None:
    """Write both texts."""
    Path(bangla_text).write_text("\n".join(bangla(Path(vectors), Path(stories))), encoding="utf-8")
    Path(english_text).write_text("\n".join(english(Path(vectors), Path(addresses))), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:6])
