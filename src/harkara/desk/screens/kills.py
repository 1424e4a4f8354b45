"""Kills, which take two people: asking, confirming, refusing, and where the second person meets what was asked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages as notices
from wagtail.admin.ui.components import Component

from harkara.desk import actions, clock, rights
from harkara.desk.actions.ask_kill import others_who_may, waiting
from harkara.desk.errors import DeskError
from harkara.desk.models import AskedKill, Paper, Story
from harkara.desk.models.asked import LAPSES
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.templatetags.newsroom import digits, moment
from harkara.people.models import User

MOST = 20
"""Kills that the first screen shows."""


class AskForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("For the second person and the story's history; readers do not see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note on the withdrawal"),
        help_text=gettext_lazy("Kept with the story: what is to be said to who asks."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )
    off_now = forms.BooleanField(
        label=gettext_lazy("Take it off the paper at once, while the second person decides"), required=False
    )


def _for_killers(view: Callable[[HttpRequest, Story, User], HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets in who may kill the story with the number of the address, and shows refusals on its screen."""

    @wraps(view)
    def guarded(request: HttpRequest, number: int) -> HttpResponse:
        story = get_object_or_404(Story.objects.defer("body").select_related("section"), pk=number)
        let_in(request, "kill", story)
        assert isinstance(request.user, User)  # nobody else has the right
        return view(request, story, request.user)

    return guarded


@_for_killers
def kill(request: HttpRequest, story: Story, user: User) -> HttpResponse:
    """The one screen of a kill: the form that asks, or what was asked with the answers that one may give."""
    asked = waiting(story)
    alone = Paper.load().one_may_kill
    form = AskForm(request.POST or None)
    if alone or not story.live:
        del form.fields["off_now"]
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            if alone:
                actions.kill(story, user, said["note"], reason=said["reason"])
                messages.success(request, _("“%(headline)s” was killed.") % {"headline": story})
            else:
                actions.ask_kill(story, user, said["reason"], said["note"], off_now=said.get("off_now", False))
                messages.success(request, _("Asked. Another one who may kill has to confirm it."))
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            return HttpResponseRedirect(reverse("desk_stories:edit" if alone else "desk_acts:kill", args=[story.pk]))
    back = reverse("desk_stories:edit", args=[story.pk])
    context = {
        "form": form,
        "story": story,
        "back": back,
        "asked": asked,
        "own": asked is not None and asked.asked_by_id == user.pk,
        "asker": _name(asked.asked_by) if asked else "",
        "alone": alone,
        "rule": _(
            "It takes two people: you ask, another one who may kill confirms. What nobody confirms in %(hours)s hours lapses."
        )
        % {"hours": digits(LAPSES.seconds // 3600)},
        "others": bool(asked or others_who_may(user, story)),
        "is_admin": user.is_superuser or "admin" in rights.roles(user),
        "address": request.build_absolute_uri(),
        "header_title": _("Kill"),
        "header_icon": "warning",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": _("Kill")},
        ],
    }
    return TemplateResponse(request, "desk/kill.html", context)


@require_POST
@_for_killers
def confirm(request: HttpRequest, story: Story, user: User) -> HttpResponse:
    """The second person's yes."""
    return _answer(
        request, story, lambda: actions.kill(story, user), _("“%(headline)s” was killed."), "desk_stories:edit"
    )


@require_POST
@_for_killers
def refuse(request: HttpRequest, story: Story, user: User) -> HttpResponse:
    """The second person's no, or the first one's change of mind."""
    said = _("The kill of “%(headline)s” was taken back: the story stays.")
    return _answer(request, story, lambda: actions.refuse_kill(story, user), said, "desk_stories:edit")


@require_POST
def alone(request: HttpRequest) -> HttpResponse:
    """An administrator's word on whether one person may kill."""
    let_in(request, "kill")
    assert isinstance(request.user, User)  # nobody else has the right
    try:
        actions.let_one_kill(request.user, request.POST.get("allowed") == "1")
    except DeskError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The rule was changed; the log keeps it."))
    story = request.POST.get("story", "")
    address = reverse("desk_acts:kill", args=[int(story)]) if story.isdecimal() else reverse("wagtailadmin_home")
    return HttpResponseRedirect(address)


def _answer(request: HttpRequest, story: Story, act: Callable[[], object], said: str, to: str) -> HttpResponse:
    try:
        act()
    except DeskError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("desk_acts:kill", args=[story.pk]))
    messages.success(request, said % {"headline": story})
    return HttpResponseRedirect(reverse(to, args=[story.pk]))


def tell(request: HttpRequest, story: Story) -> None:
    """Says on a story's screen that its kill waits."""
    asked = waiting(story)
    if asked is None:
        return
    said = _("%(name)s asked at %(time)s that this story be killed: %(reason)s") % {
        "name": _name(asked.asked_by),
        "time": moment(asked.asked_at),
        "reason": asked.reason,
    }
    buttons = []
    if rights.may(request.user, "kill", story):
        buttons.append(notices.button(reverse("desk_acts:kill", args=[story.pk]), _("Decide")))
    notices.warning(request, said, buttons=buttons)


class KillsPanel(Component):
    """The first screen's word on kills: what waits for a second person, and what lapsed of one's own."""

    name = "kills"
    template_name = "desk/kills.html"
    order = 5

    def __init__(self, request: HttpRequest, waits: list[AskedKill], lapsed: list[AskedKill]) -> None:
        self.request, self.waits, self.lapsed = request, waits, lapsed

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"waits": self.waits, "lapsed": self.lapsed, "csrf_token": get_token(self.request)}


def waiting_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Puts on top of the first screen what waits, for who may kill; nothing where nothing waits."""
    user = request.user
    if not rights.may(user, "kill"):
        return
    since = clock.now() - LAPSES
    # Stories by their numbers, and not joined: a database without statistics of these few rows begins with the million others.
    stories = Prefetch("story", Story.objects.select_related("section").defer("body"))
    rows = list(AskedKill.objects.select_related("asked_by").prefetch_related(stories)[:MOST])
    mine = [row for row in rows if rights.may(user, "kill", row.story)]
    waits = [row for row in mine if row.lapsed_at is None and row.asked_at > since]
    lapsed = [row for row in mine if row not in waits and row.asked_by_id == user.pk]
    if waits or lapsed:
        panels.insert(0, KillsPanel(request, waits, lapsed))


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else "—"
