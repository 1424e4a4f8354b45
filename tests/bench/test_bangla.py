"""The comparison is fair to count: answers, hung and raised texts, and the rules it scores by."""

import re
import sys
from pathlib import Path

import pytest

from bench import bangla, homes
from bench.bangla_acts import ACTS


def test_the_paper_answers_in_a_process_of_its_own() -> None:
    job = bangla.Job("Avro", "avro", ["ami", "tumi"], bangla.equal(["আমি", "না"]))
    found = bangla.ask(Path(sys.executable), job, "harkara")
    assert (found["answers"], found["hung"], found["raised"]) == (["আমি", "তুমি"], 0, 0)
    assert job.score(found["answers"]) == 0.5


def test_what_raises_is_counted_and_wrong() -> None:
    job = bangla.Job("group", "group", ["1000", "no number"], bangla.equal(["১,০০০", "no number"]))
    found = bangla.ask(Path(sys.executable), job, "harkara")
    assert (found["answers"], found["raised"], job.score(found["answers"])) == (["১,০০০", None], 1, 0.5)


@pytest.mark.parametrize(("number", "text"), [("999", "৯৯৯"), ("1000", "১,০০০"), ("12345678", "১,২৩,৪৫,৬৭৮")])
def test_grouped(number: str, text: str) -> None:
    assert bangla.grouped(number) == text


def test_spellings_of_a_hundred_count_as_one() -> None:
    assert len({bangla.hundreds(text) for text in ("এক শো পাঁচ", "একশ পাঁচ", "একশত পাঁচ")}) == 1


def test_every_job_asks_the_paper_first_and_somebody_else_too() -> None:
    assert [next(iter(libraries)) for libraries in ACTS.values()] == ["harkara"] * len(ACTS)
    assert min(len(libraries) for libraries in ACTS.values()) == 2


def test_every_library_is_pinned_by_hash() -> None:
    pins = (homes.ROOT / "requirements/bench.txt").read_text()
    names = re.findall(r"^([a-z0-9.-]+)==\S+ \\\n +--hash=sha256:", pins, re.M)
    assert len(names) == len(re.findall(r"^[a-z]", pins, re.M))
    asked = {line.replace(".", "-") for line in (homes.ROOT / "requirements/bench.in").read_text().split()}
    assert asked <= set(names)
    assert "://" not in pins
