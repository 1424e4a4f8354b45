import hashlib
import re

import pytest

from harkara.layout import assets, cases, scale
from harkara.rack.pages import HARDEST, compressed

PAPER, APART = assets.stylesheet(), assets.stylesheet_apart()
KINDS, TELLING = assets.stylesheet_of_kinds(), assets.stylesheet_telling()
LIVE = assets.stylesheet_of_live()
CSS = PAPER + APART + KINDS + TELLING + LIVE


def test_an_asset_carries_the_hash_of_its_bytes() -> None:
    assert [(asset.name, asset.content_type) for asset in assets.assets()] == [
        ("paper.css", "text/css; charset=utf-8"),
        ("apart.css", "text/css; charset=utf-8"),
        ("kinds.css", "text/css; charset=utf-8"),
        ("telling.css", "text/css; charset=utf-8"),
        ("talk.css", "text/css; charset=utf-8"),
        ("live.css", "text/css; charset=utf-8"),
        ("live.js", "text/javascript; charset=utf-8"),
        ("islands.js", "text/javascript; charset=utf-8"),
        ("saved.js", "text/javascript; charset=utf-8"),
        ("alerts.css", "text/css; charset=utf-8"),
        ("alerts.js", "text/javascript; charset=utf-8"),
        ("suggest.js", "text/javascript; charset=utf-8"),
        ("quote.js", "text/javascript; charset=utf-8"),
        ("share.js", "text/javascript; charset=utf-8"),
        ("asking.css", "text/css; charset=utf-8"),
        ("consent.js", "text/javascript; charset=utf-8"),
        ("telling.js", "text/javascript; charset=utf-8"),
        ("mark.svg", "image/svg+xml"),
        ("headline.woff2", "font/woff2"),
    ]
    for asset in assets.assets():
        stem, ending = asset.name.split(".")
        assert asset.href == f"/assets/{stem}.{hashlib.sha256(asset.body).hexdigest()[:12]}.{ending}"
        assert assets.href(asset.name) == asset.href


def test_an_unknown_asset_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"logo\.png"):
        assets.href("logo.png")


def test_the_stylesheets_stay_inside_their_budgets_and_ask_for_nothing_else() -> None:
    assert len(PAPER.encode()) <= 24_000
    assert len(APART.encode()) <= 8_000  # of search, calendars, corrections: a page of one of them fetches all
    assert len(KINDS.encode()) <= 6_000  # of stories that are more than news
    assert re.findall(r"url\(|@import|/\*", CSS) == ["url("]  # the face of headlines, which no rule names by itself
    assert f"src:url({assets.face().href})" in PAPER


def test_the_face_of_headlines_is_shown_where_it_is_there_at_once_or_never() -> None:
    """Only a page that says so wears it, and says so only where the browser has it."""
    [rule] = re.findall(r"@font-face\{([^}]*)\}", PAPER)
    assert "font-display:optional" in rule
    assert [selector for selector in re.findall(r"([^{}]*)\{[^}]*Headline", PAPER) if "@" not in selector] == [
        ":root[data-face]"
    ]
    assert len(assets.face().body) <= 65_000
    scripts = assets.islands() + assets.telling() + "".join(assets.inline_scripts())
    assert re.findall("FACE|SUGGEST|QUOTE|SHARE|ISLANDS|TELLING|STYLE", PAPER + scripts) == []


def test_bangla_is_set_as_bangla() -> None:
    """No letter-spacing (it tears the matra), no capitals, no cut lines; every line height is named or at least 1.4."""
    assert re.findall(r"letter-spacing|text-transform|-webkit-line-clamp|!important", CSS) == []
    heights = re.findall(r"line-height:\s*([^;}]+)", CSS) + re.findall(r"font:[^;}]*?/\s*([\d.]+|var\([^)]*\))", CSS)
    numbers = sorted({float(height) for height in heights if not height.startswith("var(")})
    assert numbers == [1.25, 1.4, 1.5, 1.6, 1.65, 1.75]  # 1.25: the single digit of a rank in the rail


def test_every_custom_property_that_is_used_is_set() -> None:
    assert set(re.findall(r"var\((--[\w-]+)\)", CSS)) - set(re.findall(r"(--[\w-]+)\s*:", CSS)) == set()


def test_the_dark_palette_names_every_colour_of_the_light_one() -> None:
    tokens = (cases.COMPONENTS / "tokens" / "tokens.css").read_text("utf-8")
    light, dark = tokens.split("prefers-color-scheme: dark")
    colours = re.compile(r"(--[\w-]+): #")
    assert colours.findall(dark) == colours.findall(light)


