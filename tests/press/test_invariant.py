"""The invariant under random editorial acts: what lies on the rack equals what would be printed now.

``HARKARA_PROOF_ACTS`` sets how many acts the long run does (5,000 where it is not set).
"""

import os
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from pytest_django.fixtures import Settings

from harkara import layout
from harkara.desk import clock
from tests.press.newsroom import ACTS, Newsroom, small_pages

SELDOM = 5

STEPS = 100
"""Acts of one run; the whole rack is compared at its end."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is rolled back. Marked as a test's own block, so that durable blocks may begin in it.

    Skips the test on PostgreSQL, where a press reads only outside of other transactions.
    """
    if connection.vendor == "postgresql":
        pytest.skip("what is undone afterwards is one transaction, in which PostgreSQL takes no snapshot")
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]  # what Django's own test cases set
    with block:
        yield
        transaction.set_rollback(True)


def machine(founded: Newsroom, counts: Counter[str]) -> type[RuleBasedStateMachine]:
    """A state machine whose every run begins with a copy of the paper ``founded``."""

    class Paper(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.block = undone()
            self.block.__enter__()
            self.rack = founded.rack.with_name("run")
            shutil.rmtree(self.rack, ignore_errors=True)
            self.steps = 0
            self.room = founded.copied(self.rack, Random(0))

        @rule(chance=st.integers(0, 2**32 - 1))
        def act(self, chance: int) -> None:
            # The dice choose the act too: drawn from a list, the first of it would come twice as often as the others.
            # The step is in them, so that a run of one number is not a run of one act.
            self.steps += 1
            self.room.chance = Random(chance * 1000 + self.steps)
            before = self.room.position()
            self.room.act(self.chosen())
            assert self.room.wrong(self.room.printed_since(before)) == []

        def chosen(self) -> str:
            """Any act, and every other time one of the five that were done least."""
            done = counts + self.room.done
            seldom = sorted(ACTS, key=lambda name: (done[name], name))[:SELDOM]
            return self.room.chance.choice(seldom if self.room.chance.random() < 0.5 else sorted(ACTS))

        def teardown(self) -> None:
            try:
                assert self.room.everything_wrong() == []
                counts.update(self.room.done)
            finally:
                self.room.turns.close()
                self.block.__exit__(None, None, None)

    return Paper


def drive(founded: Newsroom, runs: int, steps: int, number: int, counts: Counter[str]) -> None:
    """Drives ``runs`` runs of at most ``steps`` acts from the seed ``number``; adds how often each act was done to
    ``counts``.
    """
    run_state_machine_as_test(
        seed(number)(machine(founded, counts)),
        settings=hypothesis_settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


def walk(room: Newsroom, acts: int, number: int) -> Counter[str]:
    """Does ``acts`` acts from the seed ``number`` on one paper, which need not be undone: the touched set is compared
    after each, the whole rack every hundred; returns how often each act was done.
    """
    chance = Random(number)
    for count in range(1, acts + 1):
        room.chance = Random(chance.getrandbits(32))
        before = room.position()
        room.act(room.chance.choice(sorted(ACTS)))
        assert room.wrong(room.printed_since(before)) == []
        if count % STEPS == 0 or count == acts:
            assert room.everything_wrong() == []
    room.turns.close()
    return room.done


@pytest.fixture
def founded(database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Newsroom]:
    """A printed paper of a few stories; clock and layout are set back afterwards."""
    small_pages(monkeypatch)
    monkeypatch.setattr(layout, "VERSION", layout.VERSION)
    settings.HARKARA_RACK = tmp_path / "rack"
    yield Newsroom.founded(tmp_path / "rack", Random(1))
    clock.set(None)


@pytest.mark.long
def test_the_invariant_holds_through_random_acts(founded: Newsroom) -> None:
    number = int(os.environ.get("HARKARA_PROOF_SEED", "7"))
    counts: Counter[str] = Counter()
    if connection.vendor == "postgresql":
        counts += walk(founded, int(os.environ.get("HARKARA_PROOF_ACTS_POSTGRES", "25")), number)
    else:
        drive(founded, runs=1, steps=25, number=number, counts=counts)
    assert sum(counts.values()) > 0


@pytest.mark.proof
def test_the_invariant_holds_through_thousands_of_acts(founded: Newsroom) -> None:
    wanted = int(os.environ.get("HARKARA_PROOF_ACTS", "5000"))
    number = int(os.environ.get("HARKARA_PROOF_SEED", secrets.randbelow(10**6)))
    print(f"FIGURE: seed of the random acts | {number}")
    counts: Counter[str] = Counter()
    least = wanted // 25
    while sum(counts.values()) < wanted or min(counts[name] for name in ACTS) < least:
        drive(founded, runs=5, steps=STEPS, number=number, counts=counts)
        number += 1
        rarest = min(sorted(ACTS), key=lambda name: counts[name])
        print(f"{sum(counts.values())} of {wanted} acts, of “{rarest}” {counts[rarest]} of {least}", flush=True)
    for name in sorted(ACTS):
        print(f"FIGURE: acts of the kind “{name}” | {counts[name]}")
    print(f"FIGURE: acts after which the invariant held | {sum(counts.values())}")
