"""The links for nginx: the same files as the shelf's, there exactly while the page is."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harkara.rack.pages import Page
from harkara.rack.ready import Ready, number_of, place_of
from harkara.rack.shelf import Shelf

HTML = (("content-type", "text/html; charset=utf-8"), ("cache-control", "public, no-cache"))
STORY = "/world/1205/উত্তর-কোরিয়া-নেতাকে-চিঠি"
MOVED = "/sport/1205/উত্তর-কোরিয়া-নেতাকে-চিঠি"


def page(text: str = "প্রথম", headers: tuple[tuple[str, str], ...] = HTML, status: int = 200) -> Page:
    return Page(status, headers, (text * 300).encode())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    ready = Ready(tmp_path / "ready", HTML, lambda name: [STORY] if name == "story:1205" else [])
    return Shelf(tmp_path / "shelf", ready=ready)


def links(shelf: Shelf) -> dict[str, str]:
    """What lies ready, by its path below the folder of the set, and the file on the shelf that it is."""
    assert shelf.ready
    files = {path.stat().st_ino: path.name[-5:] for path in shelf.root.rglob("*.*")}
    tree = shelf.ready.root / f"{shelf.ready.number}.links"
    return {
        str(path.relative_to(tree)): files.get(path.stat().st_ino, "lost") for path in tree.rglob("*") if path.is_file()
    }


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/world/12/খবর", "story/12/12,world,খবর"),
        ("/world/5/খবর", "story/5/5,world,খবর"),
        ("/world/1000105/x", "story/05/1000105,world,x"),
        ("/world/", "list/world"),
        ("/topic/কিম-জং-উন/page/3/", "list/topic/কিম-জং-উন/page/3"),
        ("/world/12/", "list/world/12"),
        ("/", None),
        ("/12", None),
        ("/12.json", None),
        ("/world/12/a/b", None),
        ("/world/x/y", None),
        ("/../etc/", None),
        ("/world/12/..", "story/12/12,world,.."),
        ("/world//", None),
        ("/a-b/12/c", "story/12/12,a-b,c"),
        ("/a/12/b,c", "story/12/12,a,b,c"),
        ("/a,b/12/c", None),
        ("/world/12/" + "খ" * 81, "story/12/12,world," + "খ" * 81),
        ("/world/12/" + "খ" * 82, None),
        ("/a\0b/", None),
        ("", None),
    ],
)
def test_where_an_address_lies(address: str, place: str | None) -> None:
    assert place_of(address) == place
    assert place is None or all(len(part.encode()) <= 252 for part in place.split("/"))


def test_a_page_lies_ready_while_it_is_on_the_shelf(shelf: Shelf) -> None:
    shelf.put("story:1205", page(), address=STORY)
    place = f"story/05/1205,world,{STORY.rpartition('/')[2]}"
    assert links(shelf) == {f"{place}.gz": ".page"}
    shelf.add_brotli("story:1205")
    assert sorted(links(shelf)) == [f"{place}.br", f"{place}.gz"]
    assert "lost" not in links(shelf).values()
    shelf.put("story:1205", page("দ্বিতীয়"), address=STORY)
    assert links(shelf) == {f"{place}.gz": ".page"}
    shelf.add_brotli("story:1205")
    shelf.put("story:1205", page("তৃতীয়"), address=MOVED)
    assert links(shelf) == {place.replace("world", "sport") + ".gz": ".page"}


@pytest.mark.parametrize(
    "act",
    [
        lambda shelf: shelf.set_aside("story:1205"),
        lambda shelf: shelf.drop("story:1205"),
        lambda shelf: shelf.put("story:1205", page()),
        lambda shelf: shelf.put("story:1205", page(), valid_until=datetime(2030, 1, 1, tzinfo=UTC), address=STORY),
        lambda shelf: shelf.put("story:1205", page(headers=(*HTML, ("link", "<x>"))), address=STORY),
        lambda shelf: shelf.put("story:1205", page(status=404), address=STORY),
        lambda shelf: shelf.put("story:1205", Page(200, HTML, b"short"), address=STORY),
        lambda shelf: shelf.put("story:1205", page(), address="/12.json"),
        lambda shelf: shelf.ready.withdraw([STORY, "/elsewhere/1/x", "/"]),
    ],
)
def test_what_may_not_lie_ready_does_not(shelf: Shelf, act: Callable[[Shelf], object]) -> None:
    shelf.put("story:1205", page(), address=STORY)
    shelf.add_brotli("story:1205")
    assert len(links(shelf)) == 2
    act(shelf)
    assert links(shelf) == {}


def test_the_link_leaves_before_the_page_and_comes_after_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """At no time is there a link to what is not on the shelf: a sudden end leaves too few, never a wrong one."""
    shelf.put("story:1205", page(), address=STORY)
    shelf.add_brotli("story:1205")
    seen = []
    for name in ("unlink", "replace", "link", "utime"):
        before = getattr(os, name)

        def watched(*args: object, before: Callable[..., None] = before, **more: object) -> None:
            seen.append(set(links(shelf).values()))
            before(*args, **more)
            seen.append(set(links(shelf).values()))

        monkeypatch.setattr(os, name, watched)
    shelf.put("story:1205", page("দ্বিতীয়"), address=STORY)
    shelf.add_brotli("story:1205")
    shelf.set_aside("story:1205")
    shelf.put("story:1205", page("তৃতীয়"), address=STORY)
    shelf.drop("story:1205")
    assert len(seen) > 20
    assert not any("lost" in found for found in seen)


def test_a_link_of_a_torn_page_is_found_by_the_manifest(shelf: Shelf) -> None:
    for act in (shelf.drop, shelf.set_aside, lambda name: shelf.put(name, page("দ্বিতীয়"), address=MOVED)):
        shelf.put("story:1205", page(), address=STORY)
        with Path(shelf.file("story:1205")).open("r+b") as file:
            file.write(b"torn" * 20)
        assert len(links(shelf)) == 1
        act("story:1205")
        assert [link for link in links(shelf) if "world" in link] == []
        shelf.drop("story:1205")


def test_a_link_whose_page_is_gone_is_found(shelf: Shelf) -> None:
    """Behind the shelf's back: it would not leave one."""
    shelf.put("story:1205", page(), address=STORY)
    shelf.add_brotli("story:1205")
    assert shelf.ready
    assert list(shelf.ready.strays()) == []
    Path(shelf.file("story:1205")).unlink()
    assert list(shelf.ready.strays()) == [f"story/05/1205,world,{STORY.rpartition('/')[2]}.gz"]


