"""The Nu HTML checker over every page; needs Java and the checker's jar (``VNU_JAR``)."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from harkara.layout import assets, pages, samples, specimens
from tests.layout.browser.test_headlines import front

JAR = os.environ.get("VNU_JAR", "")
pytestmark = [
    pytest.mark.skipif(not JAR, reason="VNU_JAR does not name the jar of the Nu HTML checker"),
    pytest.mark.skipif(not shutil.which("java"), reason="the Nu HTML checker needs Java"),
]


def complaints(*arguments: str) -> list[str]:
    run = subprocess.run(
        ["java", "-jar", JAR, "--format", "json", "--stdout", "--exit-zero-always", *arguments],
        capture_output=True,
        check=True,
        text=True,
    )
    return [f"{Path(one['url']).name}: {one['message']}" for one in json.loads(run.stdout)["messages"]]


@pytest.mark.long
def test_every_page_sample_and_fragment_is_valid(tmp_path: Path) -> None:
    for name, html in samples.sheets().items():
        (tmp_path / f"{name}.html").write_text(html, "utf-8")
    for name, html in samples.lite().items():
        (tmp_path / f"lite-{name}.html").write_text(html, "utf-8")
    for name, html in samples.components().items():
        (tmp_path / f"component-{name}.html").write_text(html, "utf-8")
    paper = specimens.paper()
    for name, fragment in {
        "rail": pages.rail(specimens.rail(), paper),
        "newer": pages.newer(specimens.newer(), paper),
    }.items():
        whole = f'<!DOCTYPE html><html lang="bn"><title>r</title><body><h1>r</h1>{fragment}</body></html>'
        (tmp_path / f"{name}.html").write_text(whole, "utf-8")
    (tmp_path / "space.html").write_text(pages.space(specimens.space(), paper), "utf-8")
    assert complaints(*map(str, sorted(tmp_path.glob("*.html")))) == []


def test_the_mark_is_valid(tmp_path: Path) -> None:
    mark = tmp_path / "mark.svg"
    mark.write_bytes(next(asset.body for asset in assets.assets() if asset.name == "mark.svg"))
    assert complaints("--svg", str(mark)) == []


def test_a_front_whose_headlines_are_tested_is_valid(tmp_path: Path) -> None:
    (tmp_path / "front.html").write_text(front(), "utf-8")
    assert complaints(str(tmp_path / "front.html")) == []