def test_islands_come_when_the_page_stands_and_stories_have_one_more_script() -> None:
    """Before the first paint runs what no paint may come without, and nothing is fetched for it."""
    [before] = [script for script in assets.inline_scripts() if "import" in script]
    asked = (
        f'addEventListener("load",()=>new PerformanceObserver(()=>import("{assets.href("islands.js")}"))'
        '.observe({type:"paint",buffered:1}))'
    )
    assert before.splitlines()[-1] == asked
    assert f'if(document.querySelector(".story"))import("{assets.href("telling.js")}")' in assets.islands()
    assert assets.href("telling.css") in assets.telling()
    assert re.findall(r'"(?:load|DOMContentLoaded)"', assets.islands() + assets.telling()) == []  # it is past then


def test_the_islands_are_one_script_inside_its_budget() -> None:
    script = assets.islands()
    assert len(script.encode()) <= 8_700
    assert sorted(re.findall(r'\bisland\("(\w+)"', script)) == [
        "calendar",
        "keep",
        "lite",
        "newer",
        "offline",
        "rail",
        "relative",
        "share",
        "space",
        "suggest",
        "textsize",
        "video",
    ]


def sent(script: str) -> int:
    """The bytes of a script on its way, without its head."""
    return len(compressed(script.encode(), HARDEST))


def test_all_scripts_of_a_story_with_the_worker_are_under_ten_kilobytes() -> None:
    """With the heads of three answers they make the ten kilobytes of tests/whole/test_budgets.py."""
    of_the_page = sent(assets.telling()) + sent(assets.islands())
    assert of_the_page <= 5_100
    assert of_the_page + sent(assets.worker("Asia/Dhaka")) <= 8_400
    assert len(TELLING.encode()) <= 1_000


def test_scripts_that_a_reader_asks_for_are_small_and_nobody_fetches_them_ahead() -> None:
    asked = (assets.suggest(), assets.quote())
    assert max(sent(one.body.decode()) for one in asked) <= 1_500
    assert [one.name for one in asked if one.href in assets.worker("Asia/Dhaka")] == []


def test_nothing_of_the_bell_is_fetched_by_a_page_that_is_not_its_own() -> None:
    """Its page and its worker stand beside all others: no byte of another page, of the islands or of what is kept is its."""
    named = [assets.href(name) for name in assets.ALERTS] + ["/alerts/"]
    others = assets.worker("Asia/Dhaka") + assets.islands() + assets.telling() + PAPER
    assert [one for one in named if one in others] == []
    worker = assets.alerts_worker("key", "/icon/192.png")
    assert re.findall(r'addEventListener\("(\w+)"', worker) == [
        "install",
        "push",
        "notificationclick",
        "pushsubscriptionchange",
    ]
    assert re.findall(r"caches|importScripts|eval|https?://", worker) == []
    assert sent(worker) <= 1_100
    assert sum(sent(one.body.decode()) for one in assets.assets() if one.name in assets.ALERTS) <= 2_600


@pytest.mark.parametrize(
    "name", ["islands.js", "telling.js", "quote.js", "suggest.js", "saved.js", "alerts.js", "live.js"]
)
def test_no_script_writes_markup_runs_text_or_leads_elsewhere(name: str) -> None:
    [script] = [one.body.decode() for one in assets.assets() if one.name == name]
    assert re.findall(r"innerHTML|eval\(|document\.write|https?://", script) == []


def test_every_island_that_a_template_names_exists() -> None:
    named: set[str] = set()
    for path in cases.COMPONENTS.rglob("*.html"):
        named.update(re.findall(r'data-island="(\w+)"', path.read_text("utf-8")))
    assert named == set(re.findall(r'\bisland\("(\w+)"', assets.islands()))


def test_the_colour_around_the_page_is_that_of_the_paper() -> None:
    tokens = (cases.COMPONENTS / "tokens" / "tokens.css").read_text("utf-8")
    head = (cases.COMPONENTS / "document" / "head.html").read_text("utf-8")
    assert re.findall(r'"theme-color" content="([^"]+)"', head) == re.findall(r"--paper: ([^;]+);", tokens)


def test_a_thin_style_says_the_same() -> None:
    """What is taken away is comments and spaces that mean nothing: no string, no property and no selector is another."""
    sheets = (
        (PAPER, ".css"),
        (APART, ".apart.css"),
        (KINDS, ".kinds.css"),
        (TELLING, ".telling.css"),
        (LIVE, ".live.css"),
    )
    for thin, ending in sheets:
        whole = re.sub(
            r"/\*.*?\*/", "", (scale.css() if ending == ".css" else "") + cases.text(ending), flags=re.DOTALL
        )
        whole = whole.replace("FACE", assets.face().href)
        strings = re.compile(r'"[^"]*"')
        assert strings.findall(thin) == strings.findall(whole)
        words = re.compile(r"[\w#.%()+*/-]+")
        assert words.findall(strings.sub("", thin)) == words.findall(strings.sub("", whole))
