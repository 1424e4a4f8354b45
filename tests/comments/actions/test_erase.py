"""A reader's data: all of it is told, and all of it goes."""

import json

import pytest
from django.db import connections

from harkara.comments import actions, copy
from harkara.comments.models import Comment, EntryCode, Reaction, Reader, Report, Visit
from harkara.rack.outbox import log
from tests.comments.factories import STORY, a_reader, said, touched

pytestmark = pytest.mark.django_db


def test_all_that_is_known_of_a_reader_is_told_and_of_nobody_else() -> None:
    reader, other = a_reader("রুবিনা ইয়াসমিন"), a_reader("তৌহিদ জামান")
    own, theirs = said(reader, "আমার কথা"), said(other, "তার কথা")
    actions.react(reader, theirs.pk, "agree")
    actions.report(reader, theirs.pk, "false", "ভুল তথ্য")
    told = actions.export(reader)
    assert (told["email"], told["name"], len(told["signed_in"]), len(told["codes_sent_at"])) == (
        reader.email,
        "রুবিনা ইয়াসমিন",
        1,
        1,
    )
    assert [(one["number"], one["text"], one["state"]) for one in told["comments"]] == [(own.pk, "আমার কথা", "shown")]
    assert told["reactions"] == [{"comment": theirs.pk, "kind": "agree"}]
    assert [(one["comment"], one["words"]) for one in told["reports"]] == [(theirs.pk, "ভুল তথ্য")]
    said_all = json.dumps(told, ensure_ascii=False)
    assert "তার কথা" not in said_all
    assert other.email not in said_all


def test_after_an_erasure_no_table_knows_the_reader() -> None:
    reader, other = a_reader("ফারহানা মৃধা"), a_reader()
    own, theirs = said(reader, "গোপন কথা"), said(other)
    said(other, "উত্তর", parent=own)
    said(reader, "অপেক্ষায় গোপন", takes="checked")
    actions.react(reader, theirs.pk, "agree")
    actions.report(reader, theirs.pk, "abuse")
    before = log.position()
    assert actions.erase(reader) == 2
    assert touched(before) == {"talk:12", "talk:12:1"}
    assert not Reader.objects.filter(email=reader.email).exists()
    assert (Visit.objects.count(), EntryCode.objects.count(), Reaction.objects.count()) == (1, 1, 0)
    assert Report.objects.get().reader is None
    assert Comment.objects.get(pk=theirs.pk).agreed == 0
    found = copy.said(STORY)
    assert found is not None
    assert [(one.state, one.name) for one in found.remarks] == [("shown", other.name), ("deleted", "")]
    for table in connections["readers"].introspection.table_names():
        with connections["readers"].cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = repr(cursor.fetchall())
        assert "গোপন" not in rows
        assert reader.email not in rows
        assert "ফারহানা" not in rows
