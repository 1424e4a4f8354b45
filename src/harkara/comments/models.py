"""Readers and what they say: tables of the readers' database. Nothing here refers to the newsroom's.

No address of a machine, no browser and no place is kept of anybody; how long each row stays says
``docs/reference/readers-data.md``.
"""

from django.db import models


class Reader(models.Model):
    """Somebody who signs in by e-mail. ``looks`` is what the name looks like (:mod:`.names`): no two readers look alike."""

    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=60, blank=True)
    looks = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001 (nobody's look is not a look that two share)
    joined_at = models.DateTimeField()
    seen_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        return f"reader {self.pk}"


class EntryCode(models.Model):
    """A code that was sent to an address; only its digest is kept. Used once, or thrown away after some wrong guesses."""

    email = models.CharField(max_length=254)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    guesses = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["email", "-made_at"], name="comments_code_of")]

    def __str__(self) -> str:
        return f"code {self.pk}"


class Visit(models.Model):
    """A browser in which a reader has signed in. Of what the browser holds only the digest is kept."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="visits")
    digest = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"visit {self.pk}"


class Talk(models.Model):
    """What is said under a story, counted. ``places``: how many comments ever began something of their own."""

    story = models.BigIntegerField(primary_key=True)
    places = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["-shown"], name="comments_most")]

    def __str__(self) -> str:
        return f"talk {self.story}"


class Comment(models.Model):
    """One comment. An answer has a ``parent``, which has none itself, and stands at its parent's ``place``.

    ``reader`` is empty where the reader's data was erased; then there are no words either. ``agreed`` less ``disagreed``
    orders the best.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SHOWN = "shown"
        WITHDRAWN = "withdrawn"
        DELETED = "deleted"

    story = models.BigIntegerField()
    reader = models.ForeignKey(Reader, null=True, on_delete=models.SET_NULL, related_name="comments")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State)
    text = models.TextField()
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    agreed = models.PositiveIntegerField(default=0)
    disagreed = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["story", "place"], name="comments_of_story"),
            models.Index(fields=["story", "parent", "state", "-score", "place"], name="comments_best"),
            models.Index(fields=["state", "made_at"], name="comments_by_state"),
            models.Index(fields=["reader", "-made_at"], name="comments_of_reader"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Reaction(models.Model):
    """A reader agrees with a comment, or does not."""

    class Kind(models.TextChoices):
        AGREE = "agree"
        DISAGREE = "disagree"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "reader"], name="comments_one_reaction")]

    def __str__(self) -> str:
        return f"{self.kind} {self.comment_id}"


class Report(models.Model):
    """A reader tells the moderators of a comment. Who told is forgotten with the reader; that it was told is not."""

    class Reason(models.TextChoices):
        ABUSE = "abuse"
        HATE = "hate"
        FALSE = "false"
        SPAM = "spam"
        PRIVATE = "private"
        OTHER = "other"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    reader = models.ForeignKey(Reader, null=True, on_delete=models.SET_NULL, related_name="reports")
    reason = models.CharField(max_length=7, choices=Reason)
    words = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "reader"], name="comments_one_report")]

    def __str__(self) -> str:
        return f"{self.reason} {self.comment_id}"


class GuardedName(models.Model):
    """A name that no reader may look like: of who works here, and of the paper. Only what it looks and sounds like is kept."""

    looks = models.CharField(max_length=120, primary_key=True)
    sounds = models.CharField(max_length=120, db_index=True)

    def __str__(self) -> str:
        return self.looks
