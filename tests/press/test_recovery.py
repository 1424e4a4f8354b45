"""After a sudden end, a backup or a full disk the rack is whole again, and until then never wrong."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from harkara.desk import actions
from harkara.press import recovery
from harkara.press.bake import bake, take_off
from harkara.press.check import check
from harkara.press.recovery import LAST, recover
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack import changes, ledger
from tests.desk.factories import make_paper, make_story
from tests.press.test_invariant import undone


def whole(turns: Turns) -> None:
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def again(turns: Turns) -> Turns:
    """Another press over the same rack; the first one is gone without having ended in order."""
    turns._lock.close()
    fresh = Turns(turns.store)
    fresh.settle()
    return fresh


def test_what_was_in_hand_is_printed_again(turns: Turns) -> None:
    turns.brotli = True
    make_paper()
    make_story()
    turns.settle()
    with pytest.raises(ZeroDivisionError), turns.store.in_hand(["front", "rail"]):
        raise ZeroDivisionError
    ledger.strike(["rail"])  # the file was put, the books were not written
    fresh = again(turns)
    assert fresh.store.left_in_hand() == {}
    assert fresh.store.shelf.get("front") is not None
    whole(fresh)
    fresh.close()


def test_what_somebody_is_at_work_on_is_not_left(turns: Turns) -> None:
    """A note whose writer lives is his; it is left from the moment he ends without taking it back."""
    with turns.store.in_hand(["front"]):
        assert turns.store.left_in_hand() == {}
    with pytest.raises(ZeroDivisionError), turns.store.in_hand(["front", "rail"]):
        raise ZeroDivisionError
    assert list(turns.store.left_in_hand().values()) == [["front", "rail"]]


def test_a_press_that_ends_in_order_leaves_nothing_to_repair(turns: Turns) -> None:
    make_paper()
    turns.settle()
    turns.close()
    assert recover(turns.store) == "whole"


def test_a_torn_page_is_printed_again(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    file = Path(turns.store.shelf.file(f"story:{story.pk}"))
    file.write_bytes(file.read_bytes()[:-5])
    assert turns.store.shelf.get(f"story:{story.pk}") is None
    assert bake(turns.store, [f"story:{story.pk}"]).put == [f"story:{story.pk}"]
    whole(turns)


def test_a_lost_rack_is_printed_anew(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    turns.close()
    shutil.rmtree(turns.store.root)
    fresh = Turns(Storeroom(turns.store.root))
    fresh.settle()
    assert fresh.store.shelf.get(f"story:{story.pk}") is not None
    whole(fresh)
    fresh.close()


def test_a_lost_rack_forgets_no_killed_story(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    actions.kill(story, None)
    turns.close()
    shutil.rmtree(turns.store.root)
    fresh = Turns(Storeroom(turns.store.root))
    fresh.settle()
    for path in (story.href, f"/{story.pk}", f"/{story.pk}.json"):
        entry = fresh.store.manifest.find(path)
        assert entry is not None, path
        assert entry.kind == "gone"
    fresh.close()


def test_after_a_power_cut_what_changed_last_is_looked_at_first(
    turns: Turns, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the disk brought back has left before the press goes through the rest, which may take minutes."""
    make_paper()
    edited, killed, other = make_story(), make_story(), make_story()
    turns.settle()
    store, sheets = turns.store, [f"story:{story.pk}" for story in (edited, killed, other)]
    before = {name: Path(store.shelf.file(name)).read_bytes() for name in (*sheets, "front")}
    for _ in range(LAST):  # far behind, and so not looked at before the rest
        touch("nobody")
    actions.edit(edited, None, headline="পরের শিরোনাম")
    actions.kill(killed, None)
    turns.settle()
    turns.close()
    for name, page in before.items():
        Path(store.shelf.file(name)).write_bytes(page)
    with store.manifest.writing():
        store.manifest.place(killed.href, f"story:{killed.pk}")
    ledger.strike([sheets[2]])
    seen: dict[str, object] = {}

    def reconcile(store: Storeroom) -> None:
        seen.update({name: store.shelf.get(name) is not None for name in before})
        entry = store.manifest.find(killed.href)
        seen[killed.href] = entry and entry.kind

    monkeypatch.setattr("harkara.rack.nodes.boot.BOOT", tmp_path / "no-boot")
    monkeypatch.setattr(recovery, "_reconcile", reconcile)
    assert recover(store) == "power"
    assert seen == dict(zip(sheets, (False, False, True), strict=True)) | {"front": False, killed.href: "gone"}
    monkeypatch.undo()
    monkeypatch.setattr("harkara.rack.nodes.boot.BOOT", tmp_path / "another-boot")
    fresh = Turns(store)
    fresh.settle()
    whole(fresh)
    fresh.close()


