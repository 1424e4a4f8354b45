"""The cards of a story on its screen: seen, worded, taken along; and how they look, tried with a real story."""

import io
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from playwright.sync_api import Page, expect

from harkara.desk import actions
from harkara.desk.models import CardTemplate, Story, StoryCard
from tests.desk.factories import make_paper, make_stories, make_story, make_user, stored
from tests.desk.screens.opened import HOUSE, opened
from tests.desk.screens.test_axe import violations

pytestmark = pytest.mark.django_db
page = opened()


def at_desk(group: str = "front_editor") -> Client:
    make_paper()
    client = Client()
    client.force_login(make_user(group=group))
    return client


def size(client: Client, address: str) -> tuple[int, int]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Cache-Control"].startswith("private, no-store")
    return Image.open(io.BytesIO(answer.content)).size


def test_all_three_shapes_are_shown_and_drawn() -> None:
    client, story = at_desk(), make_story()
    screen = client.get(f"/desk/acts/{story.pk}/cards/").content.decode()
    for shape, wanted in (("square", (1080, 1080)), ("portrait", (1080, 1350)), ("landscape", (1200, 630))):
        address = f"/desk/acts/{story.pk}/cards/{shape}.jpg"
        assert f'src="{address}"' in screen
        assert size(client, address) == wanted
    assert client.get(f"/desk/acts/{story.pk}/cards/round.jpg").status_code == 404
    assert f"http://localhost:8000/{story.pk}" in screen


def test_what_is_typed_is_drawn_before_it_is_saved() -> None:
    client, story = at_desk(), make_story()
    address = f"/desk/acts/{story.pk}/cards/square.jpg"
    bare = client.get(address).content
    assert client.get(address, {"kind": "quote", "words": "নদী আমাদের"}).content != bare
    assert client.get(address, {"kind": ""}).content == bare
    assert client.get(address, {"kind": "quote", "words": ""}).content == bare
    assert not StoryCard.objects.exists()


def test_the_story_s_own_words_are_offered() -> None:
    client = at_desk()
    body = stored(
        ("paragraph", "<p>খবর</p>"),
        ("quote", {"text": "নদী আমাদের ঘর নিয়েছে", "speaker": "একজন শিক্ষক"}),
        ("facts", {"heading": "", "items": ["<p>৩টি বাঁধ ভেঙেছে</p>", "<p>৫.৮% প্রবৃদ্ধি গত বছর</p>"], "source": ""}),
    )
    screen = client.get(f"/desk/acts/{make_story(body=body).pk}/cards/").content.decode()
    assert "নদী আমাদের ঘর নিয়েছে</textarea>" in screen
    assert 'value="একজন শিক্ষক"' in screen
    assert 'value="৫.৮%"' in screen
    assert 'value="প্রবৃদ্ধি গত বছর"' in screen


def test_a_quote_is_saved_and_a_refusal_is_a_sentence() -> None:
    client, story = at_desk(), make_story()
    address = f"/desk/acts/{story.pk}/cards/"
    refused = client.post(address, {"kind": "score", "figure0": "২", "what0": "এক দল"})
    assert "দুই দলেরই ফল লাগে" in refused.content.decode()
    assert not StoryCard.objects.exists()
    assert client.post(address, {"kind": "quote", "words": "নদী", "speaker": "একজন"}).status_code == 302
    said = StoryCard.objects.get()
    assert (said.kind, said.words, said.speaker, said.figures) == ("quote", "নদী", "একজন", [])
    assert (
        client.post(
            address, {"kind": "score", "figure0": "2", "what0": "এক", "figure1": "1", "what1": "দুই"}
        ).status_code
        == 302
    )
    assert StoryCard.objects.get().figures == [["2", "এক"], ["1", "দুই"]]


def test_the_pack_holds_six_cards_and_the_text_to_post() -> None:
    client, story = at_desk("reporter"), make_story(headline="চরের পাঠশালা", summary="আলোর খবর")
    answer = client.get(f"/desk/acts/{story.pk}/cards/pack.zip")
    assert answer["Content-Disposition"] == f'attachment; filename="cards-{story.pk}.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        names = sorted(pack.namelist())
        assert names == sorted(
            [f"{story.pk}-{shape}.{form}" for shape in ("square", "portrait", "landscape") for form in ("jpg", "webp")]
            + [f"{story.pk}-share.txt"]
        )
        assert all(name.isascii() for name in names)
        assert Image.open(io.BytesIO(pack.read(f"{story.pk}-portrait.webp"))).size == (1080, 1350)
        text = pack.read(f"{story.pk}-share.txt").decode()
    assert text == f"চরের পাঠশালা\n\nআলোর খবর\n\nhttp://localhost:8000/{story.pk}\n\nদৈনিক হরকরা\n"


