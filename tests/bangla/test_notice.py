"""Every data file that says where it comes from stands in NOTICE beside that source; nothing is share-alike."""

import lzma
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src/harkara/bangla/data"
SOURCES = (
    "language-resources",
    "bangladesh-geocode",
    "CLDR",
    "stopwords-bn",
    "poriborton",
    "moment",
    "nisaba",
    "bnUnicodeNormalizer",
    "num2words",
    "world-atlas",
)
ALIASES = {"Google's Bangla pronouncing": "language-resources", "Google's language resources": "language-resources"}
GAZETTEER = sorted((ROOT / "src/harkara/desk/gazetteer").glob("*.tsv"))
OUTLINE = ROOT / "src/harkara/layout/outline.toml"
FILES = [
    *sorted(path for path in DATA.iterdir() if path.suffix in {".tsv", ".toml", ".txt", ".xz"}),
    *GAZETTEER,
    OUTLINE,
]


def heading(path: Path) -> str:
    """The comments of a file, where it tells its sources, and what its rules give as theirs."""
    text = lzma.decompress(path.read_bytes()).decode() if path.suffix == ".xz" else path.read_text("utf-8")
    told = " ".join(line.lstrip("# ") for line in text.splitlines() if line.startswith(("# ", "source = ")))
    for name, source in ALIASES.items():
        told = told.replace(name, source)
    return told.replace("Google language-resources", "language-resources")


def sections() -> list[str]:
    return re.split(r"\n\n(?=\d\. )", (ROOT / "NOTICE").read_text("utf-8"))[1:]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_sources_are_in_the_notice(path):
    named = [source for source in SOURCES if source in heading(path)]
    missing = [
        source for source in named if not any(source in section and path.name in section for section in sections())
    ]
    assert missing == []


def test_the_notice_names_files_that_are_there():
    named = {name for section in sections() for name in re.findall(r"\b[a-z_]+\.(?:tsv|toml|txt\.xz|txt)\b", section)}
    theirs = {"lexicon.tsv", "prompts.tsv", "verbs.tsv", "license.txt"}
    assert named - theirs <= {path.name for path in FILES}
    assert {"inherent.tsv", "words.txt.xz", "bijoy_pairs.tsv", "sort.tsv", "stopwords.txt", "bijoy.toml"} <= named


def test_nothing_asks_to_be_shared_alike():
    told = " ".join(heading(path) for path in FILES)
    assert "CC-BY-4.0" in told
    assert re.findall(r"CC-BY-SA|-SA-4|share-alike|NTREX", told) == []
