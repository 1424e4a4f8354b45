"""The manifest in a folder of its own."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harkara.rack.errors import RackFull, RackUnreadable
from harkara.rack.manifest import LED, Entry, Manifest

STORY = "/world/12/উত্তর-কোরিয়া"


@pytest.fixture
def manifest(tmp_path: Path) -> Manifest:
    return Manifest(tmp_path / "rack" / "manifest.sqlite3")


def test_what_is_placed_moved_and_gone_is_found(manifest: Manifest) -> None:
    manifest.place(STORY, "story:12")
    manifest.move("/12", STORY, 302)
    manifest.move("/old", STORY)
    manifest.gone("/world/13/x")
    assert [manifest.find(path) for path in (STORY, "/12", "/old", "/world/13/x", "/nothing")] == [
        Entry("sheet", "story:12", "", 200),
        Entry("moved", "", STORY, 302),
        Entry("moved", "", STORY, 301),
        Entry("gone", "", "", 410),
        None,
    ]
    assert (manifest.paths("story:12"), manifest.paths("story:13"), manifest.paths("")) == ([STORY], [], [])


def test_the_last_word_counts(manifest: Manifest) -> None:
    manifest.place(STORY, "story:12")
    manifest.gone(STORY)
    assert manifest.find(STORY) == Entry("gone", "", "", 410)
    assert manifest.paths("story:12") == []
    manifest.remove(STORY)
    assert manifest.find(STORY) is None


def test_what_is_known_is_not_written_again(manifest: Manifest) -> None:
    manifest.place(STORY, "story:12")
    before = manifest.generation.value()
    manifest.place(STORY, "story:12")
    manifest.remove("/nothing")
    assert manifest.generation.value() == before
    manifest.place(STORY, "story:13")
    assert manifest.generation.value() == before + 2


def test_many_are_placed_over_whatever_stood_there(manifest: Manifest) -> None:
    manifest.place("/1.json", "data:1")
    manifest.move("/2.json", "/", 302)
    manifest.gone("/3.json")
    manifest.place("/4.json", "data:5")
    wanted = [(f"/{number}.json", f"data:{number}") for number in range(1, 6)]
    manifest.place_all(wanted)
    assert [(path, entry.kind, entry.name) for path, entry in manifest.entries()] == [
        (path, "sheet", name) for path, name in wanted
    ]
    written: list[str] = []
    manifest._connection().set_trace_callback(written.append)
    manifest.place_all(wanted)
    assert [statement for statement in written if statement.startswith("INSERT")] == []


def _fail_half_way(manifest: Manifest, other: Manifest) -> None:
    with manifest.writing():
        manifest.place("/a", "a")
        assert other.find("/a") is None
        raise ZeroDivisionError


def test_a_transaction_is_seen_whole_or_not_at_all(manifest: Manifest) -> None:
    other = Manifest(manifest.path)
    with pytest.raises(ZeroDivisionError):
        _fail_half_way(manifest, other)
    assert manifest.find("/a") is None
    with manifest.writing():
        manifest.place("/a", "a")
        manifest.move("/b", "/a")
    assert (other.find("/a"), other.find("/b")) == (Entry("sheet", "a", "", 200), Entry("moved", "", "/a", 301))


def test_another_process_sees_what_is_written(manifest: Manifest) -> None:
    script = "import sys; from harkara.rack.manifest import Manifest; print(Manifest(sys.argv[1]).find('/a').name)"
    version = manifest.version()
    Manifest(manifest.path).place("/a", "sheet:a")
    assert manifest.version() != version
    run = subprocess.run([sys.executable, "-c", script, manifest.path], capture_output=True, text=True, check=True)
    assert run.stdout == "sheet:a\n"


def test_threads_write_and_read_side_by_side(manifest: Manifest) -> None:
    def work(start: int) -> None:
        for number in range(start, start + 50):
            manifest.place(f"/{number}", f"story:{number}")
            assert manifest.find(f"/{number}") == Entry("sheet", f"story:{number}", "", 200)
        manifest.close()

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 50, 100, 150)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(manifest.entries(limit=1000)) == 200


def test_entries_come_in_portions_by_path(manifest: Manifest) -> None:
    manifest.place_all((f"/{number}", f"story:{number}") for number in range(5))
    first = manifest.entries(limit=3)
    assert [path for path, _ in first] == ["/0", "/1", "/2"]
    assert [path for path, _ in manifest.entries(first[-1][0], 3)] == ["/3", "/4"]
    assert first[0][1] == Entry("sheet", "story:0", "", 200)


def test_paths_and_names_are_found_by_an_index(manifest: Manifest) -> None:
    manifest.place_all((f"/world/{number}/শিরোনাম", f"story:{number}") for number in range(20_000))
    plans = [
        sqlite3.connect(manifest.path).execute(f"EXPLAIN QUERY PLAN {query}").fetchone()[3]
        for query in (
            "SELECT kind FROM entry WHERE path = 'x'",
            "SELECT path FROM entry WHERE name = 'x' AND name <> '' ORDER BY path",
        )
    ]
    assert plans == [
        "SEARCH entry USING PRIMARY KEY (path=?)",
        "SEARCH entry USING COVERING INDEX entry_name (name=?)",
    ]
    assert manifest.find("/world/17777/শিরোনাম") == Entry("sheet", "story:17777", "", 200)


def test_a_full_disk_refuses_and_changes_nothing(manifest: Manifest) -> None:
    manifest.place("/a", "a")
    with manifest.writing() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(RackFull, match=r"there is no room on the disk of .*; free some, nothing was written"):
        manifest.place_all((f"/{number}", f"story:{number}") for number in range(10_000))
    assert [path for path, _ in manifest.entries()] == ["/a"]
    connection.execute("PRAGMA max_page_count = 1000000")
    manifest.place("/b", "b")
    assert [path for path, _ in manifest.entries()] == ["/a", "/b"]


def test_a_file_that_is_no_manifest_is_said(tmp_path: Path) -> None:
    path = tmp_path / "manifest.sqlite3"
    path.write_text("not a database, but long enough to be looked at as one" * 20)
    with pytest.raises(RackUnreadable, match="delete it and print the rack anew"):
        Manifest(path)


def test_a_manifest_of_another_format_is_said(manifest: Manifest) -> None:
    sqlite3.connect(manifest.path).execute("PRAGMA user_version = 9")
    with pytest.raises(RackUnreadable, match="has format 9; this version reads 2"):
        Manifest(manifest.path)


def test_the_first_of_many_that_is_known(manifest: Manifest) -> None:
    manifest.place("/b", "b")
    manifest.move("/a", "/b")
    found = [manifest.first(paths) for paths in (["/x", "/b", "/a"], ["/a", "/b"], ["/x"], [])]
    assert found == [("/b", Entry("sheet", "b", "", 200)), ("/a", Entry("moved", "", "/b", 301)), None, None]


def test_what_leads_to_a_story_is_found_by_an_index(manifest: Manifest) -> None:
    for path, target in (
        ("/2019/08/নদী/", STORY),
        ("/?p=12", STORY),
        ("/12", STORY),
        ("/other", "/world/123/উত্তর"),
        ("/another", "/topic/12/"),
        ("/page", "/topic/নদী/page/12/"),
    ):
        manifest.move(path, target)
    manifest.place(STORY, "story:12")
    assert manifest.leading_to_story(12) == ["/12", "/2019/08/নদী/", "/?p=12"]
    assert manifest.leading_to_story(1) == []
    plan = manifest._connection().execute(f"EXPLAIN QUERY PLAN {LED}", (12, "/*/12/?*")).fetchall()
    assert ["USING INDEX entry_story" in step[3] for step in plan if "entry" in step[3]] == [True]


def test_a_manifest_of_an_earlier_version_gets_the_index_when_it_is_asked(manifest: Manifest) -> None:
    manifest.move("/old", STORY)
    manifest._connection().execute("DROP INDEX entry_story")
    other = Manifest(manifest.path)
    assert other.leading_to_story(12) == ["/old"]
    other.move("/older", STORY)
    assert manifest.leading_to_story(12) == ["/old", "/older"]
