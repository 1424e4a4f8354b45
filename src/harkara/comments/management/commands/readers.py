"""``harkara readers``: a reader's data, told or erased; and what is kept for a time only, thrown away."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from harkara.comments import actions
from harkara.comments.actions.ask_code import address
from harkara.comments.errors import CommentsError
from harkara.comments.models import Reader


class Command(BaseCommand):
    help = "A reader's data: `export ADDRESS` prints all of it as JSON, `erase ADDRESS` deletes it, `tidy` what is too old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=("export", "erase", "tidy"))
        parser.add_argument("address", nargs="?", default="", help="the reader's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "tidy":
            done = actions.tidy()
            self.stdout.write(", ".join(f"{count} {what}" for what, count in done.items()) + " thrown away.")
            return
        reader = self._reader(options["address"])
        if options["act"] == "export":
            self.stdout.write(json.dumps(actions.export(reader), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(f"Erased, with {actions.erase(reader)} comments.")

    def _reader(self, given: str) -> Reader:
        try:
            found = Reader.objects.filter(email=address(given)).first()
        except CommentsError as error:
            raise CommandError(f"{given!r} is no e-mail address: write it as the reader signs in.") from error
        if found is None:
            raise CommandError(f"Nobody has signed in as {given!r}: there is nothing to tell or to erase.")
        return found
