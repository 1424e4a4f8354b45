"""A paper that sells: a test advertiser fills every place of the demo paper as it is served, and the promises to readers hold."""

import re
import time
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from tests.waiting import a_moment
from tests.whole.conftest import SOON, House, python
from tests.whole.test_budgets import KB, a_story_with_a_picture, visit

pytestmark = [pytest.mark.browser, pytest.mark.process, pytest.mark.proof]

SELL = """
import io
from harkara.waking import wake
wake()
import django
django.setup()
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from harkara.desk.models import Campaign, Creative, Picture
out = io.BytesIO()
Image.effect_noise((640, 480), 40).convert("RGB").save(out, "JPEG", quality=30)
file = SimpleUploadedFile("ad.jpg", out.getvalue(), "image/jpeg")
picture = Picture.objects.create(title="ad", alt="বইমেলা", terms="own", credit="মেলা", file=file)
for number in range(2):
    order = Campaign(name=f"মেলা {number}", advertiser="মেলা", on=True, at_head=True, at_front=True, at_text=True, at_foot=True)
    order.creatives = [Creative(picture=picture, alt="বইমেলা", link="https://fair.example/", sort_order=0)]
    order.save()
print(order.creatives.get().pk)
"""

FREE = """
from harkara.waking import wake
wake()
import django
django.setup()
from harkara.desk.models import Campaign
for one in Campaign.objects.all():
    one.delete()
"""

COUNTED = """
from harkara.waking import wake
wake()
import django
django.setup()
from harkara.readings.models import AdRow
print(sum(row.vs for row in AdRow.objects.all()), sum(row.vp for row in AdRow.objects.all()))
"""
PHONE = "Mozilla/5.0 (Linux; Android 13) Chrome/130 Mobile"


def said(house: House, program: str) -> str:
    """What a ``program`` in this house says."""
    made = python({**house.environment, "DJANGO_SETTINGS_MODULE": "harkara.settings"}, "-c", program)
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def until(house: House, path: str, status: int) -> None:
    end = time.monotonic() + 60
    while house.get(path)[0] != status:
        assert time.monotonic() < end, path
        a_moment()


def test_every_place_is_sold_and_pages_are_as_light_and_as_still(house: House, chromium: Browser) -> None:
    story = a_story_with_a_picture(house)
    before = {path: visit(chromium, house.origin + path) for path in (story, "/")}
    number = int(said(house, SELL).split()[-1])
    try:
        for place in ("head", "front", "text", "foot"):
            until(house, f"/fragment/space-{place}", 200)
        for path, most in ((story, 20 * KB), ("/", 20 * KB)):
            seen = visit(chromium, house.origin + path)
            documents = seen.of("Document") - before[path].of("Document")
            print(f"FIGURE: {path[:10]}, sold, bytes by kind | {seen.bytes}")
            assert before[path].of("Document") <= most
            assert documents <= 4 * KB * 2  # the frame of a place that is near, not the page
            assert seen.of("Script") <= 10 * KB
            assert seen.shifted == 0
        assert len(house.get("/fragment/space-head")[1].encode()) <= 8 * KB

        context = chromium.new_context(viewport={"width": 360, "height": 740}, user_agent=PHONE)
        page = context.new_page()
        page.set_default_timeout(SOON)
        page.route("https://fair.example/**", lambda route: route.fulfill(body="মেলা"))
        page.goto(house.origin + quote(story, safe="/%"))
        page.frame_locator("#space-head iframe").locator("img").wait_for()
        page.wait_for_timeout(1500)
        page.frame_locator("#space-head iframe").locator("a").click()
        page.wait_for_url(re.compile("https://fair.example/"))
        context.close()
        end = time.monotonic() + 30
        while (counted := said(house, COUNTED)) != "1 1":
            assert time.monotonic() < end, counted
        assert house.get(f"/go/c{number + 1000}")[0] == 404
    finally:
        said(house, FREE)
    until(house, "/fragment/space-head", 404)
    print("FIGURE: a campaign that was taken away is gone, seen and clicked counted | 1 seen, 1 clicked")
