"""What is kept of clippings so that the same story from another outlet is told (``desk.twins``)."""

from django.db import models

from harkara.desk.models.clipping import IncomingClipping


class ClippingSketch(models.Model):
    """The word pairs of a clipping, as numbers of four bytes, ascending."""

    clipping = models.OneToOneField(IncomingClipping, primary_key=True, on_delete=models.CASCADE, related_name="sketch")
    pairs = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.pk}"


class ClippingBand(models.Model):
    """One of the numbers by which a clipping is found: another one with the same number may be near."""

    clipping = models.ForeignKey(IncomingClipping, on_delete=models.CASCADE, related_name="+")
    value = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.clipping_id} {self.value}"
