"""A paper as it is set up speaks to nobody outside: neither its processes nor the newsroom's and the readers' browsers."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.waiting import a_moment
from tests.whole.conftest import ROOT, SOON, House, python

pytestmark = [pytest.mark.process, pytest.mark.browser]

TRIES = 5_000  # a bound
HEADLINE = "দ্বীপদেশ কোরালিয়াকে জাহাজ দিচ্ছে নর্ডমার্ক, প্রথমটি যাবে ফেব্রুয়ারিতে"


def listened(page: Page, hosts: set[str]) -> Page:
    page.on("request", lambda asked: hosts.add(urlsplit(asked.url).netloc))
    return page


@pytest.mark.long
def test_signing_in_publishing_and_reading_call_nobody(house: House, chromium: Browser, tmp_path: Path) -> None:
    hosts: set[str] = set()
    saved = tmp_path / "page.txt"
    clipping = (ROOT / "src/harkara/desk/demo/clipping.txt").read_text()
    saved.write_text(clipping.replace("প্রথমটি যাবে ডিসেম্বরে", "প্রথমটি যাবে ফেব্রুয়ারিতে"))
    assert house.run("clip", str(saved)).returncode == 0
    desk = listened(house.sign_in(chromium), hosts)
    for address in ("/desk/", "/desk/tray/", "/desk/front/", "/desk/account/", "/desk/images/", "/desk/readings/"):
        desk.goto(house.origin + address)
    said = house.run("shell", "-c", PUBLISHED, text="")
    assert said.returncode == 0, said.stderr
    reader = listened(chromium.new_context(locale="bn-BD").new_page(), hosts)
    for _try in range(TRIES):
        if HEADLINE in house.get("/")[1]:
            break
        a_moment()
    reader.goto(house.origin)
    reader.get_by_text(HEADLINE).first.click()
    expect(reader.locator("h1")).to_have_text(HEADLINE, timeout=SOON)
    reader.wait_for_load_state("networkidle")
    assert hosts - {""} == {urlsplit(house.origin).netloc}
    notes = house.home / "watchman"
    assert not notes.exists(), notes.read_text()


PUBLISHED = """
from harkara.desk import intake
from harkara.desk.models import IncomingClipping, Section
intake.publish(IncomingClipping.objects.order_by("-pk").first().pk, Section.objects.order_by("pk").first().slug, "editor")
"""


def test_the_watchman_sees_who_goes_out(house: House, tmp_path: Path) -> None:
    notes = tmp_path / "watchman"
    environment = house.environment | {"WATCHMAN": str(notes)}
    tries = ("socket.create_connection(('192.0.2.1', 80))", "socket.getaddrinfo('releases.wagtail.org', 443)")
    for tried in tries:
        assert "PermissionError" in python(environment, "-c", f"import socket; {tried}").stderr
    assert python(environment, "-c", "import socket; socket.getaddrinfo('localhost', 80)").returncode == 0
    assert [line.split()[0] for line in notes.read_text().splitlines()] == ["connects", "looks"]
