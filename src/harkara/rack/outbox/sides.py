"""The two sides of the house: which tables lie in the newsroom's database, and which in the readers'.

No foreign key goes across, and no transaction. Whoever writes on the readers' side says so:
``transaction.atomic(using=READERS)``.
"""

from typing import Any, Final

READERS: Final = "readers"
"""What the settings call the readers' database."""

OF_READERS: Final = ("outbox", "comments", "readings", "post")
"""The labels of the applications whose tables lie in it."""


class Sides:
    """Django's router: each application's tables on their own side."""

    def db_for_read(self, model: Any, **_: Any) -> str | None:
        """The database of ``model``, where it is the readers'."""
        return READERS if model._meta.app_label in OF_READERS else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **_: Any) -> bool | None:
        """No relation goes across."""
        sides = {each._meta.app_label in OF_READERS for each in (one, other)}
        return False if len(sides) > 1 else None

    def allow_migrate(self, db: str, app_label: str, **_: Any) -> bool:
        """Tables are made on their own side only."""
        return (db == READERS) == (app_label in OF_READERS)
