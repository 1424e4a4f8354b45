from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from jinja2 import UndefinedError

from harkara.layout import compositor, specimens
from harkara.layout.copy import Paragraph, PictureFile, Span

FILES = tuple(PictureFile(f"/picture/1/{width}.jpg", width, width // 2) for width in (320, 640, 1200))


def test_a_hole_in_a_template_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="'nobody' is undefined"):
        compositor.ENVIRONMENT.from_string("{{ nobody }}").render()
    with pytest.raises(UndefinedError, match="has no attribute 'no_such_word'"):
        compositor.ENVIRONMENT.from_string("{{ say.no_such_word }}").render()


def test_copy_is_escaped_whatever_the_template_is_called() -> None:
    assert compositor.ENVIRONMENT.from_string("{{ text }}").render(text="<b>&") == "&lt;b&gt;&amp;"


def test_moments_are_set_in_the_papers_zone() -> None:
    moment = datetime(2022, 8, 14, 18, 30, tzinfo=UTC)
    assert compositor.stamp(moment, "Asia/Dhaka") == "১৫ আগস্ট ২০২২, ০০:৩০"
    assert compositor.iso(moment, "Asia/Dhaka") == "2022-08-15T00:30:00+06:00"
    assert compositor.stamp(moment, "Asia/Kolkata") == "১৫ আগস্ট ২০২২, ০০:০০"
    assert compositor.iso(moment, "Asia/Kolkata") == "2022-08-15T00:00:00+05:30"


def test_a_day_is_a_day_in_every_zone() -> None:
    assert compositor.long_day(date(2022, 8, 15)) == "সোমবার, ১৫ আগস্ট ২০২২"


def test_a_browser_that_does_not_choose_gets_the_widest_file_of_a_sensible_size() -> None:
    assert compositor.fallback(FILES).width == 640
    assert compositor.fallback(FILES, limit=1600).width == 1200
    assert compositor.fallback(FILES[2:]).width == 1200
    assert compositor.srcset(FILES[:2]) == "/picture/1/320.jpg 320w, /picture/1/640.jpg 640w"


def test_files_are_parted_by_what_browsers_know() -> None:
    picture = specimens.picture()
    assert [file.href for file in compositor.modern(picture)] == [f"/picture/7/{w}.webp" for w in (320, 640, 960)]
    assert [file.href for file in compositor.plainest(picture)] == [f"/picture/7/{w}.jpg" for w in (320, 640, 960)]
    only = replace(picture, files=compositor.modern(picture))
    assert compositor.plainest(only) == only.files


def test_the_plain_text_of_a_paragraph_is_its_runs_joined() -> None:
    assert compositor.plain(Paragraph((Span("ক "), Span("খ", marks=frozenset({"em"})), Span(" গ")))) == "ক খ গ"


def test_a_teaser_is_set_once_for_each_look() -> None:
    zone = "Asia/Dhaka"
    card = compositor.teaser(specimens.teaser(), zone, "card")
    assert compositor.teaser(specimens.teaser(), zone, "card") is card
    assert compositor.teaser(specimens.teaser(), zone, "thumb") != card
    renamed = replace(specimens.teaser(), headline="নতুন শিরোনাম")
    assert "নতুন শিরোনাম" in compositor.teaser(renamed, zone, "card")
