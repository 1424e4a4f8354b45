"""``harkara thin``: throws away autosaves that nobody needs any more."""

from typing import Any

from django.core.management.base import BaseCommand

from harkara.desk.actions.thin import AFTER, thin


class Command(BaseCommand):
    help = (
        f"Throws away what the editor kept by itself more than {AFTER.days} days ago; versions that were saved, filed, "
        "approved or published stay. The press does it once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        gone = thin()
        self.stdout.write(f"Thinned: {gone} autosaves went.")
