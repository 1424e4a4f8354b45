"""Exports of Ghost become parcels: nothing is held whole, nothing is dropped without a word."""

import csv
import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from harkara.wire.errors import UnreadableItem
from harkara.wire.moving import ghost, ghost_cards, ghost_rows, packed
from harkara.wire.moving.parcel import Found, Heading, Label, Paragraph, Parcel, Picture, Points, Quote, Wanted

POST: dict[str, Any] = {
    "id": "1",
    "uuid": "0a0a0a0a-0000-4000-8000-000000000001",
    "title": "হাওরে নতুন <b>স্কুল</b>",
    "slug": "haor-school",
    "html": '<p>নৌকায় স্কুল।</p><img src="__GHOST_URL__/content/images/2024/boat.jpg" alt="নৌকা">',
    "feature_image": "__GHOST_URL__/content/images/size/w600/2024/school.jpg",
    "type": "post",
    "status": "published",
    "visibility": "public",
    "custom_excerpt": "পানির ওপর ক্লাস",
    "created_at": "2024-02-19T11:30:00.000Z",
    "published_at": "2024-02-19T11:37:21.000Z",
    "updated_at": "2024-02-20 01:00:00",
}
TABLES: dict[str, list[dict[str, Any]]] = {
    "newsletters": [{"id": "9"}],
    "posts": [POST],
    "posts_authors": [{"post_id": "1", "author_id": "5", "sort_order": 0}],
    "posts_meta": [{"post_id": "1", "feature_image_alt": "স্কুলঘর", "feature_image_caption": "<span>ছবি: রিনা</span>"}],
    "posts_tags": [
        {"post_id": "1", "tag_id": "t2", "sort_order": 1},
        {"post_id": "1", "tag_id": "t1", "sort_order": 0},
        {"post_id": "1", "tag_id": "t3", "sort_order": 2},
    ],
    "settings": [{"key": "title", "value": "হাওর বার্তা"}],
    "tags": [
        {"id": "t1", "name": "জাতীয়", "slug": "national"},
        {"id": "t2", "name": "শিক্ষা", "slug": "education", "description": "পড়াশোনা"},
        {"id": "t3", "name": "#import", "slug": "hash-import", "visibility": "internal"},
    ],
    "users": [{"id": "5", "name": "রিনা খাতুন", "slug": "rina", "email": "r@example.org"}],
}


OPEN: list[ghost.Ghost] = []


@pytest.fixture(autouse=True)
def closing() -> Iterator[None]:
    """Readers let go of their files when a test is done."""
    yield
    while OPEN:
        OPEN.pop().close()


def kept(path: Path, wanted: Wanted) -> ghost.Ghost:
    """The reader of ``path``."""
    OPEN.append(ghost.open_(path, wanted))
    return OPEN[-1]


def document(**tables: Any) -> str:
    return json.dumps({"db": [{"meta": {"version": "6.0.0"}, "data": {**TABLES, **tables}}]}, ensure_ascii=False)


def opened(tmp_path: Path, text: str, origin: str = "https://old.example") -> ghost.Ghost:
    path = tmp_path / "export.json"
    path.write_text(text, encoding="utf-8")
    return kept(path, Wanted(origin=origin))


def parcels(reader: ghost.Ghost, after: str = "") -> list[Parcel]:
    return [one.parcel for one in reader.found(after) if one.parcel]


def test_a_post_with_everything_that_belongs_to_it(tmp_path: Path) -> None:
    reader = opened(tmp_path, document())
    (found,) = parcels(reader)
    assert (reader.origin, found.key) == ("https://old.example", POST["uuid"])
    assert (found.headline, found.summary, found.state, found.kind) == ("হাওরে নতুন স্কুল", "পানির ওপর ক্লাস", "live", "news")
    assert found.body == (Paragraph("নৌকায় স্কুল।"), Picture("https://old.example/content/images/2024/boat.jpg", "নৌকা"))
    assert found.published == datetime(2024, 2, 19, 11, 37, 21, tzinfo=UTC)
    assert found.updated == datetime(2024, 2, 20, 1, 0, tzinfo=UTC)
    assert [label.name for label in (*found.sections, *found.topics, *found.authors)] == ["জাতীয়", "শিক্ষা", "রিনা খাতুন"]
    assert found.lead == Picture("https://old.example/content/images/size/w600/2024/school.jpg", "স্কুলঘর", "ছবি: রিনা")
    assert found.addresses == (
        "https://old.example/haor-school/",
        "https://old.example/haor-school/amp/",
        f"https://old.example/p/{POST['uuid']}/",
    )
    assert [one.what for one in found.dropped] == ["tag #import"]


