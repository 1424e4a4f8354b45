"""Three stands, a press and a PostgreSQL, each a machine of its own in a network namespace: what is promised of them, proven.

``HARKARA_NODES_WRITE=1`` puts the table into ``docs/nodes.md``.
"""

import os
import re
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from subprocess import DEVNULL, Popen
from urllib.parse import quote

import pytest

from bench import homes
from bench.faults.paper import command, family, kill
from bench.machine import machine as this_machine
from harkara.rack.generation import Generation
from harkara.rack.manifest import Manifest
from harkara.rack.shelf import Shelf
from tests.rack.nodes.paper import addresses, files
from tests.stand import front
from tests.whole.machines import KEY, PATIENCE, Editor, Machine, Watch, ending, is_gone, shows, until
from tests.whole.networks import Network, Server

pytestmark = pytest.mark.proof

PUBLISHED = int(os.environ.get("HARKARA_PROOF_PUBLISHED", "40"))
KILLED = int(os.environ.get("HARKARA_PROOF_KILLED", "20"))

STAND, NGINX = 8000, 8080


@dataclass
class Paper:
    """The machines of a paper."""

    network: Network
    server: Server
    press: Machine
    nodes: list[Machine]
    desk: Editor
    rows: list[tuple[str, str]] = field(default_factory=list)
    numbers: int = 0

    def figure(self, what: str, found: str) -> None:
        """Says a figure, and keeps it for the table."""
        print(f"FIGURE: {what} | {found}")
        self.rows.append((what, found))

    def publish(self) -> tuple[int, float]:
        """Another story; its number, and when the database had acknowledged it."""
        self.numbers += 1
        return self.numbers, self.desk.act("publish", self.numbers)

    def everywhere(self, seen: Callable[[Machine], bool], nodes: list[Machine] | None = None) -> float:
        """Waits until it is so on all of ``nodes``; when it was (POSIX seconds)."""
        with ThreadPoolExecutor(4) as pool:
            return max(pool.map(lambda node: until(lambda: seen(node)), nodes or self.nodes))

    def published(self, number: int, nodes: list[Machine] | None = None) -> float:
        """When the story could be read, and stood on the front, on all of ``nodes``."""
        path = self.desk.addresses[number]
        return self.everywhere(lambda node: shows(node, path, number) and shows(node, "/", number), nodes)

    def same(self) -> list[str]:
        """In what the nodes' racks differ from the press's, byte for byte."""
        whole, there = files(self.press.home / "rack"), addresses(self.press.home / "rack")
        wrong = []
        for node in self.nodes:
            ours = files(node.home / "rack")
            wrong += [
                f"{node.name}: {name}" for name in whole.keys() | ours.keys() if whole.get(name) != ours.get(name)
            ]
            wrong += [f"{node.name}: addresses"] if addresses(node.home / "rack") != there else []
        return wrong


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    tmp_path.chmod(0o755)
    for folder in tmp_path.parents:
        if folder != Path("/tmp") and folder.is_relative_to("/tmp"):
            folder.chmod(0o755)
    with ExitStack() as stack:
        network = Network()
        stack.callback(network.close)
        server = Server(*network.join("db"))
        stack.callback(server.close)
        space, address = network.join("press")
        bases = {
            "HARKARA_DATABASE": server.url("newsroom", "newsroom"),
            "HARKARA_READERS_DATABASE": server.url("readers", "readers"),
        }
        handed = {"HARKARA_DISPATCH": f"{address}:8710", "HARKARA_DISPATCH_KEY": KEY}
        press = Machine("press", tmp_path / "press", space, address, told={"HARKARA_ROLE": "press", **bases, **handed})
        nodes = []
        for name in ("n1", "n2", "n3"):
            space, address = network.join(name)
            told = {
                "HARKARA_ROLE": "stand",
                "HARKARA_FOLLOWS": f"http://{press.host}:8710",
                "HARKARA_DISPATCH_KEY": KEY,
                "HARKARA_WAKE": server.url("runner", "newsroom"),
                "HARKARA_READERS_DATABASE": server.url("readers", "readers"),
                "HARKARA_READERS_KEY": "the key of forms and entry codes",
            }
            nodes.append(Machine(name, tmp_path / name, space, address, STAND, told))
        made = nodes[0].run("migrate", "--database", "readers", "--verbosity", "0")
        assert made.returncode == 0, made.stderr
        space, _address = network.join("desk")
        desk = Editor(Machine("desk", tmp_path / "press", space, told={"HARKARA_ROLE": "desk", **bases}))
        stack.callback(desk.end)
        stack.enter_context(ending(press, *nodes))
        press.serve()
        for node in nodes:
            node.serve()
        yield Paper(network, server, press, nodes, desk)


