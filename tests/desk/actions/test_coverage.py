"""Live coverage: begun and ended by an editor, posted to by reporters, each change kept, nothing posted twice."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, clock, copy
from harkara.desk.actions.coverage import Posting
from harkara.desk.copy import coverage as covering
from harkara.desk.errors import Killed, NothingToDo, NotPublished, Overtaken, Refused
from harkara.desk.models import Coverage, LiveChange, LiveEntry, Story
from harkara.desk.models.coverage import PAGE, older_pages
from harkara.layout.results import ScoreCopy, SideCopy, TableCopy
from harkara.rack.keys import recording
from tests.desk.factories import NOON, make_story, make_user
from tests.desk.touching import touched

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    """A story that is covered live."""
    made = make_story(headline="নৌকাডুবি")
    actions.begin_coverage(made, None)
    return made


def post(story: Story, text: str = "ঘাটে নৌকা পৌঁছেছে।", client: str = "", **more: object) -> LiveEntry:
    name = client or f"phone-{LiveEntry.objects.count()}"
    return actions.post_entry(story, None, Posting(name, text, **more))  # type: ignore[arg-type]


def test_an_editor_begins_and_ends_it_and_the_story_is_printed_anew() -> None:
    editor, story = make_user(), make_story()
    with clock.at(NOON), touched() as keys:
        coverage = actions.begin_coverage(story, editor)
    assert (coverage.began_at, coverage.ended_at, coverage.version) == (NOON, None, 1)
    assert {f"story:{story.pk}", f"live:{story.pk}"} <= keys
    assert copy.live_now() == (story.pk,)
    with clock.at(NOON + timedelta(hours=2)), touched() as keys:
        ended = actions.end_coverage(story, editor)
    assert (ended.ended_at, ended.version) == (NOON + timedelta(hours=2), 2)
    assert {f"story:{story.pk}", f"live:{story.pk}"} <= keys
    assert copy.live_now() == ()
    with pytest.raises(NothingToDo, match="সরাসরি চলছে না"):
        actions.end_coverage(story, editor)
    assert actions.begin_coverage(story, editor).ended_at is None


def test_who_may_write_posts_where_the_editor_lets_reporters_and_else_who_may_publish() -> None:
    reporter, editor, story = make_user(group="reporter"), make_user(), make_story()
    with pytest.raises(Refused):
        actions.begin_coverage(story, reporter)
    actions.begin_coverage(story, editor)
    assert actions.post_entry(story, reporter, Posting("phone-1", "প্রথম")).author == reporter
    actions.begin_coverage(story, editor, reporters=False)
    with pytest.raises(Refused):
        actions.post_entry(story, reporter, Posting("phone-2", "দ্বিতীয়"))
    assert actions.post_entry(story, editor, Posting("phone-3", "তৃতীয়")).place == 1


def test_an_entry_touches_one_key_and_the_same_posting_again_is_the_same_entry(story: Story) -> None:
    with touched() as keys:
        first = post(story, "এক  কথা\r\n\r\nআরেক কথা", "phone-a", headline=" শিরোনাম ", key=True)
    assert keys == {f"live:{story.pk}"}
    assert (first.place, first.headline, first.text, first.key) == (0, "শিরোনাম", "এক কথা\nআরেক কথা", True)
    with touched() as keys:
        again = post(story, "অন্য কথা", "phone-a")
    assert (again.pk, again.text, keys) == (first.pk, "এক কথা\nআরেক কথা", set())
    assert post(story, "পরের কথা", "phone-b").place == 1
    assert list(LiveChange.objects.values_list("place", "kind")) == [(0, "posted"), (1, "posted")]


def test_pasted_bijoy_becomes_unicode(story: Story) -> None:
    assert post(story, "evsjv‡`‡ki ivRavbx XvKv").text == "বাংলাদেশের রাজধানী ঢাকা"


@pytest.mark.parametrize(("text", "headline"), [("", ""), (" \n ", ""), ("ক" * 2001, ""), ("ক", "খ" * 121)])
def test_without_words_or_with_too_many_nothing_is_posted(story: Story, text: str, headline: str) -> None:
    with pytest.raises(Refused):
        post(story, text, headline=headline)
    assert not LiveEntry.objects.exists()


def test_nothing_is_posted_before_it_begins_after_it_ended_or_to_what_readers_do_not_see(story: Story) -> None:
    other = make_story()
    with pytest.raises(NothingToDo):
        post(other)
    with pytest.raises(NotPublished):
        actions.begin_coverage(make_story(published=False), None)
    actions.end_coverage(story, None)
    with pytest.raises(NothingToDo):
        post(story)
    actions.begin_coverage(story, None)
    actions.kill(story, None)
    with pytest.raises(Killed):
        post(story)


def test_a_change_is_kept_with_what_stood_there(story: Story) -> None:
    user, entry = make_user(), post(story, "৪৫ জন উদ্ধার")
    with clock.at(NOON), touched() as keys:
        changed = actions.change_live_entry(story, user, 0, seen=entry.version, text="৪২ জন উদ্ধার", key=True)
    assert keys == {f"live:{story.pk}"}
    assert (changed.text, changed.key, changed.corrected_at) == ("৪২ জন উদ্ধার", True, None)
    last = LiveChange.objects.latest("pk")
    assert (last.kind, last.made_at, last.made_by, last.was) == (
        "changed",
        NOON,
        user,
        {"text": "৪৫ জন উদ্ধার", "key": False},
    )


def test_a_correction_is_stamped_for_readers(story: Story) -> None:
    entry = post(story, "৪৫ জন উদ্ধার")
    with pytest.raises(Refused, match="কী ভুল ছিল"):
        actions.correct_live_entry(story, None, 0, seen=entry.version, text="৪২ জন উদ্ধার", note=" ")
    with clock.at(NOON):
        actions.correct_live_entry(story, None, 0, seen=entry.version, text="৪২ জন উদ্ধার", note="আগে ৪৫ লেখা ছিল।")
    live = copy.live(story.pk)
    assert live is not None
    [shown] = live.entries
    assert (shown.lines, shown.correction, shown.corrected_at) == (("৪২ জন উদ্ধার",), "আগে ৪৫ লেখা ছিল।", NOON)
    assert LiveChange.objects.latest("pk").was == {"text": "৪৫ জন উদ্ধার", "correction": ""}


def test_two_who_change_the_same_entry_do_not_overwrite_each_other(story: Story) -> None:
    entry = post(story)
    actions.change_live_entry(story, None, 0, seen=entry.version, text="একজনের কথা")
    with pytest.raises(Overtaken):
        actions.change_live_entry(story, None, 0, seen=entry.version, text="আরেকজনের কথা")
    assert LiveEntry.objects.get().text == "একজনের কথা"


def test_a_reporter_changes_what_is_ones_own_and_an_editor_everything(story: Story) -> None:
    reporter, other = make_user(group="reporter"), make_user(group="reporter")
    entry = actions.post_entry(story, reporter, Posting("phone-1", "প্রথম"))
    with pytest.raises(Refused):
        actions.change_live_entry(story, other, 0, seen=entry.version, text="অন্য")
    entry = actions.change_live_entry(story, reporter, 0, seen=entry.version, text="নিজের")
    assert actions.change_live_entry(story, make_user(), 0, seen=entry.version, text="সম্পাদকের").text == "সম্পাদকের"


def test_the_words_of_a_struck_entry_are_on_no_page_and_come_back(story: Story) -> None:
    entry = post(story, "যা সত্য নয়")
    struck = actions.strike_live_entry(story, None, 0, seen=entry.version)
    live = copy.live(story.pk)
    assert live is not None
    assert [(one.struck, one.words) for one in live.entries] == [(True, "")]
    with pytest.raises(NothingToDo):
        actions.strike_live_entry(story, None, 0, seen=struck.version)
    actions.restore_live_entry(story, None, 0, seen=struck.version)
    live = copy.live(story.pk)
    assert live is not None
    assert [one.words for one in live.entries] == ["যা সত্য নয়"]


def test_the_summary_is_pinned_and_the_score_set(story: Story) -> None:
    with touched() as keys, clock.at(NOON):
        actions.pin_summary(story, None, "দুটি নৌকা উদ্ধার\n\nনিখোঁজ নেই")
    score = ScoreCopy("ফাইনাল", (SideCopy("ক", "2"), SideCopy("খ", "1", "টাইব্রেকার")), "শেষ")
    actions.set_board(story, None, score)
    live = copy.live(story.pk)
    assert live is not None
    assert (live.summary, live.summary_at, live.board) == (("দুটি নৌকা উদ্ধার", "নিখোঁজ নেই"), NOON, score)
    assert keys == {f"live:{story.pk}"}
    table = TableCopy("পয়েন্ট", ("দল", "পয়েন্ট"), (("ক", "3"), ("খ", "0")))
    actions.set_board(story, None, table)
    live = copy.live(story.pk)
    assert live is not None
    assert live.board == table
    with pytest.raises(NothingToDo):
        actions.set_board(story, None, table)
    with pytest.raises(NothingToDo):
        actions.pin_summary(story, None, "দুটি নৌকা উদ্ধার\nনিখোঁজ নেই")
    actions.set_board(story, None, None)
    assert Coverage.objects.get().board is None


def test_full_pages_leave_the_page_of_the_story_and_a_change_there_touches_them(story: Story) -> None:
    coverage = Coverage.objects.get()
    LiveEntry.objects.bulk_create(
        LiveEntry(story=story, place=place, client=f"c{place}", written_at=NOON, text=f"কথা {place}", version=place + 2)
        for place in range(2 * PAGE - 1)
    )
    coverage.entries = coverage.version = 2 * PAGE - 1
    coverage.save()
    assert (older_pages(2 * PAGE - 1), older_pages(2 * PAGE)) == (0, 1)
    with touched() as keys:
        post(story, "শততম", "c-last")
    assert keys == {f"live:{story.pk}", f"live:{story.pk}:1"}
    shown = copy.story(story.pk)
    assert shown is not None
    assert shown.live is not None
    assert (shown.live.older, shown.live.total, len(shown.live.entries)) == (1, 2 * PAGE, PAGE)
    page = copy.live_page(story.pk, 1)
    assert page is not None
    assert [one.place for one in page.entries] == [*reversed(range(PAGE))]
    assert (copy.live_page(story.pk, 2), copy.live_page(story.pk, 0)) == (None, None)
    with touched() as keys:
        actions.change_live_entry(story, None, 3, seen=5, text="বদলানো")
    assert keys == {f"live:{story.pk}", f"live:{story.pk}:1"}
    live = copy.live(story.pk)
    assert live is not None
    assert (len(live.entries), [one.place for one in live.changed]) == (covering.NEWEST, [3])


@pytest.mark.parametrize("count", [1, 3])
def test_the_piece_and_the_pages_cost_the_same_however_much_was_posted(
    story: Story, count: int, django_assert_num_queries: object
) -> None:
    for number in range(count):
        post(story, f"কথা {number}")
    with django_assert_num_queries(2), recording() as recorded:  # type: ignore[operator]
        copy.live(story.pk)
    assert recorded.keys == {f"mention:{story.pk}", f"live:{story.pk}"}


def test_a_story_is_read_with_one_query_more_where_it_is_covered() -> None:
    stories = [make_story() for _ in range(3)]
    copy.story_lot([one.pk for one in stories])  # what is read once for all is known then
    counts = []
    for covered in (None, *stories):
        if covered is not None:
            actions.begin_coverage(covered, None)
            post(covered)
        with CaptureQueriesContext(connection) as captured:
            copy.story_lot([one.pk for one in stories])
        counts.append(len(captured))
    assert counts == [counts[0], *[counts[0] + 1] * 3]


def test_what_is_redacted_leaves_the_entries_their_history_and_who_has_the_page_open(story: Story) -> None:
    entry = post(story, "রহিমুদ্দিন ঘাটে ছিলেন")
    changed = actions.change_live_entry(story, None, 0, seen=entry.version, text="রহিমুদ্দিন ঘাটে আছেন")
    with touched() as keys:
        actions.redact(story, "রহিমুদ্দিন", None, reason="নাবালক")
    assert {f"story:{story.pk}", f"live:{story.pk}", "hurry"} <= keys
    row = LiveEntry.objects.get()
    assert ("রহিমুদ্দিন" in row.text, row.version > changed.version) == (False, True)
    assert "রহিমুদ্দিন" not in str(list(LiveChange.objects.values_list("was", flat=True)))
