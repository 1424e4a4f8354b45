"""The folder of a moving: nobody finds it half full, whatever ends the packing."""

import hashlib
import io
import json
import subprocess
from pathlib import Path

import pytest

from harkara.desk.holdings.folder import check, lines_of, manifest_of
from harkara.press.moving_out import crate
from harkara.press.moving_out.crate import Crate, NotPacked


def fill(target: Path) -> None:
    with Crate(target) as packing:
        packing.parts["stories"].put("2026/11/12.json", b"{}")
        assert (
            packing.parts["pictures"].copy("0/1.jpg", io.BytesIO(b"a picture"))
            == hashlib.sha256(b"a picture").hexdigest()
        )
        with packing.parts["paper"].lines("topics.jsonl") as lines:
            lines.row({"name": "নদী"})
        packing.close({"name": "পত্রিকা"})


def beside(target: Path) -> list[str]:
    return sorted(found.name for found in target.parent.iterdir())


def test_what_was_packed_is_listed_with_its_digest(tmp_path: Path) -> None:
    target = tmp_path / "paper"
    fill(target)
    manifest = manifest_of(target)
    assert beside(target) == ["paper"]
    assert (manifest["format"], manifest["name"]) == (1, "পত্রিকা")
    assert {name: (part["files"], part["bytes"]) for name, part in manifest["parts"].items()} == {
        "paper": (1, 21),
        "pictures": (1, 9),
        "stories": (1, 2),
        "readers": (0, 0),
        "site": (0, 0),
    }
    assert list(lines_of(target / "sums/stories.sha256")) == [
        (hashlib.sha256(b"{}").hexdigest(), "stories/2026/11/12.json")
    ]
    assert (target / "paper/topics.jsonl").read_text() == '{"name":"নদী"}\n'
    assert check(target) == []
    done = subprocess.run(
        ["sha256sum", "--check", "--quiet", *(f"sums/{part}.sha256" for part in ("paper", "pictures", "stories"))],
        cwd=target,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (lambda at: (at / "stories/2026/11/12.json").write_text("{ }"), "stories/2026/11/12.json was changed."),
        (lambda at: (at / "pictures/0/1.jpg").unlink(), "pictures/0/1.jpg is not there."),
        (lambda at: (at / "paper/other").write_text(""), "paper holds 1 files that were not packed."),
        (lambda at: (at / "sums/paper.sha256").write_text(""), "sums/paper.sha256 is not the list that was packed."),
    ],
)
def test_a_folder_that_is_not_as_it_was_packed_is_known(tmp_path: Path, harm: object, said: str) -> None:
    fill(tmp_path / "paper")
    harm(tmp_path / "paper")  # type: ignore[operator]  # one of the above
    (wrong,) = check(tmp_path / "paper")
    assert wrong.endswith(said)


def test_a_folder_without_manifest_or_of_another_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"has no manifest\.json"):
        check(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(ValueError, match="cannot be read"):
        check(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"format": 2}))
    with pytest.raises(ValueError, match="is of format 2, and this Harkara reads 1"):
        check(tmp_path)


def test_a_list_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "stories.sha256").write_text(f"{'0' * 64}  stories/../../secret\n")
    with pytest.raises(ValueError, match="is no file of that part"):
        list(lines_of(tmp_path / "stories.sha256"))


def broken_off(target: Path, end: type[BaseException]) -> None:
    with Crate(target) as packing:
        packing.parts["stories"].put("1.json", b"{}")
        assert beside(target) == [".paper.lock", ".paper.unfinished"]
        raise end


@pytest.mark.parametrize("end", [KeyboardInterrupt, RuntimeError, OSError])
def test_a_packing_that_is_broken_off_leaves_nothing(tmp_path: Path, end: type[BaseException]) -> None:
    with pytest.raises(end):
        broken_off(tmp_path / "paper", end)
    assert list(tmp_path.iterdir()) == []


def test_what_a_sudden_end_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".paper.unfinished/stories").mkdir(parents=True)
    (tmp_path / ".paper.unfinished/stories/1.json").write_text("{}")
    (tmp_path / ".paper.lock").touch()
    fill(tmp_path / "paper")
    assert beside(tmp_path / "paper") == ["paper"]
    assert check(tmp_path / "paper") == []


def test_two_do_not_pack_the_same_folder(tmp_path: Path) -> None:
    with (
        Crate(tmp_path / "paper"),
        pytest.raises(NotPacked, match="is being packed by another export"),
        Crate(tmp_path / "paper"),
    ):
        pass


def test_a_folder_that_holds_something_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    fill(tmp_path / "paper")
    before = manifest_of(tmp_path / "paper")
    with pytest.raises(NotPacked, match=r"There is something in .*paper already: name a folder that is empty or new"):
        fill(tmp_path / "paper")
    assert (manifest_of(tmp_path / "paper"), check(tmp_path / "paper")) == (before, [])


def test_a_full_disk_is_known_before_and_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crate, "free", lambda _folder: crate.RESERVE + 1000)
    with (
        pytest.raises(NotPacked, match=r"This takes about 5 MiB, and the disk of .* has 0 MiB left"),
        Crate(tmp_path / "a") as packing,
    ):
        packing.require(5 << 20)
    monkeypatch.setattr(crate, "free", lambda _folder: 1000)
    with pytest.raises(NotPacked, match=r"is full\. Free some room"), Crate(tmp_path / "a") as packing:
        packing.parts["stories"].put("1.json", b"{}")
    assert list(tmp_path.iterdir()) == []