def test_three_nodes(paper: Paper) -> None:
    first, _ = paper.publish()
    paper.published(first)
    watched = [paper.publish()[0] for _ in range(3)]
    for number in watched:
        paper.published(number)
    watch = Watch(paper.nodes, ["/", *(paper.desk.addresses[number] for number in watched)])
    versions = dict.fromkeys(watched, 1)

    def edit(number: int) -> None:
        versions[number] += 1
        paper.desk.act("edit", number, versions[number])

    visible_and_gone(paper, edit, watched)
    cut_off_and_healed(paper, edit, watched)
    restarted(paper, edit, watched)
    killed_press(paper, edit, watched)
    until(lambda: not paper.same())
    paper.figure(
        "every node's rack against the press's, byte for byte",
        f"{len(files(paper.press.home / 'rack'))} files, {len(addresses(paper.press.home / 'rack'))} addresses: "
        + ("all the same" if not differs(paper) else f"{len(differs(paper))} differ"),
    )
    paper.figure("memory: a runner, the dispatch", f"{held(paper.nodes[0], 'follow')}, {held(paper.press, 'dispatch')}")
    checks = [node.run("follow", "--check") for node in paper.nodes]
    assert [check.returncode for check in checks] == [0, 0, 0], [check.stdout for check in checks]
    everything_down(paper, watched, versions)
    watch.end()
    paper.figure("answers that readers on the three nodes read meanwhile", f"{watch.answers:,}")
    paper.figure(
        "an older version after a newer one, a killed story again, two versions on a page", str(len(watch.wrong))
    )
    paper.figure("answers 500, 502, 503, or none", str(sum(watch.failed.values())))
    if os.environ.get("HARKARA_NODES_WRITE"):
        write(paper)
    assert watch.wrong == []
    assert sum(watch.failed.values()) == 0, watch.failed


def visible_and_gone(paper: Paper, edit: Callable[[int], None], watched: list[int]) -> None:
    """Publications and kills, one after the other, as readers of the slowest node see them."""
    seen = []
    for turn in range(PUBLISHED):
        number, moment = paper.publish()
        seen.append(paper.published(number) - moment)
        edit(watched[turn % 3])
    gone = []
    for number in range(paper.numbers, paper.numbers - KILLED, -1):
        moment = paper.desk.act("kill", number)
        path = paper.desk.addresses[number]
        gone.append(paper.everywhere(lambda node, path=path: is_gone(node, path)) - moment)  # type: ignore[misc]  # a lambda with a default
    paper.figure("published: readable and on the front of all three nodes", times(seen))
    paper.figure("killed: 410 on all three nodes", times(gone))
    assert max(seen) < 2.0
    assert max(gone) < 1.0