def touch(*keys: str) -> None:
    with transaction.atomic():
        changes.touch(*keys)


def test_a_restored_database_begins_a_new_epoch(turns: Turns) -> None:
    """What the desk did after the backup is gone, and so are its pages."""
    make_paper()
    kept = make_story(headline="আগের খবর")
    turns.settle()
    with undone():
        lost = make_story(headline="হারানো খবর")
        actions.kill(kept, None)
        turns.settle()
        turns.close()
    fresh = Turns(Storeroom(turns.store.root))
    fresh.settle()
    assert fresh.store.manifest.find(lost.href) is None
    assert fresh.store.manifest.find(f"/{lost.pk}") is None
    entry = fresh.store.manifest.find(kept.href)
    assert entry is not None
    assert entry.kind == "sheet"
    whole(fresh)
    fresh.close()


def test_a_restored_database_of_the_same_position_is_noticed(turns: Turns) -> None:
    """A backup of a quiet hour: the desk did nothing after it, the press printed and took off."""
    make_paper()
    story, other = make_story(headline="এক"), make_story(headline="দুই")
    turns.settle()
    store, name, lost = turns.store, f"story:{story.pk}", f"story:{other.pk}"
    take_off(store, [name], keep_aside=False)
    with undone():
        assert bake(store, [name]).put == [name]
        take_off(store, [lost], keep_aside=False)
        turns.close()
    assert ledger.sheet(name) is None
    fresh = Turns(Storeroom(store.root))
    assert fresh.store.shelf.get(name) is None
    assert ledger.sheet(lost) is None
    fresh.settle()
    whole(fresh)
    fresh.close()
    again = Storeroom(store.root)
    assert recovery.recover(again) == "whole"  # once


def test_two_presses_do_not_follow_one_rack(turns: Turns) -> None:
    with pytest.raises(RuntimeError, match="Another press follows the rack"):
        Turns(Storeroom(turns.store.root))


def test_a_full_disk_keeps_the_old_page_and_heals(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    make_paper()
    story = make_story(headline="আগের শিরোনাম")
    turns.settle()
    actions.edit(story, None, headline="পরের শিরোনাম")
    write = os.write
    with monkeypatch.context() as full:
        full.setattr(os, "write", refusing(write))
        turns.settle()
        assert turns.is_full
    old = turns.store.shelf.get(f"story:{story.pk}")
    assert old is not None
    assert "আগের শিরোনাম" in old.identity().decode()
    assert check(turns.store).wrong == []
    turns.settle()
    new = turns.store.shelf.get(f"story:{story.pk}")
    assert new is not None
    assert "পরের শিরোনাম" in new.identity().decode()
    whole(turns)


def refusing(write: Callable[[int, bytes], int]) -> Callable[[int, bytes], int]:
    """The system's ``write``, for which there is no room in page files."""

    def refuse(file: int, data: bytes) -> int:
        if os.readlink(f"/proc/self/fd/{file}").endswith(".part"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(file, data)

    return refuse
