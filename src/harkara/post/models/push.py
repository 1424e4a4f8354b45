"""Notices that browsers asked for, and what is on its way to them (decision 40).

How long each row stays says ``docs/reference/readers-data.md``.
"""

from django.db import models


class Subscription(models.Model):
    """A browser that wants notices. Where it is reached (``endpoint``) and with which keys its push service said; ``digest`` is
    the SHA-256 of the endpoint, by which it is found, ``service`` the name of who carries it (:mod:`harkara.post.push.services`).

    ``most``: notices a day; 0 for as many as the paper allows. Between ``quiet_from`` and ``quiet_until`` (hours of the paper's
    zone; equal for never) nothing comes but, where ``is_woken``, what is most urgent. ``misses``: how often in a row its service
    refused it for good, though not as gone.
    """

    digest = models.CharField(max_length=64, unique=True)
    service = models.CharField(max_length=60)
    endpoint = models.TextField()
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=60)
    most = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.PositiveSmallIntegerField(default=23)
    quiet_until = models.PositiveSmallIntegerField(default=7)
    is_woken = models.BooleanField(default=False)
    misses = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class Wish(models.Model):
    """What a browser wants to hear of: ``breaking``, ``section:world``, ``topic:12`` (the newsroom's number)."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="wishes")
    service = models.CharField(max_length=60)
    subject = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "subject"], name="post_one_wish")]
        indexes = [models.Index(fields=["subject", "service", "subscription"], name="post_wishes")]

    def __str__(self) -> str:
        return f"{self.subject} {self.subscription_id}"


class Message(models.Model):
    """One notice for all who want it: a row, however many they are. ``event`` names what it tells of, so that the same is never
    sent twice. ``words`` is what browsers get; ``upto`` the newest subscription that hears of it.

    A correction, a kill and new words (``restated``) go to those whom what they follow reached, and before the rest of it.
    ``round``: 0 while it goes out, then how often it was taken up again for those who had their quiet hours; ``hours`` has a bit
    for each hour at which those of some of them end. Nobody is told after ``until``.
    """

    class Kind(models.TextChoices):
        NEWS = "news"
        BREAKING = "breaking"
        URGENT = "urgent"
        CORRECTION = "correction"
        KILL = "kill"
        RESTATED = "restated"

    class State(models.TextChoices):
        ON_ITS_WAY = "going"
        QUIET = "quiet"
        DONE = "done"
        STOPPED = "stopped"

    event = models.CharField(max_length=60, unique=True)
    story = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=10, choices=Kind)
    subjects = models.JSONField(default=list)
    words = models.JSONField()
    state = models.CharField(max_length=7, choices=State, default=State.ON_ITS_WAY)
    round = models.PositiveSmallIntegerField(default=0)
    hours = models.PositiveIntegerField(default=0)
    upto = models.BigIntegerField()
    made_at = models.DateTimeField(db_index=True)
    due = models.DateTimeField()
    until = models.DateTimeField()
    reached = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["due"], name="post_messages_due", condition=models.Q(state__in=("going", "quiet"))),
        ]

    def __str__(self) -> str:
        return self.event


class Walk(models.Model):
    """How far a message is among the subscriptions of one service: all up to ``place`` are done, but those ``aside``, which could
    not be reached and are tried once more at the end. ``again_at``: the service asked for patience, or did not answer, ``tries``
    times at this place.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="walks")
    service = models.CharField(max_length=60)
    place = models.BigIntegerField(default=0)
    aside = models.JSONField(default=list)
    is_over = models.BooleanField(default=False)
    again_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "service"], name="post_one_walk")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.service} {self.place}"


class Reached(models.Model):
    """Whom a message reached on a ``day`` of the paper's: one bit for each subscription of a ``block`` (their number // 8192)."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="blocks")
    block = models.PositiveIntegerField()
    day = models.DateField()
    bits = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "block", "day"], name="post_one_block")]
        indexes = [models.Index(fields=["day", "block"], name="post_blocks_of_day")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.block}"
