"""Questions people asked find the passage that answers them, typed into the search as they stand.

TyDi QA's Bangla questions (goldp, dev); their passages stand among sentences of Wikipedia. Mean reciprocal rank at ten.
"""

import gzip
import json
from pathlib import Path

import pytest

from harkara.archive.index import Search
from harkara.archive.shelf import ENGINES, open_index
from tests.shared import vectors

from .records import numbers, story

LEAST = 0.66
OTHERS = 7561


def asked() -> list[tuple[str, str]]:
    """Each question with its passage."""
    data = json.loads(vectors("search-tydiqa-bn/tydiqa.goldp.bn.dev.json").read_text(encoding="utf-8"))["data"]
    return [(qa["question"], part["context"]) for row in data for part in row["paragraphs"] for qa in part["qas"]]


def rank(folder: Path, engine: str, others: int, questions: int) -> float:
    """The mean reciprocal rank at ten, among so many of the longest other sentences."""
    pairs = asked()
    passages = list(dict.fromkeys(passage for _, passage in pairs))
    with gzip.open(vectors("translit-dakshina/bn.wiki-filt.valid.text.shuf.txt.gz"), "rt", encoding="utf-8") as file:
        sentences = sorted(file.read().splitlines(), key=len)[-others:]
    index = open_index(folder, writing=True, engine=engine)
    texts = enumerate(passages + sentences)
    index.write((story(number, "", text, published_at=story(0).published_at) for number, text in texts), [])
    total = 0.0
    for question, passage in pairs[:questions]:
        found = numbers(index.search(Search(question)))[:10]
        right = passages.index(passage)
        total += 1 / (found.index(right) + 1) if right in found else 0
    index.close()
    return total / len(pairs[:questions])


@pytest.mark.parametrize("engine", ENGINES)
def test_questions_find_their_passages(tmp_path: Path, engine: str) -> None:
    """A cheap floor: thirty questions, and a tenth of the other sentences."""
    assert rank(tmp_path / "index", engine, OTHERS // 10, 30) >= 0.8


@pytest.mark.proof
@pytest.mark.parametrize("engine", ENGINES)
def test_tydi(tmp_path: Path, engine: str) -> None:
    reached = rank(tmp_path / "index", engine, OTHERS, 1000)
    print(f"FIGURE: TyDi bn, MRR@10 end to end, {engine} | {reached:.3f}")
    assert reached >= LEAST
