"""Figures as processes keep them, and as Prometheus reads them."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from prometheus_client.parser import text_string_to_metric_families

from harkara import figures
from harkara.figures import Histogram, Place, Sheet
from harkara.stand.teller import TYPE, Teller

TOKEN = "0123456789abcdef0123456789abcdef"


def write(folder: Path, process: str, **told: float) -> None:
    Sheet(folder / f"{process}.json").write(told)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    histogram = Histogram("harkara_publish_to_visible_seconds")
    for seconds in (0.04, 0.3, 0.3, 7.0, 99.0):
        histogram.add(seconds)
    answers = 'harkara_stand_answers_total{from="memory"}'
    Sheet(tmp_path / "worker-1.json").write({answers: 10, "harkara_stand_failures_total": 0})
    Sheet(tmp_path / "worker-2.json").write({answers: 5})
    Sheet(tmp_path / "press.json").write({**histogram.told(), "harkara_press_lag_seconds": 0.25})
    return tmp_path


def test_prometheus_own_parser_reads_them(folder: Path) -> None:
    families = {family.name: family for family in text_string_to_metric_families(figures.gathered(folder))}
    answers = families["harkara_stand_answers"]
    assert answers.type == "counter"
    assert {(one.labels["process"], one.labels["from"]): one.value for one in answers.samples} == {
        ("worker-1", "memory"): 10,
        ("worker-2", "memory"): 5,
    }
    seen = families["harkara_publish_to_visible_seconds"]
    assert seen.type == "histogram"
    buckets = {one.labels["le"]: one.value for one in seen.samples if one.name.endswith("_bucket")}
    assert (buckets["0.05"], buckets["0.25"], buckets["0.5"], buckets["10"], buckets["+Inf"]) == (1, 1, 3, 4, 5)
    assert {one.name: one.value for one in seen.samples if not one.name.endswith("_bucket")} == {
        "harkara_publish_to_visible_seconds_sum": 106.64,
        "harkara_publish_to_visible_seconds_count": 5,
    }
    assert {one.labels["process"] for one in families["harkara_figures_age_seconds"].samples} == {
        "press",
        "worker-1",
        "worker-2",
    }
    assert all(family.documentation for family in families.values())


def test_a_value_on_a_bound_counts_below_it() -> None:
    histogram = Histogram("harkara_request_seconds", (1.0, 2.0))
    histogram.add(1.0)
    assert histogram.told()['harkara_request_seconds_bucket{le="1"}'] == 1


def test_what_is_half_written_or_unknown_costs_the_others_nothing(folder: Path) -> None:
    (folder / "wire.json").write_text('{"at": 1, "told"')
    (folder / "voices.json").write_text(json.dumps({"at": 1, "told": []}))
    assert 'process="worker-1"' in figures.gathered(folder)
    assert 'process="wire"' not in figures.gathered(folder)
    with pytest.raises(KeyError):
        figures.base("harkara_no_such_figure")


def test_without_a_sheet_nothing_is_written(tmp_path: Path) -> None:
    sheet = Sheet(None)
    sheet.write({"harkara_press_lag_seconds": 1})
    assert not sheet.is_due()
    Sheet(tmp_path / "no-such-folder" / "x.json").write({"harkara_press_lag_seconds": 1})


@pytest.mark.parametrize(
    ("text", "place", "is_here"),
    [
        ("127.0.0.1:9464", Place(host="127.0.0.1", port=9464), True),
        ("[::1]:9464", Place(host="::1", port=9464), True),
        ("unix:/run/x.sock", Place(path="/run/x.sock"), True),
        ("localhost:1", Place(host="localhost", port=1), True),
        ("0.0.0.0:9464", Place(host="0.0.0.0", port=9464), False),
        ("figures.example:80", Place(host="figures.example", port=80), False),
    ],
)
def test_where_they_are_handed_out(text: str, place: Place, is_here: bool) -> None:
    assert figures.place(text) == place
    assert place.is_here is is_here


@pytest.mark.parametrize("text", ["9464", ":9464", "localhost:0", "localhost:65536", "localhost:x", "unix:run"])
def test_what_is_no_place(text: str) -> None:
    with pytest.raises(ValueError):
        figures.place(text)


@pytest.fixture(params=["", TOKEN])
def teller(request: pytest.FixtureRequest, folder: Path) -> Iterator[Teller]:
    with Teller(Place(host="127.0.0.1", port=0), folder, request.param) as teller:
        thread = Thread(target=teller.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield teller
        teller.shutdown()
        thread.join()


def ask(teller: Teller, path: str, **headers: str) -> tuple[int, str, str]:
    host, port = teller.server_address[:2]
    asked = urllib.request.Request(f"http://{host}:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers["Content-Type"], answer.read().decode()


def test_who_asks_gets_them_where_a_token_is_asked_for_with_it_alone(teller: Teller) -> None:
    statuses = [ask(teller, "/metrics", **said)[0] for said in ({}, {"Authorization": "Bearer wrong"})]
    assert statuses == ([401, 401] if teller.token else [200, 200])
    status, kind, text = ask(teller, "/metrics", Authorization=f"Bearer {TOKEN}")
    assert (status, kind) == (200, TYPE)
    assert list(text_string_to_metric_families(text))
    assert ask(teller, "/", Authorization=f"Bearer {TOKEN}")[0] == 404


def test_a_socket_is_its_owners(folder: Path) -> None:
    path = folder / "figures.sock"
    with Teller(Place(path=str(path)), folder):
        assert path.stat().st_mode & 0o007 == 0
    with Teller(Place(path=str(path)), folder):
        """One that was left behind is no hindrance."""
