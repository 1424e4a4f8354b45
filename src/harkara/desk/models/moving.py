"""Moving in: what came from another paper, so that the same thing is never taken twice and its old addresses lead here."""

from django.db import models

from harkara.desk.models.fields import PlainJSON
from harkara.desk.models.taxonomy import Person, Section, Topic


class Move(models.Model):
    """The move of one paper: how far its export is taken in. ``position`` is the reader's, written with the stories before it in
    one transaction. ``counts`` adds up what became of its items.
    """

    class Stage(models.TextChoices):
        TAKING = "taking"
        LISTING = "listing"
        DONE = "done"

    origin = models.CharField(max_length=300, unique=True)
    kind = models.CharField(max_length=40)
    export = models.CharField(max_length=64, blank=True)
    """A digest that tells one export from another, a newer one: that is gone through from its beginning."""

    stage = models.CharField(max_length=8, choices=Stage, default=Stage.TAKING)
    position = models.TextField(blank=True)
    said = models.TextField(blank=True)
    """Up to where what readers said is taken in, too: it lies in the other database and comes after the stories."""

    counts = models.JSONField(default=dict, encoder=PlainJSON)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.origin


class Origin(models.Model):
    """A thing of another paper, by a digest of that paper's name and of its own there, and what it became: story or picture."""

    name = models.CharField(max_length=32, unique=True)
    story = models.ForeignKey("desk.Story", null=True, on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey("desk.Picture", null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ListingDue(models.Model):
    """A listing that stories which moved in belong to, and in which they have no places yet."""

    name = models.CharField(max_length=120, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class OldAddress(models.Model):
    """An address that a list of another paper had: a section's, a topic's, an author's. It leads to that list here; to ``path``
    where it leads to another page of this paper.
    """

    href = models.CharField(max_length=500, unique=True)
    section = models.ForeignKey(Section, null=True, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.href
