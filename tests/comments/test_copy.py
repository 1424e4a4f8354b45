"""What readers see under a story: pages that are numbered from the oldest, a constant number of queries, the right keys."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from harkara.comments import actions, copy
from harkara.comments.keys import PER_PAGE
from harkara.comments.models import Comment, Talk
from harkara.rack import keys
from tests.comments.factories import NOON, STORY, a_reader, said

pytestmark = pytest.mark.django_db


def test_where_nothing_was_said_nothing_is_shown() -> None:
    with keys.recording() as recording:
        found = copy.said(STORY)
    assert found is not None
    assert (found.remarks, found.total, found.older) == ((), 0, 0)
    assert recording.keys == {"readers", "talk:12"}
    assert copy.said(STORY, "1") is None
    assert copy.said(STORY, "t1") is None


def test_the_newest_come_first_with_their_answers_below_the_oldest_first() -> None:
    one, two = a_reader("রুবিনা ইয়াসমিন"), a_reader("তৌহিদ জামান")
    first, second = said(one, "প্রথম"), said(two, "দ্বিতীয়")
    said(two, "উত্তর এক", parent=first)
    said(one, "উত্তর দুই", parent=first)
    found = copy.said(STORY)
    assert found is not None
    assert [remark.number for remark in found.remarks] == [second.pk, first.pk]
    assert [(answer.name, answer.paragraphs) for answer in found.remarks[1].answers] == [
        ("তৌহিদ জামান", (((("উত্তর এক", ""),),),)),
        ("রুবিনা ইয়াসমিন", (((("উত্তর দুই", ""),),),)),
    ]
    assert found.total == 4


def test_what_waits_or_was_taken_back_is_not_shown_but_keeps_the_place_of_its_answers() -> None:
    reader, other = a_reader(), a_reader()
    said(reader, "অপেক্ষায়", takes="checked")
    alone, answered, withdrawn = said(reader, "একা"), said(reader, "উত্তর আছে"), said(reader, "তুলে নেওয়া")
    for one in (answered, withdrawn):
        said(other, "উত্তর", parent=one)
    actions.delete(reader, alone.pk)
    actions.delete(reader, answered.pk)
    actions.withdraw(withdrawn.pk)
    found = copy.said(STORY)
    assert found is not None
    assert [(one.number, one.state, one.name, one.paragraphs, len(one.answers)) for one in found.remarks] == [
        (withdrawn.pk, "withdrawn", "", (), 1),
        (answered.pk, "deleted", "", (), 1),
    ]
    assert found.total == 2


def test_the_best_come_by_agreement_and_then_by_age() -> None:
    reader, others = a_reader(), [a_reader() for _ in range(3)]
    plain, liked, split = (said(reader, words) for words in ("ক", "খ", "গ"))
    for other in others[:2]:
        actions.react(other, liked.pk, "agree")
    actions.react(others[0], split.pk, "agree")
    actions.react(others[1], split.pk, "disagree")
    found = copy.said(STORY, "best")
    assert found is not None
    assert [(one.number, one.agreed, one.disagreed) for one in found.remarks] == [
        (liked.pk, 2, 0),
        (plain.pk, 0, 0),
        (split.pk, 1, 1),
    ]


def many(count: int) -> None:
    """So many comments, as rows: what is tested is how they are read."""
    reader = a_reader()
    made = [
        Comment(
            story=STORY, reader=reader, place=at, state="shown", text=f"কথা {at}", made_at=NOON + timedelta(seconds=at)
        )
        for at in range(count)
    ]
    Comment.objects.bulk_create(made)
    Talk.objects.create(story=STORY, places=count, shown=count)


def test_pages_are_numbered_from_the_oldest_and_a_new_comment_changes_none_of_them() -> None:
    many(3 * PER_PAGE + 7)
    newest = copy.said(STORY)
    assert newest is not None
    assert (len(newest.remarks), newest.older) == (PER_PAGE + 7, 2)
    with keys.recording() as recording:
        page = copy.said(STORY, "2")
    assert page is not None
    assert (len(page.remarks), page.older) == (PER_PAGE, 1)
    assert [one.paragraphs[0][0][0][0] for one in (page.remarks[0], page.remarks[-1])] == ["কথা 99", "কথা 50"]
    assert recording.keys == {"readers", "talk:12:2"}
    assert copy.said(STORY, "5") is None
    said(a_reader(), "নতুন")
    assert copy.said(STORY, "2") == page


def test_a_comment_alone_shows_all_its_answers_and_a_list_the_first() -> None:
    reader, other = a_reader(), a_reader()
    first = said(reader)
    for number in range(copy.ANSWERS + 3):
        said(other, f"উত্তর {number}", parent=first, at=NOON + timedelta(hours=number + 1))
    listed, alone = copy.said(STORY), copy.said(STORY, f"t{first.pk}")
    assert listed is not None
    assert alone is not None
    assert (len(listed.remarks[0].answers), listed.remarks[0].more) == (copy.ANSWERS, 3)
    assert (len(alone.remarks[0].answers), alone.remarks[0].more) == (copy.ANSWERS + 3, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_a_page_takes_the_same_queries_however_much_is_said(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    reader, other = a_reader(), a_reader()
    for number in range(count):
        top = said(reader, f"কথা {number}")
        said(other, f"উত্তর {number}", parent=top)
    with django_assert_num_queries(4, using="readers"):
        copy.said(STORY)
    with django_assert_num_queries(5, using="readers"):
        copy.said(STORY, "best")
    with django_assert_num_queries(3, using="readers"):
        copy.said(STORY, "1")
