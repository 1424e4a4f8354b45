"""Bangla as it is drawn: room for stacked letters, length of lines, edges, balance. One page is set for each width."""

import pytest
from playwright.sync_api import Page

from harkara.bangla import graphemes
from harkara.layout import scale
from tests.layout.browser.conftest import Opener

pytestmark = pytest.mark.browser

STACKED = ("স্ত্র্যু ক্ষ্ম্য র্দ্ধ্ব", "ঊর্ধ্বগতি কুঁড়ি সূক্ষ্ম কর্তৃত্ব ষ্ট্রীঁ দৈর্ঘ্য", "রাষ্ট্রৌষধি লক্ষ্মীঁ বন্ধ্যাত্ব ঈর্ষ্যূ")
"""Words with signs above and stacks below; the first is no word and higher than any."""

INK = """([steps, texts]) => {
  const pen = document.createElement("canvas").getContext("2d");
  const touching = [];
  const kinds = [["h2", "--headline-face"], ["p", "--body-face"]];
  for (const step of steps) for (const [tag, face] of kinds) for (const text of texts) {
    const block = document.createElement(tag);
    block.textContent = text;
    block.style.cssText = `font-size: var(--${step}); line-height: var(--${step}-line); font-family: var(${face})`;
    document.querySelector("main").append(block);
    const style = getComputedStyle(block);
    pen.font = `${style.fontWeight} ${10 * parseFloat(style.fontSize)}px ${style.fontFamily}`; // large: ink is told in whole px
    const ink = pen.measureText(text);
    const height = (ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent) / 10;
    if (!(height > 0 && height <= parseFloat(style.lineHeight))) touching.push([step, tag, text, height, style.lineHeight]);
    block.remove();
  }
  return touching;
}"""
"""Sizes at which two lines of the same words, one below the other, would touch."""

LINES = """(selector) => [...document.querySelectorAll(selector)].map((block) => {
  const lines = [];
  const range = document.createRange();
  const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let top = -Infinity;
  for (let node; (node = walk.nextNode());) for (let at = 0; at < node.length; at += 1) {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const box = range.getBoundingClientRect();
    if (box.height && box.top > top + box.height / 2 && !/\\p{M}/u.test(node.data[at])) {
      lines.push("");
      top = box.top;
    }
    lines[lines.length - 1] += node.data[at];
  }
  return lines;
})"""
"""The lines of each block as they were broken."""


def lengths(page: Page, selector: str) -> list[int]:
    """How many letters each line holds, the last of each block left out; sorted."""
    blocks: list[list[str]] = page.evaluate(LINES, selector)
    return sorted(graphemes.length(line.strip()) for lines in blocks for line in lines[:-1])


def test_stacked_letters_of_two_lines_do_not_touch_at_any_size(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story-bare")
    steps = [name for name, _ in scale.steps()]
    for width in (360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for size in ("small", "", "large"):
            page.evaluate("(size) => { document.documentElement.dataset.text = size; }", size)
            assert page.evaluate(INK, [steps, STACKED]) == [], (width, size)


def test_a_line_holds_what_an_eye_takes_in(open_sheet: Opener) -> None:
    """45 to 65 letters where there is room, and on a phone as many as fit at a size that can be read."""
    page = open_sheet("/sample/story")
    for width, least, most in ((1280, 45, 65), (768, 45, 65), (360, 20, 32)):
        page.set_viewport_size({"width": width, "height": 900})
        found = lengths(page, ".body > p")
        middle = found[len(found) // 2]
        assert least <= middle <= most, (width, found)
        assert found[-1] <= most, (width, found)


def test_the_lines_of_a_headline_are_balanced(open_sheet: Opener) -> None:
    page = open_sheet("/sample/story-bare")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        [lines] = page.evaluate(LINES, "h1")
        long = [graphemes.length(line.strip()) for line in lines]
        assert len(long) > 2
        assert min(long) >= max(long) / 2, (width, lines)


def test_an_opening_quote_hangs_in_the_margin(open_sheet: Opener) -> None:
    page = open_sheet("/component/quote", width=360)
    edges = page.evaluate(
        """() => {
             const body = document.querySelector(".body");
             const range = document.createRange();
             return ["কথা", "“কথা", "‘কথা"].map((text, at) => {
               const block = document.createElement("p");
               block.textContent = text;
               block.className = ["", "hung-two", "hung-one"][at];
               body.append(block);
               range.setStart(block.firstChild, at ? 1 : 0);
               range.setEnd(block.firstChild, text.length);
               return range.getBoundingClientRect().left;
             });
           }"""
    )
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.body')).fontSize)")
    assert [edge == pytest.approx(edges[0], abs=size * 0.08) for edge in edges] == [True, True, True]
