"""What the comparison reads and writes, without any server."""

import xml.etree.ElementTree as ET  # our own SVG
from pathlib import Path
from urllib.parse import quote

import pytest

from bench.rivals import packages, report
from bench.rivals.sides import LOADS, SCRIPT, Figure, Side, Skipped, answers, family, free, read
from bench.rivals.stories import told

SAID = """Running 3s test @ http://127.0.0.1:1
  1 threads and 32 connections
  Latency Distribution
     50%  850.00us
     75%    1.10ms
     90%    2.00ms
     99%    1.50s
  {count} requests in 3.00s, 10.00MB read
Requests/sec:    100.00
"""


def side(name: str, **rates: float) -> Side:
    figures = {load: [Figure(rate * part, 1.0, 2.0, 300.0) for part in (0.5, 1, 2)] for load, rate in rates.items()}
    return Side(name, 0, [], [], "1.0", tuple(rates), figures=figures)


def sides() -> list[Side]:
    return [
        side("nginx, ready files", hot=60_000.0, random=50_000.0),
        side("Harkara", hot=30_000.0, random=15_000.0, first=300.0, after=14_000.0),
        side("Wagtail", random=50.0, first=40.0),
        side("Ghost", random=90.0, first=100.0),
    ]


def test_what_wrk_says_is_read_in_one_unit() -> None:
    assert read(SAID.format(count=300), cost=0.6) == Figure(rate=100.0, p50=0.85, p99=1500.0, cost=2000.0)


def test_what_wrk_does_not_say_is_no_figure() -> None:
    with pytest.raises(RuntimeError, match="says nothing of its requests"):
        read("unable to connect to 127.0.0.1:1", cost=1.0)


def test_a_server_that_answered_nobody_has_a_figure() -> None:
    assert read(SAID.format(count=0), cost=0.5).cost == 500_000


def test_the_table_has_medians_and_ratios() -> None:
    rows = report.report(sides(), ["Left out."], "A note.").splitlines()
    assert rows[2] == "| twenty hot pages | nginx, ready files | 60,000 | 1.20 | 1.0 ms | 2.0 ms | 300 µs |"
    assert "| random pages | Harkara | 15,000 | 0.30 | 1.0 ms | 2.0 ms | 300 µs |" in rows
    assert "| random pages | Wagtail | 50 | 0.0010 | 1.0 ms | 2.0 ms | 300 µs |" in rows
    assert "Left out." in rows
    assert rows[-1] == "A note. Versions: nginx, ready files 1.0; Harkara 1.0; Wagtail 1.0; Ghost 1.0."


def test_the_miss_is_held_against_the_fastest_rival() -> None:
    assert report.misses(sides()).startswith(
        "A page that nobody asked for before is printed, kept and handed out 3.0 times as fast as Ghost,"
    )
    assert report.misses(sides()[:2]) == ""


def test_the_chart_has_a_bar_for_each_figure() -> None:
    drawn = ET.fromstring(report.chart(sides()))
    bars = [one for one in drawn.iter("{http://www.w3.org/2000/svg}rect") if one.get("class") != "paper"]
    assert len(bars) == 2 + 4 + 2 + 2
    assert max(float(bar.get("width", "0")) for bar in bars) == float(bars[0].get("width", "0"))


def test_docs_are_written_between_their_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(report, "PICTURE", tmp_path / "rivals.svg")
    (tmp_path / "page.md").write_text("before\n\n<!-- rivals -->\nold\n<!-- /rivals -->\n\nafter\n")
    report.write(sides(), [], "A note.", into_docs=True)
    page = (tmp_path / "page.md").read_text()
    assert page.startswith("before\n\n<!-- rivals -->\n![")
    assert page.endswith("<!-- /rivals -->\n\nafter\n")
    assert "old" not in page
    assert (tmp_path / "rivals.svg").exists()


def test_stories_are_the_same_each_time_and_as_long_as_real_ones() -> None:
    one, two = told(2), told.__wrapped__(2)
    assert one == two
    assert 12_000 <= sum(map(len, one[0].paragraphs)) <= 16_000
    assert one[0].headline != one[1].headline


@pytest.mark.parametrize("load", LOADS)
def test_the_load_script_names_its_paths(load: str) -> None:
    script = SCRIPT.format(paths="/tmp/asked.txt", start=7, once="true" if load == "first" else "false")
    assert 'io.lines("/tmp/asked.txt")' in script
    assert "{" + "{" not in script


def test_what_cannot_be_had_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Skipped, match=r"A thing cannot be had: .*no-such-file"):
        packages.run("A thing", ["ls", str(tmp_path / "no-such-file")], tmp_path)
    with pytest.raises(Skipped, match="Nobody gave no page"):
        answers("Nobody", free(), quote("/খবর"), patience=0.1)


def test_links_of_unpacked_packages_lead_into_them(tmp_path: Path) -> None:
    base = tmp_path / "root"
    (base / "usr/share/php/id3").mkdir(parents=True)
    (base / "usr/share/php/id3/id3.php").write_text("id3")
    (base / "usr/share/site").mkdir()
    (base / "usr/share/site/own.php").write_text("own")
    (base / "usr/share/site/ID3").symlink_to("/usr/share/php/id3")
    (base / "usr/share/site/near").symlink_to("../php/id3/id3.php")
    packages.copied(base / "usr/share/site", tmp_path / "site", base)
    assert (tmp_path / "site/own.php").read_text() == "own"
    assert (tmp_path / "site/ID3/id3.php").read_text() == "id3"
    assert (tmp_path / "site/near").read_text() == "id3"
    assert not any(one.is_symlink() for one in (tmp_path / "site").rglob("*"))


def test_a_family_is_all_that_a_process_started() -> None:
    import os
    import subprocess
    import threading

    started: list[subprocess.Popen[bytes]] = []
    thread = threading.Thread(target=lambda: started.append(subprocess.Popen(["cat"], stdin=subprocess.PIPE)))
    thread.start()
    thread.join()
    child = started[0]
    try:
        assert child.pid in family(os.getpid())
    finally:
        child.communicate()
