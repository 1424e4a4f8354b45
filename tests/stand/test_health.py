"""``/healthz`` and ``/readyz`` of the stand, and what it counts."""

import time
from pathlib import Path

import pytest

from harkara.rack.manifest import WHOLE, Manifest
from harkara.rack.nodes.state import State, Writer
from harkara.rack.shelf import Shelf
from harkara.stand.application import application
from tests.stand.echo import echo
from tests.stand.reader import STORY, Rack, ask, nobody


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    made = Rack(tmp_path / "rack")
    made.story()
    return made


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_a_stand_with_a_rack_is_well(rack: Rack, path: str) -> None:
    answer = ask(rack.stand(), path)
    assert (answer.status, answer.body, answer.header("cache-control")) == (200, b"ok\n", "no-store")
    assert ask(rack.stand(), path, "POST").status == 405


def test_one_without_a_whole_manifest_lives_and_is_not_ready(tmp_path: Path) -> None:
    Shelf(tmp_path / "shelf"), Manifest(tmp_path / "manifest.sqlite3")
    stand = application(tmp_path, ask=nobody, press_url="unix:/nowhere")
    assert ask(stand, "/healthz").status == 200
    answer = ask(stand, "/readyz")
    assert (answer.status, answer.text()) == (503, "manifest: it is not whole yet\n")


def test_one_whose_shelf_or_manifest_went_away_is_not_ready(rack: Rack) -> None:
    stand = rack.stand()
    stand.shelf.root.rename(stand.shelf.root.with_name("elsewhere"))
    assert ask(stand, "/readyz").text() == "rack: there is no shelf\n"
    stand.shelf.root.mkdir()
    stand.manifest._connection().execute("DROP TABLE entry")
    assert ask(stand, "/readyz").text() == "rack: OperationalError\n"
    assert WHOLE == ""


def test_a_node_that_is_cut_off_says_so_and_stays_ready(rack: Rack) -> None:
    """Were it not ready, no reader could be sent anywhere while the press is down."""
    root = rack.stand().shelf.root.parent
    for silent, said in ((1, "ok\n"), (60, "ok, cut off from the press for 60 s\n")):
        Writer(root).write(State(epoch="x", heard=time.time() - silent))
        answer = ask(rack.stand(), "/readyz")
        assert (answer.status, answer.text()) == (200, said)
    assert ask(rack.stand(), "/healthz").text() == "ok\n"


def counted(stand: object) -> dict[str, float]:
    told = stand.figures()  # type: ignore[attr-defined]
    return {name.partition('"')[2].rstrip('"}'): value for name, value in told.items() if '"' in name and value}


def test_answers_are_counted_by_where_they_came_from(rack: Rack) -> None:
    stand = rack.stand(behind=echo, prefixes=("/desk/",))
    for path, times in ((STORY, 3), ("/12", 1), ("/no/such/page", 2), ("/desk/x", 1)):
        for _ in range(times):
            ask(stand, path)
    found = counted(stand)
    assert found.pop("memory", 0) + found.pop("slip", 0) == 2
    assert found == {"shelf": 1, "moved": 1, "missing": 2, "newsroom": 1}


def test_what_waits_for_a_press_that_is_not_there_is_counted(rack: Rack) -> None:
    rack.manifest.place("/world/13/x", "story:13")
    rack.manifest.gone("/world/14/x") if hasattr(rack.manifest, "gone") else None
    stand = rack.stand()
    assert ask(stand, "/world/13/x").status == 503
    assert counted(stand) == {"asked_press": 1, "busy": 1}