def cut_off_and_healed(paper: Paper, edit: Callable[[int], None], watched: list[int]) -> None:
    """The cable of the third node is pulled, and put back."""
    lone, others = paper.nodes[2], paper.nodes[:2]
    doomed, _ = paper.publish()
    paper.published(doomed)
    until(lambda: not paper.same())
    had = files(lone.home / "rack")
    paper.network.cut("n3")
    began = time.monotonic()
    moments = [paper.publish() for _ in range(5)]
    moment = paper.desk.act("kill", doomed)
    path = paper.desk.addresses[doomed]
    one = paper.everywhere(lambda node: is_gone(node, path), others) - moment
    for number, _moment in moments:
        paper.published(number, others)
    for number in watched:
        edit(number)
    assert one < 1.0
    until(lambda: lone.run("follow", "--status").returncode == 1, pause=1)
    told = lone.run("follow", "--status").stdout
    assert "has been cut off from the press" in told
    assert lone.run("doctor").returncode == 1
    assert files(lone.home / "rack") == had
    assert lone.ask(path)[0] == 200  # what it cannot know it cannot take away
    page = lone.ask("/comment/me/", cookie=f"reader={'x' * 43}")
    assert page[0] == 503, page[:2]
    assert "মন্তব্যের পাতাটি এখন খোলা যাচ্ছে না" in page[2].decode()
    length = time.monotonic() - began
    healed = time.time()
    paper.network.heal("n3")
    back = until(lambda: is_gone(lone, path)) - healed
    whole = until(lambda: all(shows(lone, paper.desk.addresses[number], number) for number, _ in moments)) - healed
    until(lambda: not paper.same())
    until(lambda: lone.run("follow", "--status").returncode == 0, pause=0.5)
    what = (
        f"a node cut off for {length:.0f} s, from when its cable was back: a killed story gone, and all it missed there"
    )
    paper.figure(what, f"{back:.2f} s, {whole:.2f} s")
    paper.figure("comments there meanwhile", "503, in Bangla")


def restarted(paper: Paper, edit: Callable[[int], None], watched: list[int]) -> None:
    """PostgreSQL is started anew."""
    paper.server.control("restart", "-m", "fast")
    number, moment = publish_again(paper)
    seen = paper.published(number) - moment
    for one in watched:
        edit(one)
    paper.figure("the first story after PostgreSQL was restarted: on all three nodes", f"{seen:.2f} s")
    assert seen < 10
    number, moment = paper.publish()
    seen = paper.published(number) - moment
    paper.figure("the next one", f"{seen:.2f} s")
    assert seen < 2


def killed_press(paper: Paper, edit: Callable[[int], None], watched: list[int]) -> None:
    """Press, dispatch and who starts them again are killed (SIGKILL), and the runner of a node; then they are started."""
    for pid in family(paper.press.running[0].pid):
        kill(pid)
    paper.press.running.pop(0).wait()
    for pid in runners(paper.nodes[1], "follow"):
        kill(pid)
    number, moment = paper.publish()
    for one in watched:
        edit(one)
    paper.press.serve()
    seen = paper.published(number) - moment
    what = (
        "published while press, dispatch and a runner were dead (SIGKILL), which then were started: on all three nodes"
    )
    paper.figure(what, f"{seen:.2f} s")
    until(lambda: not paper.same())
    number, moment = paper.publish()
    seen = paper.published(number) - moment
    paper.figure("the next one", f"{seen:.2f} s")
    assert seen < 2


def publish_again(paper: Paper) -> tuple[int, float]:
    """The desk lost its line to the database: it takes another, as the next request of an editor does."""
    machine = Machine("desk", paper.press.home, paper.desk.machine.namespace, told=paper.desk.machine.told)
    known = paper.desk.addresses
    paper.desk.end()
    paper.desk.__init__(machine)  # type: ignore[misc]  # the same desk, another shift
    paper.desk.addresses.update(known)
    return paper.publish()


def differs(paper: Paper) -> list[str]:
    return paper.same()


