"""``harkara comments``: what waits for a moderator or was reported, and the verdicts, from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from harkara.comments import actions
from harkara.comments.errors import Absent
from harkara.comments.models import Comment

MOST = 50


class Command(BaseCommand):
    help = "Comments: `waiting` and `reported` list them, `approve NUMBER …` shows them, `withdraw NUMBER …` takes them away."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=("waiting", "reported", "approve", "withdraw"))
        parser.add_argument("numbers", nargs="*", type=int, help="which comments")

    def handle(self, *args: Any, **options: Any) -> None:
        act, numbers = options["act"], options["numbers"]
        if act in ("waiting", "reported"):
            self._list(act)
            return
        if not numbers:
            raise CommandError(f"Say which: harkara comments {act} NUMBER …")
        verdict = actions.approve if act == "approve" else actions.withdraw
        missing = []
        for number in numbers:
            try:
                verdict(number)
            except Absent:
                missing.append(str(number))
        if missing:
            raise CommandError(f"There is no comment {', '.join(missing)} (any more); the others are done.")

    def _list(self, act: str) -> None:
        rows: QuerySet[Comment] = Comment.objects.select_related("reader")
        if act == "waiting":
            rows = rows.filter(state=Comment.State.WAITING).order_by("made_at")
        else:
            rows = rows.filter(due__isnull=False, told__gt=0, state=Comment.State.SHOWN).order_by("-due", "pk")
        for one in rows[:MOST]:
            name = one.reader.name if one.reader else "-"
            self.stdout.write(f"{one.pk}\tstory {one.story}\t{name}\t{' '.join(one.text.split())}")
