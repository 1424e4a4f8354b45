"""What a file is, is told from its bytes; nothing that strangers send makes the readers fail in another way."""

import contextlib
import doctest
import json
import re
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harkara.wire import trees
from harkara.wire.dispatch import Dispatch
from harkara.wire.errors import UnreadableItem
from harkara.wire.formats import FORMATS, read
from tests.wire.formats.wires import sample, telex

WHOLE = {
    "message": sample("g2-message.xml"),
    "item": sample("g2-item.xml"),
    "nitf": sample("nitf.xml"),
    "ninjs1": sample("ninjs-1.json"),
    "ninjs2": sample("ninjs-2.json"),
    "ninjs3": sample("ninjs-3.json"),
    "telex": telex("Rain =\n\nDHAKA (unb) - It rained."),
}


@pytest.mark.parametrize("name", ["trees", "paragraphs", "formats.fields", "formats.ninjs", "formats.newsml_g2"])
def test_the_examples_in_docstrings(name: str) -> None:
    assert doctest.testmod(import_module(f"harkara.wire.{name}")).failed == 0


def test_the_formats_that_are_known() -> None:
    assert [one.name for one in FORMATS] == ["NewsML-G2", "NITF", "ninjs", "IPTC 7901"]


@pytest.mark.parametrize("name", WHOLE)
def test_the_name_of_a_file_says_nothing(name: str) -> None:
    assert read(WHOLE[name], "story.pdf") == read(WHOLE[name])


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n  ", b"\x16\x16"])
def test_what_stands_before_an_item_is_passed_over(name: str, before: bytes) -> None:
    assert read(before + WHOLE[name]) == read(WHOLE[name])


def test_utf_16() -> None:
    text = sample("nitf.xml").decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert read(text.encode("utf-16")) == read(sample("nitf.xml"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty; have it sent again"),
        (b" \n\x00", "the file is empty; have it sent again"),
        (b"x" * (trees.LARGEST + 1), "the file is larger than 8 MB; have it sent in parts"),
        (b"\xff\xd8\xff\xe0JFIF", "the file is a picture without a story; send NewsML-G2, NITF, ninjs, IPTC 7901"),
        (b"%PDF-1.7", "the file is a PDF; send NewsML-G2, NITF, ninjs, IPTC 7901"),
        (b"PK\x03\x04", "the file is a ZIP or Word file; send NewsML-G2, NITF, ninjs, IPTC 7901"),
        (b"<rss><channel/></rss>", "the file is an RSS feed, not an item; add it as a source of the wire"),
        (b"<!DOCTYPE html><p>x", "the file is a web page; take it in with `harkara clip`"),
        (b"<x:y xmlns:x='z'/>", "the file is XML of an unknown kind (<y>); send NewsML-G2, NITF, ninjs, IPTC 7901"),
        (
            "ঢাকায় বৃষ্টি".encode(),
            "the file is of no known format, it begins with “ঢাকায় বৃষ্টি”; send NewsML-G2, NITF, ninjs, IPTC 7901",
        ),
    ],
)
def test_the_unknown_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableItem) as caught:
        read(data)
    assert str(caught.value) == sentence


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))


@pytest.mark.parametrize(
    "document",
    [
        f"<!DOCTYPE nitf [{BOMB}]><nitf><body>&l9;</body></nitf>",
        '<!DOCTYPE nitf [<!ENTITY f SYSTEM "file:///etc/passwd">]><nitf><body>&f;</body></nitf>',
        '<!DOCTYPE nitf [<!ENTITY % f SYSTEM "http://127.0.0.1:9/x">%f;]><nitf/>',
        '<!DOCTYPE nitf [<!ENTITY a "b">]><nitf title="&a;"/>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(document: str, encoding: str) -> None:
    with pytest.raises(UnreadableItem, match="declares entities of its own"):
        read(document.encode(encoding))


def test_nothing_outside_is_read(tmp_path: object) -> None:
    document = (
        '<nitf xmlns:xi="http://www.w3.org/2001/XInclude"><head><docdata><doc-id id-string="x"/></docdata></head><body>'
        "<body.head><hedline><hl1>h</hl1></hedline></body.head><body.content><p>before</p>"
        '<xi:include href="file:///etc/passwd" parse="text"/><p>after</p></body.content></body></nitf>'
    )
    (story,) = read(document.encode())
    assert story.body == ("before", "after")


def test_nesting_and_floods_are_refused() -> None:
    with pytest.raises(UnreadableItem, match=r"nests deeper than 200|Excessive depth"):
        read(b"<nitf>" + b"<p>" * 5_000 + b"</p>" * 5_000 + b"</nitf>")
    with pytest.raises(UnreadableItem, match="more than 200,000 tags"):
        read(b"<nitf>" + b"<p/>" * 200_001 + b"</nitf>")


def test_html_in_a_body_may_nest_as_deep_as_it_likes() -> None:
    body = "<div>" * 3_000 + "<p>text</p>" + "</div>" * 3_000
    with contextlib.suppress(UnreadableItem):
        read(json.dumps({"uri": "u", "headline": "h", "body_html": body}).encode())


def told(data: bytes) -> tuple[Dispatch, ...] | str:
    try:
        stories = read(data)
    except UnreadableItem as error:
        stories, sentence = error.read, str(error)
    else:
        sentence = "read"
    assert re.fullmatch(r"[^\n]+", sentence)
    for story in stories:
        assert story.guid
        assert story.state == "cancelled" or (story.headline and all(story.body)) or story.state == "withheld"
        for moment in (story.published, story.updated, story.embargo):
            assert moment is None or moment.tzinfo is not None
    return stories


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_no_bytes_make_a_reader_fail(data: bytes) -> None:
    told(data)


@settings(max_examples=300)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_no_damage_makes_a_reader_fail(name: str, data: st.DataObject) -> None:
    whole = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(whole) - 1))
        end = min(len(whole), place + data.draw(st.integers(0, 40)))
        whole[place:end] = data.draw(st.binary(max_size=12))
        if not whole:
            break
    told(bytes(whole))


@settings(max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
        max_leaves=12,
    ),
    st.sampled_from(
        ["headline", "headlines", "bodies", "body_html", "renditions", "associations", "subject", "version", "urgency",
         "versioncreated", "infosources", "pubstatus", "place", "keywords", "standard", "type"]
    ),
)  # fmt: skip
def test_no_json_makes_the_reader_fail(value: object, name: str) -> None:
    told(json.dumps({**json.loads(WHOLE["ninjs1"]), name: value}).encode())


@pytest.mark.parametrize("name", list(WHOLE))
def test_no_beginning_of_a_file_passes_for_the_whole(name: str) -> None:
    whole = WHOLE[name].rstrip()
    last = whole.rfind(b"\x03") if name == "telex" else len(whole) - 1
    for cut in range(1, last, max(1, last // 150)):
        with pytest.raises(UnreadableItem) as caught:
            read(whole[:cut])
        assert caught.value.read == ()
