"""What is said of a story's pictures is filled in below its text, in a browser: nobody leaves the story for it."""

import gc
import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from harkara.desk import actions
from tests.desk.factories import make_picture, make_story, stored
from tests.desk.screens.opened import HOUSE, opened

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.browser,
    # Wagtail leaves files of thumbnails open; Python closes them when it clears up.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]
page = opened()


@pytest.fixture(autouse=True)
def cleared_up() -> Iterator[None]:
    """What Wagtail left open is closed in the test that opened it."""
    yield
    gc.collect()


@pytest.mark.long
def test_credit_and_rights_are_filled_in_beside_the_text(page: Page) -> None:
    picture = make_picture(title="ঘাটের ছবি", credit="", terms="")
    story = make_story(published=False, body=stored(("paragraph", "<p>কথা।</p>"), ("picture", picture.pk)))
    page.route("**/media/**", lambda route: route.abort())
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{HOUSE}/desk/stories/edit/{story.pk}/")
    card = page.locator(f'[data-picture="{picture.pk}"]')
    expect(card).to_contain_text("প্রকাশের আগে লাগবে: ছবির কৃতজ্ঞতা, ছবির স্বত্ব")
    card.locator('[data-name="credit"]').fill("রহিম")
    card.locator('[data-name="terms"]').select_option("own")
    expect(card).not_to_contain_text("প্রকাশের আগে লাগবে")
    picture.refresh_from_db()
    assert (picture.credit, picture.terms) == ("রহিম", "own")
    assert actions.publish(story, None).live


@pytest.mark.long
def test_what_only_this_story_says_of_a_picture_goes_with_its_form(page: Page) -> None:
    picture = make_picture(caption="ঘাটে বাঁধা নৌকা")
    story = make_story(published=False, picture=picture, captions={str(picture.pk): {"alt": "নৌকা"}})
    page.route("**/media/**", lambda route: route.abort())
    page.goto(f"{HOUSE}/desk/stories/edit/{story.pk}/")
    card = page.locator(f'[data-picture="{picture.pk}"]')
    caption = card.locator('[data-here="caption"]')
    expect(caption).to_have_attribute("placeholder", "ঘাটে বাঁধা নৌকা")
    expect(card.locator('[data-here="alt"]')).to_have_value("নৌকা")
    caption.press_sequentially("শুধু এখানে")
    said = json.loads(page.locator("[data-captions]").input_value())
    assert said == {str(picture.pk): {"alt": "নৌকা", "caption": "শুধু এখানে"}}
    picture.refresh_from_db()
    assert picture.caption == "ঘাটে বাঁধা নৌকা"


@pytest.mark.long
def test_several_pictures_come_into_a_photo_story_at_once(page: Page) -> None:
    found = [make_picture(title=f"ছবি {name}") for name in ("এক", "দুই", "তিন")]
    story = make_story(published=False, body=stored(("paragraph", "<p>কথা।</p>")))
    page.route("**/media/**", lambda route: route.abort())
    page.goto(f"{HOUSE}/desk/stories/edit/{story.pk}/")
    several = page.locator("[data-several-pictures]")
    expect(several).to_be_hidden()
    page.locator("[name=kind]").select_option("photo")
    several.click()
    for picture in found:
        page.locator(f'.modal-body input[type="checkbox"][value="{picture.pk}"]').check()
    page.locator("[data-multiple-choice-submit]").click()
    expect(page.locator("[data-several-done]")).to_have_text("ছবি যোগ হয়েছে: ৩টি")
    for picture in found:
        expect(page.locator(f'[data-picture="{picture.pk}"]')).to_be_visible()
    kinds = page.locator('input[name^="body-"][name$="-type"]').evaluate_all("all => all.map((one) => one.value)")
    assert kinds == ["paragraph", "picture", "picture", "picture"]
