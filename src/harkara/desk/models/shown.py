"""The base of rows that many pages show: changing one touches its keys, whoever changes it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models, transaction

from harkara.rack import changes


class Shown(models.Model):
    """Saving or deleting a row that pages may show touches ``keys()`` in the same transaction.

    A new row is on no page yet, unless ``new_rows_show`` says so (a section appears in every frame at once).
    """

    new_rows_show = False

    parts: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Where saving a row need not touch all its keys: by attribute, the keys under which it alone is read."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        is_new = self._state.adding
        with transaction.atomic():
            # Locked, so that what another writer changes meanwhile is seen as changed back.
            before = type(self)._base_manager.select_for_update().filter(pk=self.pk).first() if self.parts else None
            super().save(*args, **kwargs)
            if before is not None:
                changes.touch(*self._changed_since(before))
            elif self.new_rows_show or not is_new:
                changes.touch(*self.keys())

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            keys = self.keys()
            done = super().delete(*args, **kwargs)
            changes.touch(*keys)
        return done

    def _changed_since(self, before: models.Model) -> set[str]:
        changed = (name for name in self.parts if getattr(self, name) != getattr(before, name))
        return {key.format(row=self) for name in changed for key in self.parts[name]}

    def keys(self) -> tuple[str, ...]:
        """The keys under which pages read this row."""
        raise NotImplementedError
