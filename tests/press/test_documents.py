"""The pages in which the paper speaks of itself, before their readers."""

from harkara.desk.models import Document
from harkara.press import recovery
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_story, stored
from tests.desk.touching import touched


def right(turns: Turns) -> None:
    turns.settle()
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)


def text(turns: Turns, name: str) -> str:
    if turns.store.shelf.get(name) is None:
        bake(turns.store, [name])
    page = turns.store.shelf.get(name)
    return page.identity().decode() if page else ""


def at(turns: Turns, path: str) -> str | None:
    entry = turns.store.manifest.find(path)
    return entry.name if entry else None


def make_document(slug: str, title: str, words: str = "কথা", **fields: object) -> Document:
    """A page that is published."""
    page = Document(slug=slug, title=title, body=stored(("paragraph", f"<p>{words}</p>")), **fields)
    page.save()
    page.save_revision().publish()
    return Document.objects.get(pk=page.pk)


def test_what_is_published_is_read_and_stands_at_the_foot_of_every_page(turns: Turns) -> None:
    make_paper()
    make_document("ethics", "নীতি", position=2)
    make_document("about", "আমাদের কথা", "আমরা যারা", position=1, summary="সংক্ষেপে")
    make_document("hidden", "তলায় নেই", in_footer=False)
    right(turns)
    assert [at(turns, path) for path in ("/about/", "/about/ethics/", "/about/hidden/")] == [
        "document:about",
        "document:ethics",
        "document:hidden",
    ]
    page = text(turns, "document:about")
    assert ("<p>আমরা যারা</p>" in page, "সংক্ষেপে" in page, '"@type":"AboutPage"' in page) == (True, True, True)
    foot = text(turns, "front").partition("footer-sections")[2]
    said = ['<a href="/about/">আমাদের কথা</a>', '<a href="/about/ethics/">নীতি</a>']
    assert sorted(said, key=foot.index) == said
    assert "তলায় নেই" not in foot
    assert text(turns, "sitemap:pages").count("/about/") == 3
    turns.store.manifest.remove("/about/ethics/")
    recovery._place_everything(turns.store)
    assert at(turns, "/about/ethics/") == "document:ethics"


def test_a_draft_is_kept_and_readers_see_nothing_of_it(turns: Turns) -> None:
    make_paper()
    page = make_document("about", "আমাদের কথা", "আগের কথা")
    right(turns)
    page.title, page.body = "নতুন নাম", stored(("paragraph", "<p>নতুন কথা</p>"))
    with touched() as keys:
        draft = page.save_revision()
    right(turns)
    assert keys == set()
    assert ["নতুন" in text(turns, name) for name in ("document:about", "front")] == [False, False]
    draft.publish()
    right(turns)
    assert ["নতুন নাম" in text(turns, name) for name in ("document:about", "front")] == [True, True]
    assert "আগের কথা" not in text(turns, "document:about")


def test_other_words_of_a_page_print_no_other_page(turns: Turns) -> None:
    make_paper()
    page = make_document("about", "আমাদের কথা")
    page.body = stored(("paragraph", "<p>নতুন কথা</p>"))
    with touched() as keys:
        page.save_revision().publish()
    assert keys == {"document:about"}


def test_what_is_taken_off_or_deleted_is_nowhere(turns: Turns) -> None:
    make_paper()
    first, second = make_document("about", "আমাদের কথা"), make_document("ethics", "নীতি")
    right(turns)
    first.unpublish()
    second.delete()
    right(turns)
    assert [at(turns, path) for path in ("/about/", "/about/ethics/")] == [None, None]
    assert "/about/" not in text(turns, "front") + text(turns, "sitemap:pages")


def test_every_story_leads_to_the_page_that_says_why_it_can_be_trusted(turns: Turns) -> None:
    make_paper()
    story = make_story(sources=[("রয়টার্স", "agency")])
    right(turns)
    assert "/about/trust/" not in text(turns, f"story:{story.pk}")
    make_document("trust", "আস্থা", in_footer=False)
    right(turns)
    page = text(turns, f"story:{story.pk}")
    assert ("খবরটি যে পথে এসেছে" in page, '<p class="trust"><a href="/about/trust/">' in page) == (True, True)
