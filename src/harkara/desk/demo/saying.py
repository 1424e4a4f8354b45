"""What readers say under the demo paper's stories: invented people, invented words, by the same acts that readers use."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from harkara.comments import clock
from harkara.comments.actions.react import react
from harkara.comments.actions.say import say
from harkara.comments.actions.take_name import take_name
from harkara.comments.models import Reader
from harkara.desk.models import Story

SAYING = Path(__file__).with_name("saying.toml")


def fill(stories: list[Story], now: datetime) -> None:
    """Puts comments under the stories that the file names; who was there before stays."""
    told = tomllib.loads(SAYING.read_text())
    readers = {name: _reader(name, number, now) for number, name in enumerate(told["readers"], 1)}
    numbers = {story.headline: story.pk for story in stories}
    said: dict[str, int] = {}
    for row in told["comment"]:
        with clock.at(now - timedelta(minutes=row["minutes"])):
            parent = said[row["answers"]] if "answers" in row else None
            made = say(readers[row["by"]], numbers[row["story"]], "open", row["words"], parent=parent)
            said[row.get("key", row["words"])] = made.pk
            for name in row.get("agree", ()):
                react(readers[name], made.pk, "agree")
            for name in row.get("disagree", ()):
                react(readers[name], made.pk, "disagree")


def _reader(name: str, number: int, now: datetime) -> Reader:
    email = f"reader{number}@example.com"
    reader, _ = Reader.objects.get_or_create(
        email=email, defaults={"joined_at": now - timedelta(days=30), "seen_on": now.date()}
    )
    return take_name(reader, name)
