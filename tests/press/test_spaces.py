"""Places for advertising before their readers: one small sheet each, and none where nothing is sold."""

from harkara.desk.models import Picture, Space
from harkara.layout import policy
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_picture, make_story
from tests.desk.touching import touched


def shown(turns: Turns) -> tuple[str, str]:
    """What the look says, and what stands in the place at the head of pages; that nothing on the rack is wrong."""
    turns.settle()
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)
    sheets = [turns.store.shelf.get(name) for name in ("look", "space:head")]
    look, head = (sheet.identity().decode() if sheet else "" for sheet in sheets)
    assert bool(head) == (turns.store.manifest.find("/fragment/space-head") is not None)
    return look, head


def test_a_place_is_opened_filled_and_closed_and_no_page_is_printed(turns: Turns) -> None:
    make_paper()
    story, picture = make_story(), make_picture(width=700, height=100)
    assert shown(turns) == ("", "")
    bake(turns.store, [f"story:{story.pk}"])
    page = turns.store.shelf.get(f"story:{story.pk}")
    assert page is not None
    assert b'<aside id="space-head" aria-label="' in page.identity()

    with touched() as keys:
        row = Space.objects.create(place="head", on=True, picture=picture, alt="বইমেলা", link="/world/")
    assert keys == {"spaces", "space:head"}
    look, head = shown(turns)
    assert ("#space-head{--across:320px;--down:100px}" in look, "#space-foot" in look) == (True, False)
    assert f'<a href="/world/" target="_top" rel="sponsored noopener"><img src="/picture/{picture.pk}/640.webp"' in head
    assert turns.store.manifest.find(f"/picture/{picture.pk}/640.webp") is not None

    row.alt = "বাণিজ্য মেলা"
    with touched() as keys:
        row.save()
    assert keys == {"space:head"}
    assert (shown(turns)[0], 'alt="বাণিজ্য মেলা"' in shown(turns)[1]) == (look, True)

    row.on = False
    row.save()
    assert shown(turns) == ("", "")
    assert turns.store.shelf.get(f"story:{story.pk}") == page


def test_a_picture_that_is_withdrawn_or_thrown_away_closes_its_place(turns: Turns) -> None:
    make_paper()
    picture = make_picture(width=700, height=100)
    Space.objects.create(place="head", on=True, picture=picture, alt="বইমেলা")
    assert "<img src=" in shown(turns)[1]
    picture.withdrawn = True
    picture.save()
    assert shown(turns) == ("", "")
    picture.withdrawn = False
    picture.save()
    assert "<img src=" in shown(turns)[1]
    Picture.objects.get(pk=picture.pk).delete()
    assert shown(turns) == ("", "")


def test_what_an_advertiser_gives_is_in_a_sandbox_wherever_it_is_opened(turns: Turns) -> None:
    make_paper()
    Space.objects.create(place="head", on=True, markup="<script>document.title</script>")
    assert "<script>document.title</script>" in shown(turns)[1]
    page = turns.store.shelf.get("space:head")
    assert page is not None
    said = dict(page.headers)
    rules = [rule.split() for rule in said["content-security-policy"].split("; ")]
    [sandbox] = [words[1:] for words in rules if words[0] == "sandbox"]
    assert ("allow-scripts" in sandbox, "allow-same-origin" in sandbox) == (True, False)
    assert ["frame-ancestors", "'self'"] in rules
    assert (said["x-robots-tag"], "cross-origin-opener-policy" in said) == ("noindex", False)
    assert "script" not in dict(policy.space_headers(runs=False))["content-security-policy"]
