"""Assigning from the board, and what people are told of."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateTimeInput

from harkara.desk import actions, rights
from harkara.desk.errors import DeskError
from harkara.desk.models import Assignment, Notice
from harkara.desk.templatetags.newsroom import digits
from harkara.people.models import User

SHOWN = 50
"""Notices on the screen."""


def _me(request: HttpRequest) -> User:
    """Who asks; nobody comes here without having signed in."""
    assert isinstance(request.user, User)
    return request.user


class AssignmentForm(forms.ModelForm):
    """What is to be written, by whom, until when (in the paper's zone)."""

    class Meta:
        model = Assignment
        fields = ("what", "to", "due", "section", "desk", "brief")
        widgets = {"due": AdminDateTimeInput, "brief": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = User.objects.filter(is_active=True).order_by("first_name", "username")
        to.label_from_instance = lambda user: user.get_full_name() or user.get_username()
        to.empty_label = _("whoever takes it")


def assign(request: HttpRequest) -> HttpResponse:
    """The form of an assignment."""
    try:
        rights.demand(request.user, "edit")
    except DeskError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    form = AssignmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.assign(said.pop("what"), _me(request), **said)
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Assigned."))
            return HttpResponseRedirect(reverse("wagtailadmin_home"))
    context = {
        "form": form,
        "media": form.media,
        "name": "",
        "back": reverse("wagtailadmin_home"),
        "warning": "",
        "header_title": _("Assign"),
        "header_icon": "calendar-alt",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Board")},
            {"url": "", "label": _("Assign")},
        ],
    }
    return TemplateResponse(request, "desk/act.html", context)


@require_POST
def begin(request: HttpRequest, number: int) -> HttpResponse:
    """Begins the draft that is asked for, and opens it."""
    try:
        story = actions.begin(get_object_or_404(Assignment, pk=number), _me(request))
    except DeskError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    return HttpResponseRedirect(reverse("desk_stories:edit", args=[story.pk]))


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Takes an assignment back."""
    assignment = get_object_or_404(Assignment, pk=number)
    try:
        actions.drop(assignment, _me(request))
    except DeskError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back: “%(what)s”.") % {"what": assignment.what})
    return HttpResponseRedirect(reverse("wagtailadmin_home"))


def notices(request: HttpRequest) -> HttpResponse:
    """What this person was told; seeing it is having read it."""
    user: Any = request.user
    rows = list(
        Notice.objects.filter(user=user).select_related("story", "assignment", "by").defer("story__body")[:SHOWN]
    )
    fresh = {row.pk for row in rows if row.read_at is None}
    if fresh:
        actions.read_all(user)
    context = {
        "rows": [(row, row.pk in fresh) for row in rows],
        "header_title": _("Notices"),
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Board")},
            {"url": "", "label": _("Notices")},
        ],
    }
    return TemplateResponse(request, "desk/notices.html", context)


class NoticesItem(MenuItem):
    """Notices in the sidebar, with how many are new. One query by index."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        count = request.__dict__.get("new_notices")
        if count is None:  # the menu may be made twice for one screen
            count = Notice.objects.filter(user=request.user.pk, read_at=None).order_by()[:100].count()
            request.__dict__["new_notices"] = count
        if count:
            component.label = f"{self.label} ({digits(count)})"
        return component


def notices_item() -> MenuItem:
    return NoticesItem(
        gettext_lazy("Notices"), reverse("desk_board:notices"), name="notices", icon_name="comment", order=90
    )


paths = [
    path("assign/", assign, name="assign"),
    path("assignment/<int:number>/begin/", begin, name="begin"),
    path("assignment/<int:number>/drop/", drop, name="drop"),
    path("notices/", notices, name="notices"),
]
