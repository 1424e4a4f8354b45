"""Places for advertising, as editors fill them in."""

import pytest
from django.test import Client

from harkara.bangla.digits import to_bangla
from harkara.desk.models import Space
from harkara.layout import spaces
from tests.desk.factories import make_paper, make_picture
from tests.desk.screens.test_issues import at_desk

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a rendition that it just made to the collector.
    pytest.mark.filterwarnings("ignore:.*SpooledTemporaryFile:pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def mina() -> Client:
    make_paper(is_demo=False)
    return at_desk("mina", "admin")


def kept(client: Client, **said: str) -> str:
    """What the screen says to ``said``; nothing where it was taken."""
    form = {"place": "head", "picture": "", "alt": "", "link": "", "markup": "", **said}
    answer = client.post("/desk/spaces/add/", form)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_place_is_closed_until_somebody_opens_it(mina: Client) -> None:
    assert kept(mina, markup=" <b>মেলা</b> ") == ""
    row = Space.objects.get()
    assert (row.on, row.stands, row.markup) == (False, False, "<b>মেলা</b>")
    assert "কিছুই না" in mina.get("/desk/spaces/").content.decode()
    assert "এই জায়গা তালিকায় আছে" in kept(mina)


def test_what_would_leave_a_hole_is_refused_with_a_way_out(mina: Client) -> None:
    picture = str(make_picture().pk)
    assert "এই জায়গায় কিছু নেই" in kept(mina, on="on")
    assert "ছবিতে কী বলা আছে, কথায় লিখুন" in kept(mina, picture=picture)
    assert "এক জায়গায় হয় ছবি, নয় বিজ্ঞাপনদাতার কোড" in kept(mina, picture=picture, alt="মেলা", markup="<b>ক</b>")
    for link in ("javascript:alert(1)", "//elsewhere.example/", "fair.example"):
        assert f"“{link}” ঠিকানায় যাওয়া যায় না" in kept(mina, picture=picture, alt="মেলা", link=link)
    assert Space.objects.count() == 0
    for place, link in (("head", "/world/"), ("foot", "https://fair.example/মেলা".replace("মেলা", "%E0%A6%AE"))):
        assert kept(mina, place=place, picture=picture, alt="মেলা", link=link, on="on") == ""
    assert [row.stands for row in Space.objects.all()] == [True, True]


def test_the_list_asks_as_much_for_one_place_as_for_three(mina: Client, django_assert_num_queries: object) -> None:
    for places in (["head"], ["front", "foot"]):
        for place in places:
            Space.objects.create(place=place, picture=make_picture(), alt="মেলা")
        mina.get("/desk/spaces/")
        with django_assert_num_queries(QUERIES):  # type: ignore[operator]  # a fixture without types
            assert mina.get("/desk/spaces/").status_code == 200


QUERIES = 7


def test_the_places_of_the_desk_are_those_of_the_layout_in_their_sizes() -> None:
    assert set(Space.Place.values) == set(spaces.SIZES)
    told = str(Space._meta.get_field("place").help_text)
    for sizes in spaces.SIZES.values():
        for across, down in sizes:
            assert to_bangla(f"{across} × {down}") in told
