"""The stories of the archive's bench are always the same, and a round of it runs."""

from pathlib import Path

import pytest

from bench import archive
from bench.archive_stories import KINDS, MANY, keep, kept, searches, stories, vocabulary


def test_stories_are_always_the_same(tmp_path: Path) -> None:
    made = list(stories(30))
    assert made == list(stories(30))
    assert [story.number for story in made] == list(range(1, 31))
    assert {len(story.headline.split()) + len(story.body.split()) for story in made} == {200}
    assert [story.published_at for story in made] == sorted(story.published_at for story in made)
    keep(tmp_path / "stories", 30)
    assert list(kept(tmp_path / "stories")) == made


def test_what_is_looked_for() -> None:
    for kind, words in zip(KINDS, (1, 1, 3), strict=True):
        asked = searches(kind, 20, 1)
        assert asked == searches(kind, 20, 1) != searches(kind, 20, 2)
        assert {len(text.split()) for text in asked} == {words}
    common, rare = set(searches("common", 50, 1)), set(searches("rare", 50, 1))
    place = {word: rank for rank, word in enumerate(vocabulary())}
    assert max(place[word] for word in common) < min(place[word] for word in rare)
    assert len(rare) > 40
    if len(place) >= MANY:
        assert common <= set(vocabulary()[50:1000])


@pytest.mark.process
@pytest.mark.parametrize("engine", ["tantivy", "sqlite"])
def test_a_row(tmp_path: Path, engine: str) -> None:
    row = archive.measure(engine, 60, tmp_path, 3, at_once=1)
    assert row[:2] == ["60", engine]
    assert len(row) == 10
    assert int(row[4].replace(",", "")) > 1_000
    assert (tmp_path / f"{engine}-60.json").exists()  # it need not be made again


def test_percentiles() -> None:
    assert archive.percentile([float(n) for n in range(1, 100)], 95) == 95.0
