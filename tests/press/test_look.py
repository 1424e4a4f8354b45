"""The paper's own look before its readers: one sheet, and what it costs to change it."""

from harkara.desk.models import Paper, Picture
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_picture, make_story
from tests.desk.touching import touched


def css(turns: Turns) -> str:
    turns.settle()
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)
    page = turns.store.shelf.get("look")
    assert page is not None
    return page.identity().decode()


def test_a_new_look_is_one_sheet(turns: Turns) -> None:
    make_paper()
    story, logo = make_story(), make_picture(width=800, height=200)
    assert css(turns) == ""
    bake(turns.store, [f"story:{story.pk}"])
    page = turns.store.shelf.get(f"story:{story.pk}")
    assert page is not None
    assert b'<link rel="stylesheet" href="/look.css">' in page.identity()

    paper = Paper.load()
    paper.accent, paper.headline_face, paper.logo = "#00573f", Paper.Face.SANS, logo
    with touched() as keys:
        paper.save()
    assert keys == {"look"}
    worn = css(turns)
    assert ("--accent:#00573f" in worn, "var(--body-face)" in worn, f"/picture/{logo.pk}/640.webp" in worn) == (
        True,
    ) * 3
    assert turns.store.manifest.find(f"/picture/{logo.pk}/640.webp") is not None
    assert turns.store.shelf.get(f"story:{story.pk}") == page

    logo.withdrawn = True
    logo.save()
    assert "/picture/" not in css(turns)
    Picture.objects.filter(pk=logo.pk).delete()
    assert "/picture/" not in css(turns)


def test_where_else_the_paper_is_stands_in_the_footer(turns: Turns) -> None:
    make_paper(social="https://www.facebook.com/harkara\nhttps://paper.example/চিঠি")
    turns.settle()
    page = turns.store.shelf.get("front")
    assert page is not None
    text = page.identity().decode()
    assert '<a href="https://www.facebook.com/harkara" rel="me noopener">ফেসবুক</a>' in text
    assert '<a href="https://paper.example/চিঠি" rel="me noopener">paper.example</a>' in text
