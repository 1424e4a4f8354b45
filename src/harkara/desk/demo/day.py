"""What is on its way when the demo paper opens: drafts in every stage, and what somebody is asked to write."""

import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group

from harkara.desk import clock
from harkara.desk.actions.approve import approve
from harkara.desk.actions.assign import assign
from harkara.desk.actions.claim import claim
from harkara.desk.actions.file_story import file_story
from harkara.desk.models import Section, Story
from harkara.people.models import User

DAY = Path(__file__).with_name("day.toml")
REPORTER = "reporter"


def fill(now: datetime, editor: User, body: Callable[[str], Any]) -> None:
    """Puts a day's work on the board. Who wrote it is an account that nobody can sign in with."""
    told = tomllib.loads(DAY.read_text())
    reporter = User.objects.create_user(REPORTER, first_name="রুমানা", last_name="সরদার", initials="রস")
    reporter.groups.add(Group.objects.get(name="reporter"))
    sections = {section.slug: section for section in Section.objects.all()}
    for row in told["draft"]:
        with clock.at(now - timedelta(minutes=row["minutes"])):
            _draft(row, sections[row["section"]], reporter, editor, body)
    for row in told["assignment"]:
        due = now + timedelta(hours=row["hours"])
        assign(row["what"], editor, to=reporter, due=due, brief=row["brief"], section=sections[row["section"]])


def _draft(row: dict[str, Any], section: Section, reporter: User, editor: User, body: Callable[[str], Any]) -> None:
    story = Story(headline=row["headline"], summary=row["summary"], section=section, body=body(row["body"]))
    story.save()
    story.save_revision(user=reporter)
    if row["stage"] != "draft":
        file_story(story, reporter)
    if row["stage"] == "editing":
        claim(story, editor)
    if row["stage"] == "approved":
        approve(story, editor)
