"""How well an index answers questions: TyDi's Bangla ones, their passages among sentences of Wikipedia."""

import gzip
import json

from harkara.archive.index import Index, Search
from harkara.archive.record import Record
from tests.archive.stories import NOON
from tests.shared import vectors

DISTRACTORS = 7561


def reciprocal_rank(index: Index) -> float:
    """Fills the empty ``index`` and asks: the mean reciprocal rank, at ten, of the passage that answers."""
    data = json.loads(vectors("search-tydiqa-bn/tydiqa.goldp.bn.dev.json").read_text(encoding="utf-8"))["data"]
    asked = [(qa["question"], part["context"]) for row in data for part in row["paragraphs"] for qa in part["qas"]]
    passages = list(dict.fromkeys(passage for _, passage in asked))
    with gzip.open(vectors("translit-dakshina/bn.wiki-filt.valid.text.shuf.txt.gz"), "rt", encoding="utf-8") as file:
        others = sorted(file.read().splitlines(), key=len)[-DISTRACTORS:]
    texts = passages + others
    index.write((Record("story", number, "", text, NOON) for number, text in enumerate(texts)), ())
    total = 0.0
    for question, passage in asked:
        ranking = [hit.number for hit in index.search(Search(question)).hits[:10]]
        right = passages.index(passage)
        total += 1 / (ranking.index(right) + 1) if right in ranking else 0
    return total / len(asked)
