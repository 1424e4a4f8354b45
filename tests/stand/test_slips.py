"""Pages that are not in memory, handed out by their slips."""

import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harkara.rack.pages import Page
from harkara.stand.application import Stand
from harkara.stand.heads import head
from harkara.stand.slips import OFTEN, ROW
from tests.stand.reader import HTML, JPEG, STORY, Exchange, Rack, ask

BROWSER = "gzip, deflate, br, zstd"
PICTURE = "/picture/7/640.jpg"


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    made = Rack(tmp_path / "rack")
    made.story()
    made.shelf.put("picture:7:640:jpg", Page(200, JPEG, b"0123456789"))
    made.manifest.place(PICTURE, "picture:7:640:jpg")
    return made


@pytest.fixture
def stand(rack: Rack) -> Stand:
    """A stand without room in memory."""
    return rack.stand(memory=0)


def told(answer: Exchange) -> tuple[int, list[tuple[str, str]], bytes]:
    return answer.status, answer.headers, answer.body


def spoil(path: str) -> None:
    """Changes the first byte of the file, where its label lies, so that nobody can see it who does not read it."""
    found = os.stat(path)
    with open(path, "r+b") as file:
        file.write(b"X")
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


@pytest.mark.parametrize(
    ("path", "accept"), [(STORY, "gzip"), (STORY, BROWSER), (PICTURE, ""), (PICTURE, BROWSER), (PICTURE, "identity")]
)
def test_the_second_answer_is_the_first_without_unpacking(rack: Rack, stand: Stand, path: str, accept: str) -> None:
    first = ask(stand, path, accept_encoding=accept)
    assert (stand.memory.answers, len(stand.slips)) == ({}, 1)
    if path == PICTURE:
        spoil(rack.shelf.file("picture:7:640:jpg"))  # its label is not read a second time
    second = ask(stand, path, accept_encoding=accept)
    assert told(second) == told(first)
    assert stand.shelf.torn == 0


def test_each_choice_of_encodings_has_a_slip_of_its_own(rack: Rack, stand: Stand) -> None:
    rack.shelf.add_brotli("story:12")
    seen = [
        [ask(stand, STORY, accept_encoding=accept).header("content-encoding") for accept in ("gzip", "br", BROWSER)]
        for _ in range(2)
    ]
    assert seen == [["gzip", "br", "br"]] * 2
    assert len(stand.slips) == 3


def test_text_that_must_be_unpacked_for_the_reader_has_no_slip(stand: Stand) -> None:
    assert [ask(stand, STORY).text() for _ in range(2)] == ["প্রথম সংস্করণ " * 50] * 2
    assert len(stand.slips) == 0


def test_who_has_the_page_or_wants_a_part_is_still_told_so(stand: Stand) -> None:
    first, picture = ask(stand, STORY, accept_encoding="gzip"), ask(stand, PICTURE)
    assert len(stand.slips) == 2
    tag, dated = str(first.header("etag")), str(first.header("last-modified"))
    assert ask(stand, STORY, accept_encoding="gzip", if_none_match=tag).status == 304
    assert ask(stand, STORY, accept_encoding="gzip", if_modified_since=dated).status == 304
    assert ask(stand, PICTURE, range="bytes=2-3", if_range=str(picture.header("etag"))).body == b"23"
    assert ask(stand, STORY, "HEAD", accept_encoding="gzip").header("content-length") == str(len(first.body))
    assert ask(stand, STORY, "POST").status == 405


def test_a_page_that_is_asked_for_often_comes_into_memory(rack: Rack) -> None:
    rack.place("/other", "other", "অন্য পাতা " * 50)
    stand = rack.stand(memory=5000)  # room for one of them
    ask(stand, "/other", accept_encoding="gzip")
    kept = []
    for _ in range(OFTEN + 2):
        ask(stand, STORY, accept_encoding="gzip")
        kept.append([*stand.memory.answers])
    assert kept == [["/other"]] * OFTEN + [[STORY]] * 2


def test_a_change_is_seen_at_once(rack: Rack, stand: Stand) -> None:
    for _ in range(2):
        ask(stand, STORY, accept_encoding="gzip")
    rack.story("দ্বিতীয় সংস্করণ " * 50)
    assert [ask(stand, STORY, accept_encoding="gzip").text() for _ in range(2)] == ["দ্বিতীয় সংস্করণ " * 50] * 2
    with rack.shelf.generation.changing():
        rack.story("তৃতীয় সংস্করণ " * 50)
        assert ask(stand, STORY, accept_encoding="gzip").text() == "তৃতীয় সংস্করণ " * 50
        rack.story("চতুর্থ সংস্করণ " * 50)
        assert ask(stand, STORY, accept_encoding="gzip").text() == "চতুর্থ সংস্করণ " * 50


def test_a_killed_page_is_gone_and_a_moved_one_moved(rack: Rack, stand: Stand) -> None:
    for path in (STORY, PICTURE):
        ask(stand, path, accept_encoding="gzip")
        ask(stand, path, accept_encoding="gzip")
    rack.shelf.drop("story:12")
    rack.manifest.gone(STORY)
    rack.manifest.move(PICTURE, "/picture/8/640.jpg")  # its file still lies there
    assert [ask(stand, path, accept_encoding="gzip").status for path in (STORY, PICTURE)] == [410, 301]


