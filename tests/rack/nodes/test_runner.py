"""A node's rack is kept as the press's: in order, whole, never back, from wherever it was left."""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from harkara.rack.errors import RackFull
from harkara.rack.nodes import boot, bundle, runner, state
from harkara.rack.nodes.calling import Caller, Refused
from harkara.rack.nodes.checking import compare
from harkara.rack.nodes.depot import Depot
from harkara.rack.nodes.runner import Runner
from harkara.rack.nodes.seal import Seal
from harkara.rack.pages import Page
from tests.rack.nodes import paper
from tests.rack.nodes.paper import HEADERS, KEY, Press, addresses, dense, files, links
from tests.stand.processes import free

PICTURE = (("content-type", "image/jpeg"), ("cache-control", "public, max-age=31536000, immutable"))


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path / "press")


@pytest.fixture
def url(press: Press) -> Iterator[str]:
    with press.dispatch() as where:
        yield where


@pytest.fixture
def start(url: str, tmp_path: Path) -> Iterator[Callable[[], Runner]]:
    """Starts the runner of the node in ``tmp_path / "node"``, each time anew."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(paper.runner(tmp_path / "node", url))


@pytest.fixture
def node(start: Callable[[], Runner]) -> Runner:
    """A node that follows an empty rack."""
    made = start()
    made.settle()
    return made


def same(press: Press, node: Runner) -> bool:
    """Whether the node has the press's files, links and addresses, byte for byte."""
    one, other = press.root, node.depot.root
    return files(one) == files(other) and links(one) == links(other) and addresses(one) == addresses(other)


def fill(press: Press) -> None:
    for number in range(12, 40):
        press.publish(number)
    press.ready.open()
    dense(press, "story:12")
    press.manifest.move("/12", "/world/12/খবর", 302)
    press.shelf.put(
        "picture:7:640.jpg", Page(200, PICTURE, random.Random(1).randbytes(400_000)), address="/picture/7/640.jpg"
    )
    press.manifest.place("/picture/7/640.jpg", "picture:7:640.jpg")
    press.manifest.make_whole()


def test_a_new_node_has_everything(press: Press, start: Callable[[], Runner]) -> None:
    fill(press)
    node = start()
    node.settle()
    assert len(files(press.root)) == 30
    assert len(links(press.root)) == 29
    assert same(press, node)
    assert node.depot.manifest.is_whole()
    assert node.state.serial == node.state.head > 0
    written = state.read(node.depot.root)
    assert written is not None
    assert (node.depot.ready.is_open(), written.comparing, written.lines(time.time())) == (True, (), [])


def test_it_follows(press: Press, node: Runner) -> None:
    fill(press)
    node.settle()
    before = node.caller
    press.publish(13, "সংশোধিত")
    press.shelf.set_aside("story:14")
    press.shelf.drop("story:15")
    press.kill(16, "/world/16/খবর")
    press.manifest.move("/world/17/খবর", "/national/17/খবর")
    press.manifest.remove("/12")
    press.shelf.add_brotli("story:18", 4)
    node.settle()
    assert same(press, node)
    assert node.depot.shelf.aside("story:14") == press.shelf.aside("story:14")
    assert node.caller is before


