"""The stand in front of a rack, without a network."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harkara.rack.door import Answer
from harkara.rack.manifest import WHOLE, Manifest
from harkara.rack.pages import Page
from harkara.stand.application import Stand
from tests.stand.reader import HTML, JPEG, STORY, Exchange, Rack, ask, asked

BROWSER = "gzip, deflate, br, zstd"


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    made = Rack(tmp_path / "rack")
    made.story()
    return made


@pytest.fixture
def stand(rack: Rack) -> Stand:
    return rack.stand()


@pytest.fixture
def picture(rack: Rack) -> str:
    """The address of a picture of ten bytes."""
    rack.shelf.put("picture:7:640:jpg", Page(200, JPEG, b"0123456789"))
    rack.manifest.place("/picture/7/640.jpg", "picture:7:640:jpg")
    return "/picture/7/640.jpg"


def test_a_page_goes_out_with_all_its_headers(rack: Rack, stand: Stand) -> None:
    answer = ask(stand, STORY, accept_encoding=BROWSER)
    copy = rack.shelf.get("story:12")
    assert copy
    assert (answer.status, answer.text()) == (200, "প্রথম সংস্করণ " * 50)
    assert answer.headers == [
        *HTML,
        ("last-modified", copy.header("last-modified")),
        ("content-encoding", "gzip"),
        ("vary", "accept-encoding"),
        ("etag", copy.tag("gzip")),
    ]


def test_the_second_reader_is_answered_from_memory(rack: Rack, stand: Stand) -> None:
    first = ask(stand, STORY, accept_encoding=BROWSER)
    Path(rack.shelf.file("story:12")).unlink()  # behind the generation's back: only memory can know the page now
    second = ask(stand, STORY, accept_encoding=BROWSER)
    assert (second.status, second.headers, second.body) == (200, first.headers, first.body)


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [("", None), ("identity", None), ("gzip", "gzip"), ("br", "br"), (BROWSER, "br"), ("gzip, br;q=0.2", "gzip")],
)
def test_encodings(rack: Rack, stand: Stand, accept: str, encoding: str | None) -> None:
    assert rack.shelf.add_brotli("story:12")
    answer = ask(stand, STORY, accept_encoding=accept)
    assert (answer.header("content-encoding"), answer.text()) == (encoding, "প্রথম সংস্করণ " * 50)
    assert answer.header("vary") == "accept-encoding"


def test_each_encoding_has_a_tag_of_its_own(rack: Rack, stand: Stand) -> None:
    rack.shelf.add_brotli("story:12")
    plain, packed, dense = (
        str(ask(stand, STORY, accept_encoding=accept).header("etag")) for accept in ("", "gzip", "br")
    )
    assert (plain, packed[0], dense[0]) == (f"W/{packed}", '"', '"')  # decompressed on the way, as nginx says it
    assert packed != dense


def test_who_has_the_page_is_told_so(stand: Stand) -> None:
    first = ask(stand, STORY, accept_encoding="gzip")
    tag = first.header("etag")
    again = ask(stand, STORY, accept_encoding="gzip", if_none_match=f'"other", W/{tag}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers == [
        HTML[1],
        ("last-modified", first.header("last-modified")),
        ("vary", "accept-encoding"),
        ("etag", tag),
    ]
    assert ask(stand, STORY, accept_encoding="gzip", if_none_match="*").status == 304
    assert ask(stand, STORY, accept_encoding="gzip", if_none_match='"other"').status == 200
    assert ask(stand, STORY, accept_encoding="gzip", if_none_match="").status == 200


def test_brotli_that_came_later_makes_no_copy_old(rack: Rack, stand: Stand) -> None:
    tag = ask(stand, STORY, accept_encoding=BROWSER).header("etag")
    rack.shelf.add_brotli("story:12")
    assert ask(stand, STORY, accept_encoding=BROWSER).header("content-encoding") == "br"
    again = ask(stand, STORY, accept_encoding=BROWSER, if_none_match=str(tag))
    assert (again.status, again.header("etag")) == (304, tag)
    plain = ask(stand, STORY, if_none_match=str(tag))
    assert (plain.status, plain.header("etag")) == (304, f"W/{tag}")  # the same page, weakly compared
    dense = str(ask(stand, STORY, accept_encoding=BROWSER).header("etag"))
    assert ask(stand, STORY, accept_encoding="gzip", if_none_match=dense).status == 200  # takes no brotli: no such copy


def test_dates(stand: Stand) -> None:
    dated = str(ask(stand, STORY).header("last-modified"))
    assert ask(stand, STORY, if_modified_since=dated).status == 304
    assert ask(stand, STORY, if_modified_since="Sat, 01 Jan 2000 00:00:00 GMT").status == 200
    assert ask(stand, STORY, if_modified_since="yesterday").status == 200
    assert ask(stand, STORY, if_modified_since=dated, if_none_match='"other"').status == 200  # the tag decides


def test_head_is_get_without_the_body(stand: Stand) -> None:
    got, head = (ask(stand, STORY, method, accept_encoding="gzip") for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    assert head.headers == [*got.headers, ("content-length", str(len(got.body)))]


@pytest.mark.parametrize(
    ("wanted", "status", "content_range", "body"),
    [
        ("bytes=0-3", 206, "bytes 0-3/10", b"0123"),
        ("bytes=4-", 206, "bytes 4-9/10", b"456789"),
        ("bytes=-3", 206, "bytes 7-9/10", b"789"),
        ("bytes=5-99", 206, "bytes 5-9/10", b"56789"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=-0", 416, "bytes */10", b""),
        ("bytes=-99", 206, "bytes 0-9/10", b"0123456789"),
        ("bytes=9-9", 206, "bytes 9-9/10", b"9"),
        ("bytes=10-12", 416, "bytes */10", b""),
        ("bytes=-", 200, None, b"0123456789"),
        ("bytes=0-1,3-4", 200, None, b"0123456789"),
        ("bytes=3-1", 200, None, b"0123456789"),
        ("lines=1-2", 200, None, b"0123456789"),
    ],
)
def test_parts_of_a_picture(
    stand: Stand, picture: str, wanted: str, status: int, content_range: str | None, body: bytes
) -> None:
    answer = ask(stand, picture, range=wanted, accept_encoding=BROWSER)
    assert (answer.status, answer.header("content-range"), answer.body) == (status, content_range, body)
    assert answer.header("vary") is None


def test_a_part_of_another_version_is_not_given(stand: Stand, picture: str) -> None:
    whole = ask(stand, picture)
    tag, dated = str(whole.header("etag")), str(whole.header("last-modified"))
    assert whole.header("accept-ranges") == "bytes"
    conditions = [tag, '"other"', f"W/{tag}", dated, "Sat, 01 Jan 2000 00:00:00 GMT", "yesterday"]
    answers = [ask(stand, picture, range="bytes=0-1", if_range=condition) for condition in conditions]
    assert [(answer.status, answer.body) for answer in answers] == [
        (206, b"01"),
        (200, b"0123456789"),
        (200, b"0123456789"),  # a weak tag says nothing of bytes
        (206, b"01"),
        (200, b"0123456789"),
        (200, b"0123456789"),
    ]


def test_a_part_out_of_bounds_of_another_version_is_the_whole(stand: Stand, picture: str) -> None:
    answer = ask(stand, picture, range="bytes=99-", if_range='"other"')
    assert (answer.status, answer.body) == (200, b"0123456789")


def test_a_part_has_the_headers_of_the_whole(stand: Stand, picture: str) -> None:
    whole, part = ask(stand, picture), ask(stand, picture, range="bytes=2-4")
    assert part.headers == [*whole.headers, ("content-range", "bytes 2-4/10")]


def test_parts_are_of_get_alone(stand: Stand, picture: str) -> None:
    whole = ask(stand, picture, "HEAD")
    for wanted in ("bytes=0-3", "bytes=99-"):
        part = ask(stand, picture, "HEAD", range=wanted)
        assert (part.status, part.headers, part.body) == (200, whole.headers, b"")


def test_who_has_the_picture_needs_no_part(stand: Stand, picture: str) -> None:
    tag = str(ask(stand, picture).header("etag"))
    assert [ask(stand, picture, range="bytes=0-1", if_none_match=known).status for known in (tag, '"other"')] == [
        304,
        206,
    ]


def test_pages_of_text_have_no_parts(stand: Stand) -> None:
    answer = ask(stand, STORY, range="bytes=0-3")
    assert (answer.status, answer.header("accept-ranges")) == (200, None)


@pytest.mark.parametrize(
    "path",
    [
        STORY.replace("য\N{BENGALI SIGN NUKTA}", "\N{BENGALI LETTER YYA}"),
        "/world/12/wrong-slug",
        "/world/12",
        "/world/12/",
        "/politics/12/উত্তর-কোরিয়া-নেতাকে-চিঠি",
        "/world/0012/x",
        "/world/12/a/b/c",
        STORY + "/",
        "/12/",
        "/12",
    ],
)
def test_one_redirect_leads_to_the_right_address(stand: Stand, path: str) -> None:
    answer = ask(stand, path)
    assert answer.status in (301, 302)
    assert answer.header("location") == "/world/12/" + (
        "%E0%A6%89%E0%A6%A4%E0%A7%8D%E0%A6%A4%E0%A6%B0-%E0%A6%95%E0%A7%8B%E0%A6%B0%E0%A6%BF%E0%A6%AF%E0%A6%BC%E0%A6%BE"
        "-%E0%A6%A8%E0%A7%87%E0%A6%A4%E0%A6%BE%E0%A6%95%E0%A7%87-%E0%A6%9A%E0%A6%BF%E0%A6%A0%E0%A6%BF"
    )
    assert answer.header("cache-control") == f"public, max-age={60 if answer.status == 302 else 300}"


def test_the_slash_at_the_end_of_a_section(rack: Rack, stand: Stand) -> None:
    rack.place("/world/", "section:world:1", "আন্তর্জাতিক")
    assert ask(stand, "/world").header("location") == "/world/"
    assert ask(stand, "/world/").text() == "আন্তর্জাতিক"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/world/99/slug", 404),
        ("/99", 404),
        ("//world/12/x", 404),
        ("/world/999999999999999999/x", 404),
        ("/world/9999999999999999999999/x", 404),
        ("/bad%zz", 400),
        ("/bad\ufffd\ufffd", 400),
        ("/nul\x00", 400),
        ("/a\\b", 400),
        ("/a/../b", 400),
        ("/..", 400),
        ("*", 400),
        ("/" + "a" * 5000, 400),
    ],
)
def test_what_is_no_address_costs_no_press(rack: Rack, path: str, status: int) -> None:
    asks: list[str] = []

    async def press(url: str, path: str, timeout: float) -> Answer:
        asks.append(path)
        return "baked"

    answer = ask(rack.stand(press), path)
    assert (answer.status, asks) == (status, [])
    assert answer.text().startswith('<!doctype html>\n<html lang="bn">')


def test_a_new_rack_says_wait_until_all_addresses_are_known(rack: Rack, stand: Stand) -> None:
    """The press finds out what there is; nobody, and no robot, is to be told meanwhile that a page does not exist."""
    rack.manifest.remove(WHOLE)
    for path in ("/", "/world/13/x"):
        answer = ask(stand, path)
        assert (answer.status, answer.header("retry-after"), answer.header("cache-control")) == (503, "5", "no-store")
    assert ask(stand, STORY).status == 200
    rack.manifest.make_whole()
    assert (ask(stand, "/world/13/x").status, ask(stand, STORY).status) == (404, 200)
    assert WHOLE not in [path for path, _ in rack.manifest.entries()]


def test_a_killed_story_is_gone_at_once(rack: Rack, stand: Stand) -> None:
    assert ask(stand, STORY).status == 200
    with rack.manifest.generation.changing():
        rack.shelf.drop("story:12")
        rack.manifest.gone(STORY)
        rack.manifest.gone("/12")
    assert [ask(stand, path).status for path in (STORY, "/12", "/world/12/old-slug")] == [410, 410, 410]


def test_baked_notices_are_preferred(rack: Rack, stand: Stand) -> None:
    assert "পাতাটি পাওয়া যায়নি" in ask(stand, "/nothing").text()
    rack.shelf.put("notice:404", Page(404, HTML, "আমাদের নিজের ৪০৪".encode()))
    first, second = (ask(stand, "/nothing", accept_encoding="gzip") for _ in range(2))
    assert [(answer.status, answer.text()) for answer in (first, second)] == [(404, "আমাদের নিজের ৪০৪")] * 2
    assert first.header("etag") is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_a_page_is_only_read(stand: Stand, method: str) -> None:
    answer = ask(stand, STORY, method)
    assert (answer.status, answer.header("allow")) == (405, "GET, HEAD, OPTIONS")


def test_options(stand: Stand) -> None:
    answer = ask(stand, STORY, "OPTIONS")
    assert (answer.status, answer.headers) == (204, [("allow", "GET, HEAD, OPTIONS")])


def test_a_new_version_is_handed_out_at_once(rack: Rack, stand: Stand) -> None:
    first = ask(stand, STORY)
    rack.story("দ্বিতীয় সংস্করণ " * 50)
    second = ask(stand, STORY, if_none_match=str(first.header("etag")))
    assert (second.status, second.text()) == (200, "দ্বিতীয় সংস্করণ " * 50)


def test_a_change_elsewhere_costs_no_reading(rack: Rack, stand: Stand) -> None:
    ask(stand, STORY)
    kept = stand.memory.answers[STORY]
    rack.place("/other", "other", "x")
    ask(stand, STORY)
    assert stand.memory.answers[STORY] is kept


@pytest.mark.parametrize("memory", [2**20, 0])
def test_a_change_elsewhere_costs_no_look(rack: Rack, memory: int, monkeypatch: pytest.MonkeyPatch) -> None:
    stand = rack.stand(memory=memory)
    for _ in range(2):
        ask(stand, STORY, accept_encoding="gzip")
    looks: list[str] = []
    find = Manifest.find

    def counted(manifest: Manifest, path: str) -> Any:
        looks.append(path)
        return find(manifest, path)

    monkeypatch.setattr(Manifest, "find", counted)
    rack.shelf.put("story:99", Page(200, HTML, b"x"))
    rack.shelf.drop("story:99")
    assert ask(stand, STORY, accept_encoding="gzip").status == 200
    assert looks == []
    rack.shelf.put("story:12", Page(200, HTML, b"new"))
    assert ask(stand, STORY, accept_encoding="gzip").text() == "new"
    assert looks == [STORY] * len(looks) != []


@pytest.mark.parametrize("memory", [2**20, 0])
def test_a_path_that_leads_elsewhere_is_noticed(rack: Rack, memory: int) -> None:
    stand = rack.stand(memory=memory)
    for _ in range(2):
        ask(stand, STORY, accept_encoding="gzip")
    rack.shelf.put("story:99", Page(200, HTML, b"another sheet"))
    rack.manifest.place(STORY, "story:99")
    assert ask(stand, STORY, accept_encoding="gzip").text() == "another sheet"
    rack.manifest.gone(STORY)
    assert ask(stand, STORY, accept_encoding="gzip").status == 410


def test_while_a_change_is_under_way_nothing_in_memory_is_trusted(rack: Rack, stand: Stand) -> None:
    ask(stand, STORY)
    with rack.shelf.generation.changing():
        rack.story("দ্বিতীয় সংস্করণ")
        assert ask(stand, STORY).text() == "দ্বিতীয় সংস্করণ"
        rack.story("তৃতীয় সংস্করণ")
        assert ask(stand, STORY).text() == "তৃতীয় সংস্করণ"


class Press:
    """A press that prints what ``prints`` says, once it is let."""

    def __init__(self, rack: Rack, prints: Any) -> None:
        self.rack, self.prints = rack, prints
        self.asks: list[str] = []
        self.let = asyncio.Event()
        self.answer: Answer = "baked"

    async def __call__(self, url: str, path: str, timeout: float) -> Answer:
        self.asks.append(path)
        await self.let.wait()
        self.prints()
        return self.answer


def test_a_miss_is_printed_once_for_a_thousand_readers(rack: Rack) -> None:
    rack.shelf.drop("story:12")
    press = Press(rack, rack.story)
    stand = rack.stand(press)

    async def crowd() -> list[Exchange]:
        readers = [asyncio.create_task(asked(stand, STORY)) for _ in range(1000)]
        while not press.asks:
            await asyncio.sleep(0)
        press.let.set()
        return await asyncio.gather(*readers)

    answers = asyncio.run(crowd())
    assert {(answer.status, answer.text()) for answer in answers} == {(200, "প্রথম সংস্করণ " * 50)}
    assert press.asks == [STORY]


def test_a_miss_that_takes_too_long_is_503_and_the_next_reader_finds_the_page(rack: Rack) -> None:
    rack.shelf.drop("story:12")
    press = Press(rack, rack.story)
    stand = rack.stand(press, patience=0.0)

    async def two() -> tuple[Exchange, Exchange]:
        late = await asked(stand, STORY)
        press.let.set()
        while stand.asking.under_way:
            await asyncio.sleep(0)
        return late, await asked(stand, STORY)

    late, found = asyncio.run(two())
    assert (late.status, late.header("retry-after"), late.header("cache-control")) == (503, "5", "no-store")
    assert "পাতাটি ছাপা হচ্ছে" in late.text()
    assert (found.status, press.asks) == (200, [STORY])


def test_a_page_touched_again_and_again_is_given_up(rack: Rack) -> None:
    rack.shelf.drop("story:12")
    press = Press(rack, lambda: None)
    press.let.set()
    assert ask(rack.stand(press), STORY).status == 503
    assert press.asks == [STORY] * 3


def test_a_page_killed_while_the_reader_waits_is_gone(rack: Rack) -> None:
    rack.shelf.drop("story:12")
    press = Press(rack, lambda: rack.manifest.gone(STORY))
    press.let.set()
    assert ask(rack.stand(press), STORY).status == 410


@pytest.mark.parametrize(("answer", "status"), [("absent", 404), ("unknown", 404), ("busy", 503)])
def test_the_press_has_no_page(rack: Rack, answer: Answer, status: int) -> None:
    rack.shelf.drop("story:12")
    press = Press(rack, lambda: None)
    press.answer = answer
    press.let.set()
    assert (ask(rack.stand(press), STORY).status, press.asks) == (status, [STORY])


def test_without_a_press_a_touched_page_is_handed_out_marked(rack: Rack, stand: Stand) -> None:
    rack.shelf.set_aside("story:12")
    answer = ask(stand, STORY, accept_encoding="gzip")
    assert (answer.status, answer.text()) == (200, "প্রথম সংস্করণ " * 50)
    assert answer.header("warning") == '110 - "Response is Stale"'
    assert answer.header("cache-control") == "no-cache"
    assert STORY not in stand.memory.answers


def test_without_a_press_a_page_never_printed_is_503(rack: Rack, stand: Stand) -> None:
    rack.manifest.place("/world/13/x", "story:13")
    answer = ask(stand, "/world/13/x")
    assert (answer.status, answer.header("retry-after")) == (503, "5")


def test_with_a_late_press_a_touched_page_is_not_handed_out(rack: Rack) -> None:
    rack.shelf.set_aside("story:12")
    assert ask(rack.stand(Press(rack, rack.story), patience=0.0), STORY).status == 503


def test_a_page_past_its_time_is_printed_again(rack: Rack) -> None:
    passed = datetime.now(UTC) - timedelta(hours=1)
    rack.place("/all/", "all", "গতকালের", valid_until=passed)
    press = Press(rack, lambda: rack.place("/all/", "all", "আজকের", valid_until=passed + timedelta(days=1)))
    press.let.set()
    assert ask(rack.stand(press), "/all/").text() == "আজকের"
    rack.place("/all/", "all", "গতকালের", valid_until=passed)
    stale = ask(rack.stand(), "/all/")
    assert (stale.status, stale.text(), stale.header("cache-control")) == (200, "গতকালের", "no-cache")


def test_a_torn_page_is_printed_again(rack: Rack) -> None:
    file = Path(rack.shelf.file("story:12"))
    file.write_bytes(file.read_bytes()[:-1])
    press = Press(rack, rack.story)
    press.let.set()
    stand = rack.stand(press)
    assert ask(stand, STORY).status == 200
    assert (press.asks, stand.shelf.torn) == ([STORY], 1)


def test_what_is_not_the_readers_goes_behind(rack: Rack) -> None:
    seen = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["path"])
        await send({"type": "http.response.start", "status": 200, "headers": [(b"set-cookie", b"a=1")]})
        await send({"type": "http.response.body", "body": b"desk"})

    stand = rack.stand(behind=behind, prefixes=("/desk/", "/static/"))
    assert [ask(stand, path).body for path in ("/desk/", "/desk", "/static/a.css")] == [b"desk"] * 3
    assert ask(stand, "/desks/").status == 404
    assert ask(stand, "/desk/x", "POST").body == b"desk"
    assert seen == ["/desk/", "/desk", "/static/a.css", "/desk/x"]
    assert ask(rack.stand(prefixes=("/desk/",)), "/desk/").status == 404  # a reader's node has nothing behind


def test_no_public_answer_sets_a_cookie(rack: Rack, stand: Stand) -> None:
    rack.shelf.put("story:12", Page(200, (*HTML, ("set-cookie", "a=1")), b"x"))
    assert ask(stand, STORY).header("set-cookie") is None


def test_the_notices_of_the_stand_are_whole_pages() -> None:
    from harkara.stand.notices import TEXTS, notice

    for status in TEXTS:
        page = notice(status)
        assert page.status == status
        assert page.body.decode().endswith("</html>\n")
        assert replace(page).headers[0] == ("content-type", "text/html; charset=utf-8")