def test_what_nothing_is_taken_from_is_told_of(tmp_path: Path) -> None:
    reader = opened(tmp_path, document())
    dropped = [one.dropped.what for one in reader.found() if one.dropped]
    assert dropped == ["table newsletters (1 rows)", "table settings (1 rows)"]


def test_labels_keep_their_old_addresses(tmp_path: Path) -> None:
    told = list(opened(tmp_path, document()).labels())
    education = Label("শিক্ষা", "education", ("/tag/education/", "/tag/education/rss/"), "পড়াশোনা")
    assert (("section", education) in told, ("topic", education) in told) == (True, True)
    assert ("author", Label("রিনা খাতুন", "rina", ("/author/rina/", "/author/rina/rss/"))) in told
    assert not any("import" in label.slug for _kind, label in told)


@pytest.mark.parametrize(
    ("fields", "state", "kind"),
    [
        ({"status": "draft", "published_at": None}, "draft", "news"),
        ({"status": "scheduled"}, "scheduled", "news"),
        ({"status": "sent"}, "private", "news"),
        ({"visibility": "members"}, "protected", "news"),
        ({"visibility": "paid"}, "protected", "news"),
        ({"type": "page"}, "live", "page"),
        ({"type": None, "page": 1}, "live", "page"),
        ({"status": "something new"}, "draft", "news"),
    ],
)
def test_how_a_post_stood_there(tmp_path: Path, fields: dict[str, Any], state: str, kind: str) -> None:
    (found,) = parcels(opened(tmp_path, document(posts=[{**POST, **fields}])))
    assert (found.state, found.kind) == (state, kind)


def test_it_goes_on_after_any_position_and_tells_each_once(tmp_path: Path) -> None:
    posts = [{**POST, "id": str(number), "uuid": f"post-{number}", "slug": f"s-{number}"} for number in range(405)]
    reader = opened(tmp_path, document(posts=posts))
    whole = list(reader.found())
    assert [one.key for one in whole] == [
        *(f"post-{number}" for number in range(405)),
        "table:newsletters",
        "table:settings",
    ]
    assert all(one.share <= other.share for one, other in pairwise(whole))
    for at in (0, 1, 199, 200, 404, 405, 406):
        assert list(reader.found(whole[at].position)) == whole[at + 1 :], at
    assert list(opened(tmp_path, document(posts=posts)).found(whole[7].position)) == whole[8:]


def test_two_posts_with_one_number_are_told_of(tmp_path: Path) -> None:
    found: list[Found] = list(opened(tmp_path, document(posts=[POST, {**POST, "title": "আবার"}])).found())
    assert (found[0].dropped, found[1].dropped and found[1].dropped.what) == (None, "আবার")


def test_without_the_old_address_pictures_are_found_and_links_told_of(tmp_path: Path) -> None:
    html = '<p>দেখুন <a href="__GHOST_URL__/about/">আমাদের কথা</a></p>'
    reader = opened(tmp_path, document(posts=[{**POST, "html": html}]), origin="")
    (found,) = parcels(reader)
    assert (reader.origin, found.addresses[0]) == ("হাওর বার্তা", "/haor-school/")
    assert found.body == (Paragraph("দেখুন আমাদের কথা"),)
    assert [one.what for one in found.dropped] == ["tag #import", "__GHOST_URL__"]


def test_old_versions_write_otherwise(tmp_path: Path) -> None:
    old = {
        "meta": {"version": "000"},
        "data": {
            "posts": [
                {
                    "id": 3,
                    "title": "প্রথম",
                    "slug": "first",
                    "html": "<p>ক</p>",
                    "image": "/content/images/a.jpg",
                    "status": "published",
                    "author_id": 1,
                    "published_at": 1328770800000,
                }
            ],
            "settings": [{"key": "permalinks", "value": "/:year/:month/:day/:slug/"}],
            "users": [{"id": 1, "name": "রিনা", "slug": "rina"}],
        },
    }
    (found,) = parcels(opened(tmp_path, json.dumps(old)))
    assert (found.key, found.published) == ("post:3", datetime(2012, 2, 9, 7, 0, tzinfo=UTC))
    assert "https://old.example/2012/02/09/first/" in found.addresses
    assert ([one.name for one in found.authors], found.lead) == (["রিনা"], Picture("/content/images/a.jpg"))


