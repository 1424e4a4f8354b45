"""Takes the pictures of README and of `docs/gallery.md` from a demo paper that is being served: `scripts/pictures.py ORIGIN
PASSWORD`; without a password those of the gallery alone.

`make demo` says both: where the paper is, and the editor's password. Needs Chromium at /usr/bin/chromium.
"""

import io
import sys
import tomllib
from pathlib import Path
from urllib.parse import quote

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs/pictures"
STORIES = ROOT / "src/harkara/desk/demo/stories.toml"
PEOPLE = STORIES.with_name("people.toml")
KINDS = ("opinion", "analysis", "explainer", "photo", "video", "obituary")
PAGES = {
    "topic": "/topic/নদী/",
    "calendar": "/all/calendar/",
    "corrections": "/corrections/",
    "trust": "/about/trust/",
    "notice": "/nowhere/",
}
"""What else the gallery shows, by the name of the picture."""
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
    for name, address in pages.items():
        for size in (WIDE, PHONE):
            page.set_viewport_size(size)  # type: ignore[arg-type]  # width and height
            page.goto(f"{origin}{address}")
            page.wait_for_load_state("networkidle")
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.save(FOLDER / f"gallery-{name}-{size['width']}.webp", quality=60, method=6)


def main() -> None:
    origin, password = sys.argv[1].rstrip("/"), "".join(sys.argv[2:3])
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
