"""The figures of a house at work, as Prometheus would ask for them, and what load balancers ask."""

import http.client
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from harkara.figures import METRICS
from harkara.stand.teller import TYPE
from tests.waiting import a_moment
from tests.whole.conftest import ROOT, House

pytestmark = pytest.mark.process

TRIES = 3_000  # a bound

Sample = dict[tuple[str, str], float]


class Here(http.client.HTTPConnection):
    """A connection to a socket in the file system."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=30)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(str(self.path))


def asked(house: House) -> Sample:
    """All figures by their name and what tells them apart, of all processes together."""
    connection = Here(house.home / "figures.sock")
    connection.request("GET", "/metrics")
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("content-type")) == (200, TYPE)
    found: Sample = {}
    for family in text_string_to_metric_families(answer.read().decode()):
        assert family.name in METRICS or f"{family.name}_total" in METRICS
        for one in family.samples:
            labels = {name: value for name, value in one.labels.items() if name != "process"}
            key = one.name, " ".join(sorted(labels.values()))
            found[key] = found.get(key, 0.0) + one.value
    connection.close()
    return found


def until(house: House, there: Callable[[Sample], bool]) -> Sample:
    for _try in range(TRIES):
        found = asked(house)
        if there(found):
            return found
        a_moment()
    pytest.fail(f"it is not told: {found}")


ANSWERS = "harkara_stand_answers_total"
SEEN = "harkara_publish_to_visible_seconds_count"


@pytest.mark.long
def test_what_happens_is_told(house: House, tmp_path: Path) -> None:
    before = until(
        house, lambda told: ("harkara_comments_waiting", "") in told and ("harkara_requests_total", "2xx") in told
    )
    for name in ("the press", "the newsroom", "the readers' side", "worker 1"):
        assert before["harkara_program_up", name] == 1
    for _ in range(5):
        house.get("/")
    house.get("/no-such-page")
    house.get("/desk/login/")
    saved = tmp_path / "page.txt"
    clipping = (ROOT / "src/harkara/desk/demo/clipping.txt").read_text()
    saved.write_text(clipping.replace("প্রথমটি যাবে ডিসেম্বরে", "প্রথমটি যাবে মার্চে"))
    assert house.run("clip", str(saved), "--publish", "--section", "world", "--as", "editor").returncode == 0

    def is_told(told: Sample) -> bool:
        def more(name: str, label: str = "") -> float:
            return told[name, label] - before.get((name, label), 0.0)

        hot = more(ANSWERS, "memory") + more(ANSWERS, "slip") + more(ANSWERS, "shelf")
        cold = more(ANSWERS, "missing"), more(ANSWERS, "newsroom"), more("harkara_requests_total", "2xx")
        return hot >= 5 and min(cold) >= 1 and more(SEEN) >= 1

    told = until(house, is_told)
    assert told["harkara_publish_to_visible_seconds_bucket", "+Inf"] == told[SEEN, ""]
    assert told["harkara_press_disk_full", ""] == 0
    assert told["harkara_disk_free_bytes", "rack"] > 0
    until(house, lambda told: told["harkara_press_changes_waiting", ""] == 0 == told["harkara_press_lag_seconds", ""])


def test_who_sends_readers_here_is_told_that_all_is_well(house: House) -> None:
    for path in ("/healthz", "/readyz", "/desk/readyz"):
        assert house.get(path) == (200, "ok\n")


def test_nothing_of_it_is_at_the_papers_own_port(house: House) -> None:
    assert house.get("/metrics")[0] == 404
