"""The desk board, the newsroom's first screen: what waits, who works on what, what is due, what is live. It updates by itself.

What stands on it is in ``board_columns``, how a card looks in ``board_cards``.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.ui.components import Component

from harkara.desk import actions, clock, rights
from harkara.desk.actions.alerts import sends
from harkara.desk.errors import DeskError
from harkara.desk.models import Section, Story
from harkara.desk.screens import alerts, assignments, board_cards
from harkara.desk.screens.board_cards import at
from harkara.desk.screens.board_columns import SOURCES, Filters, called, columns
from harkara.desk.screens.doorkeeper import let_in
from harkara.people.models import User
from harkara.rack import changes

STILL = 60
"""Seconds after which a board on which nothing happened is drawn anew, for its times."""


class BoardPanel(Component):
    """The board on the first screen."""

    name = "board"
    template_name = "desk/board.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user, filters = self.request.user, Filters.of(self.request)
        people = User.objects.filter(is_active=True).order_by("first_name", "username")
        names = people.values_list("pk", "first_name", "last_name", "username")[:200]
        return {
            "request": self.request,
            "csrf_token": get_token(self.request),  # a component is not told of the request
            "columns": board_cards.drawn(columns(user, filters)),
            "sections": board_cards.options(tuple(Section.objects.values_list("slug", "name")), filters.section),
            "people": board_cards.options(tuple((str(pk), called(*name)) for pk, *name in names), filters.person),
            "sources": board_cards.options(tuple((code, str(name)) for code, name in SOURCES.items()), filters.source),
            "may_write": rights.may(user, "write"),
            "may_assign": rights.may(user, "edit"),
            "tag": tag(self.request),
        }

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["desk/board.js"], css={"all": ["desk/board.css"]})


def first_screen(request: HttpRequest, panels: list[Component]) -> None:
    """Puts the board on the first screen in place of Wagtail's panels, which are about pages."""
    panels[:] = [BoardPanel(request)]


def tag(request: HttpRequest) -> str:
    """What a board looks like depends on: the change log, who looks, in which language, the minute. One query."""
    minute = int(clock.now().timestamp()) // STILL
    return f'"{changes.position()}-{request.user.pk}-{get_language()}-{minute}"'


def now(request: HttpRequest) -> HttpResponse:
    """The columns as they are now; 304 to who has them."""
    here = tag(request)
    if request.headers.get("If-None-Match") == here:
        return HttpResponseNotModified()
    answer = HttpResponse(board_cards.drawn(columns(request.user, Filters.of(request))))
    answer["ETag"] = here
    answer["Cache-Control"] = "no-store"
    return answer


def _back(request: HttpRequest) -> HttpResponse:
    """Where the act was asked for."""
    wanted = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}):
        wanted = reverse("wagtailadmin_home")
    return HttpResponseRedirect(wanted)


ACTS: dict[str, tuple[Callable[[Story, Any], object], Any]] = {
    "file": (actions.file_story, gettext_lazy("Filed: “%(headline)s”.")),
    "claim": (actions.claim, gettext_lazy("“%(headline)s” is yours now.")),
    "release": (actions.release, gettext_lazy("Released: “%(headline)s”.")),
    "approve": (actions.approve, gettext_lazy("Approved: “%(headline)s”.")),
}
"""Acts that ask nothing, and what is said when they are done."""


def _act(name: str) -> Callable[..., HttpResponse]:
    act, done = ACTS[name]

    @require_POST
    def screen(request: HttpRequest, number: int) -> HttpResponse:
        story = get_object_or_404(Story, pk=number)
        try:
            act(story, request.user)
        except DeskError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done % {"headline": story.headline})
        return _back(request)

    return screen


class NoteForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("What is to be done"), widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Why this cannot wait"), widget=forms.Textarea(attrs={"rows": 2}))
    breaking = forms.BooleanField(
        label=gettext_lazy("Breaking news: at the head of the front page for three hours"), required=False
    )


def _asking(
    right: str,
    form_class: type[forms.Form],
    title: Any,
    warning: Any,
    act: Callable[[Story, Any, dict[str, Any]], object],
) -> Callable[..., HttpResponse]:
    """A screen that asks who has the ``right`` for a note, then calls ``act``."""

    def screen(request: HttpRequest, number: int) -> HttpResponse:
        story = get_object_or_404(Story.objects.defer("body"), pk=number)
        let_in(request, right, story)
        form = form_class(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                act(story, request.user, form.cleaned_data)
            except DeskError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Done: “%(headline)s”.") % {"headline": story.headline})
                kind = "breaking" if form.cleaned_data.get("breaking") else "news"
                return HttpResponseRedirect(alerts.way(request, story, kind) or reverse("wagtailadmin_home"))
        back = at("desk_stories:edit", story.pk)
        context = {
            "form": form,
            "story": story,
            "back": back,
            "warning": warning,
            "may_alert": right == "urgent" and sends(),
            "header_title": title,
            "header_icon": "mail",
            "breadcrumbs_items": [
                {"url": reverse("desk_stories:list"), "label": _("Stories")},
                {"url": back, "label": story.headline},
                {"url": "", "label": title},
            ],
        }
        return TemplateResponse(request, "desk/act.html", context)

    return screen


send_back = _asking(
    "edit",
    NoteForm,
    gettext_lazy("Send back"),
    gettext_lazy("Who wrote it is told what is to be done."),
    lambda story, user, said: actions.send_back(story, user, said["note"]),
)
urgent = _asking(
    "urgent",
    ReasonForm,
    gettext_lazy("Publish at once"),
    gettext_lazy("The newest version goes to readers past all stages. The reason stands in the log."),
    lambda story, user, said: actions.publish_urgent(story, user, said["note"], breaking=said["breaking"]),
)

urls = path(
    "board/",
    include(
        (
            [
                path("now/", now, name="now"),
                path("<int:number>/send-back/", send_back, name="send_back"),
                path("<int:number>/urgent/", urgent, name="urgent"),
                *(path(f"<int:number>/{name}/", _act(name), name=name) for name in ACTS),
                *assignments.paths,
            ],
            "desk_board",
        )
    ),
)
