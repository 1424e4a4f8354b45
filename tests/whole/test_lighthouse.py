"""Lighthouse's own opinion of the demo paper as it is served, on its simulated phone: four categories, stillness, and the time
until the largest thing stands. Needs a machine that does nothing else meanwhile: figures of a busy one are of the machine.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

import pytest

from tests.waiting import a_moment
from tests.whole.conftest import House, at_work, python
from tests.whole.test_budgets import a_story_with_a_picture

PROGRAM = Path(os.environ.get("LIGHTHOUSE", "nowhere")) / "node_modules" / "lighthouse" / "cli" / "index.js"
pytestmark = [
    pytest.mark.proof,
    pytest.mark.browser,
    pytest.mark.process,
    pytest.mark.skipif(not PROGRAM.is_file(), reason="LIGHTHOUSE does not name the folder of Lighthouse"),
    pytest.mark.skipif(not shutil.which("node"), reason="Lighthouse needs Node"),
]

RUNS = 5
LARGEST_WITHIN = 1200
"""Milliseconds of Lighthouse's simulated phone until the largest thing of a page stands."""

SELL = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")
from harkara.waking import wake
wake()
from harkara.desk.models.picture import Picture
from harkara.desk.models.space import Space
picture = Picture.objects.order_by("pk").first()
for place in Space.Place.values:
    Space.objects.create(place=place, on=True, picture=picture, alt="বইমেলায় আসুন", link="/world/")
"""
"""Opens every place for advertising, with a picture in each."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo paper as ``make demo`` makes it, with its pictures in every width."""
    with at_work(tmp_path_factory.mktemp("full"), "-m", "harkara", "demo") as house:
        yield house


def looked_at(address: str, folder: Path) -> dict[str, Any]:
    """What Lighthouse says of a page, with nothing in the cache."""
    told, profile = folder / "told.json", folder / "profile"
    switches = f"--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --user-data-dir={profile}"
    run = subprocess.run(
        ["node", PROGRAM, address, "--quiet", "--output=json", f"--output-path={told}", f"--chrome-flags={switches}"],
        env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    shutil.rmtree(profile, ignore_errors=True)
    report: dict[str, Any] = json.loads(told.read_text("utf-8"))
    assert "runtimeError" not in report, report["runtimeError"]
    return report


def scores(report: dict[str, Any]) -> dict[str, int]:
    """The marks of the categories, out of 100."""
    return {name: round(one["score"] * 100) for name, one in report["categories"].items()}


def objections(report: dict[str, Any]) -> list[str]:
    """The audits that cost a page its full mark, but for those of speed."""
    asked = [
        audit["id"]
        for name, category in report["categories"].items()
        for audit in category["auditRefs"]
        if name != "performance" and audit["weight"]
    ]
    return [name for name in asked if report["audits"][name]["score"] not in (None, 1)]


def address(house: House, page: str) -> str:
    """The page's address in this house; it is printed before anybody measures."""
    story = f"/{a_story_with_a_picture(house).split('/')[2]}"
    path = {"front": "/", "section": "/world/", "story": story, "lite story": f"/lite{story}"}[page]
    with urlopen(house.origin + path) as answer:
        return str(answer.url)


def told(page: str, reports: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Prints the figures; returns the median of performance (of 100) and of the largest paint (milliseconds), the worst shift."""
    speed = [scores(report)["performance"] for report in reports]
    largest = [report["audits"]["largest-contentful-paint"]["numericValue"] for report in reports]
    moved = [report["audits"]["cumulative-layout-shift"]["numericValue"] for report in reports]
    others = {name: mark for name, mark in scores(reports[0]).items() if name != "performance"}
    print(f"FIGURE: {page}: marks beside performance | {others}")
    print(f"FIGURE: {page}: performance of {RUNS} runs, median | {sorted(speed)}, {median(speed)}")
    print(f"FIGURE: {page}: largest contentful paint of {RUNS} runs, median, ms | {median(largest):.0f}")
    print(f"FIGURE: {page}: layout shift, worst of {RUNS} runs | {max(moved):.4f}")
    return median(speed), median(largest), max(moved)


@pytest.mark.parametrize("page", ["front", "section", "story", "lite story"])
def test_lighthouse_has_nothing_to_say(full: House, page: str, tmp_path: Path) -> None:
    there = address(full, page)
    reports = [looked_at(there, tmp_path) for _ in range(RUNS)]
    speed, largest, moved = told(page, reports)
    assert [objections(report) for report in reports] == [[]] * RUNS
    assert speed >= 98
    assert moved == 0
    assert largest <= LARGEST_WITHIN


def test_with_every_place_sold_nothing_moves_and_nothing_is_said(full: House, tmp_path: Path) -> None:
    made = python(full.environment, "-c", SELL)
    assert made.returncode == 0, made.stderr
    for page in ("front", "story"):
        there = address(full, page)
        while "space-head" not in full.get("/look.css")[1]:
            a_moment()
        reports = [looked_at(there, tmp_path) for _ in range(RUNS)]
        _, _, moved = told(f"{page} with advertising", reports)
        assert [objections(report) for report in reports] == [[]] * RUNS
        assert moved <= 0.005
