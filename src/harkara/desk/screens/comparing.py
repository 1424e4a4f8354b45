"""Two versions of a story beside one another: every changed word, on a phone too."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Revision
from wagtail.snippets.views.snippets import RevisionsCompareView

from harkara.desk.models import Story
from harkara.desk.templatetags.newsroom import moment
from harkara.desk.versions import compare

CHOICE = 60
"""Versions, the newest first, among which one chooses."""


class StoryCompareView(RevisionsCompareView):
    """What changed from one version to another, word by word."""

    template_name = "desk/compare.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Two versions that were chosen in the form (``from``, ``to``) have an address of their own."""
        chosen = request.GET.get("from", ""), request.GET.get("to", "")
        if all(one.isascii() and (one.isdigit() or one in ("live", "earliest", "latest")) for one in chosen):
            older, newer = chosen
            address = reverse(
                "desk_stories:revisions_compare",
                args=[self.object.pk, "earliest" if older == "latest" else older, newer.replace("earliest", "latest")],
            )
            return HttpResponseRedirect(f"{address}?view={self._view()}")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def _get_comparison(self, revision_a: Story, revision_b: Story) -> list[Any]:
        return compare(revision_a, revision_b)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        story: Story = self.object
        newest = list(story.revisions.select_related("user").defer("content").order_by("-created_at", "-pk")[:CHOICE])
        by_name = {"earliest": newest[-1:], "latest": newest[:1], "live": []}
        ends = [by_name.get(str(one)) for one in (self.revision_id_a, self.revision_id_b)]
        numbers = [
            str(found[0].pk) if found else str(one)
            for one, found in zip((self.revision_id_a, self.revision_id_b), ends, strict=True)
        ]
        missing = [number for number in numbers if number.isdigit() and int(number) not in {row.pk for row in newest}]
        newest += story.revisions.filter(pk__in=missing).select_related("user").defer("content")
        choices = [(str(row.pk), named(row, story)) for row in newest]
        if story.live:
            choices.insert(0, ("live", _("What readers see now")))
        return {
            **context,
            "story": story,
            "parts": context["comparison"],
            "choices": choices,
            "older": numbers[0],
            "newer": numbers[1],
            "view": self._view(),
        }

    def _view(self) -> str:
        return "side" if self.request.GET.get("view") == "side" else "inline"


def named(row: Revision, story: Story) -> str:
    """A version in a list: when, by whom, and whether readers see it."""
    who = (row.user.get_full_name() or row.user.get_username()) if row.user else ""
    state = _("published") if row.pk == story.live_revision_id and story.live else ""
    return " · ".join(filter(None, (moment(row.created_at), who, state)))
