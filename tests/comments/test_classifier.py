"""A classifier of somebody else's: what it is told, what comes of its opinion, and that its failure costs no comment."""

import logging
import threading
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from harkara.comments import classifier
from harkara.comments.classifier import Facts, Opinion
from tests.comments.factories import STORY, a_reader, said

pytestmark = pytest.mark.django_db

asked: list[tuple[str, Facts]] = []
hang = threading.Event()


def sees_red(text: str, facts: Facts) -> Opinion | None:
    asked.append((text, facts))
    return Opinion(80, "  লাল   রং ") if "লাল" in text else None


def falls(text: str, facts: Facts) -> Opinion | None:
    raise ValueError(text)


def answers_nonsense(text: str, facts: Facts) -> Any:
    return {"risk": 99}


def overdoes_it(text: str, facts: Facts) -> Opinion:
    return Opinion(10**9, "x" * 5000)


def knows_no_number(text: str, facts: Facts) -> Any:
    return Opinion(float("nan"), "নয়")  # type: ignore[arg-type]  # what others write is not typed


def hangs(text: str, facts: Facts) -> Opinion | None:
    hang.wait(20)
    return Opinion(99, "দেরি")


@pytest.fixture
def named(settings: Settings) -> Any:
    def name(what: str) -> None:
        settings.HARKARA_CLASSIFIER = f"{__name__}:{what}"

    return name


def test_it_is_off(settings: Settings) -> None:
    assert settings.HARKARA_CLASSIFIER == ""
    assert classifier.opinion("লাল", Facts(1, False, 0, 0, ())) is None


def test_its_opinion_counts_and_is_told(named: Any) -> None:
    named("sees_red")
    asked.clear()
    reader = a_reader()
    made = said(reader, "লাল গোলাপ https://example.org/")
    assert (made.state, ["judge", "লাল রং"] in [list(one) for one in made.reasons]) == ("waiting", True)
    [(text, facts)] = asked
    assert (text, facts.story, facts.is_answer, facts.links, facts.words) == (
        "লাল গোলাপ https://example.org/",
        STORY,
        False,
        1,
        (),
    )
    assert said(reader, "নীল গোলাপ").state == "shown"


@pytest.mark.parametrize("what", ["falls", "answers_nonsense", "knows_no_number", "is_not_there"])
def test_its_failure_costs_no_comment_and_no_word_of_it_is_logged(
    what: str, named: Any, caplog: pytest.LogCaptureFixture
) -> None:
    named(what)
    with caplog.at_level(logging.WARNING):
        made = said(a_reader(), "গোপন গোলাপ")
    assert (made.state, made.text) == ("shown", "গোপন গোলাপ")
    assert (what in caplog.text, "গোপন" in caplog.text) == (True, False)


def test_what_it_overdoes_is_cut(named: Any) -> None:
    named("overdoes_it")
    assert classifier.opinion("ক", Facts(1, False, 0, 0, ())) == Opinion(100, "x" * 100)


def test_one_that_hangs_delays_nobody_for_long_and_is_not_asked_for_ever(
    named: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    named("hangs")
    monkeypatch.setattr(classifier, "_free", threading.BoundedSemaphore(2))
    facts = Facts(1, False, 0, 0, ())
    try:
        with caplog.at_level(logging.WARNING):
            assert [classifier.opinion("ক", facts, 0.05) for _ in range(3)] == [None] * 3
        assert [("has not answered" in one, "calls hang" in one) for one in caplog.messages] == [
            (True, False),
            (True, False),
            (False, True),
        ]
    finally:
        hang.set()
