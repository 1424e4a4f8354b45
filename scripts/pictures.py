"""Takes the pictures of README and of `docs/gallery.md` from a demo paper that is being served: `scripts/pictures.py ORIGIN
PASSWORD`; without a password those of the gallery alone.

`make demo` says both: where the paper is, and the editor's password. Needs Chromium at /usr/bin/chromium.
"""

import io
import sys
import tomllib
from datetime import datetime
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from harkara.desk.demo.drawing import draw as scene
from harkara.layout.cards import CardCopy, CardLook
from harkara.press.cards import draw

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs/pictures"
STORIES = ROOT / "src/harkara/desk/demo/stories.toml"
PEOPLE = STORIES.with_name("people.toml")
NAME, DAY, GAP = "দৈনিক হরকরা", "৩০ নভেম্বর ২০২৬", 16
SCENES = ("lamp", "flood", "river", "cricket")
KINDS = ("opinion", "analysis", "explainer", "photo", "video", "obituary")
PAGES = {
    "section": "/sports/",
    "sub-section": "/cricket/",
    "topic": "/topic/নদী/",
    "timeline": "/timeline/স্থানীয়-সরকারের-ভোট/",
    "place": "/places/dhaka-division/",
    "desk": "/desks/আন্তর্জাতিক-ডেস্ক/",
    "calendar": "/all/calendar/",
    "bangla-calendar": "/all/bn/",
    "day": f"/all/{datetime.now(ZoneInfo('Asia/Dhaka')).date()}/",
    "search": "/search/?q=নদী",
    "corrections": "/corrections/",
    "about": "/about/",
    "ethics": "/about/ethics/",
    "privacy": "/about/privacy/",
    "trust": "/about/trust/",
    "notice": "/nowhere/",
    "lite-front": "/lite/",
}
"""What else the gallery shows, by the name of the picture."""
DARK = ("front", "live")
"""Of which pages the gallery shows how they look at night."""
KEPT = """async () => Object.keys(await (await caches.match("/saved/index"))?.json() ?? {}).some((one) => /[0-9]/.test(one))"""
PAPER = {"width": 794, "height": 1123}
"""A sheet of A4 in CSS pixels."""
PHONE, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 800}
COLOURS = 128
TOP = 640
"""How much of a wide screen of the newsroom is shown: what matters stands above."""


def keep(page: Page, name: str, down: int = 800) -> None:
    """Writes what the page shows, ``down`` to so many pixels, in few colours: README is read on phones, too."""
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture = picture.crop((0, 0, picture.width, down))
    picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT).save(FOLDER / f"{name}.png", optimize=True)


