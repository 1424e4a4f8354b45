"""Links for people outside: who makes them, how long they lead somewhere, and what ends them."""

from datetime import timedelta

import pytest
from wagtail.models import ModelLogEntry, Revision

from harkara.desk import actions, clock
from harkara.desk.actions.proof_links import ENDED, LASTS, MADE, MOST
from harkara.desk.errors import Killed, NothingToDo, Refused
from harkara.desk.models import ProofLink
from tests.desk.factories import NOON, make_story, make_user

pytestmark = pytest.mark.django_db


def test_a_link_leads_to_its_story_until_its_time() -> None:
    story, rina = make_story(published=False), make_user(group="desk_editor")
    with clock.at(NOON):
        links = {lasts: actions.make_proof_link(story, rina, f"আইনজীবী {lasts}", lasts) for lasts in LASTS}
    seen = {
        lasts: [ProofLink.by_token(link.token, NOON + after) == link for after in (LASTS[lasts] / 2, LASTS[lasts])]
        for lasts, link in links.items()
    }
    assert seen == {"hour": [True, False], "day": [True, False], "week": [True, False]}
    assert list(ModelLogEntry.objects.filter(action=MADE).values_list("user", flat=True)) == [rina.pk] * 3


def test_a_token_of_another_hand_leads_nowhere() -> None:
    link = actions.make_proof_link(make_story(), None, "মালিক")
    head, _colon, tail = link.token.rpartition(":")
    wrong = [str(link.pk), "", f"{head}:{tail[::-1]}", link.token[:-1], link.token + "A"]
    assert [ProofLink.by_token(token, clock.now()) for token in wrong] == [None] * 5


def test_a_fixed_wording_stays_and_the_newest_does_not() -> None:
    story = make_story(headline="প্রথম শিরোনাম", published=False)
    first = story.get_latest_revision()
    fixed = actions.make_proof_link(story, None, "আইনজীবী", revision=first)
    newest = actions.make_proof_link(story, None, "মালিক")
    story.headline = "দ্বিতীয় শিরোনাম"
    story.save_revision()
    shown = [ProofLink.objects.get(pk=link.pk).wording().headline for link in (fixed, newest)]
    assert shown == ["প্রথম শিরোনাম", "দ্বিতীয় শিরোনাম"]


def test_a_version_of_another_story_is_refused() -> None:
    other: Revision = make_story().get_latest_revision()
    with pytest.raises(Refused, match="অন্য খবরের"):
        actions.make_proof_link(make_story(), None, "আইনজীবী", revision=other)


def test_it_is_for_somebody_and_made_by_who_edits() -> None:
    story, tom = make_story(), make_user(group="reporter")
    with pytest.raises(Refused, match="কার জন্য"):
        actions.make_proof_link(story, None, "  ")
    with pytest.raises(Refused):
        actions.make_proof_link(story, tom, "আইনজীবী")
    for _ in range(MOST):
        actions.make_proof_link(story, None, "আইনজীবী")
    with pytest.raises(Refused, match="অনেকগুলো লিংক"):
        actions.make_proof_link(story, None, "আইনজীবী")


def test_it_is_ended_by_hand_once() -> None:
    link, rina = actions.make_proof_link(make_story(), None, "আইনজীবী"), make_user(group="desk_editor")
    actions.end_proof_link(link, rina)
    assert ProofLink.by_token(link.token, clock.now()) is None
    assert ModelLogEntry.objects.filter(action=ENDED, user=rina).count() == 1
    with pytest.raises(NothingToDo, match="আগেই বন্ধ"):
        actions.end_proof_link(link, rina)


def test_a_kill_and_a_redaction_end_all_links() -> None:
    killed, redacted, other = make_story(), make_story(headline="অনিমা সেনের সাক্ষ্য"), make_story()
    links = [actions.make_proof_link(story, None, "আইনজীবী") for story in (killed, redacted, other)]
    actions.kill(killed, None)
    actions.redact(redacted, "অনিমা সেন", None, reason="আদালতের নির্দেশ")
    assert [ProofLink.by_token(link.token, clock.now()) is None for link in links] == [True, True, False]
    with pytest.raises(Killed):
        actions.make_proof_link(killed, None, "আইনজীবী")


def test_a_redaction_reaches_the_name_of_whom_it_was_for() -> None:
    story = make_story(headline="অনিমা সেনের সাক্ষ্য")
    actions.make_proof_link(story, None, "অনিমা সেন")
    actions.redact(story, "অনিমা সেন", None, reason="আদালতের নির্দেশ")
    assert ProofLink.objects.get().whom == "…"
    assert ModelLogEntry.objects.get(action=MADE).data["whom"] == "…"


def test_its_version_is_not_thinned_away() -> None:
    """The autosave that a link shows stays, as whatever something points to."""
    from harkara.desk.models import Autosave

    story = make_story(published=False)
    shown = story.get_latest_revision()
    Autosave.objects.create(revision=shown, saved_at=NOON)
    actions.make_proof_link(story, None, "আইনজীবী", revision=shown)
    story.save_revision()
    from harkara.desk.actions.thin import thin

    assert thin(NOON + timedelta(days=40)) == 0
    assert Revision.objects.filter(pk=shown.pk).exists()
