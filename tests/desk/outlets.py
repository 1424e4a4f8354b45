"""Texts nobody here wrote, and what outlets do to an agency's story before they print it."""

import json
from collections import defaultdict
from collections.abc import Sequence
from random import Random

from harkara.bangla import sentences
from tests.shared import vectors

Text = list[str]
"""A text's paragraphs."""

BEGINNINGS = ("", "আন্তর্জাতিক ডেস্ক: ", "ঢাকা, ১৫ আগস্ট: ", "অনলাইন ডেস্ক। ")


def texts() -> list[Text]:
    """News of NTREX and pages of TyDi, two sentences a paragraph; those of at least six sentences."""
    numbers = vectors("news-ntrex/DOCUMENT_IDS.tsv").read_text().splitlines()
    lines = vectors("news-ntrex/newstest2019-ref.ben.txt").read_text().splitlines()
    documents = defaultdict(list)
    for number, line in zip(numbers, lines, strict=True):
        documents[number].append(line.strip())
    found = [lines[1:] for lines in documents.values() if len(lines) >= 7]
    pages = json.loads(vectors("search-tydiqa-bn/tydiqa.goldp.bn.dev.json").read_text())["data"]
    contexts = sorted({paragraph["context"] for page in pages for paragraph in page["paragraphs"]})
    found += [said for context in contexts if len(said := sentences.split(context)) >= 6]
    return [[" ".join(said[at : at + 2]) for at in range(0, len(said), 2)] for said in found]


class Outlet:
    """An outlet that edits what comes in. ``chance`` decides how."""

    def __init__(self, chance: Random, others: Sequence[Text]) -> None:
        self.chance = chance
        self.others = others
        self.words = [word for text in others for paragraph in text for word in paragraph.split()]

    def print(self, text: Text) -> Text:
        """The text as it is printed: cut from behind to no less than 45 in 100, a paragraph moved, up to one word in ten
        changed and some left out, a paragraph of its own put in, another beginning; any of it, or nothing.
        """
        chance = self.chance
        done = text[: max(2, round(len(text) * chance.uniform(0.45, 1)))]
        if chance.random() < 0.6:
            done.insert(chance.randrange(len(done)), done.pop(chance.randrange(len(done))))
        rate = chance.choice([0, 0.03, 0.06, 0.1])
        done = [" ".join(self._worded(paragraph.split(), rate)) for paragraph in done]
        if chance.random() < 0.4:
            done.insert(chance.randrange(len(done) + 1), chance.choice(chance.choice(self.others)))
        return [chance.choice(BEGINNINGS) + done[0], *done[1:]]

    def follow_up(self, text: Text, news: Text) -> Text:
        """Another story on the same event: ``news``, and at most a third as many words of ``text`` as its background."""
        room = sum(len(paragraph.split()) for paragraph in news) // 2  # a third of the whole
        told: Text = []
        for paragraph in text:
            if (room := room - len(paragraph.split())) < 0:
                break
            told.append(paragraph)
        return [*news, *told]

    def _worded(self, words: Sequence[str], rate: float) -> list[str]:
        chance = self.chance
        kept = [word for word in words if chance.random() >= rate / 3]
        return [chance.choice(self.words) if chance.random() < rate else word for word in kept]
