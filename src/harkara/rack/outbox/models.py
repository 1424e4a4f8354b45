"""The table of the outbox. Only ``log`` reads and writes it."""

from django.db import models


class OutboxRow(models.Model):
    """One call of ``log.touch``. The position grows in the order of commits and is never used twice."""

    position = models.BigAutoField(primary_key=True)
    keys = models.TextField()  # one key a line
    at = models.DateTimeField()

    class Meta:
        db_table = "outbox_change"

    def __str__(self) -> str:
        return f"{self.position}: {self.keys.replace(chr(10), ' ')}"
