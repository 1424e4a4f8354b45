"""Sums of readings. Nothing here knows a reader. Only ``counting``, ``popular`` and ``numbers`` read and write them."""

from django.db import models


class MinuteRow(models.Model):
    """How often a story was opened in a minute (POSIX seconds // 60). Kept for some hours: what is read now."""

    pk = models.CompositePrimaryKey("minute", "story")
    minute = models.BigIntegerField()
    story = models.BigIntegerField()
    opened = models.IntegerField()

    class Meta:
        db_table = "readings_minute"

    def __str__(self) -> str:
        return f"{self.minute} {self.story}: {self.opened}"


class HourRow(models.Model):
    """Of a story in an hour (POSIX seconds // 3600), how often each was counted (the letters of the spool)."""

    pk = models.CompositePrimaryKey("hour", "story")
    hour = models.BigIntegerField()
    story = models.BigIntegerField()
    rd = models.IntegerField(default=0)
    ro = models.IntegerField(default=0)
    rs = models.IntegerField(default=0)
    rc = models.IntegerField(default=0)
    rx = models.IntegerField(default=0)
    rl = models.IntegerField(default=0)
    a = models.IntegerField(default=0)
    t = models.BigIntegerField(default=0)
    e0 = models.IntegerField(default=0)
    e1 = models.IntegerField(default=0)
    e2 = models.IntegerField(default=0)
    e3 = models.IntegerField(default=0)
    e4 = models.IntegerField(default=0)
    s = models.IntegerField(default=0)

    class Meta:
        db_table = "readings_hour"

    def __str__(self) -> str:
        return f"{self.hour} {self.story}"


class HeadlineRow(models.Model):
    """How often a story was opened from fronts by one of the headlines of a test: ``turn`` is the last digit of the number that
    the test has among those of its story, ``place`` 0 its own headline.
    """

    pk = models.CompositePrimaryKey("story", "turn", "place")
    story = models.BigIntegerField()
    turn = models.SmallIntegerField()
    place = models.SmallIntegerField()
    opened = models.IntegerField()
    hour = models.BigIntegerField(db_index=True)
    """That of the last of them (POSIX seconds // 3600)."""

    class Meta:
        db_table = "readings_headline"

    def __str__(self) -> str:
        return f"{self.story} {self.turn}.{self.place}: {self.opened}"


class AdRow(models.Model):
    """How often something that is sold was seen and clicked in an hour (POSIX seconds // 3600)."""

    pk = models.CompositePrimaryKey("ad", "hour")
    ad = models.BigIntegerField()
    hour = models.BigIntegerField()
    vs = models.BigIntegerField(default=0)
    vp = models.BigIntegerField(default=0)

    class Meta:
        db_table = "readings_ad"

    def __str__(self) -> str:
        return f"{self.ad} {self.hour}: {self.vs} {self.vp}"


class VoteRow(models.Model):
    """Votes for an answer of a poll in an hour (POSIX seconds // 3600). ``turn`` is the digit of the question among those that
    were asked under the story, ``place`` that of the answer.
    """

    pk = models.CompositePrimaryKey("story", "turn", "place", "hour")
    story = models.BigIntegerField()
    turn = models.SmallIntegerField()
    place = models.SmallIntegerField()
    hour = models.BigIntegerField()
    votes = models.IntegerField()

    class Meta:
        db_table = "readings_vote"

    def __str__(self) -> str:
        return f"{self.story} {self.turn}.{self.place}: {self.votes}"


class StandingRow(models.Model):
    """How high a story stands: sums that fade with time, as logarithms (``standing``), so that their order needs no clock."""

    story = models.BigIntegerField(primary_key=True)
    day = models.FloatField(default=0, db_index=True)
    week = models.FloatField(default=0, db_index=True)
    shared = models.FloatField(default=0, db_index=True)

    class Meta:
        db_table = "readings_standing"

    def __str__(self) -> str:
        return f"{self.story}: {self.day:.2f} {self.week:.2f} {self.shared:.2f}"


class OrderRow(models.Model):
    """The stories that stand first, as sheets show them, until the order of the first of them changes."""

    name = models.CharField(max_length=20, primary_key=True)
    stories = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        db_table = "readings_order"

    def __str__(self) -> str:
        return f"{self.name}: {self.stories}"


class EatenRow(models.Model):
    """A file of the spool that was counted, so that it is never counted twice."""

    name = models.CharField(max_length=120, primary_key=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "readings_eaten"

    def __str__(self) -> str:
        return self.name
