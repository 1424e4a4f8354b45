"""``harkara archive`` and the doctor's lines: what differs is named, what is well is said so."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from harkara.archive import turning
from harkara.archive.index import Index
from harkara.archive.shelf import open_index
from harkara.desk import actions, morgue
from harkara.desk.models import Story, Topic
from harkara.press import archive_command, comparing, following
from harkara.press.archive_command import archive
from harkara.press.archivist import INDEXES, Archivist
from tests.desk.factories import make_clipping, make_person, make_stories, make_story, make_topic
from tests.press.test_following import Paper, paper

__all__ = ["paper"]

pytestmark = pytest.mark.usefixtures("database")


def tampered(paper: Paper, name: str = "public") -> Index:
    """An index, open for somebody who writes into it behind the press's back."""
    paper.archivist.close()
    folder = turning.now(paper.folder / name)
    assert folder is not None
    return open_index(folder, writing=True)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_indexes_that_are_right(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    make_stories(3, topics=[make_topic()], bylines=[(make_person(), "")])
    make_story(published=False)
    make_clipping()
    assert archive(["rebuild"]) == 0
    assert said(capsys) == ["public: 3 records, made anew.", "newsroom: 5 records, made anew."]
    assert archive(["check"]) == 0
    assert said(capsys) == ["public: 3 records compared, 0 differ.", "newsroom: 5 records compared, 0 differ."]
    assert archive(["status", "--newsroom"]) == 0
    (line,) = said(capsys)
    assert line.startswith(f"newsroom: 5 records in {turning.now(paper.folder / 'newsroom')} (")
    assert line.endswith(", all that concerns it is put.")


def test_what_differs_is_named(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third, fourth = make_stories(4, topics=[make_topic("নদী")], bylines=[(make_person(), "")])
    paper.archivist.settle()
    index = tampered(paper)
    one, two, three = morgue.published([first.pk, second.pk, third.pk])
    changed = [replace(one, headline="অন্য", writers=()), replace(two, topics=()), replace(three, body=three.body + "!")]
    index.write([*changed, replace(one, number=777)], [f"story:{fourth.pk}"])
    index.close()
    assert archive(["check", "--public"]) == 1
    assert said(capsys) == [
        f"public: story {first.pk} has another headline, writers in the index.",
        f"public: story {third.pk} has another body in the index.",
        f"public: story {fourth.pk} is not in the index.",
        "public: story 777 is in the index and should not be.",
        "public: the topic নদী chooses 3 records and should choose 4.",
        "public: 4 records compared, 5 differ.",
    ]
    assert archive(["rebuild", "--public"]) == 0
    assert archive(["check", "--public"]) == 0


def test_records_beyond_any_number_are_counted(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    story = make_story()
    paper.archivist.settle()
    topic = make_topic("একা")
    (record,) = morgue.published([story.pk])
    index = tampered(paper)
    index.write([replace(record, number=10**6, topics=(topic.slug,))], [])
    index.close()
    assert archive(["check", "--public"]) == 1
    assert said(capsys) == [
        "public: the index holds 2 records and should hold 1.",
        "public: the topic একা has no record, and chooses some.",
        "public: 1 records compared, 2 differ.",
    ]


def test_what_was_not_followed_yet_waits(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    first, _ = make_stories(2, bylines=[(make_person(), "")])
    paper.archivist.settle()
    actions.kill(first, None)
    make_story(published=False)
    assert archive(["check", "--public"]) == 0
    assert said(capsys) == ["public: 1 records compared, 0 differ; 1 wait to be put."]
    assert archive(["status"]) == 0
    assert [line.partition("), ")[2] for line in said(capsys)] == [
        f"at {following.past(paper_place(paper)).position} of {position()}, {count} changes to be put."
        for count in (1, 2)
    ]
    person = make_person()
    person.name = "নতুন নাম"
    person.save()
    assert archive(["check", "--public"]) == 0
    assert said(capsys) == ["public: 1 records compared, 0 differ; 2 wait to be put."]


def position() -> int:
    from harkara.rack import changes

    return changes.position()


def paper_place(paper: Paper):
    reader = open_index(paper.folder / "public")
    try:
        return reader.place()
    finally:
        reader.close()


def test_an_index_that_is_put_while_it_is_compared_is_looked_at_again(
    paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = make_stories(2)
    paper.archivist.settle()
    real, times = comparing._difference, []

    def meanwhile(should, kept):
        if not times:
            actions.kill(stories[0], None)  # after the desk was read, before the index is
            paper.archivist.settle()
        times.append(1)
        return real(should, replace(kept, headline="আগের") if kept and len(times) == 1 else kept)

    monkeypatch.setattr(comparing, "_difference", meanwhile)
    reader = open_index(paper.folder / "public")
    found = comparing.compare(reader, ("story",))
    reader.close()
    assert (found.wrong, found.compared) == ([], 1)


def test_many_differences_are_counted_and_not_told(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "NAMED", 2)
    make_stories(4)
    paper.archivist.settle()
    index = tampered(paper)
    index.write([], [f"story:{number}" for number in Story.objects.values_list("pk", flat=True)])
    found = comparing.compare(index, ("story",))
    index.close()
    assert list(found.lines())[2:] == ["… and 3 more.", "4 records compared, 5 differ."]


def test_a_damaged_index_is_said_by_every_verb(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    make_story()
    paper.archivist.settle()
    tampered(paper).close()
    folder = turning.now(paper.folder / "public")
    assert folder is not None
    for path in folder.iterdir():
        path.write_bytes(b"torn")
    assert (archive(["status"]), archive(["check", "--public"])) == (1, 1)
    lines = said(capsys)
    assert [line.startswith(f"public: The index in {paper.folder / 'public'} cannot be used") for line in lines] == [
        *(True, False),
        True,
    ]
    found = {finding.sentence.partition(":")[0]: finding for finding in archive_command.examination()}
    assert {name: finding.state for name, finding in found.items()} == {"public": "ill", "newsroom": "well"}
    assert found["public"].remedy.endswith("`harkara archive rebuild --public`.")
    assert archive(["rebuild", "--public"]) == 0
    assert {finding.state for finding in archive_command.examination()} == {"well"}


def test_an_index_of_another_past_is_said(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    index = tampered(paper)
    index.write([], [], following.Place(99, "somebody else's"))
    index.close()
    assert archive(["status", "--public"]) == 1
    assert said(capsys)[0].endswith("does not follow this newsroom's log: it was not written by this press.")
    assert archive(["check", "--public"]) == 1
    assert [finding.state for finding in archive_command.examination()] == ["ill", "well"]


def test_a_paper_without_indexes(tmp_path: Path, settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.HARKARA_ARCHIVE = tmp_path / "nowhere"
    assert archive(["status"]) == 0
    assert said(capsys) == [f"{name}: There is no index yet; the press makes it." for name in INDEXES]
    assert [finding.state for finding in archive_command.examination()] == ["look", "look"]
    assert not settings.HARKARA_ARCHIVE.exists()


def test_one_at_a_time_makes_it_anew(paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    with turning.anew(paper.folder / "public"):
        assert archive(["rebuild", "--public"]) == 1
    assert "is being made anew by another process" in capsys.readouterr().err


def test_what_is_owed_is_said(
    paper: Paper, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(following, "LOT", 2)
    person = make_person()
    make_stories(5, bylines=[(person, "")])
    paper.archivist.settle()
    person.name = "অন্য নাম"
    person.save()
    paper.archivist.turn()
    assert archive(["status", "--public"]) == 0
    assert said(capsys)[0].endswith(f"; in lots: person:{person.pk}.")
    assert Archivist().followers[0].kinds == ("story",)
    assert Topic.objects.count() == 0


@pytest.mark.parametrize(("engine", "url"), [("postgres", "postgresql://nobody@127.0.0.1:9/none?connect_timeout=2")])
def test_a_server_that_is_away_is_said_by_every_verb(
    paper: Paper, settings: Any, engine: str, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HARKARA_ARCHIVE_ENGINE, settings.HARKARA_ARCHIVE_URL = engine, url
    assert [archive([verb, "--public"]) for verb in ("status", "check", "rebuild")] == [1, 1, 1]
    printed = capsys.readouterr()
    assert [line for line in (printed.out + printed.err).splitlines() if "Traceback" in line] == []
    assert "127.0.0.1" in printed.out + printed.err
    (finding,) = [one for one in archive_command.examination() if one.sentence.startswith("public")]
    assert finding.state == "ill"
