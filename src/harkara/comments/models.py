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
    """What is said under a story, counted. ``places``: how many comments ever began something of their own. ``lately``: how
    many were taken in the minute ``minute`` (POSIX seconds // 60). ``warmth``: how much is said lately (:mod:`.talked`).
    """

    story = models.BigIntegerField(primary_key=True)
    places = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)
    minute = models.BigIntegerField(default=0)
    lately = models.PositiveIntegerField(default=0)
    warmth = models.FloatField(default=0, db_index=True)

    def __str__(self) -> str:
        return f"talk {self.story}"


class TalkOrder(models.Model):
    """The stories under which most is said, as sheets show them, until the order of the first of them changes."""

    stories = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.stories)


class Comment(models.Model):
    """One comment. An answer has a ``parent``, which has none itself, and stands at its parent's ``place``.

    ``reader`` is empty where the reader's data was erased; then there are no words either. It is empty, too, where the comment
    moved in with another paper: ``signed`` is how somebody without an account here signed there. ``agreed`` less ``disagreed``
    orders the best. ``HELD`` is shown to its reader alone.

    ``risk`` and ``reasons`` (pairs of a word and a value, :mod:`.risk`) were found when it was received; ``shape`` is a digest
    of its words, by which the same text is known again. ``told`` counts the reports since a moderator last looked. ``due`` is
    the place in the moderators' queue, the highest first, and empty for what nobody has to look at.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SHOWN = "shown"
        WITHDRAWN = "withdrawn"
        DELETED = "deleted"
        HELD = "held"

    story = models.BigIntegerField()
    reader = models.ForeignKey(Reader, null=True, on_delete=models.SET_NULL, related_name="comments")
    signed = models.CharField(max_length=60, blank=True, default="")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answers")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State)
    text = models.TextField()
    made_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    agreed = models.PositiveIntegerField(default=0)
    disagreed = models.PositiveIntegerField(default=0)
    score = models.IntegerField(default=0)
    risk = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    shape = models.CharField(max_length=32, default="")
    told = models.PositiveIntegerField(default=0)
    due = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-due", "id"], name="comments_due", condition=models.Q(due__isnull=False)),
            models.Index(fields=["shape", "-made_at"], name="comments_shape"),
            models.Index(fields=["reader", "story", "place"], name="comments_held", condition=models.Q(state="held")),
            models.Index(fields=["story", "place"], name="comments_of_story"),
            models.Index(fields=["story", "parent", "state", "-score", "place"], name="comments_best"),
            models.Index(fields=["state", "made_at"], name="comments_by_state"),
            models.Index(fields=["reader", "-made_at"], name="comments_of_reader"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class MovedIn(models.Model):
    """Which comment of another paper became which here, by a digest of its origin: the same one is never taken twice."""

    name = models.CharField(max_length=32, unique=True)
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.name


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


class Verdict(models.Model):
    """What a moderator decided, for ever: who (the newsroom's number, and the name of then), when, what, why, and what it
    changed. ``before`` and ``after`` are what :mod:`.actions.judge` noted of the comment; ``lot`` is that of the verdicts given
    at one stroke; ``until`` is the end of a ban.
    """

    class Act(models.TextChoices):
        APPROVE = "approve"
        WITHDRAW = "withdraw"
        HOLD = "hold"
        BAN = "ban"
        LIFT = "lift"
        UNDO = "undo"

    act = models.CharField(max_length=8, choices=Act)
    comment = models.ForeignKey(Comment, null=True, on_delete=models.SET_NULL, related_name="verdicts")
    reader = models.ForeignKey(Reader, null=True, on_delete=models.SET_NULL, related_name="verdicts")
    story = models.BigIntegerField()
    by = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    until = models.DateTimeField(null=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    lot = models.CharField(max_length=32, db_index=True)
    undone = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["comment", "-id"], name="comments_verdicts_of"),
            models.Index(fields=["reader", "-id"], name="comments_verdicts_on"),
            models.Index(fields=["by", "-id"], name="comments_verdicts_by"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.comment_id}"


class Ban(models.Model):
    """A reader who may not write until ``until``. Known by a digest of the address, so that a new account is no way round."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"ban until {self.until:%Y-%m-%d}"


class Appeal(models.Model):
    """A reader asks the moderators to look again at a verdict: once. ``granted`` is empty while it waits."""

    verdict = models.OneToOneField(Verdict, on_delete=models.CASCADE, related_name="appeal")
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="appeals")
    words = models.CharField(max_length=1000)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"appeal {self.verdict_id}"


class Note(models.Model):
    """What one moderator tells the others about a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notes")
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()
    words = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"note {self.comment_id}"


class ListedWord(models.Model):
    """What the desk changed of the list of abuse (``abuse.txt``): a word that was added, or one struck off."""

    shape = models.CharField(max_length=200, primary_key=True)
    word = models.CharField(max_length=100)
    is_listed = models.BooleanField()
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.word


class Flood(models.Model):
    """The one switch for a night on which everybody writes. In force until ``until``."""

    class Rule(models.TextChoices):
        QUEUE = "queue"
        OLD = "old"

    rule = models.CharField(max_length=5, choices=Rule)
    days = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField()
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.rule} until {self.until:%Y-%m-%d %H:%M}"
