"""Places: who stands where in the lists of the paper.

A listing hands out running numbers from its oldest end, so that page *n* is a range of numbers, found by index in an
archive of any size, and a new story never renumbers an old page. Who leaves a listing leaves a hole. Who comes in late
(an old story that moves here) takes the number of the neighbour before it, so a page may hold one more.
"""

from django.db import models

PER_PAGE = 20

BESIDE = "~"
"""How the name of a listing begins that is made, or taken away, beside one that readers see: nobody reads it."""


class Listing(models.Model):
    """A list of stories: ``section:world``, ``topic:…``. ``length`` numbers are given out; ``shown`` stories stand in it."""

    name = models.CharField(max_length=120, unique=True)
    length = models.PositiveIntegerField(default=0)
    shown = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def older_pages(self) -> int:
        """How many numbered pages there are: 1 is the oldest. The first page shows the newest 20 to 39 numbers."""
        return max(0, self.length // PER_PAGE - 1)

    def page_of(self, number: int) -> int | None:
        """The numbered page on which a number stands, or ``None`` for the first page."""
        page = number // PER_PAGE + 1
        return page if page <= self.older_pages else None

    def numbers_of(self, page: int | None) -> range:
        """The numbers that stand on an older page, or on the first one (``None``)."""
        begin = PER_PAGE * (self.older_pages if page is None else page - 1)
        return range(begin, self.length if page is None else begin + PER_PAGE)


class Place(models.Model):
    """A story's place in a listing. A place is kept when its story goes, so that it can come back to it."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="places", db_index=False)
    number = models.PositiveIntegerField()
    story = models.ForeignKey("desk.Story", on_delete=models.PROTECT, related_name="places")
    published_at = models.DateTimeField()
    shown = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["listing", "story"], name="desk_one_place")]
        indexes = [
            models.Index(fields=["listing", "number"], name="desk_place_number"),
            models.Index(fields=["listing", "published_at"], name="desk_place_time"),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}:{self.number}"


class NewsDay(models.Model):
    """A day, in the paper's zone, on which something was published, and how much of it is still there."""

    day = models.DateField(primary_key=True)
    stories = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.day.isoformat()
