"""The print edition: put together, read over, confirmed in words, moved, called off."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.widgets import AdminDateTimeInput

from harkara.desk import actions, clock, rights, when
from harkara.desk.actions.issues import open_issue
from harkara.desk.errors import DeskError, NothingToDo
from harkara.desk.models import Desk, Issue, IssueStory, Stage, Story
from harkara.desk.readiness import standings
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.templatetags.newsroom import digits
from harkara.people.models import User

SHOWN = 30
"""Issues of the list, and stories that are offered for one."""


class TimeForm(forms.Form):
    at = forms.DateTimeField(
        label=gettext_lazy("When it goes out"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("In the paper's zone; the day's paper goes out at 00:00."),
    )


View = Callable[[HttpRequest, Issue, User], HttpResponse]


def _for_one(view: View) -> Callable[..., HttpResponse]:
    """Lets in who may, and shows a refusal on the issue's screen."""

    @wraps(view)
    def guarded(request: HttpRequest, number: int) -> HttpResponse:
        let_in(request, "tools")
        issue = get_object_or_404(Issue, pk=number)
        assert isinstance(request.user, User)  # nobody else has the right
        try:
            return view(request, issue, request.user)
        except DeskError as refusal:
            messages.error(request, str(refusal))
            return _to(issue)

    return guarded


def listing(request: HttpRequest) -> HttpResponse:
    """The issues, the newest first, and the form that begins one."""
    let_in(request, "tools")
    assert isinstance(request.user, User)  # nobody else has the right
    form = TimeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            issue = actions.make_issue(form.cleaned_data["at"], request.user)
        except DeskError as refusal:
            form.add_error("at", str(refusal))
        else:
            return _to(issue)
    rows = Issue.objects.select_related("made_by").prefetch_related("entries")[:SHOWN]
    now = clock.now()
    context = {
        "form": form,
        "media": form.media,
        "rows": [(row, when.exactly(row.at), len(row.entries.all()), _state(row, now)) for row in rows],
        **_frame(_("Print edition")),
    }
    return TemplateResponse(request, "desk/issues.html", context)


@_for_one
def issue(request: HttpRequest, row: Issue, user: User) -> HttpResponse:
    """One issue: its stories with what each lacks, what may be put in, and the word that sends it out."""
    found = standings(row, user)
    ready = [one for one in found if one.state in ("ready", "newer")]
    try:
        open_issue(row)
        is_open = True
    except NothingToDo:
        is_open = False
    form = TimeForm(initial={"at": row.at})
    said = {"count": digits(len(ready)), "when": when.exactly(row.at)}
    context = {
        "issue": row,
        "rows": found,
        "is_open": is_open,
        "state": _state(row, clock.now()),
        "when": when.exactly(row.at),
        "words": when.in_words(row.at, clock.now()),
        "ready": ready,
        "lacking": [one for one in found if one.state == "lacks"],
        "confirmation": _("%(count)s stories, %(when)s") % said,
        "offered": _offered(row, user) if is_open else [],
        "desks": Desk.objects.all() if is_open else (),
        "form": form,
        "media": form.media,
        **_frame(when.exactly(row.at), is_one=True),
    }
    return TemplateResponse(request, "desk/issue.html", context)


@require_POST
@_for_one
def put(request: HttpRequest, row: Issue, user: User) -> HttpResponse:
    """Puts in the stories that were ticked, or all approved ones of a desk."""
    desk = request.POST.get("desk", "")
    if desk.isdecimal():
        stories = _approved(user).filter(desk=int(desk))
    else:
        numbers = [int(one) for one in request.POST.getlist("story") if one.isdecimal()]
        stories = rights.within(user, Story.objects.filter(pk__in=numbers, killed_at=None).defer("body"))
    count = actions.put_into_issue(row, stories, user)
    messages.success(request, _("Put in: %(count)s") % {"count": count})
    return _to(row)


@require_POST
@_for_one
def take(request: HttpRequest, row: Issue, user: User) -> HttpResponse:
    """Takes one story out."""
    entry = get_object_or_404(IssueStory.objects.select_related("issue"), issue=row, pk=_number(request, "entry"))
    actions.take_out_of_issue(entry, user)
    messages.success(request, _("Taken out of the issue."))
    return _to(row)


@require_POST
@_for_one
def confirm(request: HttpRequest, row: Issue, user: User) -> HttpResponse:
    """Sends it out at its time, if it is still the time that was read."""
    let_in(request, "publish")
    if request.POST.get("at") != row.at.isoformat():
        messages.error(request, _("The issue was moved meanwhile: read its time again."))
        return _to(row)
    refused = actions.confirm_issue(row, user)
    found = standings(row, user)
    lacking = {one.story.pk for one in found if one.state == "lacks"}  # the screen says what
    for sentence in (said for number, said in refused.items() if number not in lacking):
        messages.error(request, sentence)
    arranged = sum(one.state in ("waits", "newer") for one in found)
    said = {"count": digits(arranged), "when": when.exactly(row.at)}
    messages.success(request, _("%(count)s stories go out by themselves: %(when)s.") % said)
    return _to(row)


@require_POST
@_for_one
def move(request: HttpRequest, row: Issue, user: User) -> HttpResponse:
    """Moves it to another time."""
    form = TimeForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["at"])))
        return _to(row)
    moved = actions.move_issue(row, form.cleaned_data["at"], user)
    messages.success(request, _("The issue goes out: %(when)s.") % {"when": when.exactly(moved.at)})
    return _to(row)


@require_POST
@_for_one
def call_off(request: HttpRequest, row: Issue, user: User) -> HttpResponse:
    """Calls it off."""
    actions.call_off_issue(row, user)
    messages.success(request, _("The issue was called off; its stories stay as they are."))
    return _to(row)


def _approved(user: User) -> Any:
    rows = Story.objects.filter(progress__stage=Stage.APPROVED, killed_at=None).defer("body")
    return rights.within(user, rows).order_by("-progress__since")


def _offered(row: Issue, user: User) -> list[Story]:
    """What is approved and not in it, the newest first."""
    return list(_approved(user).exclude(issues__issue=row).select_related("section", "desk")[:SHOWN])


def _state(row: Issue, now: Any) -> Any:
    if row.called_off_at:
        return _("called off")
    if row.at <= now:
        return _("gone out")
    return _("confirmed") if row.confirmed_at else _("not confirmed yet")


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isdecimal() else 0


def _to(row: Issue) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk_issues:issue", args=[row.pk]))


def _frame(title: Any, *, is_one: bool = False) -> dict[str, Any]:
    above = {"url": reverse("desk_issues:list"), "label": _("Print edition")}
    first = above if is_one else {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {"header_title": title, "header_icon": "date", "breadcrumbs_items": [first, {"url": "", "label": title}]}


urls = path(
    "issues/",
    include(
        (
            [
                path("", listing, name="list"),
                path("<int:number>/", issue, name="issue"),
                path("<int:number>/put/", put, name="put"),
                path("<int:number>/take/", take, name="take"),
                path("<int:number>/confirm/", confirm, name="confirm"),
                path("<int:number>/move/", move, name="move"),
                path("<int:number>/off/", call_off, name="call_off"),
            ],
            "desk_issues",
        )
    ),
)
