"""Live coverage set in type: for readers with a script and without, for those who print, on lite pages."""

import re
from dataclasses import replace

import pytest

from harkara.layout import assets, compositor, coverage_specimens, pages, specimens
from harkara.layout.coverage import HOLD, PAUSE
from tests.layout.test_assets import sent

PAPER = specimens.paper()


def test_the_script_and_the_style_are_small_and_only_live_coverage_asks_for_them() -> None:
    script, style = (next(one for one in assets.assets() if one.name == name) for name in ("live.js", "live.css"))
    assert sent(script.body.decode()) <= 2_500
    assert len(style.body) <= 7_000
    assert [one.name for one in (script, style) if one.href in assets.worker("Asia/Dhaka")] == []
    assert re.findall(r"innerHTML|eval\(|document\.write|https?://", script.body.decode()) == []
    plain = pages.story(specimens.story(), PAPER)
    assert (script.href in plain, style.href in plain) == (False, False)
    live = pages.story(coverage_specimens.covered_story(), PAPER)
    assert (script.href in live, style.href in live) == (True, True)
    ended = pages.story(coverage_specimens.ended_story(), PAPER)
    assert (script.href in ended, style.href in ended) == (True, True)  # of its poll
    alone = pages.story(replace(coverage_specimens.ended_story(), poll=None), PAPER)
    assert (script.href in alone, style.href in alone) == (False, True)


def test_a_reader_without_a_script_reads_all_of_it_and_finds_a_link_to_what_is_new() -> None:
    html = pages.story(coverage_specimens.covered_story(), PAPER)
    live = html[html.index('<section class="live"') : html.index('<div class="body"')]
    assert [int(number) for number in re.findall(r'id="e(\d+)"', live)] == [5, 4, 3, 2, 1]
    assert 'aria-live="polite"' in live
    assert "নতুন হালনাগাদ দেখতে পাতাটি আবার খুলুন" in live
    assert re.findall(r'href="(/fragment/live/[^"]+)"', live) == ["/fragment/live/16/1"]


def test_digits_of_scores_and_tables_are_bangla_whatever_was_typed() -> None:
    score = pages.story(coverage_specimens.covered_story(), PAPER)
    table = pages.story(coverage_specimens.ended_story(), PAPER)
    assert ("২৮৭/৬" in score, "287/6" in score) == (True, False)
    assert ('<td class="figure-cell">+১.২০৪</td>' in table, "1.204" in table) == (True, False)


def test_the_piece_says_how_long_to_wait_and_when_it_is_over() -> None:
    running = pages.live_piece(coverage_specimens.live(), PAPER)
    assert f'data-hold="{HOLD}" data-pause="{PAUSE}">' in running
    assert "data-ended" not in running
    ended = replace(coverage_specimens.live(), ended_at=specimens.FIRST)
    assert f'data-pause="{PAUSE}" data-ended>' in pages.live_piece(ended, PAPER)
    assert len(running.encode()) < 6_000


def test_words_of_a_struck_entry_are_nowhere_and_what_was_withdrawn_is_said() -> None:
    html = pages.story(coverage_specimens.covered_story(), PAPER)
    assert html.count("এই হালনাগাদটি প্রত্যাহার করা হয়েছে।") == 1
    assert "স্রোত কমেছে" not in html


@pytest.mark.parametrize("story", [coverage_specimens.covered_story(), coverage_specimens.ended_story()])
def test_a_lite_page_has_the_words_and_no_script(story: object) -> None:
    with compositor.light():
        html = pages.story(story, PAPER)  # type: ignore[arg-type]
    assert ("সব যাত্রী নিরাপদ" in html, "<script src" in html, '<link rel="stylesheet"' in html) == (True, False, False)


def test_a_page_of_older_entries_leads_both_ways_and_stays_out_of_search_engines() -> None:
    html = pages.live_page(coverage_specimens.page(), PAPER)
    links = re.findall(r'class="turn-[^"]+" href="([^"]+)"', html)
    assert links == ["/fragment/live/16/3", "/fragment/live/16/1"]
    assert '<meta name="robots" content="noindex">' in html
    last = pages.live_page(replace(coverage_specimens.page(), number=3, last=3), PAPER)
    assert f'href="{coverage_specimens.covered_story().href}#live"' in last
