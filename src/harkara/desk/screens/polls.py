"""The poll of a story: asked, changed, closed, taken away, and how readers voted so far."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harkara.desk import actions, clock, copy
from harkara.desk.actions.polls import MOST
from harkara.desk.errors import DeskError
from harkara.desk.models import Story
from harkara.desk.screens.doorkeeper import let_in
from harkara.readings import votes


class PollForm(forms.Form):
    question = forms.CharField(
        label=gettext_lazy("question"),
        max_length=200,
        widget=forms.TextInput(attrs={"autofocus": True, "lang": "bn"}),
    )
    options = forms.CharField(
        label=gettext_lazy("answers"),
        help_text=gettext_lazy("One a line, two to eight. Other words begin the count anew."),
        widget=forms.Textarea(attrs={"rows": MOST, "lang": "bn"}),
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("For how long"),
        coerce=int,
        choices=[
            (3, gettext_lazy("three hours")),
            (12, gettext_lazy("twelve hours")),
            (24, gettext_lazy("a day")),
            (72, gettext_lazy("three days")),
            (168, gettext_lazy("a week")),
        ],
        initial=24,
    )


def poll(request: HttpRequest, number: int) -> HttpResponse:
    """The screen: the form, and below it the votes so far with what ends the poll."""
    story = get_object_or_404(Story.objects.defer("body"), pk=number, killed_at=None)
    let_in(request, "publish", story)
    asked = copy.poll(story.pk)
    initial = {"question": asked.question, "options": "\n".join(asked.options)} if asked else {}
    ends = request.POST.get("act") in ("close", "drop")
    form = PollForm(request.POST if request.method == "POST" and not ends else None, initial=initial)
    if request.method == "POST" and (ends or form.is_valid()):
        try:
            _done(request, story, form)
        except DeskError as refusal:
            form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
        else:
            messages.success(request, _("Done: “%(headline)s”.") % {"headline": story.headline})
            return HttpResponseRedirect(request.path)
    shown = asked and asked.counted(votes.counted(story.pk, asked.turn, len(asked.options), asked.closes_at))
    back = reverse("desk_stories:edit", args=[story.pk])
    context: dict[str, Any] = {
        "story": story,
        "form": form,
        "poll": shown,
        "lines": list(zip(shown.options, shown.votes, shown.shares, strict=True)) if shown else [],
        "is_open": shown is not None and shown.closes_at > clock.now(),
        "back": back,
        "header_title": _("Poll"),
        "header_icon": "list-ul",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": _("Poll")},
        ],
    }
    return TemplateResponse(request, "desk/poll.html", context)


def _done(request: HttpRequest, story: Story, form: PollForm) -> None:
    user: Any = request.user
    act = request.POST.get("act")
    if act in ("close", "drop"):
        actions.end_poll(story, user, take_away=act == "drop")
        return
    said = form.cleaned_data
    actions.ask_poll(story, user, said["question"], said["options"].split("\n"), said["hours"])
