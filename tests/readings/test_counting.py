"""What the stand wrote down is counted: all of it, once."""

import logging
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError

from harkara.readings import command, counting, popular
from harkara.readings.command import Counter
from harkara.readings.models import EatenRow, HeadlineRow, HourRow, MinuteRow, StandingRow
from harkara.readings.spool import Sum

pytestmark = pytest.mark.django_db

NOON = 1_800_003_600
HOUR, MINUTE = NOON // 3600, NOON // 60


def write(folder: Path, *lines: str, name: str = "7.spool") -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text("".join(f"{line}\n" for line in lines))


def test_sums_go_into_minutes_hours_and_standings(tmp_path: Path) -> None:
    write(tmp_path, f"{NOON} 12 rd 2", f"{NOON + 61} 12 rs 1", f"{NOON} 12 a 2", f"{NOON} 12 e3 1", f"{NOON} 12 t 95")
    write(tmp_path, f"{NOON + 1} 12 rd 5", f"{NOON + 1} 13 s 1", name="8.spool")
    assert counting.eat(tmp_path) == 7
    assert list(tmp_path.iterdir()) == []
    assert list(MinuteRow.objects.order_by("minute").values_list("minute", "story", "opened")) == [
        (MINUTE, 12, 7),
        (MINUTE + 1, 12, 1),
    ]
    hour = HourRow.objects.get(hour=HOUR, story=12)
    assert (hour.rd, hour.rs, hour.a, hour.e3, hour.t, hour.s) == (7, 1, 2, 1, 95, 0)
    stood = {row.story: (row.day > 0, row.shared > 0) for row in StandingRow.objects.all()}
    assert stood == {12: (True, False), 13: (False, True)}
    write(tmp_path, f"{NOON + 2} 12 rd 1")
    counting.eat(tmp_path)
    assert HourRow.objects.get(hour=HOUR, story=12).rd == 8


def test_without_a_folder_there_is_nothing_to_eat(tmp_path: Path) -> None:
    assert counting.eat(tmp_path / "nobody wrote") == 0


def test_a_file_that_was_counted_is_not_counted_again(tmp_path: Path) -> None:
    """As after a sudden end between commit and unlinking."""
    write(tmp_path, f"{NOON} 12 rd 2", name="1-7.taken")
    assert counting.eat(tmp_path) == 1
    write(tmp_path, f"{NOON} 12 rd 2", name="1-7.taken")
    assert counting.eat(tmp_path) == 0
    assert MinuteRow.objects.get().opened == 2
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_sum_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, f"{NOON} 12 rd 2", f"{NOON} 12 zz 3", "nonsense", f"{NOON} 0 rd 1", f"{NOON} 12 rd -1")
    with open(tmp_path / "7.spool", "a") as file:
        file.write(f"{NOON} 12 rd 9")  # the worker was killed in the middle of a line
    counting.eat(tmp_path)
    assert list(MinuteRow.objects.values_list("story", "opened")) == [(12, 2)]


def test_what_is_old_goes() -> None:
    counting.add([Sum(NOON, 12, "rd", 1), Sum(NOON, 12, "a", 1), Sum(NOON, 12, "s", 1)])
    counting.thin(NOON + 3600.0)
    assert (MinuteRow.objects.count(), HourRow.objects.count(), StandingRow.objects.count()) == (1, 1, 1)
    counting.thin(NOON + 4 * 3600.0)
    assert (MinuteRow.objects.count(), HourRow.objects.count()) == (0, 1)
    counting.thin(NOON + 30 * 86_400.0)
    assert (HourRow.objects.count(), StandingRow.objects.count()) == (0, 0)


def test_openings_by_headlines_are_counted_by_test_until_another_one_begins(tmp_path: Path) -> None:
    write(tmp_path, f"{NOON} 12 h40 2", f"{NOON} 12 h41 3", f"{NOON} 12 h50 9", f"{NOON} 13 h40 1", f"{NOON} 12 h43 9")
    counting.eat(tmp_path)
    write(tmp_path, f"{NOON + 7200} 12 h41 4", f"{NOON + 1} 12 h41 1", f"{NOON} 12 h4 9")
    counting.eat(tmp_path)
    shown = ("story", "turn", "place", "opened", "hour")
    assert list(HeadlineRow.objects.order_by("story", "turn", "place").values_list(*shown)) == [
        (12, 4, 0, 2, HOUR),
        (12, 4, 1, 8, HOUR + 2),
        (12, 5, 0, 9, HOUR),
        (13, 4, 0, 1, HOUR),
    ]
    assert (MinuteRow.objects.count(), HourRow.objects.count()) == (0, 0)  # the story's own page tells of that
    counting.forget(12, 4)
    assert HeadlineRow.objects.count() == 2
    counting.thin(NOON + 10 * 86_400.0)
    assert HeadlineRow.objects.count() == 0


def test_a_counter_eats_often_and_puts_in_order_once_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(popular, "settle", lambda: done.append("order"))
    monkeypatch.setattr(counting, "thin", lambda now: done.append("thin"))
    monkeypatch.setattr(counting, "eat", lambda folder: done.append("eat"))
    now = [0.0]
    counter = Counter(tmp_path, lambda: now[0])
    for seconds in (0.0, 2.0, 60.0, 3600.0):
        now[0] = seconds
        counter.step()
    assert done == ["eat", "order", "thin", "eat", "eat", "order", "eat", "order", "thin"]


@pytest.mark.django_db(transaction=True)
def test_where_the_database_refuses_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, f"{NOON} 12 rd 2")
    over, counter = threading.Event(), Counter(tmp_path)

    def refuses(sums: object) -> None:
        over.set()
        raise DatabaseError("no room")

    with monkeypatch.context() as patch, caplog.at_level(logging.CRITICAL):
        patch.setattr(command, "PAUSE", 0.0)
        patch.setattr(counting, "add", refuses)
        counter.work(over)
    assert EatenRow.objects.count() == 0
    assert counting.eat(tmp_path) == 1


def test_count_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.HARKARA_HOME", tmp_path)
    write(tmp_path / "readings", f"{NOON} 12 rd 2")
    assert command.count(["--once"]) == 0
    assert MinuteRow.objects.get().opened == 2
