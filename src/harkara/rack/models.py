"""The tables of the books. Only ``changes`` and ``ledger`` read and write them."""

from django.db import models


class ChangeRow(models.Model):
    """One call of ``changes.touch``. The position grows in the order of commits and is never used twice."""

    position = models.BigAutoField(primary_key=True)
    keys = models.TextField()  # one key a line
    at = models.DateTimeField()

    class Meta:
        db_table = "rack_change"

    def __str__(self) -> str:
        return f"{self.position}: {self.keys.replace(chr(10), ' ')}"


class SheetRow(models.Model):
    """A sheet that is on the shelf: when it was baked, at which position and in which edition."""

    name = models.CharField(max_length=200, unique=True)
    position = models.BigIntegerField()
    edition = models.CharField(max_length=40, db_index=True)
    valid_until = models.DateTimeField(null=True, db_index=True)
    hot_until = models.DateTimeField(null=True)
    baked_at = models.DateTimeField()

    class Meta:
        db_table = "rack_sheet"

    def __str__(self) -> str:
        return self.name


class EntryRow(models.Model):
    """A sheet read a key. The key is kept as its number (see ``ledger.number``), eight bytes instead of a word."""

    pk = models.CompositePrimaryKey("key", "sheet")
    key = models.BigIntegerField()
    sheet = models.BigIntegerField(db_index=True)

    class Meta:
        db_table = "rack_entry"

    def __str__(self) -> str:
        return f"{self.key} {self.sheet}"


class BookmarkRow(models.Model):
    """Where the press is in its reading of the log, and under which epoch."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.TextField()

    class Meta:
        db_table = "rack_bookmark"

    def __str__(self) -> str:
        return f"{self.name}={self.value}"
