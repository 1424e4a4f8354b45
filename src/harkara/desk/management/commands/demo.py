"""``harkara demo``: sets up the demo paper."""

from typing import Any

from django.core.management.base import BaseCommand

from harkara.desk.demo.setting_up import EDITOR, set_up


class Command(BaseCommand):
    help = (
        "Sets up the demo paper: sections, invented stories, pictures, an editor. Run again, it adds what is missing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = set_up()
        self.stdout.write(f"Demo paper: {done.stories} stories made." if done.stories else "Demo paper: it is there.")
        if done.password:
            self.stdout.write(
                f"Log in at /desk/ as {EDITOR!r} with the password {done.password} (it is shown only now)."
            )
