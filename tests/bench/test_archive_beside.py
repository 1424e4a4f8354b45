"""The comparison of searches counts rightly, and the archive finds what is meant."""

import pytest

from bench import archive_beside
from bench.archive_beside import Answer, Score, score
from bench.archive_telling import QUESTIONS, Question, Story, stories
from harkara.bangla.analyse import folded, sounds, tokens

TOLD = stories()


def test_every_question_has_its_stories_once() -> None:
    named = [headline for asked in QUESTIONS for headline in (*asked.meant, *asked.not_meant)]
    assert len(QUESTIONS) == 10
    assert [sum(story.headline == headline for story in TOLD) for headline in named] == [1] * len(named)
    assert [story.number for story in TOLD] == list(range(1, len(named) + 301))


def test_the_same_seed_tells_the_same_stories() -> None:
    assert (stories(20, 3) == stories(20, 3), stories(20, 3) == stories(20, 4)) == (True, False)


def test_generated_prose_holds_no_word_that_is_asked_for() -> None:
    asked = {folded(word) for question in QUESTIONS for word in tokens(question.typed)} - {folded("ই"), folded("চা")}
    named = {headline for question in QUESTIONS for headline in (*question.meant, *question.not_meant)}
    for story in TOLD:
        text = story.body if story.headline in named else f"{story.headline} {story.body}"
        assert {folded(word) for word in tokens(text)} & asked == set()


def test_the_prose_holds_words_that_only_sound_alike() -> None:
    """Else a search by sound could not be wrong here."""
    heard = {sounds(word) for story in TOLD for word in tokens(story.body)}
    assert sounds("putin") in heard


def test_scores() -> None:
    told = [Story(number, headline, "") for number, headline in enumerate("কখগঘ", 1)]
    asked = Question("", "", ("ক", "খ"), ("গ",))
    assert score(asked, Answer((3, 1, 4, 2)), told) == Score(2, 2, 2, 2, "")
    assert score(asked, Answer((1, 3)), told) == Score(1, 2, 1, 0, "")
    assert score(asked, Answer((3,)), told) == Score(0, 2, 1, 0, "")
    assert score(asked, Answer(error="ValueError"), told) == Score(0, 2, 0, 0, "ValueError")
    assert [str(Score(2, 2, 0, 0, "")), str(Score(1, 2, 3, 0, "Fault"))] == ["2 of 2", "1 of 2, 3 wrong, Fault"]


def test_the_tables() -> None:
    answers = {"One": [Answer()] * 10, "Other": [Answer(error="Fault")] * 10}
    whole, short = archive_beside.report(TOLD, answers)
    meant = sum(len(asked.meant) for asked in QUESTIONS)
    assert f"| **found, of those that were meant** |  | **0 of {meant}** | **0 of {meant}** |" in whole
    assert short.splitlines()[-1] == "| errors | 0 | 10 |"


def test_the_archive_finds_everything_that_is_meant() -> None:
    answers = archive_beside.harkara(TOLD, [asked.typed for asked in QUESTIONS])
    scores = [score(asked, answer, TOLD) for asked, answer in zip(QUESTIONS, answers, strict=True)]
    assert [(asked.name, one.right) for asked, one in zip(QUESTIONS, scores, strict=True)] == [
        (asked.name, len(asked.meant)) for asked in QUESTIONS
    ]
    wrong = {asked.name: one.wrong for asked, one in zip(QUESTIONS, scores, strict=True) if one.wrong}
    assert wrong == {"a word with a hyphen": 1}


@pytest.mark.process
@pytest.mark.long
def test_wagtail_answers_on_sqlite() -> None:
    answers = archive_beside.wagtail(TOLD, ["খুলল", '"'])
    opened = next(story.number for story in TOLD if story.headline == "সেতু খুলল আজ")
    assert [answers[way][0].found[0] for way in ("typed", "parsed")] == [opened, opened]
    assert [answers[way][1].error != "" for way in ("typed", "parsed")] == [True, False]


@pytest.mark.postgres
@pytest.mark.process
def test_postgres_answers() -> None:
    given = archive_beside.postgres(TOLD, ["খুলল", "সেতু -রেল", '"'])
    if given is None:
        pytest.skip("the PostgreSQL binaries are not on this machine")
    opened = next(story.number for story in TOLD if story.headline == "সেতু খুলল আজ")
    assert [answer.found for answer in given[1]] == [(opened,), (opened,), ()]
