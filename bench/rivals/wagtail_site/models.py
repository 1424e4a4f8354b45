"""Sections and stories as pages in a tree."""

from django.db import models
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.models import Page


class SectionPage(Page):  # type: ignore[misc]  # Wagtail's classes carry no types
    """A section, with its newest stories."""

    template = "section.html"

    def get_context(self, request: object) -> dict[str, object]:
        """The twenty newest stories, for the list."""
        context: dict[str, object] = super().get_context(request)
        context["stories"] = StoryPage.objects.child_of(self).live().order_by("-date")[:20]
        return context


class StoryPage(Page):  # type: ignore[misc]  # as above
    """A story."""

    template = "story.html"
    date = models.DateTimeField()
    summary = models.TextField(blank=True)
    byline = models.CharField(max_length=200, blank=True)
    body = StreamField([("heading", CharBlock()), ("paragraph", RichTextBlock())])

    def get_context(self, request: object) -> dict[str, object]:
        """Its section, the navigation, and five newer stories beside it."""
        context: dict[str, object] = super().get_context(request)
        context["section"] = self.get_parent()
        context["sections"] = Page.objects.type(SectionPage).live().in_menu()
        context["beside"] = StoryPage.objects.sibling_of(self).live().order_by("-date")[:5]
        return context
