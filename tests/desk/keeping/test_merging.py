"""Two wordings that began from one: what goes together by itself, and what an editor is asked."""

from typing import Any

import pytest

from harkara.desk.keeping.merging import Content, compare, content_of, merge, order, stored_as


def block(one: str, text: str, kind: str = "paragraph") -> dict[str, Any]:
    return {"type": kind, "id": one, "value": text}


def wording(headline: str = "সেতু", *blocks: dict[str, Any], **more: Any) -> Content:
    return {"headline": headline, "summary": "", "topics": [], "bylines": [], "body": list(blocks), **more}


A, B = block("a", "<p>এক</p>"), block("b", "<p>দুই</p>")
BASE = wording("সেতু", A, B)


def said(base: Content, mine: Content, theirs: Content) -> list[tuple[str, str]]:
    return [(one.path, one.side) for one in compare(base, mine, theirs)]


@pytest.mark.parametrize(
    ("mine", "theirs", "found"),
    [
        (BASE, BASE, []),
        (wording("আমার", A, B), BASE, [("headline", "mine")]),
        (BASE, wording("তার", A, B), [("headline", "theirs")]),
        (wording("আমার", A, B), wording("তার", A, B), [("headline", "clash")]),
        (wording("এক কথা", A, B), wording("এক কথা", A, B), []),
        (
            wording("সেতু", block("a", "<p>আমার</p>"), B),
            wording("সেতু", A, block("b", "<p>তার</p>")),
            [("body:a", "mine"), ("body:b", "theirs")],
        ),
        (
            wording("সেতু", block("a", "<p>আমার</p>"), B),
            wording("সেতু", block("a", "<p>তার</p>"), B),
            [("body:a", "clash")],
        ),
        (wording("সেতু", B), wording("সেতু", block("a", "<p>তার</p>"), B), [("body:a", "clash")]),
        (wording("সেতু", B), BASE, [("body:a", "mine")]),
        (
            wording("সেতু", block("a", '<p data-block-key="x">এক</p>'), B),
            wording("সেতু", block("a", "<p>তার</p>"), B),
            [("body:a", "theirs")],
        ),
        (wording("সেতু", A, B, topics=[1, 2]), wording("সেতু", A, B, topics=[3]), [("topics", "theirs")]),
        (wording("সেতু", A, B, summary=None), wording("তার", A, B), [("headline", "theirs")]),
        (
            wording("সেতু", A, B, bylines=[{"pk": 4, "story": 1, "sort_order": 0, "person": 7}]),
            wording("সেতু", A, B, bylines=[{"pk": None, "person": 8}]),
            [("bylines", "clash")],
        ),
    ],
)
def test_whose_a_change_is(mine: Content, theirs: Content, found: list[tuple[str, str]]) -> None:
    assert said(BASE, mine, theirs) == found


def test_what_does_not_clash_goes_together() -> None:
    mine = wording("আমার", block("a", "<p>আমার</p>"), block("x", "<p>নতুন</p>"), B, topics=[1])
    theirs = wording("সেতু", A, block("b", "<p>তার</p>"), block("y", "<p>শেষ</p>"), summary="সারাংশ", topics=[2])
    merged = merge(wording("সেতু", A, B, topics=[3]), mine, theirs, {})
    assert (merged["headline"], merged["summary"], merged["topics"]) == ("আমার", "সারাংশ", [1, 2])
    assert [(row["id"], row["value"]) for row in merged["body"]] == [
        ("a", "<p>আমার</p>"),
        ("x", "<p>নতুন</p>"),
        ("b", "<p>তার</p>"),
        ("y", "<p>শেষ</p>"),
    ]


@pytest.mark.parametrize(
    ("choice", "texts"),
    [
        ("mine", ["<p>আমার</p>", "<p>দুই</p>"]),
        ("theirs", ["<p>তার</p>", "<p>দুই</p>"]),
        ("both", ["<p>আমার</p>", "<p>তার</p>", "<p>দুই</p>"]),
        ("নাই", ["<p>আমার</p>", "<p>দুই</p>"]),
    ],
)
def test_an_editor_chooses_where_they_clash(choice: str, texts: list[str]) -> None:
    mine, theirs = wording("ক", block("a", "<p>আমার</p>"), B), wording("খ", block("a", "<p>তার</p>"), B)
    merged = merge(BASE, mine, theirs, {"body:a": choice, "headline": "both"})
    assert ([row["value"] for row in merged["body"]], merged["headline"]) == (texts, "ক")
    assert len({row["id"] for row in merged["body"]}) == len(texts)


def test_what_one_removed_and_the_other_changed_is_not_lost() -> None:
    mine, theirs = wording("সেতু", B), wording("সেতু", block("a", "<p>তার</p>"), B)
    assert [row["id"] for row in merge(BASE, mine, theirs, {})["body"]] == ["b"]
    assert [row["id"] for row in merge(BASE, mine, theirs, {"body:a": "theirs"})["body"]] == ["a", "b"]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "row"),
    [
        ("ab", "ab", "ab", "ab"),
        ("ab", "ba", "ab", "ba"),
        ("ab", "ab", "ba", "ba"),
        ("ab", "xab", "aby", "xaby"),
        ("ab", "axb", "ayb", "axyb"),
        ("abc", "ac", "abc", "abc"),
        ("", "x", "y", "xy"),
    ],
)
def test_blocks_stand_behind_what_they_stood_behind(base: str, mine: str, theirs: str, row: str) -> None:
    assert "".join(order(base, mine, theirs)) == row


def test_content_is_read_and_stored() -> None:
    stored = {"headline": "সেতু", "body": '[{"type": "heading", "id": "a", "value": "ক"}]', "live": True}
    content = content_of(stored, ["headline", "body"])
    assert content == {"headline": "সেতু", "body": [{"type": "heading", "id": "a", "value": "ক"}]}
    assert stored_as(content) == {"headline": "সেতু", "body": stored["body"]}
