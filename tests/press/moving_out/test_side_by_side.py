"""A site that several processes print is the one that a single process prints."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from harkara.comments.models import Comment, Talk
from harkara.desk.models import StoryAddress
from harkara.press.moving_out import packing
from harkara.press.moving_out.crate import NotPacked
from harkara.press.moving_out.packing import pack
from harkara.press.moving_out.site import Lot, Printer
from tests.desk.factories import NOON, make_paper, make_picture, make_stories, make_topic
from tests.whole.moving import differences, files

pytestmark = pytest.mark.usefixtures("store", "database", "noon")


def furnished(stories: int = 5) -> None:
    make_paper()
    made = make_stories(stories, topics=[make_topic("নদী")], picture=make_picture(width=320, height=200))
    StoryAddress.objects.create(story=made[0], href="/2019/08/নদী/")
    Talk.objects.create(story=made[0].pk, places=1, shown=1)
    Comment.objects.create(
        story=made[0].pk, text="ভালো", place=0, made_at=NOON, state=Comment.State.SHOWN, signed="রহিম", parent=None
    )


def test_the_folder_is_the_same_byte_by_byte(tmp_path: Path) -> None:
    furnished()
    alone, beside = (pack(tmp_path / str(jobs), jobs=jobs) for jobs in (0, 2))
    assert alone.manifest["pages"] > 50
    assert (alone.lacking, beside.lacking) == ([], [])
    assert differences(files(tmp_path / "0"), files(tmp_path / "2")) == {}


def test_a_process_that_is_killed_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    furnished(1)
    home, before = os.getpid(), Printer.others

    def others(self: Printer, wanted: Sequence[str]) -> Lot:
        if os.getpid() != home:
            os.kill(os.getpid(), signal.SIGKILL)
        return before(self, wanted)

    monkeypatch.setattr(Printer, "others", others)
    with pytest.raises(
        NotPacked, match=r"ended .by signal 9, SIGKILL.. Nothing is left behind: begin anew, with --jobs 0"
    ):
        pack(tmp_path / "packed", jobs=2)
    assert [found.name for found in tmp_path.iterdir() if "packed" in found.name] == []


def test_all_begin_at_one_moment_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    furnished(1)
    monkeypatch.setattr(Printer, "begin", lambda self, _: 0)  # another position than this one's
    with pytest.raises(NotPacked, match="could not begin at one moment"):
        pack(tmp_path / "packed", jobs=2)
    assert packing.TRIES == 20
    assert not (tmp_path / "packed").exists()
