"""What a story says of its pictures, instead of what they say themselves, wherever readers and machines meet it."""

from harkara.desk import actions, morgue
from harkara.desk.models import Story
from harkara.press.bake import bake
from harkara.press.check import check
from harkara.press.turns import Turns
from tests.desk.factories import make_paper, make_picture, make_story, make_user, stored


def text(turns: Turns, name: str) -> str:
    if turns.store.shelf.get(name) is None:
        bake(turns.store, [name])
    page = turns.store.shelf.get(name)
    assert page is not None, name
    return page.identity().decode()


def words_on(turns: Turns, story: Story, *words: str) -> dict[str, tuple[int, ...]]:
    """How often each of ``words`` stands on each sheet that may show it."""
    turns.settle()
    found = check(turns.store)
    assert (found.wrong, found.waiting, found.backlog) == ([], 0, 0)
    sheets = (f"story:{story.pk}", f"data:{story.pk}", "feed:rss", "feed:atom", "front")
    return {sheet.partition(":")[0]: tuple(text(turns, sheet).count(word) for word in words) for sheet in sheets}


def test_a_story_says_of_its_pictures_what_it_will(turns: Turns) -> None:
    make_paper()
    user = make_user()
    above = make_picture(caption="নিজের কথা", alt="নিজের বর্ণনা")
    inside = make_picture(caption="ভেতরের কথা", alt="ভেতরের বর্ণনা")
    body = stored(("paragraph", "<p>কথা।</p>"), ("picture", inside.pk))
    story = make_story(picture=above, body=body, user=user)
    actions.set_lead(story)
    own = ("নিজের কথা", "নিজের বর্ণনা", "ভেতরের কথা", "ভেতরের বর্ণনা")
    here = ("এখানে রহিমার কথা", "এখানে বর্ণনা", "ভেতরে অন্য কথা", "ভেতরে অন্য বর্ণনা")
    before = words_on(turns, story, *own)
    # In the page: the caption below the picture and in JSON-LD, the alternative text in the picture and in its card.
    assert (before["story"], before["data"], before["front"]) == ((2, 2, 1, 1), (1, 1, 2, 2), (0, 1, 0, 0))

    said = {str(above.pk): {"caption": here[0], "alt": here[1]}, str(inside.pk): {"caption": here[2], "alt": here[3]}}
    story = actions.edit(story, user, captions=said)
    assert words_on(turns, story, *here) == before
    assert set(words_on(turns, story, *own).values()) == {(0, 0, 0, 0)}
    [record] = morgue.published([story.pk])
    assert ("রহিমার" in record.body, "নিজের কথা" in record.body) == (True, False)

    actions.redact(story, "রহিমা", user, reason="নাম বলা যাবে না")
    assert words_on(turns, story, "রহিমা", "এখানে … কথা")["story"] == (0, 2)
    assert [revision for revision in story.revisions.all() if "রহিমা" in str(revision.content)] == []

    story.refresh_from_db()
    story = actions.edit(story, user, captions={str(above.pk): {"alt": "শুধু বর্ণনা"}})
    assert words_on(turns, story, own[0], "শুধু বর্ণনা", own[2])["story"] == (2, 2, 1)


def test_another_story_with_the_picture_keeps_the_pictures_words(turns: Turns) -> None:
    make_paper()
    picture = make_picture(caption="নিজের কথা")
    other = make_story(picture=picture)
    story = make_story(picture=picture, captions={str(picture.pk): {"caption": "আলাদা কথা"}})
    assert words_on(turns, story, "নিজের কথা", "আলাদা কথা")["story"] == (0, 2)
    assert words_on(turns, other, "নিজের কথা", "আলাদা কথা")["story"] == (2, 0)
    actions.describe_picture(picture, caption="নতুন কথা")
    assert words_on(turns, story, "নতুন কথা", "আলাদা কথা")["story"] == (0, 2)
    assert words_on(turns, other, "নতুন কথা", "আলাদা কথা")["story"] == (2, 0)
