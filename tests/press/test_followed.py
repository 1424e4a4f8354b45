"""The press keeps a journal where machines follow it, and one that does copies everything it does."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from harkara.desk import actions
from harkara.press import fitness
from harkara.press.bake import take_off
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack.nodes.dispatch import Counter, Dispatch
from harkara.rack.nodes.journal import ADDRESS, SHEET
from harkara.rack.nodes.runner import Runner
from harkara.rack.nodes.seal import Seal
from tests.desk.factories import make_paper, make_story
from tests.rack.nodes.paper import KEY, addresses, files, links, runner


@pytest.fixture
def followed(settings: Settings) -> None:
    settings.HARKARA_DISPATCH = ("127.0.0.1", 1)


@pytest.fixture
def press(followed: None, turns: Turns) -> Turns:
    """A press that machines follow."""
    turns.brotli = True
    return turns


@contextmanager
def dispatched(store: Storeroom) -> Iterator[str]:
    server = Dispatch("127.0.0.1", 0, Counter(store.root, "unix:/nowhere"), Seal(KEY.encode()))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def node(press: Turns, tmp_path: Path) -> Iterator[Runner]:
    with dispatched(press.store) as url, runner(tmp_path / "node", url) as made:
        yield made


def same(press: Turns, node: Runner) -> None:
    one, other = press.store.root, node.depot.root
    assert files(one) == files(other)
    assert links(one) == links(other)
    assert addresses(one) == addresses(other)


def test_a_node_is_as_the_press_through_all_that_the_desk_does(press: Turns, node: Runner) -> None:
    make_paper()
    edited, killed, withdrawn, cold = make_story(), make_story(), make_story(), make_story()
    press.settle()
    node.settle()
    assert len(files(press.store.root)) > 20
    same(press, node)
    acts: list[Callable[[], object]] = [
        lambda: actions.edit(edited, None, headline="পরের শিরোনাম"),
        lambda: actions.kill(killed, None),
        lambda: actions.unpublish(withdrawn, None),
        lambda: take_off(press.store, [f"story:{cold.pk}"], keep_aside=True),
        lambda: make_story(headline="আরেকটি"),
    ]
    for act in acts:
        act()
        press.settle()
        node.settle()
        same(press, node)
    entry = node.depot.manifest.find(killed.href)
    assert entry is not None
    assert entry.kind == "gone"
    aside = node.depot.shelf.aside(f"story:{cold.pk}")
    assert aside is not None


def test_a_kill_is_told_before_anything_is_printed(press: Turns) -> None:
    make_paper()
    killed = make_story()
    make_story()
    press.settle()
    past = press.store.journal.past()
    assert past is not None
    actions.kill(killed, None)
    press.settle()
    told = [(kind, name) for _serial, kind, name in press.store.journal.since(past.head, 1000)]
    printed = told.index((SHEET, "front"))
    assert told.index((ADDRESS, killed.href)) < told.index((SHEET, f"story:{killed.pk}")) < printed


def test_a_press_that_starts_again_goes_on_with_its_journal(press: Turns) -> None:
    make_paper()
    press.settle()
    before = press.store.journal.past()
    press.close()
    again = Turns(Storeroom(press.store.root), brotli=False)
    after = again.store.journal.past()
    again.close()
    assert before is not None
    assert after is not None
    assert (after.epoch, after.head) == (before.epoch, before.head)


def test_what_a_press_that_died_had_in_hand_is_told(press: Turns) -> None:
    make_paper()
    press.settle()
    past = press.store.journal.past()
    assert past is not None
    note = press.store.root / "in-hand" / "1-1"
    note.write_text("front")
    press._lock.close()
    again = Turns(Storeroom(press.store.root), brotli=False)
    told = [name for _serial, _kind, name in again.store.journal.since(past.head, 10)]
    now = again.store.journal.past()
    again.close()
    assert told == ["front"]
    assert now is not None
    assert now.epoch == past.epoch


def test_after_a_power_cut_another_past_begins(press: Turns, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    make_paper()
    press.settle()
    past = press.store.journal.past()
    press._lock.close()
    seen = []
    store = Storeroom(press.store.root)
    monkeypatch.setattr(
        "harkara.press.recovery._reconcile", lambda store: seen.append(store.journal.past()), raising=True
    )
    (tmp_path / "boot").write_text("another boot")
    monkeypatch.setattr("harkara.rack.nodes.boot.BOOT", tmp_path / "boot")
    again = Turns(store, brotli=False)
    now = again.store.journal.past()
    again.close()
    assert past is not None
    assert now is not None
    assert [during.boot for during in seen] == [""]
    assert now.epoch != past.epoch
    assert now.boot == "another boot"


def test_the_doctor_says_whether_nodes_can_follow(
    press: Turns, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make_paper()
    press.settle()

    def said() -> list[tuple[str, str, bool]]:
        return [
            (finding.state, finding.sentence.split(",")[0], bool(finding.remedy)) for finding in fitness.examination()
        ]

    assert said() == [("well", "Stands on other machines can follow", False)]
    (tmp_path / "boot").write_text("another boot")
    monkeypatch.setattr("harkara.rack.nodes.boot.BOOT", tmp_path / "boot")
    assert said() == [("look", "Stands on other machines get nothing until the press has looked at its rack.", True)]
    press.store.journal.end()
    assert said() == [("ill", "No journal is kept for stands on other machines", True)]
    settings.HARKARA_DISPATCH = None
    assert said() == []


def test_nobody_follows_and_no_journal_is_kept(turns: Turns, settings: Settings) -> None:
    make_paper()
    turns.settle()
    assert turns.store.journal.past() is None
    turns.close()
    settings.HARKARA_DISPATCH = ("127.0.0.1", 1)
    kept = Turns(Storeroom(turns.store.root), brotli=False)
    assert kept.store.journal.past() is not None
    kept.close()
    settings.HARKARA_DISPATCH = None
    dropped = Turns(Storeroom(turns.store.root), brotli=False)
    make_story()
    dropped.settle()
    assert dropped.store.journal.past() is None
    dropped.close()
