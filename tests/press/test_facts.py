"""Fact boxes for machines: as HTML in feeds and ninjs, as text for search."""

from harkara.layout import specimens, words
from harkara.press import prose


def test_a_fact_box_is_an_aside_in_feeds_and_lines_in_text() -> None:
    first, bare = specimens.facts()
    assert prose.html([first], specimens.paper()) == (
        "<aside><h2>একনজরে</h2><ul><li>প্রকল্পে পাঁচটি চর</li><li>শিক্ষার্থী <strong>৩১২ জন</strong></li></ul>"
        "<footer>উপজেলা শিক্ষা কার্যালয়</footer></aside>"
    )
    assert prose.html([bare], specimens.paper()) == "<aside><ul><li>প্রকল্পে পাঁচটি চর</li></ul></aside>"
    assert prose.text([first]) == "একনজরে\nপ্রকল্পে পাঁচটি চর\nশিক্ষার্থী ৩১২ জন\nউপজেলা শিক্ষা কার্যালয়"
    assert list(words.lines([bare])) == ["প্রকল্পে পাঁচটি চর"]
