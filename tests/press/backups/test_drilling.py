"""What a drill says of addresses that differ: touched since, as it was then, or wrong."""

from typing import Any

import pytest
from django.db import transaction

from harkara.press.backups.drilling import Drilled, _explain
from harkara.rack import changes, ledger
from harkara.rack.pages import Page
from harkara.rack.shelf import Shelf, place_of
from harkara.rack.vouchers import Vouchers, vouchers_of

pytestmark = pytest.mark.django_db

HTML = (("content-type", "text/html; charset=utf-8"),)


def touch(*keys: str) -> None:
    with transaction.atomic():
        changes.touch(*keys)


def one(path: str, *keys: str, sha256: str = "", name: str = "") -> dict[str, Any]:
    numbers = [ledger.number(key) for key in keys]
    return {"path": path, "wrong": "differs", "name": name, "sha256": sha256, "keys": numbers}


def explained(*differing: dict[str, Any], position: int) -> tuple[int, int, list[str]]:
    found = Drilled(compared=10)
    _explain(list(differing), position, found)
    assert found.same == 10 - len(differing)
    return found.as_then, found.since, found.wrong


def test_only_what_was_touched_since_may_differ() -> None:
    touch("story:12")
    position = changes.position()
    assert explained(one("/world/12/a", "story:12"), position=position) == (0, 0, ["/world/12/a differs."])
    touch("story:12", "section:world")
    assert explained(one("/world/12/a", "story:12"), position=position) == (0, 1, [])
    assert explained(one("/world/13/a", "story:13"), position=position) == (0, 0, ["/world/13/a differs."])


def test_what_leads_elsewhere_is_known_by_its_story() -> None:
    position = changes.position()
    touch("story:12:place")
    assert explained(one("/12"), one("/lite/world/12/a"), one("/13"), position=position) == (0, 2, ["/13 differs."])


def test_a_frame_that_changed_may_change_everything() -> None:
    position = changes.position()
    touch("frame:name")
    assert explained(one("/world/12/a", "story:12"), position=position) == (0, 1, [])


def test_a_voucher_copy_says_what_was_handed_out_then(tmp_path: Any, settings: Any) -> None:
    settings.HARKARA_RACK = tmp_path / "rack"
    kept = Vouchers(vouchers_of(settings.HARKARA_RACK))
    shelf = Shelf(tmp_path / "rack/shelf", vouchers=kept)
    for text in (b"then", b"now"):
        shelf.put("story:12", Page(200, HTML, text * 99))
    then = kept.of("story:12", place_of("story:12"))[1].sha256
    position = changes.position()
    differing = one("/world/12/a", "story:12", sha256=then, name="story:12")
    assert explained(differing, position=position) == (0, 0, ["/world/12/a differs."])
    touch("story:12")
    assert explained(differing, position=position) == (1, 0, [])


def test_the_lines() -> None:
    found = Drilled(
        compared=9, as_then=2, since=1, wrong=[f"/{number} differs." for number in range(3)], checked="all right"
    )
    assert list(found.lines())[-2:] == [
        "harkara check --all: all right",
        "9 addresses: 3 the same as in the running paper, 2 as they were at the backup's position (voucher copies), 1 touched"
        " since and not printed at that time, 3 wrong.",
    ]