def test_only_what_changed_is_sent(press: Press, node: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(press)
    node.settle()
    sent: list[bundle.Parcel] = []
    pages = node.caller.pages

    def note(wanted: object) -> list[bundle.Parcel]:
        found = pages(wanted)  # type: ignore[arg-type]  # what the runner gives
        sent.extend(found)
        return found

    monkeypatch.setattr(node.caller, "pages", note)
    dense(press, "story:20")
    press.publish(21)  # the same bytes once more
    node.settle()
    assert [(parcel.name, len(parcel.page), bool(parcel.part)) for parcel in sent] == [("story:20", 0, True)]
    assert same(press, node)


def test_a_kill_waits_for_no_page(press: Press, node: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """While hundreds of pages are on their way, what is killed is gone after one lot."""
    path = press.publish(12)
    node.settle()
    monkeypatch.setattr(runner, "LOT", 4)
    for number in range(100, 300):
        press.publish(number)
    node.turn()
    assert len(node.pending) == 196
    press.kill(12, path)
    node.turn()
    entry = node.depot.manifest.find(path)
    assert (entry and entry.kind, node.depot.shelf.get("story:12"), len(node.pending)) == ("gone", None, 192)
    assert node.depot.ready.link(path) is not None
    assert not Path(node.depot.ready.link(path) or "").exists()
    assert node.state.serial < node.state.head
    node.settle()
    assert same(press, node)


def test_a_page_that_comes_after_its_kill_is_shown_nowhere(press: Press, node: Runner) -> None:
    """The address is gone here, and the page was read there a moment before it left."""
    path = press.publish(12)
    press.manifest.gone(path)
    node.settle()
    assert node.depot.shelf.get("story:12") is not None
    assert links(node.depot.root) == {}
    press.shelf.drop("story:12")
    node.settle()
    assert same(press, node)


def test_a_page_that_came_before_its_address_gets_its_link(press: Press, node: Runner) -> None:
    path = "/world/12/খবর"
    press.shelf.put("story:12", Page(200, HEADERS, b"x" * 5000), address=path)
    node.settle()
    assert links(node.depot.root) == {}
    press.manifest.place(path, "story:12")
    press.shelf.put("story:12", Page(200, HEADERS, b"x" * 5000), address=path)
    node.settle()
    assert len(links(node.depot.root)) == 1


def test_a_node_that_was_cut_off_serves_on_and_catches_up(press: Press, node: Runner) -> None:
    fill(press)
    node.settle()
    whole = files(node.depot.root)
    gone = Caller(f"http://127.0.0.1:{free()}", Seal(KEY.encode()), reached=0.2)
    there, node.__dict__["caller"] = node.caller, gone
    press.publish(12, "সংশোধিত")
    press.kill(13, "/world/13/খবর")
    waiting = node.want("story:12")
    assert node.turn() is False
    assert waiting.result(0) == "down"
    assert files(node.depot.root) == whole
    assert node.is_cut
    assert "does not answer" in node.state.why
    written = state.read(node.depot.root)
    assert written is not None
    (said,) = [line for line in written.lines(written.heard + 60) if "cut off" in line]
    assert said.startswith("This node has been cut off from the press for 60 s (http://127.0.0.1")
    assert written.is_ill(written.heard + 60)
    node.__dict__["caller"] = there
    node.settle()
    assert same(press, node)
    assert not node.is_cut


def test_where_the_journal_does_not_reach_back_all_is_compared(press: Press, node: Runner) -> None:
    fill(press)
    node.settle()
    press.kill(13, "/world/13/খবর")
    press.manifest.remove("/12")
    press.shelf.set_aside("story:14")
    for number in range(100, 140):
        press.publish(number)
    assert press.journal.prune(kept=5, spare=0) > 0
    node.settle()
    assert same(press, node)
    assert node.depot.shelf.mark("story:14") is None


def test_another_epoch_takes_what_the_press_does_not_have(press: Press, node: Runner) -> None:
    """The press's database was restored: what it does not know any more would never be touched again."""
    fill(press)
    node.settle()
    press.shelf.diary = None
    press.shelf.drop("story:20")
    press.shelf.set_aside("story:21")
    press.publish(22, "যা ছিল")
    press.shelf.diary = press.journal
    press.journal.open(boot.boot(), HEADERS, anew=True)
    node.depot.shelf.set_aside("story:23")
    press.shelf.drop("story:23")
    node.settle()
    assert same(press, node)
    assert node.depot.shelf.aside("story:23") is None


def test_while_the_press_looks_at_its_rack_nobody_follows(press: Press, node: Runner) -> None:
    fill(press)
    node.settle()
    press.journal.close()
    press.publish(12, "কে জানে")
    with pytest.raises(Refused, match="has not looked at its rack"):
        node.settle()
    assert not same(press, node)


def test_a_runner_goes_on_where_it_was(press: Press, start: Callable[[], Runner], url: str, tmp_path: Path) -> None:
    fill(press)
    with paper.runner(tmp_path / "node", url) as first:
        first.settle()
        epoch = first.state.epoch
    press.publish(12, "সংশোধিত")
    again = start()
    assert (again.state.epoch, again.state.comparing) == (epoch, ())
    again.settle()
    assert same(press, again)


def test_after_a_power_cut_nginx_waits_and_everything_is_compared(
    press: Press, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(press)
    with paper.runner(tmp_path / "node", url) as first:
        first.settle()
        root = first.depot.root
    told = json.loads((root / state.FILE).read_text())
    (root / state.FILE).write_text(json.dumps(told | {"boot": "another", "clean": False}))
    old = Press(tmp_path / "elsewhere")
    old.publish(12, "যা আগে ছিল")
    kept = old.shelf.file("story:12")
    Path(first.depot.shelf.file("story:12")).write_bytes(Path(kept).read_bytes())  # the disk brought it back
    with paper.runner(root, url) as again:
        assert not again.depot.ready.is_open()
        assert links(root) == {}
        again.settle()
        assert again.depot.ready.is_open()
        assert same(press, again)


class Ended(BaseException):
    """The process ends here."""


LONG = [pytest.param(seed, 150, marks=pytest.mark.proof) for seed in range(1, 9)]


@pytest.mark.parametrize(("seed", "rounds"), [(0, 25), *LONG])
def test_it_may_end_anywhere(
    press: Press, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, rounds: int
) -> None:
    """At a random look at the disk the runner ends suddenly; the next goes on, while the press goes on too."""
    chance = random.Random(seed)
    fill(press)
    left = 0

    def sudden(call: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments: object, **named: object) -> object:
            nonlocal left
            if "/node/" in str(arguments[0] if arguments else ""):
                left -= 1
                if left == 0:
                    raise Ended
            return call(*arguments, **named)

        return called

    for name in ("replace", "unlink", "link", "utime"):
        monkeypatch.setattr(f"harkara.rack.shelf.os.{name}", sudden(getattr(os, name)))
    seen: dict[int, int] = {}
    killed: set[int] = set()
    versions = dict.fromkeys(range(12, 40), 0)
    ends = 0
    for _ in range(rounds):
        number = chance.choice([one for one in versions if one not in killed])
        if chance.random() < 0.15 and len(killed) < 15:
            press.kill(number, f"/world/{number}/খবর")
            killed.add(number)
        else:
            versions[number] += 1
            press.publish(number, f"সংস্করণ {versions[number]} ")
        made = Runner(Depot(tmp_path / "node", ()), Caller(url, Seal(KEY.encode())))
        left = chance.randrange(1, 40)
        try:
            for _turn in range(4):
                made.turn()
        except Ended:
            ends += 1
        left = -1
        made.caller.close()
        made.depot.close()
        for one in versions:
            entry = made.depot.manifest.find(f"/world/{one}/খবর")
            if entry is not None and entry.kind == "gone":
                assert one in killed
                continue
            copy = made.depot.shelf.get(f"story:{one}")
            shown = (
                int(copy.identity().decode().split()[1]) if copy and "সংস্করণ " in copy.identity().decode()[:9] else 0
            )
            assert shown >= seen.get(one, 0) or copy is None
            seen[one] = max(shown, seen.get(one, 0))
        made.depot.manifest.close()
    assert ends > rounds // 4
    with paper.runner(tmp_path / "node", url) as last:
        last.settle()
        assert files(press.root) == files(last.depot.root)
        assert addresses(press.root) == addresses(last.depot.root)
        found = compare(last.depot.shelf, last.depot.manifest, last.caller)
        assert (found.wrong, found.sheets) == ([], len(list(press.shelf.names())))


def test_a_full_disk_leaves_what_lies_there(press: Press, node: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(press)
    node.settle()
    press.publish(12, "সংশোধিত")

    def full(*_: object) -> None:
        raise RackFull("there is no room on the disk")

    with monkeypatch.context() as patch:
        patch.setattr(node.depot.shelf, "take", full)
        assert node.turn() is False
        assert "no room" in node.state.why
        assert node.depot.shelf.get("story:12") is not None
    node.settle()
    assert same(press, node)


def test_a_check_says_what_differs(press: Press, node: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harkara.rack.nodes.checking.TRIES", 1)
    fill(press)
    node.settle()
    shelf = node.depot.shelf
    shelf.drop("story:30")
    shelf.put("story:31", Page(200, HEADERS, b"another" * 900))
    shelf.put("story:99", Page(200, HEADERS, b"another" * 900))
    torn = Path(shelf.file("picture:7:640.jpg"))
    data = torn.read_bytes()
    stamp = torn.stat().st_mtime_ns
    torn.write_bytes(data[:-9] + b"123456789")
    os.utime(torn, ns=(stamp, stamp))
    node.depot.manifest.gone("/world/32/খবর")
    found = compare(shelf, node.depot.manifest, node.caller)
    assert sorted(found.lines()) == sorted(
        [
            "/world/32/খবর leads elsewhere.",
            "picture:7:640.jpg is torn here.",
            "story:30 is not here.",
            "story:31 is another page here.",
            "story:99 is here, and not on the press's rack.",
            "29 sheets and 30 addresses compared with the press's, 5 differ.",
        ]
    )


def test_a_node_has_a_folder_of_its_own(press: Press, node: Runner) -> None:
    with pytest.raises(RuntimeError, match="Another runner fills the rack"):
        Depot(node.depot.root, ())
    (press.root / "press.lock").touch()
    with pytest.raises(RuntimeError, match="a node needs a folder of its own"):
        Depot(press.root, ())


def test_who_does_not_know_the_key_learns_nothing(press: Press, url: str, tmp_path: Path) -> None:
    fill(press)
    with paper.runner(tmp_path / "stranger", url, "another key of thirty-two letters") as stranger:
        with pytest.raises(Refused, match="HARKARA_DISPATCH_KEY must be the same"):
            stranger.settle()
        assert files(stranger.depot.root) == {}
    old = Seal(KEY.encode(), clock=lambda: time.time() - 3600)
    with closing(Caller(url, old)) as late, pytest.raises(Refused, match="clocks of the two machines differ"):
        late.ask("since", serial=0)
    for headers in ({}, {"authorization": "Harkara"}, {"authorization": "Harkara \xe9 a b"}):
        with pytest.raises(OSError, match="403"):
            urlopen(Request(f"{url}/v1/since", b"{}", headers))


@pytest.fixture
def caller(url: str) -> Iterator[Caller]:
    with closing(Caller(url, Seal(KEY.encode()))) as made:
        yield made


def test_what_was_changed_on_the_way_is_not_taken(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    exchanged = caller._exchanged

    def changed(*arguments: object) -> tuple[int, str, bytes]:
        status, seal, data = exchanged(*arguments)  # type: ignore[arg-type]  # what the caller gives
        return status, seal, data.replace(b'"head": 0', b'"head": 9')

    monkeypatch.setattr(caller, "_exchanged", changed)
    with pytest.raises(Refused, match="The answer is not sealed with our key"):
        caller.ask("since", serial=0)


def test_bounds(caller: Caller) -> None:
    with pytest.raises(Refused, match="at most 262144 bytes"):
        caller.ask("since", serial=0, more="x" * 300_000)
    with pytest.raises(Refused, match="cannot be read"):
        caller.ask("since")
    with pytest.raises(Refused, match="of one version"):
        caller.ask("anything")
    assert caller.ask("bake", path="/world/1/x") == {"answer": "down", "name": ""}
