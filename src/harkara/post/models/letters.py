"""Letters that readers asked for, and what is on its way to them (decision 41).

An address stands in one row, :class:`LetterReader`, and in :class:`Asking` until it is confirmed or forgotten; everything else
knows a number. How long each row stays says ``docs/reference/readers-data.md``.
"""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Plain(DjangoJSONEncoder):
    """Writes letters as they are."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


class Letter(models.Model):
    """A kind of letter, as the newsroom set it up: the readers' side knows its name and whether it can be had."""

    slug = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.slug


class Asking(models.Model):
    """Somebody gave an address and has not pressed the button in the letter that went there. ``letters`` are the slugs that were
    ticked; empty where a link to one's own data was asked for.
    """

    email = models.CharField(max_length=254)
    letters = models.JSONField(default=list)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["email", "-made_at"], name="post_asking_of")]

    def __str__(self) -> str:
        return f"asking {self.pk}"


class LetterReader(models.Model):
    """Somebody who confirmed an address. ``told_at`` is when it was confirmed last."""

    email = models.CharField(max_length=254, unique=True)
    joined_at = models.DateTimeField()
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reader of letters {self.pk}"


class LetterOrder(models.Model):
    """A reader wants a letter. Letters go out in the order of these numbers."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="orders")
    reader = models.ForeignKey(LetterReader, on_delete=models.CASCADE, related_name="orders")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "reader"], name="post_one_order")]
        indexes = [models.Index(fields=["letter", "id"], name="post_orders_walk")]

    def __str__(self) -> str:
        return f"order {self.pk}"


class Mailing(models.Model):
    """One letter, finished: for all who ordered its kind, one row. ``turn`` names what it was made for (``2026-12-01``,
    ``story:12``), so that the same is never made twice. ``copy`` is what ``html`` and ``text`` were set from.

    ``place``: the order up to which all have it; ``upto`` the newest order that gets it, fixed when it sets out. ``again_at``: it
    rests until then, ``why`` says the reason. ``host`` holds the carrier that is at work on it until ``held_until``.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        GOING = "going"
        DONE = "done"
        WITHDRAWN = "withdrawn"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="mailings")
    turn = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=300)
    copy = models.JSONField(encoder=Plain)
    html = models.TextField()
    text = models.TextField()
    origin = models.CharField(max_length=200)
    paper = models.CharField(max_length=200)
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    place = models.BigIntegerField(default=0)
    upto = models.BigIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)
    host = models.CharField(max_length=80, blank=True)
    held_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "turn"], name="post_one_turn"),
            models.UniqueConstraint(fields=["letter", "number"], name="post_one_number"),
        ]
        indexes = [
            models.Index(fields=["at"], name="post_mailings_due", condition=models.Q(state__in=("waiting", "going"))),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.number}"


class MailingStory(models.Model):
    """A story stands in a letter: what becomes of it becomes of the letter."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="stories")
    story = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "story"], name="post_story_once")]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.story}"


class LetterAgain(models.Model):
    """A mail that was not taken for now (4xx), and is tried again at ``due_at``."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="again")
    order = models.ForeignKey(LetterOrder, on_delete=models.CASCADE, related_name="again")
    tries = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "order"], name="post_again_once")]

    def __str__(self) -> str:
        return f"{self.mailing_id} {self.order_id} {self.tries}"


class LetterBounce(models.Model):
    """A mail came back for a reason that may pass (a full mailbox). Of one that cannot pass nothing is left: the reader goes."""

    reader = models.ForeignKey(LetterReader, on_delete=models.CASCADE, related_name="bounces")
    mailing = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    code = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "mailing"], name="post_bounced_once")]

    def __str__(self) -> str:
        return f"bounce {self.pk}"


class LetterDay(models.Model):
    """What happened on a day of the paper, counted; no address."""

    day = models.DateField(primary_key=True)
    sent = models.PositiveIntegerField(default=0)
    soft = models.PositiveIntegerField(default=0)
    hard = models.PositiveIntegerField(default=0)
    complaints = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    parted = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.day)


class ReturnedTo(models.Model):
    """How far the mailbox to which letters come back was read."""

    name = models.CharField(max_length=200, primary_key=True)
    memo = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.name