def test_a_page_of_another_sheet_at_the_same_address(rack: Rack, stand: Stand) -> None:
    ask(stand, STORY, accept_encoding="gzip")
    rack.place(STORY, "story:13", "অন্য পাতা " * 50)  # the file of story 12 stays as it is
    assert ask(stand, STORY, accept_encoding="gzip").text() == "অন্য পাতা " * 50


def test_a_page_ends_with_its_time(rack: Rack, stand: Stand) -> None:
    soon = datetime.now(UTC) + timedelta(days=1)
    rack.place("/today", "today", "আজ " * 50, valid_until=soon)
    assert [ask(stand, "/today", accept_encoding="gzip").status for _ in range(2)] == [200, 200]
    rack.place("/today", "today", "গতকাল " * 50, valid_until=datetime(2026, 1, 1, tzinfo=UTC))
    assert [ask(stand, "/today", accept_encoding="gzip").header("warning") for _ in range(2)] == [
        '110 - "Response is Stale"'
    ] * 2


def test_what_a_power_cut_left_short_is_not_sent(rack: Rack, stand: Stand) -> None:
    ask(stand, STORY, accept_encoding="gzip")
    path = rack.shelf.file("story:12")
    os.truncate(path, os.stat(path).st_size - 1)
    assert ask(stand, STORY, accept_encoding="gzip").status == 503
    assert len(stand.slips) == 0


def test_slips_are_bounded(rack: Rack) -> None:
    stand = rack.stand(memory=0, slips=2000)
    assert stand.slips.most == ROW
    for number in range(3 * ROW):
        rack.place(f"/{number}/x", f"page:{number}", f"{number} " * 100)
        ask(stand, f"/{number}/x", accept_encoding="gzip")
        assert len(stand.slips) == min(number + 1, ROW)
    rack.shelf.drop("page:47")
    assert ask(stand, "/47/x", accept_encoding="gzip").status == 503
    assert len(stand.slips) == ROW - 1


def test_a_row_holds_what_was_asked_for_last(rack: Rack) -> None:
    stand = rack.stand(memory=0, slips=0)
    for number in range(3 * ROW):
        rack.place(f"/{number}/x", f"page:{number}", f"{number} " * 100)
        answer = ask(stand, f"/{number}/x", accept_encoding="gzip")
        taken = stand.slips.take(f"/{number}/x".encode(), ("gzip", "identity"))
        assert taken == (head(200, answer.headers, len(answer.body)), answer.body)


def test_a_page_with_a_date_of_another_kind_has_no_slip(rack: Rack, stand: Stand) -> None:
    odd = (*HTML, ("last-modified", "Saturday, 28-Nov-26 10:22:50 GMT"))
    rack.shelf.put("odd", Page(200, odd, b"odd " * 100))
    rack.manifest.place("/odd", "odd")
    answers = [ask(stand, "/odd", accept_encoding="gzip") for _ in range(2)]
    assert [told(answer) for answer in answers] == [told(answers[0])] * 2
    assert (answers[0].header("last-modified"), len(stand.slips)) == ("Saturday, 28-Nov-26 10:22:50 GMT", 0)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_a_slip_says_what_the_rack_says(rack: Rack, seed: int) -> None:
    dice = random.Random(seed)
    stand, names, steps = rack.stand(memory=0, slips=3000), [f"page:{number}" for number in range(6)], []
    held = 0
    acts = {
        "put": lambda name: rack.place(f"/{name}", name, f"{dice.random()} " * 40),
        "same": lambda name: rack.place(f"/{name}", name, "একই " * 90),
        "other": lambda name: rack.manifest.place(f"/{name}", dice.choice(names)),
        "brotli": rack.shelf.add_brotli,
        "aside": rack.shelf.set_aside,
        "drop": rack.shelf.drop,
        "gone": lambda name: rack.manifest.gone(f"/{name}"),
        "move": lambda name: rack.manifest.move(f"/{name}", "/page:0x"),
    }
    for _ in range(100):
        act = dice.choice([*acts, "put", "put", "put"])
        acts[act](dice.choice(names))
        steps.append(act)
        for _ in range(3):
            path, accept = f"/{dice.choice(names)}", dice.choice(["gzip", BROWSER])
            found, right = (ask(one, path, accept_encoding=accept) for one in (stand, rack.stand()))
            assert told(found) == told(right), steps
        held += len(stand.slips)
    assert held > 100


def test_headers_of_pages_are_kept_once_for_all(rack: Rack, stand: Stand) -> None:
    for number in range(10):
        rack.shelf.put(f"p:{number}", Page(200, HTML, f"{number} ".encode() * 100))
        rack.manifest.place(f"/p/{number}", f"p:{number}")
        ask(stand, f"/p/{number}", accept_encoding="gzip")
    assert (len(stand.slips), len(stand.slips.frames)) == (10, 1)
