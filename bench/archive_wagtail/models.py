"""One kind of story, with the search fields that Wagtail's documentation gives a page: the title counts more."""

from django.db import models
from wagtail.search import index


class Story(index.Indexed, models.Model):
    title = models.CharField(max_length=250)
    body = models.TextField()

    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("body"),
    ]

    class Meta:
        app_label = "archive_wagtail"

    def __str__(self) -> str:
        return str(self.title)
