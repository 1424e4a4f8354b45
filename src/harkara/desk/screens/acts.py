"""The verbs beside publishing, and the addresses of all: take off the paper. A short form each, then the action."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harkara.desk import actions, clock, rights, sources, when
from harkara.desk.actions.alerts import sends
from harkara.desk.errors import DeskError
from harkara.desk.models import Banner, Story
from harkara.desk.screens import alerts, cards, correcting, headlines, kills, polls, publishing, redacting
from harkara.desk.screens.doorkeeper import let_in


class UnpublishForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The story's history keeps it; readers do not see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


NOWHERE = "none"


class BannerForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("In the bar of the front page"),
        choices=[*Banner.Kind.choices, (NOWHERE, gettext_lazy("not there: take it out"))],
        initial=Banner.Kind.BREAKING.value,
        widget=forms.RadioSelect,
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("For how long"),
        coerce=int,
        choices=[
            (1, gettext_lazy("one hour")),
            (3, gettext_lazy("three hours")),
            (6, gettext_lazy("six hours")),
            (12, gettext_lazy("twelve hours")),
            (24, gettext_lazy("a day")),
        ],
        initial=3,
    )


def _put(story: Story, user: Any, said: dict[str, Any]) -> None:
    if said["kind"] == NOWHERE:
        actions.lower_banner(story, user)
    else:
        actions.raise_banner(story, user, said["kind"], said["hours"])


View = Callable[..., HttpResponse]


def _act(
    name: str,
    form_class: type[forms.Form],
    title: Any,
    warning: Any,
    act: Callable[[Story, Any, dict[str, Any]], object],
) -> View:
    """A screen with a form that calls ``act``; a refusal is shown above the form. ``name`` is that of the
    right (``rights.ACTS``).
    """

    def screen(request: HttpRequest, number: int) -> HttpResponse:
        story = get_object_or_404(Story.objects.defer("body"), pk=number)
        let_in(request, name, story)
        back = reverse("desk_stories:edit", args=[story.pk])
        form = form_class(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                act(story, request.user, form.cleaned_data)
            except DeskError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Done: “%(headline)s”.") % {"headline": story.headline})
                kind = form.cleaned_data.get("kind", "")
                return HttpResponseRedirect(alerts.way(request, story, kind) or back)
        context = {
            "form": form,
            "story": story,
            "back": back,
            "warning": warning,
            "may_alert": name == "urgent" and story.live and sends(),
            "header_title": title,
            "header_icon": "warning",
            "breadcrumbs_items": [
                {"url": reverse("desk_stories:list"), "label": _("Stories")},
                {"url": back, "label": story.headline},
                {"url": "", "label": title},
            ],
        }
        return TemplateResponse(request, "desk/act.html", context)

    return screen


unpublish = _act(
    "unpublish",
    UnpublishForm,
    gettext_lazy("Take off the paper"),
    gettext_lazy(
        "The story leaves every page within a second. Its address says that there is no such page. Publishing brings it "
        "back to the same address and places."
    ),
    lambda story, user, said: actions.unpublish(story, user, said["reason"]),
)


banner = _act(
    "urgent",
    BannerForm,
    gettext_lazy("Bar of the front page"),
    gettext_lazy(
        "Above everything else on the front page, at once and until its time is over. Three stories have room; the one that "
        "came first gives way."
    ),
    _put,
)


def moment(request: HttpRequest) -> JsonResponse:
    """A time that somebody is typing, in words; or why it will not do. ``at`` is written as the form's field is."""
    field = forms.DateTimeField(required=False)
    try:
        at = field.clean(request.GET.get("at", "").strip())
    except forms.ValidationError as refusal:
        return JsonResponse({"words": " ".join(refusal.messages), "ok": False})
    if at is None:
        return JsonResponse({"words": "", "ok": True})
    now = clock.now()
    return JsonResponse({"words": when.past(at, now) if at <= now else when.in_words(at, now), "ok": at > now})


def known_sources(request: HttpRequest) -> JsonResponse:
    """The sources used before that begin as ``q`` does."""
    if not rights.may(request.user, "write"):
        raise PermissionDenied
    found = sources.beginning(request.GET.get("q", "")[:80])
    offers = [{"name": one.name, "kind": one.kind, "latin": one.latin, "url": one.url} for one in found]
    return JsonResponse({"offers": offers})


urls = path(
    "acts/",
    include(
        (
            [
                path("<int:number>/correct/", correcting.correct, name="correct"),
                path("<int:number>/kill/", kills.kill, name="kill"),
                path("<int:number>/kill/confirm/", kills.confirm, name="confirm_kill"),
                path("<int:number>/kill/refuse/", kills.refuse, name="refuse_kill"),
                path("sources/", known_sources, name="sources"),
                path("when/", moment, name="when"),
                path("kill/alone/", kills.alone, name="kill_alone"),
                path("<int:number>/publish/", publishing.ask, name="publishing"),
                path("<int:number>/banner/", banner, name="banner"),
                path("<int:number>/alert/", alerts.screen, name="alert"),
                path("<int:number>/poll/", polls.poll, name="poll"),
                path("<int:number>/headlines/", headlines.headlines, name="headlines"),
                path("<int:number>/cards/", cards.screen, name="cards"),
                path("<int:number>/cards/pack.zip", cards.pack, name="card_pack"),
                path("<int:number>/cards/<slug:shape>.jpg", cards.card, name="card"),
                path("card-look/<slug:kind>/<slug:shape>.jpg", cards.look, name="card_look"),
                path("<int:number>/unpublish/", unpublish, name="unpublish"),
                path("<int:number>/redact/", redacting.redact, name="redact"),
                path("sealed/", redacting.sealed_list, name="sealed_list"),
                path("sealed/<int:number>/", redacting.sealed, name="sealed"),
                path("sealed/<int:number>/open/", redacting.unsealing, name="unsealing"),
            ],
            "desk_acts",
        )
    ),
)