def test_lost_links_are_laid_again(shelf: Shelf) -> None:
    shelf.put("story:1205", page(), address=STORY)
    shelf.put("story:7", page(headers=(*HTML, ("link", "<x>"))), address="/world/7/x")
    shelf.add_brotli("story:1205")
    assert shelf.ready
    lay = links(shelf)
    shelf.ready.open()
    shelf.ready.close(all_links=True)
    assert list(shelf.ready.root.iterdir()) == []
    for name in ("story:1205", "story:7", "story:8"):
        shelf.offer(name)
    assert links(shelf) == lay


def test_a_copied_file_gets_its_time_again(shelf: Shelf) -> None:
    """Copied without its times, a page would have another tag from nginx than from the stand."""
    shelf.put("story:1205", page(), address=STORY)
    mark = shelf.mark("story:1205")
    os.utime(shelf.file("story:1205"))
    shelf.offer("story:1205")
    now = shelf.mark("story:1205")
    assert mark
    assert now
    assert now[1] // 10**9 == mark[1] // 10**9


def test_the_gate_opens_for_one_set_of_headers(shelf: Shelf, tmp_path: Path) -> None:
    shelf.put("story:1205", page(), address=STORY)
    assert shelf.ready
    shelf.ready.open()
    shelf.ready.open()
    number = shelf.ready.number
    gate = tmp_path / "ready" / number
    assert sorted(path.name for path in gate.parent.iterdir()) == [number, f"{number}.links"]
    assert (gate / "story").is_dir()
    newer = Ready(tmp_path / "ready", (*HTML, ("x", "y")))
    assert newer.number != number == number_of(HTML)
    newer.close(all_links=False)
    newer.open()
    assert [path.name for path in gate.parent.iterdir()] == [newer.number]


def test_without_room_for_a_link_the_page_is_put(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    put = shelf.put("story:1205", page(), address=STORY)
    assert (shelf.get("story:1205"), links(shelf)) == (put, {})
