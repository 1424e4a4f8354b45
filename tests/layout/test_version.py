import shutil
from pathlib import Path

import pytest

import harkara.layout
from harkara.layout import cases, version


def test_the_version_is_the_digest_of_the_files() -> None:
    assert version.digest() == harkara.layout.VERSION
    assert len(harkara.layout.VERSION) == 12


@pytest.mark.parametrize(
    "name", ["components/story/story.html", "components/tokens/tokens.css", "wording.toml", "pages.py"]
)
def test_the_version_changes_with_any_file_that_decides_the_look(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "layout"
    shutil.copytree(cases.ROOM, copy)
    monkeypatch.setattr(cases, "ROOM", copy)
    assert version.digest() == harkara.layout.VERSION
    (copy / name).write_text("another look", "utf-8")
    assert version.digest() != harkara.layout.VERSION


def test_the_version_does_not_change_with_a_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "layout"
    shutil.copytree(cases.ROOM, copy)
    monkeypatch.setattr(cases, "ROOM", copy)
    (copy / "components/story/story.sample.html").write_text("another sample", "utf-8")
    assert version.digest() == harkara.layout.VERSION