LEXICAL = {
    "root": {
        "type": "root",
        "children": [
            {"type": "heading", "tag": "h2", "children": [{"type": "text", "text": "আজ"}]},
            {
                "type": "paragraph",
                "children": [
                    {"type": "text", "text": "নদী ", "format": 0},
                    {"type": "extended-text", "text": "ভাঙছে", "format": 1},
                    {"type": "link", "url": "https://a.example/", "children": [{"type": "text", "text": " এখানে"}]},
                ],
            },
            {"type": "quote", "children": [{"type": "text", "text": "ভয় পাই"}]},
            {
                "type": "list",
                "tag": "ul",
                "children": [{"type": "listitem", "children": [{"type": "text", "text": "এক"}]}],
            },
            {"type": "image", "src": "__GHOST_URL__/content/images/a.jpg", "alt": "ঘাট", "caption": "ঘাটে"},
        ],
    }
}
MOBILEDOC = {
    "version": "0.3.1",
    "markups": [["strong"], ["a", ["href", "https://a.example/"]]],
    "cards": [["image", {"src": "/content/images/a.jpg", "caption": "ঘাটে"}], ["markdown", {"markdown": "শেষ কথা"}]],
    "sections": [
        [1, "h2", [[0, [], 0, "আজ"]]],
        [1, "p", [[0, [], 0, "নদী "], [0, [0], 1, "ভাঙছে"], [0, [1], 1, " এখানে"]]],
        [3, "ul", [[[0, [], 0, "এক"]]]],
        [10, 0],
        [10, 1],
    ],
}


def test_a_draft_without_html_is_read_from_what_the_editor_kept(tmp_path: Path) -> None:
    posts = [
        {**POST, "uuid": "lexical", "html": None, "lexical": json.dumps(LEXICAL)},
        {**POST, "uuid": "mobiledoc", "html": None, "mobiledoc": json.dumps(MOBILEDOC)},
        {**POST, "uuid": "markdown", "html": None, "markdown": "এক <দুই\n\nতিন"},
        {**POST, "uuid": "nothing", "html": None, "lexical": "{broken"},
    ]
    one, two, three, four = parcels(opened(tmp_path, document(posts=posts)))
    line = Paragraph('নদী <b>ভাঙছে</b><a href="https://a.example/"> এখানে</a>')
    picture = Picture("https://old.example/content/images/a.jpg", "ঘাট", "ঘাটে")
    assert one.body == (Heading("আজ"), line, Quote("ভয় পাই"), Points(("এক",)), picture)
    assert two.body[:3] == (Heading("আজ"), line, Points(("এক",)))
    assert two.body[4:] == (Paragraph("শেষ কথা"),)
    assert three.body == (Paragraph("এক &lt;দুই"), Paragraph("তিন"))
    assert four.body == ()
    assert [one.dropped[0].what for one in (one, two, three)] == ["lexical", "mobiledoc", "markdown"]


def test_cards_become_what_readers_know() -> None:
    card = (
        '<p>ক</p><figure class="kg-card kg-bookmark-card kg-card-hascaption"><a class="kg-bookmark-container" href="https://a.example/1">'
        '<div class="kg-bookmark-content"><div class="kg-bookmark-title"> </div></div></a></figure>'
        '<div class="kg-card kg-signup-card"><div><form><input></form></div></div><!--members-only--><p>খ</p>'
    )
    assert ghost_cards.plain(card) == '<p>ক</p><p><a href="https://a.example/1">https://a.example/1</a></p><p>খ</p>'
    assert ghost_cards.plain('<figure class="kg-card kg-image-card"><img src="a.jpg"></figure>').startswith("<figure")
    assert ghost_cards.plain('<div class="kg-card kg-signup-card"><div>') == ""


