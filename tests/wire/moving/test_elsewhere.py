"""``harkara import`` of a paper that was kept by Ghost, as feeds, as pages: stories, old addresses, each once."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from harkara.desk import clock
from harkara.desk.models import Picture, Story, StoryAddress
from harkara.wire.moving.command import move_in
from tests.desk.factories import NOON
from tests.wire.mail.letters import photo
from tests.wire.moving.test_feed_archive import RSS
from tests.wire.moving.test_ghost import document
from tests.wire.moving.test_web_folder import page

pytestmark = pytest.mark.django_db


def ghost(folder: Path) -> list[str]:
    (folder / "images/2024").mkdir(parents=True)
    (folder / "images/2024/school.jpg").write_bytes(photo())
    (folder / "export.json").write_text(document(), encoding="utf-8")
    return [
        "ghost",
        str(folder / "export.json"),
        "--origin",
        "https://old.example",
        "--uploads",
        str(folder / "images"),
    ]


def feeds(folder: Path) -> list[str]:
    (folder / "feed.xml").write_text(RSS, encoding="utf-8")
    return ["feed-archive", str(folder)]


def pages(folder: Path) -> list[str]:
    for name in ("national/teesta/index.html", "contact.html"):
        path = folder / "old.example" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        is_story = name.startswith("national")
        path.write_text(page("তিস্তার পানি বেড়েছে") if is_story else "<p>যোগাযোগ</p>", encoding="utf-8")
    return ["folder-of-html", str(folder)]


@pytest.mark.parametrize(
    ("make", "headlines", "section", "href", "pictures", "dropped"),
    [
        (
            ghost,
            ["হাওরে নতুন স্কুল"],
            "national",
            "/haor-school/",
            1,
            {"table newsletters (1 rows)", "table settings (1 rows)"},
        ),
        (feeds, ["আরও খবর", "চরে নতুন স্কুল"], "", "/২০১৯/চর-স্কুল/", 0, set()),
        (pages, ["তিস্তার পানি বেড়েছে"], "national", "/national/teesta/", 0, {"old.example/contact.html"}),
    ],
)
def test_a_paper_moves_in_once_with_its_addresses(
    tmp_path: Path,
    make: Callable[[Path], list[str]],
    headlines: list[str],
    section: str,
    href: str,
    pictures: int,
    dropped: set[str],
) -> None:
    export = tmp_path / "export"
    export.mkdir()
    report = tmp_path / "report.csv"
    words = [*make(export), "--report", str(report)]
    with clock.at(NOON):
        assert move_in([*words, "--dry-run"]) == 0
        assert Story.objects.count() == 0
        assert move_in(words) == 0
        lines = list(csv.DictReader(report.read_text(encoding="utf-8").splitlines()))
        assert move_in(words) == 0
    stories = Story.objects.select_related("section").order_by("headline")
    assert [str(story.headline) for story in stories] == headlines
    assert all(story.live for story in stories)
    assert not section or [story.section.slug for story in stories if story.section] == [section]
    assert href in StoryAddress.objects.values_list("href", flat=True)
    assert Picture.objects.count() == pictures
    assert dropped <= {line["what"] for line in lines if line["became"] == "dropped"}
