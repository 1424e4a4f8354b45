"""The how-to tells the truth: its examples are run over five invented stories."""

import io
import json
import re
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harkara.archive import command, shelf
from harkara.archive.record import Record
from harkara.bangla.slug import slugify
from tests.house.tree import ROOT

PAGE = (ROOT / "docs/how-to/search.md").read_text()
EXAMPLES = re.findall(r"    \$ harkara search (.*)\n((?:    .*\n|\n(?=    ))+)", PAGE)
ROWS = re.findall(r"^\| `(.+)` \| (.+) \| .+ \|$", PAGE.partition("## What is found")[2].partition("\n## ")[0], re.M)
STORIES = (
    ("national", "নদীর পানি বাড়ছে উত্তরে", "উজানের ঢলে নদীর পানি বাড়ছে। র\u200d্যাবের দল নৌকা নিয়ে চরে গেছে।"),
    ("sports", "বৃষ্টির পানি মাঠে, ফুটবল বন্ধ", "সকাল থেকে বৃষ্টি; মাঠে পানি জমেছে।"),
    ("world", "পুতিনের সফর পেছাল", "নতুন তারিখ এখনো জানানো হয়নি।"),
    ("national", "ই-পাসপোর্ট মিলবে ৩০ দিনে", "আবেদন করা যাবে ঘরে বসে।"),
    ("economy", "চায়ের দাম কমেছে", "নিলামে চায়ের দাম কমেছে টানা তিন সপ্তাহ।"),
)


@pytest.fixture(autouse=True)
def archive(settings: Any, tmp_path: Path) -> None:
    """A paper of five stories."""
    settings.HARKARA_ARCHIVE = tmp_path
    index = shelf.open_index(tmp_path / "public", writing=True)
    records = [
        Record(
            "story",
            number,
            headline,
            body,
            datetime(2026, 11, 19 + number, 6, tzinfo=UTC),
            href=f"/{section}/{number}/{slugify(headline)}",
            section=section,
        )
        for number, (section, headline, body) in enumerate(STORIES, 1)
    ]
    index.write(records, ())
    index.close()


def test_there_are_examples() -> None:
    assert (len(EXAMPLES), len(ROWS)) == (1, 8)


@pytest.mark.parametrize(("arguments", "printed"), EXAMPLES)
def test_an_example(arguments: str, printed: str) -> None:
    out = io.StringIO()
    command.search(shlex.split(arguments), out)
    assert [line.strip() for line in out.getvalue().splitlines() if line] == [
        line.strip() for line in printed.splitlines() if line.strip()
    ]


@pytest.mark.parametrize(("typed", "finds"), ROWS)
def test_a_row(typed: str, finds: str) -> None:
    out = io.StringIO()
    command.search([typed, "--json"], out)
    assert [hit["headline"] for hit in json.loads(out.getvalue())["hits"]] == finds.split(" · ")


def test_every_option_on_the_page_exists() -> None:
    known = set(re.findall(r"--[a-z]+", command._parser().format_help()))
    assert set(re.findall(r"--[a-z]+", PAGE)) - known == set()


def test_every_setting_on_the_page_exists() -> None:
    written = (ROOT / "docs/reference/settings.md").read_text()
    assert [name for name in re.findall(r"HARKARA_\w+", PAGE) if f"`{name}`" not in written] == []