def everything_down(paper: Paper, watched: list[int], versions: dict[int, int]) -> None:
    """Desk, press, dispatch and database are down: every page that was baked is handed out, by stand and by nginx."""
    node = paper.nodes[0]
    pages = baked(node)
    paper.desk.end()
    paper.press.end()
    paper.server.control("stop", "-m", "immediate")
    for number in watched:
        assert shows(node, paper.desk.addresses[number], number, versions[number])
    told: dict[int, int] = {}
    for path in pages:
        status = node.ask(path)[0]
        told[status] = told.get(status, 0) + 1
    paper.figure(
        "with desk, press and database down: every baked page of a node, from its stand", f"{len(pages)} asked, {told}"
    )
    assert told == {200: len(pages)}
    story = paper.desk.addresses[watched[0]].split("/")[2]
    assert node.ask(f"/r?story={story}&from=", "POST", sec_fetch_site="same-origin", user_agent="Mozilla/5.0")[0] == 204
    until(lambda: any(f" {story} rd " in spool.read_text() for spool in (node.home / "readings").glob("*spool*")), 10)
    paper.figure("a reading told meanwhile", "taken, and kept in the spool of the node")
    per_second, failed = hammer(node, STAND, pages)
    what = "pages a second from its stand in 5 s (four readers in Python, on the same two cores)"
    paper.figure(what, f"{per_second:,.0f}, {failed} failed")
    assert failed == 0
    if shutil.which("nginx"):
        with nginx_on(node):
            statuses = {status for path in pages for status in [node.ask(path, port=NGINX, accept_encoding="gzip")[0]]}
            assert statuses == {200}
            per_second, failed = hammer(node, NGINX, pages)
            paper.figure("the same from nginx on the node's rack", f"{per_second:,.0f}, {failed} failed")
            assert failed == 0


def runners(machine: Machine, verb: str) -> list[int]:
    """The processes of a machine that run ``harkara verb``."""
    return [pid for pid in family(machine.running[0].pid) if command(pid).split("\0")[3:4] == [verb]]


def held(machine: Machine, verb: str) -> str:
    """What a process of a machine holds of the memory, shared pages divided among those who share them."""
    (pid,) = runners(machine, verb)
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found
    return f"{int(found[1]) / 1024:.0f} MB"


def baked(node: Machine) -> list[str]:
    """The addresses of all pages that lie on a node's rack and are good now."""
    generation = Generation(node.home / "rack" / "generation")
    shelf = Shelf(node.home / "rack" / "shelf", generation)
    manifest = Manifest(node.home / "rack" / "manifest.sqlite3", generation)
    with closing(manifest):
        return sorted({path for name in shelf.names() for path in manifest.paths(name)[:1]})


def hammer(node: Machine, port: int, pages: list[str], seconds: float = 5.0) -> tuple[float, int]:
    """Pages a second that four readers get on standing connections, and how many answers were not 200."""

    def read(share: int) -> tuple[int, int]:
        line = HTTPConnection("127.0.0.1", port)
        end, count, failed, paths = time.monotonic() + seconds, 0, 0, [quote(path) for path in pages[share::4] or pages]
        while time.monotonic() < end:
            if line.sock is None:  # nginx hangs up after a thousand
                line.sock = node.connected(port)
            line.request("GET", paths[count % len(paths)], headers={"accept-encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            failed += answer.status != 200
            count += 1
        line.close()
        return count, failed

    with ThreadPoolExecutor(4) as pool:
        found = [*pool.map(read, range(4))]
    return sum(count for count, _ in found) / seconds, sum(failed for _, failed in found)


class nginx_on(ExitStack):  # noqa: N801 - used as a verb
    """nginx in the namespace of a node, on its rack."""

    def __init__(self, node: Machine) -> None:
        super().__init__()
        configuration = front.configured(node.home, STAND, NGINX)
        process = Popen(front.command(configuration, node.words()), stderr=DEVNULL)
        self.callback(process.wait)
        self.callback(process.terminate)
        until(lambda: node.ask("/", port=NGINX)[0] == 200, PATIENCE)


def times(seconds: list[float]) -> str:
    """Half of them, and the worst."""
    return f"p50 {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s, n = {len(seconds)}"


def write(paper: Paper) -> None:
    """Puts the table into the page."""
    command = "HARKARA_NODES_WRITE=1 python -m pytest -m proof -s tests/whole/test_nodes.py"
    head = f"`{command}` · {this_machine()} · {datetime.now(UTC).date()}"
    table = homes.table(["", "found"], [list(row) for row in paper.rows])
    homes.between(homes.ROOT / "docs/nodes.md", "nodes", f"{head}\n\n{table}")
