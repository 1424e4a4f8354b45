"""What takes long of putting a page can be done before."""

from pathlib import Path

from harkara.rack.pages import Page, prepare
from harkara.rack.shelf import Shelf


def page(words: str = "খবর") -> Page:
    return Page(200, (("content-type", "text/html; charset=utf-8"),), f"<p>{words * 300}</p>".encode())


def test_what_was_prepared_is_put_with_its_brotli_part_at_once(tmp_path: Path) -> None:
    """The same files lie there as when brotli comes later, after one change instead of two."""
    shelf = Shelf(tmp_path / "shelf")
    later = Shelf(tmp_path / "later" / "shelf")
    later.put("story:12", page())
    assert later.add_brotli("story:12", 8)
    before = shelf.generation.value()
    shelf.put("story:12", page(), prepared=prepare(page(), 8))
    assert shelf.generation.value() == before + 2
    found, expected = shelf.get("story:12"), later.get("story:12")
    assert found is not None
    assert expected is not None
    assert found.brotli is not None
    assert (found.brotli, found.etag, found.identity()) == (expected.brotli, expected.etag, expected.identity())
    assert shelf.tag("story:12") == found.etag
    assert shelf.tag("story:13") is None
    assert not shelf.add_brotli("story:12")
    shelf.put("story:12", page("দ্বিতীয়"), prepared=prepare(page("দ্বিতীয়")))
    again = shelf.get("story:12")
    assert again is not None
    assert again.brotli is None


def test_what_is_not_written_or_not_shortened_has_no_parts() -> None:
    picture = Page(200, (("content-type", "image/jpeg"),), bytes(5000))
    assert (prepare(picture, 8).gzip, prepare(picture, 8).brotli) == (b"", None)
    assert prepare(page(), None).brotli is None
