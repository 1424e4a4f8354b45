"""The look that a paper gives itself."""

import re

import pytest

from harkara.layout import assets, cases, look
from harkara.layout.copy import LookCopy, PictureCopy, PictureFile

FILES = tuple(
    PictureFile(f"/picture/7/{width}.{form}", width, width // 4)
    for width in (320, 640, 960)
    for form in ("jpg", "webp")
)
LOGO = PictureCopy(7, "", "", "", FILES)


def test_a_paper_that_wears_nothing_of_its_own_adds_nothing() -> None:
    assert look.css(LookCopy()) == ""


def test_a_colour_is_as_light_at_night_as_it_must_be() -> None:
    day, night = look.css(LookCopy(accent="#00573f")).splitlines()
    assert day == ":root{--accent:#00573f}"
    colour = night.removeprefix("@media (prefers-color-scheme:dark){:root{--accent:").removesuffix("}}")
    assert look.contrast(colour, look.DARK) >= look.READABLE > look.contrast("#00573f", look.DARK)


@pytest.mark.parametrize(
    ("colour", "ground", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#fff000", "#fff000", 1)]
)
def test_contrast_is_what_wcag_says(colour: str, ground: str, ratio: float) -> None:
    assert (round(look.contrast(colour, ground), 2), look.contrast(ground, colour)) == (
        ratio,
        look.contrast(colour, ground),
    )


@pytest.mark.parametrize("colour", ["#ffffff", "#ff9900", "#7fd0ff", "#fdfcf8", "#808080"])
def test_there_is_a_readable_colour_for_each(colour: str) -> None:
    for ground in (look.LIGHT, look.DARK):
        assert look.contrast(look.readable(colour, ground), ground) >= look.READABLE


def test_the_grounds_are_those_of_the_layout() -> None:
    tokens = (cases.COMPONENTS / "tokens" / "tokens.css").read_text("utf-8")
    light, dark = tokens.split("prefers-color-scheme: dark")
    assert (f"--tint: {look.LIGHT};" in light, f"--tint: {look.DARK};" in dark, f"--paper: {look.PLATE};" in light) == (
        True,
        True,
        True,
    )


def test_a_logo_stands_in_place_of_the_name_where_it_is_seen() -> None:
    css = look.css(LookCopy(logo=LOGO))
    assert "url(/picture/7/960.webp)" in css  # the first that is 176 pixels high
    assert css.count("@media screen and (forced-colors:none)") == len(css.splitlines()[0::3]) == 2
    assert "display:none" not in css  # who does not see it hears the name


def test_headlines_without_serifs_are_set_in_the_face_of_the_text() -> None:
    assert look.css(LookCopy(headline_face="sans")) == ":root{--headline-face:var(--body-face)}\n"


@pytest.mark.parametrize("night", [False, True])
def test_words_and_the_frame_around_what_is_reached_stand_out_from_every_ground(night: bool) -> None:
    """4.5 to 1 for words, 3 to 1 for the frame (WCAG 2.2, success criteria 1.4.3 and 1.4.11), by day and by night."""
    tokens = (cases.COMPONENTS / "tokens" / "tokens.css").read_text("utf-8").split("prefers-color-scheme: dark")[night]
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", tokens))
    faint = [
        (name, ground)
        for ground in ("paper", "tint")
        for name, least in (("ink", 4.5), ("ink-soft", 4.5), ("accent", 4.5), ("focus", 3))
        if look.contrast(colours[name], colours[ground]) < least
    ]
    assert faint == []


def test_nothing_moves_by_itself() -> None:
    """Who asked for less motion (prefers-reduced-motion) has nothing to be spared."""
    written = cases.text(".css") + cases.text(".apart.css") + cases.text(".kinds.css") + cases.text(".telling.css")
    moving = r"transition|animation|scroll-behavior|@keyframes|<marquee"
    assert re.findall(moving, written) == []
    assert re.findall(r"smooth|\.animate\(", assets.islands() + assets.telling()) == []
