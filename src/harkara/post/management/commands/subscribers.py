"""``harkara subscribers``: what is kept of somebody who orders letters, told or erased; and what is too old, thrown away."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from harkara.post.letters import leaving
from harkara.post.letters.addresses import normal
from harkara.post.letters.errors import LettersError


class Command(BaseCommand):
    help = "Readers of letters: `export ADDRESS` prints all that is kept as JSON, `erase ADDRESS` deletes it, `tidy` what is old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=("export", "erase", "tidy"))
        parser.add_argument("address", nargs="?", default="", help="the reader's e-mail address")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "tidy":
            done = leaving.tidy()
            self.stdout.write(", ".join(f"{count} {what}" for what, count in done.items()) + " thrown away.")
            return
        try:
            email = normal(options["address"])
        except LettersError as error:
            raise CommandError(f"{options['address']!r} is no e-mail address: write it as the reader did.") from error
        if options["act"] == "export":
            self.stdout.write(json.dumps(leaving.export(email), ensure_ascii=False, indent=2))
        elif leaving.erase(email):
            self.stdout.write("Erased.")
        else:
            raise CommandError(f"Nothing is kept of {options['address']!r}: there is nothing to erase.")
