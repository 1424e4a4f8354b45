"""Correcting: what was changed is chosen from the two versions, never typed again."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import ModelLogEntry, Revision

from harkara.desk import actions
from harkara.desk.errors import DeskError
from harkara.desk.models import Story
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.versions import Passage, passages
from harkara.people.models import User

MOST = 40
"""Changes that the screen offers; a story that was written anew is no correction."""

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What was wrong, and what is right"),
        help_text=gettext_lazy("For readers, under the story. May stay empty where the chosen words say it all."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Offers the changes between what readers see and the draft, or between what they saw before and what they see."""
    story = get_object_or_404(Story.objects.select_related("section", "latest_revision", "live_revision"), pk=number)
    let_in(request, "correct", story)
    assert isinstance(request.user, User)  # nobody else has the right
    offered, from_draft = offers(story)
    chosen = [int(place) for place in request.POST.getlist("chosen") if place.isdecimal() and int(place) < len(offered)]
    form = CorrectionForm(request.POST or None)
    back = reverse("desk_stories:edit", args=[story.pk])
    if request.method == "POST" and form.is_valid():
        if request.POST.get("seen") != _mark(story):
            form.add_error(None, _("Somebody changed the story meanwhile: look at the changes again."))
        else:
            try:
                actions.correct(
                    story,
                    form.cleaned_data["text"],
                    request.user,
                    passages=[offered[place] for place in chosen],
                    publish_draft=from_draft,
                )
            except DeskError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The correction stands under “%(headline)s”.") % {"headline": story})
                return HttpResponseRedirect(back)
    context = {
        "story": story,
        "form": form,
        "back": back,
        "offered": [(place, one, place in chosen or request.method == "GET") for place, one in enumerate(offered)],
        "from_draft": from_draft,
        "seen": _mark(story),
        "header_title": _("Correct"),
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": _("Correct")},
        ],
    }
    return TemplateResponse(request, "desk/correct.html", context)


def offers(story: Story) -> tuple[list[Passage], bool]:
    """The changes that a correction may show, and whether they wait in a draft that is published with it."""
    if story.live and story.has_unpublished_changes and story.latest_revision:
        return passages(story, story.latest_revision.as_object())[:MOST], True
    before = _published_before(story)
    return (passages(before.as_object(), story)[:MOST] if before else []), False


def _published_before(story: Story) -> Revision | None:
    """The version that readers saw before this one."""
    entries = ModelLogEntry.objects.filter(
        content_type=Story.get_content_type(), object_id=str(story.pk), action__in=PUBLISHED, revision__isnull=False
    )
    number = (
        entries.exclude(revision=story.live_revision_id)
        .order_by("-timestamp", "-pk")
        .values_list("revision", flat=True)
        .first()
    )
    return Revision.objects.filter(pk=number).first() if number else None


def _mark(story: Story) -> str:
    """The versions that the screen was made of."""
    return f"{story.live_revision_id}-{story.latest_revision_id}"