def shown(page: Page, name: str) -> None:
    """Writes what the page shows for the gallery."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.save(FOLDER / f"gallery-{name}.webp", quality=50, method=6)


def offline(browser: Browser, origin: str, story: str) -> None:
    """What a phone shows that has read ``story`` and lost its line."""
    context = browser.new_context(locale="bn-BD", viewport=PHONE)  # type: ignore[arg-type]  # width and height
    page = context.new_page()
    page.goto(f"{origin}{story}")
    page.wait_for_function(KEPT)
    page.reload()  # from here on through the worker
    page.wait_for_load_state("networkidle")
    story = page.evaluate("location.pathname")
    context.set_offline(True)
    for name, address in (("offline-story", story), ("offline-page", "/world/")):
        page.goto(f"{origin}{address}")
        page.wait_for_timeout(500)
        shown(page, f"{name}-360")
    context.close()


CARDS = (
    CardCopy("headline", CardLook(), "চরের স্কুলে সৌরবিদ্যুতে সন্ধ্যার পাঠশালা, পড়ছেন মায়েরাও", "শিক্ষা", DAY, NAME, photo=1),
    CardCopy("breaking", CardLook("accent"), "হাওরে আগাম বন্যা: ৩টি বাঁধ ভেঙে ১২ গ্রাম প্লাবিত", "ব্রেকিং", DAY, NAME, photo=2),
    CardCopy(
        "quote",
        CardLook("dark"),
        "নদী আমাদের ঘর নিয়েছে তিনবার, স্কুলটাকে আমরা প্রতিবারই আবার দাঁড় করিয়েছি",
        "",
        DAY,
        NAME,
        aside=("চরের স্কুলের শিক্ষক",),
        photo=3,
    ),
    CardCopy(
        "numbers",
        CardLook(photo="none"),
        "এক বছরে GDP প্রবৃদ্ধি ও মূল্যস্ফীতি",
        "অর্থনীতি",
        DAY,
        NAME,
        figures=(("৫.৮%", "প্রবৃদ্ধি"), ("৮.২%", "মূল্যস্ফীতি")),
    ),
    CardCopy(
        "obituary",
        CardLook("dark"),
        "মাহবুব আলম চৌধুরী",
        "শোক",
        DAY,
        NAME,
        aside=("১৯৪১–২০২৬", "লোকসংগীতের সংগ্রাহক চলে গেলেন"),
        photo=3,
    ),
    CardCopy(
        "score",
        CardLook("dark", "behind"),
        "শেষ ওভারে জয়",
        "ক্রিকেট",
        DAY,
        NAME,
        figures=(("২৮৭/৬", "বাংলাদেশ"), ("২৮১", "শ্রীলঙ্কা")),
        photo=4,
    ),
)
"""A card of each kind, with invented news."""


def cards() -> None:
    """Draws the cards of the gallery: the six kinds as squares, and a story in its three shapes."""
    photos = {place: Image.open(io.BytesIO(scene(name))) for place, name in enumerate(SCENES, 1)}
    kinds = [draw(one, "square", photos.get(one.photo or 0)) for one in CARDS]
    shapes = [draw(CARDS[0], shape, photos[1]) for shape in ("square", "portrait", "landscape")]  # type: ignore[arg-type]
    for name, drawn, high, columns in (("cards", kinds, 320, 3), ("card-shapes", shapes, 420, 3)):
        small = [one.resize((round(one.width * high / one.height), high), Image.Resampling.LANCZOS) for one in drawn]
        rows = [small[start : start + columns] for start in range(0, len(small), columns)]
        wide = max(sum(one.width for one in row) + GAP * (len(row) - 1) for row in rows)
        sheet = Image.new("RGB", (wide, high * len(rows) + GAP * (len(rows) - 1)), "#ffffff")
        for down, row in enumerate(rows):
            across = 0
            for one in row:
                sheet.paste(one, (across, down * (high + GAP)))
                across += one.width + GAP
        sheet.save(FOLDER / f"gallery-{name}.webp", quality=60, method=6)


def gallery(page: Page, origin: str) -> None:
    """A page of each kind, wide and on a phone, as WebP: there are many of them."""
    told = tomllib.loads(STORIES.read_text(encoding="utf-8"))["story"]
    pages = dict(PAGES)
    for kind in KINDS:
        headline = next(row["headline"] for row in told if row.get("kind") == kind)
        page.goto(f"{origin}/search/?q={quote(headline)}")
        pages[kind] = page.get_by_role("link", name=headline).first.get_attribute("href") or "/"
    writer = next(iter(tomllib.loads(PEOPLE.read_text(encoding="utf-8"))["writer"]))
    pages["writer"] = f"/writer/{writer.replace(' ', '-')}/"
    pages["lite"] = f"/lite{pages['explainer']}"
    page.goto(f"{origin}/")
    pages["live"] = page.locator(".banners a").first.get_attribute("href") or "/"
    pages["front"] = "/"
    for name, address in pages.items():
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
            page.goto(f"{origin}{address}")
            shown(page, f"{name}-{size['width']}")
            if name in DARK:
                page.emulate_media(color_scheme="dark")
                shown(page, f"{name}-dark-{size['width']}")
                page.emulate_media(color_scheme="light")
    page.set_viewport_size(PAPER)  # type: ignore[arg-type]  # width and height
    page.emulate_media(media="print")
    page.goto(f"{origin}{pages['explainer']}")
    shown(page, "print")
    page.emulate_media(media="screen")
    offline(page.context.browser, origin, pages["explainer"])  # type: ignore[arg-type]  # it has one


def main() -> None:
    origin, password = sys.argv[1].rstrip("/"), "".join(sys.argv[2:3])
    cards()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_context(locale="bn-BD", service_workers="block").new_page()
        page.set_default_timeout(60_000)
        gallery(page, origin)
        if not password:
            return
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # width and height
        page.goto(f"{origin}/")
        story = page.locator(".front-lead h2 a").first.get_attribute("href") or "/"
        section = page.locator("nav a[href]").nth(1).get_attribute("href") or "/"
        for name, address in (("front", "/"), ("story", story), ("section", section)):
            for size in (WIDE, PHONE):
                page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
                page.goto(f"{origin}{address}")
                keep(page, f"{name}-{size['width']}")
        page.goto(f"{origin}/search/?q=নদী")
        keep(page, "search-360")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # width and height
        page.goto(f"{origin}/desk/")
        page.fill("input[name=username]", "editor")
        page.fill("input[name=password]", password)
        page.click("button[type=submit]")
        page.locator("[data-board]").wait_for()
        keep(page, "board-1280", TOP)
        address = page.locator("#column-live .board-open").first.get_attribute("href")
        page.goto(f"{origin}{address}")
        page.locator("[contenteditable=true]").first.wait_for()
        keep(page, "editor-1280", TOP)
        page.goto(f"{origin}/desk/front/")
        page.locator("[data-front-found] [role=option]").first.wait_for()
        keep(page, "fronts-1280", TOP)
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
        page.goto(f"{origin}/desk/")
        page.locator(".board-tab").first.wait_for()
        keep(page, "board-360")
        browser.close()


if __name__ == "__main__":
    main()
