"""Versions of a story: parts that differ, in one column and in two."""

import pytest

from harkara.bangla.diff import diff
from harkara.desk.models import SourceLink, Story
from harkara.desk.versions import Part, compare, said
from tests.desk.factories import make_person, make_picture, make_section, make_story, make_topic, stored

pytestmark = pytest.mark.django_db


def changed(part: Part) -> list[tuple[str, str]]:
    return [(piece.kind, piece.old or piece.new) for piece in part.pieces if piece.kind != "same"]


def test_only_the_parts_that_differ_are_told() -> None:
    story = make_story(headline="হাওরে ধান কাটার তাড়া", body=stored(("paragraph", "<p>তিন জন আহত।</p>"), ("heading", "উদ্ধার")))
    draft = Story.objects.get(pk=story.pk)
    draft.headline = "হাওরে ধান কাটার ধুম"
    draft.body = stored(("paragraph", "<p>চার জন <b>আহত</b>।</p>"), ("heading", "উদ্ধার"))
    parts = compare(story, draft)
    assert [(part.name, part.label, changed(part)) for part in parts] == [
        ("headline", "শিরোনাম", [("removed", "তাড়া"), ("added", "ধুম")]),
        ("body", "পাঠ", [("removed", "তিন "), ("added", "চার ")]),
    ]


def test_a_mark_or_another_spelling_is_no_change() -> None:
    story = make_story(body=stored(("paragraph", "<p>কোরিয়া গেল।</p>")))
    other = Story.objects.get(pk=story.pk)
    other.body = stored(("paragraph", "<p><i>কোরিয়া</i> গেল।</p>"))
    assert compare(story, other) == []


def test_every_part_of_a_version_is_said() -> None:
    story = make_story(
        kicker="মাঠ থেকে",
        dateline="রাজশাহী",
        section=make_section("sports"),
        topics=[make_topic("নদী"), make_topic("ধান")],
        bylines=[(make_person("রওশন আরা"), "রাজশাহী")],
        picture=make_picture(caption="ঘাটে নৌকা"),
        body=stored(
            ("quote", {"text": "কথা ঠিক", "speaker": "কৃষক"}), ("list", {"items": ["<p>এক</p>"], "ordered": True})
        ),
    )
    story.source_links = [SourceLink(name="রয়টার্স", latin="Reuters", kind="agency", url="https://source.example/1")]
    told = said(story)
    assert (told["kicker"], told["dateline"], told["section"]) == ("মাঠ থেকে", "রাজশাহী", "খেলাধুলা")
    assert (told["topics"], told["bylines"], told["picture"]) == ("ধান, নদী", "রওশন আরা, রাজশাহী", "ঘাটে নৌকা")
    assert told["body"] == "কথা ঠিক\nকৃষক\nএক"
    assert told["source_links"] == "রয়টার্স · Reuters · https://source.example/1"


def test_two_columns_go_paragraph_by_paragraph() -> None:
    part = Part("body", "পাঠ", diff("এক দুই তিন।\nচার পাঁচ ছয়।\n", "এক দুই তিন।\nচার সাত ছয়।\nনতুন কথা।\n"))
    shown = [("".join(side.text for side in row.old), "".join(side.text for side in row.new)) for row in part.rows]
    assert shown == [("এক দুই তিন।", "এক দুই তিন।"), ("চার পাঁচ ছয়", "চার সাত ছয়।"), ("।", "নতুন কথা।")]
    assert [[side.text for side in row.old + row.new if side.changed] for row in part.rows] == [
        [],
        ["পাঁচ ", "সাত ", "।"],
        ["নতুন কথা"],
    ]


def test_one_column_has_a_stretch_for_each_change() -> None:
    part = Part("body", "পাঠ", diff("ক খ গ ঘ ঙ", "ক চ গ ঘ ছ"))
    assert [stretch.changed for stretch in part.stretches] == [False, True, False, True]
