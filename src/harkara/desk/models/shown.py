"""The base of rows that many pages show: changing one touches its keys, whoever changes it."""

from typing import Any

from django.db import models, transaction

from harkara.rack import changes


class Shown(models.Model):
    """Saving or deleting a row that pages may show touches ``keys()`` in the same transaction.

    A new row is on no page yet, unless ``new_rows_show`` says so (a section appears in every frame at once).
    """

    new_rows_show = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        shows = self.new_rows_show or not self._state.adding
        with transaction.atomic():
            super().save(*args, **kwargs)
            if shows:
                changes.touch(*self.keys())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            keys = self.keys()
            done = super().delete(*args, **kwargs)
            changes.touch(*keys)
        return done

    def keys(self) -> tuple[str, ...]:
        """The keys under which pages read this row."""
        raise NotImplementedError