def zipped(path: Path, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.json", document())
        for name, data in more.items():
            archive.writestr(name, data)
    return path


def test_a_zip_with_its_pictures(tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "g.zip", **{"content/images/2024/school.jpg": b"school", "../content/images/evil.jpg": b"no"}
    )
    reader = kept(path, Wanted(origin="https://old.example"))
    (found,) = parcels(reader)
    assert found.lead is not None
    assert reader.picture(found.lead.address) == b"school"
    assert reader.picture("https://old.example/content/images/2024/none.jpg") is None
    assert reader.picture("https://old.example/content/images/evil.jpg") is None


def test_pictures_from_a_folder_beside_it(tmp_path: Path) -> None:
    (tmp_path / "content/images/2024").mkdir(parents=True)
    (tmp_path / "content/images/2024/school.jpg").write_bytes(b"school")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    path = tmp_path / "export.json"
    path.write_text(document(), encoding="utf-8")
    reader = kept(path, Wanted(uploads=str(tmp_path / "content"), origin="https://old.example"))
    assert reader.picture("https://old.example/content/images/size/w600/2024/school.jpg") == b"school"
    assert reader.picture("https://old.example/content/images/../../secret.jpg") is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "breaks off"),
        ("[]", "does not begin with {"),
        ("{}", "has no tables under data"),
        ('{"data": {"posts": []}}', "has no tables"),
        ('{"data": {"tags": [{"id": "1"}]}}', "has no posts"),
        (document()[:700], "is broken near"),
        (document().replace('"posts":', '"posts"'), "“:” is missing"),
        ('{"data": {"posts": [' + "[" * 100_000, "deeper than any export"),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(UnreadableItem, match=sentence):
        opened(tmp_path, text)


def test_what_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b'{"data": {"posts": [{"title": "\xff"}]}}')
    with pytest.raises(UnreadableItem, match="not UTF-8"):
        kept(tmp_path / "x.json", Wanted())


def test_a_zip_that_swells_or_holds_two_exports_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableItem, match="2 JSON files"):
        kept(zipped(tmp_path / "two.zip", **{"other.json": b"{}"}), Wanted())
    monkeypatch.setattr(packed, "FREE", 1000)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.json", " " * 3_000_000 + "{}")
    with pytest.raises(UnreadableItem, match="grows to more than 200 times"):
        kept(bomb, Wanted())


def test_rows_are_read_in_pieces_however_they_fall(monkeypatch: pytest.MonkeyPatch) -> None:
    text = json.dumps(
        {"meta": {"a": 1.5}, "data": {"t": [{"n": -12345}, {"s": 'x\\"ু'}], "empty": [], "none": None}}, indent=1
    )
    whole = list(ghost_rows.rows(io.StringIO(text)))
    assert [name for name, _row in whole] == ["meta", "t", "t"]
    for size in (1, 2, 3, 7, 50):
        monkeypatch.setattr(ghost_rows, "PIECE", size)
        assert list(ghost_rows.rows(io.StringIO(text))) == whole, size


FOREIGN = os.environ.get("HARKARA_FOREIGN", "")
with Path(__file__).with_name("foreign_ghost.tsv").open(encoding="utf-8", newline="") as listed:
    ROWS = list(csv.DictReader(listed, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["repository"])
def test_exports_that_were_written_elsewhere(row: dict[str, str], tmp_path: Path) -> None:
    """As many posts as the file has, each with its headline, its address and its words; found by ``json`` and counted there."""
    if not FOREIGN:
        pytest.skip("HARKARA_FOREIGN names no folder with the files of foreign_ghost.tsv")
    path = Path(FOREIGN) / "ghost" / row["repository"] / row["path"]
    data = path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == row["sha256"]
    whole = json.loads(data)
    posts = whole.get("db", [whole])[0]["data"]["posts"]
    found = list(kept(path, Wanted(origin="https://old.example")).found())
    told = [one.parcel for one in found if one.parcel]
    assert (
        len(told) + sum(not one.key.startswith("table:") for one in found if one.dropped)
        == len(posts)
        == int(row["posts"])
    )
    by_slug = {post["slug"]: post for post in posts}
    assert {one.slug for one in told} == set(by_slug)
    assert all(one.headline and one.addresses and (one.published or one.state == "draft") for one in told)
    bare = [one.slug for one in told if not one.body and (by_slug[one.slug].get("plaintext") or "").strip()]
    assert bare == []
