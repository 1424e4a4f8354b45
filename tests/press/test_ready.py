"""What the press lays ready for nginx, and takes away before it says that a page is gone."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from harkara.desk import actions
from harkara.desk.models import Story
from harkara.press import complaints
from harkara.press.check import check
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_story


@pytest.fixture
def turns(turns: Turns) -> Turns:
    """One that makes brotli parts."""
    turns.brotli = True
    return turns


def link(store: Storeroom, address: str) -> Path:
    found = store.ready.link(address)
    assert found
    return Path(found)


def is_ready(store: Storeroom, story: Story) -> bool:
    """Whether the story's page lies ready, and the link is the very file on the shelf."""
    place = link(store, story.href)
    if not place.exists():
        return False
    assert place.samefile(store.shelf.file(f"story:{story.pk}"))
    return True


def test_stories_and_lists_lie_ready(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    assert is_ready(turns.store, story)
    assert link(turns.store, story.href).with_suffix(".br").exists()
    assert link(turns.store, f"/{story.href.split('/')[1]}/").exists()
    assert (turns.store.ready.root / turns.store.ready.number).is_symlink()
    for name in turns.store.shelf.names():
        page = turns.store.shelf.get(name)
        assert page
        assert turns.store.ready.takes(page) is (page.address() is not None)


def test_an_edited_story_is_ready_again_and_a_killed_one_is_not(turns: Turns) -> None:
    make_paper()
    story, other = make_story(), make_story()
    turns.settle()
    actions.edit(story, None, headline="পরের শিরোনাম")
    turns.settle()
    assert is_ready(turns.store, story)
    actions.kill(story, None)
    turns.settle()
    assert (is_ready(turns.store, story), is_ready(turns.store, other)) == (False, True)


@pytest.mark.parametrize("act", ["gone", "move", "remove"])
def test_nobody_gets_a_page_after_it_was_said_to_be_elsewhere(turns: Turns, act: str) -> None:
    """The link goes before the manifest tells the stand; the page itself may go a moment later."""
    make_paper()
    story = make_story()
    turns.settle()
    with turns.store.manifest.writing():
        getattr(turns.store.manifest, act)(story.href, *(["/x"] if act == "move" else []))
        assert not is_ready(turns.store, story)


def again(turns: Turns, **place: object) -> Turns:
    """Another press over the same rack, which finds the note of the place changed."""
    turns._lock.close()
    note = turns.store.root / "place.json"
    note.write_text(json.dumps({**json.loads(note.read_text()), **place}))
    return Turns(Storeroom(turns.store.root))


def test_after_a_power_cut_links_are_laid_again_for_pages_that_are_right(turns: Turns) -> None:
    make_paper()
    kept, torn = make_story(), make_story()
    turns.settle()
    with Path(turns.store.shelf.file(f"story:{torn.pk}")).open("r+b") as file:
        file.truncate(500)
    stray = link(turns.store, "/world/999/x")
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"a page that the disk brought back")
    fresh = again(turns, boot="another", clean=False)
    assert (is_ready(fresh.store, kept), link(fresh.store, torn.href).exists(), stray.exists()) == (True, False, False)
    assert link(fresh.store, kept.href).with_suffix(".br").exists()
    fresh.settle()
    assert is_ready(fresh.store, torn)
    fresh.close()


RULE = Path(__file__).resolve().parents[2] / "deploy/tmpfiles.d/harkara.conf"
TMPFILES = shutil.which("systemd-tmpfiles")


def boot_again(turns: Turns) -> None:
    """The machine starts with the rule of ``deploy`` for this rack."""
    rule = turns.store.root.parent / "harkara.conf"
    rule.write_text(RULE.read_text().replace("/srv/harkara/rack", str(turns.store.root)))
    assert TMPFILES
    done = subprocess.run([TMPFILES, "--boot", "--remove", str(rule)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def after_boot(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the doctor says of nginx after a press has started under another boot."""
    name = turns.store.root.parent / "boot"
    name.write_text("another boot")
    monkeypatch.setattr("harkara.rack.nodes.boot.BOOT", name)
    fresh = Turns(Storeroom(turns.store.root))
    assert fresh.store.ready.is_open()
    fresh.close()
    return [finding.sentence for finding in complaints.rack() if finding.what == "nginx"]


@pytest.mark.process
@pytest.mark.skipif(TMPFILES is None, reason="systemd-tmpfiles is not installed")
def test_after_a_boot_the_gate_is_shut_until_the_press_opens_it(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    turns.close()
    ready = turns.store.ready
    page = (
        ready.root
        / ready.number
        / Path(link(turns.store, story.href)).relative_to(ready.root / f"{ready.number}.links")
    )
    assert page.exists()
    boot_again(turns)
    assert (page.exists(), is_ready(turns.store, story), ready.is_open()) == (False, True, False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/sbin/{name}")
    assert after_boot(turns, monkeypatch) == []
    assert page.exists()


def test_a_gate_that_stood_open_after_a_boot_is_told(turns: Turns, monkeypatch: pytest.MonkeyPatch) -> None:
    make_paper()
    turns.settle()
    turns.close()
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/sbin/{name}")
    assert [finding for finding in complaints.rack() if finding.what == "nginx"] == []
    (said,) = after_boot(turns, monkeypatch)
    assert said.startswith("When this machine started, nginx could hand out pages")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert [finding for finding in complaints.rack() if finding.what == "nginx"] == []


def test_a_link_to_what_is_not_on_the_shelf_is_told(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    assert check(turns.store).wrong == []
    lies = link(turns.store, story.href)
    lies.with_name("999,world,x.gz").write_bytes(lies.read_bytes())
    stray = f"story/{lies.parent.name}/999,world,x.gz"
    assert check(turns.store).wrong == [f"{stray} lies ready for nginx, and its page is not on the shelf."]


def test_what_was_in_hand_is_not_ready(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    with pytest.raises(ZeroDivisionError), turns.store.in_hand([f"story:{story.pk}"]):
        raise ZeroDivisionError
    fresh = again(turns)
    assert not is_ready(fresh.store, story)
    fresh.settle()
    assert is_ready(fresh.store, story)
    fresh.close()


def test_links_of_other_headers_leave_when_a_press_starts(turns: Turns) -> None:
    make_paper()
    story = make_story()
    turns.settle()
    root = turns.store.ready.root
    (root / "0000aaaa.links/story").mkdir(parents=True)
    os.symlink("0000aaaa.links", root / "0000aaaa")
    fresh = again(turns)
    number = fresh.store.ready.number
    assert sorted(path.name for path in root.iterdir()) == [number, f"{number}.links"]
    assert is_ready(fresh.store, story)
    fresh.close()
