"""Two stands follow one press, each with folders and a port of its own: a slice of ``test_nodes``, for every day."""

from pathlib import Path

import pytest

from tests import mould
from tests.rack.nodes.paper import addresses, files
from tests.stand.processes import free
from tests.whole.machines import KEY, Editor, Machine, ending, is_gone, shows, until

pytestmark = pytest.mark.process


@pytest.mark.long
def test_two_nodes_follow_one_press(tmp_path: Path) -> None:
    place = f"127.0.0.1:{free()}"
    home = tmp_path / "press"
    home.mkdir()
    mould.cast(home / "newsroom.sqlite3")
    press = Machine(
        "press", home, told={"HARKARA_ROLE": "press", "HARKARA_DISPATCH": place, "HARKARA_DISPATCH_KEY": KEY}
    )
    told = {"HARKARA_ROLE": "stand", "HARKARA_FOLLOWS": f"http://{place}", "HARKARA_DISPATCH_KEY": KEY}
    nodes = [Machine(name, tmp_path / name, port=free(), told=told) for name in ("one", "two")]
    desk = Editor(Machine("desk", home, told={"HARKARA_ROLE": "desk"}))
    with ending(press, *nodes):
        printing = press.serve()
        for node in nodes:
            mould.cast_readers(_in(node.home) / "readers.sqlite3")
            node.serve()
        desk.act("publish", 1)
        for node in nodes:
            until(lambda node=node: shows(node, desk.addresses[1], 1) and shows(node, "/", 1))  # type: ignore[misc]  # a lambda with a default
        desk.act("edit", 1, 2)
        desk.act("publish", 2)
        for node in nodes:
            until(lambda node=node: shows(node, desk.addresses[1], 1, 2) and shows(node, "/", 2))  # type: ignore[misc]  # as above
        desk.act("kill", 2)
        for node in nodes:
            until(lambda node=node: is_gone(node, desk.addresses[2]) and not shows(node, "/", 2))  # type: ignore[misc]  # as above
        page = "/fragment/comments/1"  # nobody printed it yet: the node has it printed by the press, and copies it
        number = desk.addresses[1].split("/")[2]
        assert nodes[0].ask(page.replace("1", number))[0] == 200
        until(lambda: "comments:" + number in _names(nodes[1]))
        assert nodes[0].run("follow", "--check").stdout.endswith(" 0 differ.\n")
        status = nodes[1].run("follow", "--status")
        assert (status.returncode, status.stdout.count("\n")) == (0, 1)
        assert nodes[1].run("doctor").returncode == 0

        desk.end()
        printing.kill()  # with all that it started
        printing.wait()
        whole = {node.name: files(node.home / "rack") for node in nodes}
        for node in nodes:
            for path in ("/", "/world/", desk.addresses[1], page.replace("1", number)):
                assert node.ask(path)[0] == 200, path
            assert node.ask(desk.addresses[2])[0] == 410
            assert node.ask("/world/1/not-printed-ever", "GET")[0] in (301, 302, 404)
            assert files(node.home / "rack") == whole[node.name] == files(home / "rack")
            assert addresses(node.home / "rack") == addresses(home / "rack")


def _in(home: Path) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    return home


def _names(node: Machine) -> list[str]:
    from harkara.rack.shelf import Shelf

    return [*Shelf(node.home / "rack" / "shelf").names()]
