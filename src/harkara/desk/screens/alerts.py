"""Send to readers: the screen of a story on which a notice is worded, seen as phones show it, and sent; and what was sent."""

from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harkara.bangla import graphemes
from harkara.desk import actions
from harkara.desk.actions.alerts import FIRST, sends
from harkara.desk.errors import DeskError
from harkara.desk.models import Alert, Paper, Story
from harkara.desk.screens.doorkeeper import let_in
from harkara.post.push import copy as post
from harkara.post.push import words

SHOWN: Final = 12
"""Notices of a story on its screen, the newest first."""

TICK: Final = "then_alert"
"""The field of other screens that leads here afterwards."""


class AlertForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("To whom"),
        choices=[(one.value, one.label) for one in FIRST],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(
        label=gettext_lazy("headline"),
        max_length=words.TITLE,
        widget=forms.TextInput(attrs={"lang": "bn", "autofocus": True, "data-alert": "title"}),
    )
    text = forms.CharField(
        label=gettext_lazy("below the headline"),
        max_length=words.TEXT,
        required=False,
        widget=forms.Textarea(attrs={"lang": "bn", "rows": 3, "data-alert": "text"}),
    )


@dataclass(frozen=True, slots=True)
class Sent:
    """A notice that was ordered, and how far it got."""

    alert: Alert
    progress: post.Progress | None


def initial(story: Story, kind: str = "") -> dict[str, str]:
    """What the form offers: the headline and the summary, as long as phones show them."""
    return {
        "kind": kind if kind in FIRST else Alert.Kind.NEWS.value,
        "title": graphemes.truncate(story.headline, words.TITLE // 2)[: words.TITLE],
        "text": graphemes.truncate(story.summary, words.TEXT // 2)[: words.TEXT],
    }


def screen(request: HttpRequest, number: int) -> HttpResponse:
    """The form, the notice as it will look, and what was sent of the story ``number``."""
    story = get_object_or_404(Story.objects.select_related("section").defer("body"), pk=number, killed_at=None)
    let_in(request, "urgent", story)
    back = reverse("desk_stories:edit", args=[story.pk])
    form = AlertForm(
        request.POST if request.method == "POST" else None, initial=initial(story, request.GET.get("kind", ""))
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.send_alert(story, cast(Any, request.user), said["kind"], said["title"], said["text"])
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("On its way to readers: “%(title)s”.") % {"title": said["title"]})
            return HttpResponseRedirect(request.path)
    context: dict[str, Any] = {
        "story": story,
        "form": form,
        "sends": sends(),
        "paper": Paper.load().name,
        "readers": _readers() if sends() else None,
        "sent": sent(story),
        "back": back,
        "header_title": _("Send to readers"),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": _("Send to readers")},
        ],
    }
    return TemplateResponse(request, "desk/alert.html", context)


def sent(story: Story) -> list[Sent]:
    """The notices of ``story``, the newest first; how far each got where the readers' database says it."""
    rows = list(Alert.objects.filter(story=story.pk).select_related("ordered_by")[:SHOWN])
    try:
        got = post.progress(story.pk) if rows else {}
    except DatabaseError:
        got = {}
    return [Sent(one, got.get(one.event)) for one in rows]


def _readers() -> int | None:
    try:
        return post.readers()
    except DatabaseError:
        return None


def way(request: HttpRequest, story: Story, kind: str) -> str:
    """Where to go after another act, if its form asked for the notice: to this screen; empty where it did not."""
    if TICK not in request.POST or not sends():
        return ""
    return f"{reverse('desk_acts:alert', args=[story.pk])}?kind={kind}"