def test_a_draft_s_cards_are_seen_and_not_taken() -> None:
    client, story = at_desk(), make_story(published=False)
    assert size(client, f"/desk/acts/{story.pk}/cards/landscape.jpg") == (1200, 630)
    answer = client.get(f"/desk/acts/{story.pk}/cards/pack.zip", follow=True)
    assert "প্রকাশের পর কার্ড নেওয়া যাবে" in answer.content.decode()


def test_a_killed_story_has_none() -> None:
    client, story = at_desk(), make_story()
    actions.kill(story, None)
    for address in ("", "square.jpg", "pack.zip"):
        assert client.get(f"/desk/acts/{story.pk}/cards/{address}").status_code == 404


def test_a_reporter_sees_and_takes_but_does_not_word_them() -> None:
    client, story = at_desk("reporter"), make_story()
    screen = client.get(f"/desk/acts/{story.pk}/cards/").content.decode()
    assert "কার্ড সংরক্ষণ করুন" not in screen
    assert client.post(f"/desk/acts/{story.pk}/cards/", {"kind": "breaking"})["Location"] == "/desk/"
    assert client.get("/desk/acts/card-look/headline/square.jpg")["Location"] == "/desk/"
    assert not StoryCard.objects.exists()


def test_a_look_is_tried_with_a_real_story_and_set() -> None:
    client = at_desk()
    make_stories(2)
    row = CardTemplate.objects.get(kind="headline")
    screen = client.get(f"/desk/cards/edit/{row.pk}/").content.decode()
    assert screen.count("<option value=") >= 2 + 3 + 3
    address = "/desk/acts/card-look/headline/square.jpg"
    pale, dark = (client.get(address, {"ground": ground, "photo": "above"}).content for ground in ("paper", "dark"))
    assert pale != dark
    for kind in ("quote", "numbers", "score", "obituary", "breaking"):
        assert size(client, f"/desk/acts/card-look/{kind}/landscape.jpg") == (1200, 630)
    assert client.get("/desk/acts/card-look/round/square.jpg").status_code == 404
    form = {"ground": "dark", "photo": "behind", "label": "", "foot": "harkara.example", "dated": "on"}
    assert client.post(f"/desk/cards/edit/{row.pk}/", form).status_code == 302
    row.refresh_from_db()
    assert (row.ground, row.photo, row.foot) == ("dark", "behind", "harkara.example")
    assert "গাঢ়" in client.get("/desk/cards/").content.decode()


def test_each_kind_has_its_row_in_the_looks_of_the_layout() -> None:
    for row in CardTemplate.objects.all():
        usual = CardTemplate.usual(row.kind)
        assert (row.ground, row.photo, row.label) == (usual.ground, usual.photo, usual.label)
    assert CardTemplate.objects.count() == 6


def test_the_screen_asks_as_much_for_any_story() -> None:
    client = at_desk()
    counts = []
    for story in make_stories(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/desk/acts/{story.pk}/cards/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.long
def test_by_keys_alone_and_for_those_who_cannot_see(page: Page, width: int) -> None:
    story = make_story()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{HOUSE}/desk/acts/{story.pk}/cards/")
    cards = page.locator(".desk-cards img")
    expect(cards).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.wait_for_load_state("networkidle")
    first = cards.first.get_attribute("src")
    expect(page.locator("#id_words")).to_be_hidden()
    page.locator("#id_kind").focus()
    page.keyboard.press("End")
    page.locator("#id_kind").select_option("quote")
    expect(page.locator("#id_words")).to_be_visible()
    page.locator("#id_words").focus()
    page.keyboard.type("নদী")
    expect(cards.first).not_to_have_attribute("src", first or "", timeout=5000)
    expect(page.locator("[data-cards-said]")).to_have_text("কার্ড আঁকা হয়েছে।", timeout=10_000)
    assert violations(page) == []
    page.locator("button[type=submit]", has_text="কার্ড সংরক্ষণ করুন").press("Enter")
    expect(page.locator(".messages")).to_contain_text("এখন এ কথাই আছে")
    page.wait_for_load_state("networkidle")  # the cards are asked for of this process: none may be left when it ends
    assert Story.objects.get(pk=story.pk).card.words == "নদী"  # type: ignore[attr-defined]
