"""Story packages: their list, one with its timeline, and the piece of a story's editor that shows those it belongs to."""

import re
from collections.abc import Callable
from datetime import datetime, time
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.panels import Panel
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput
from wagtail.images.widgets import AdminImageChooser

from harkara.archive.index import Search
from harkara.bangla.clean import normalise
from harkara.bangla.digits import to_latin
from harkara.desk import actions, clock, rights
from harkara.desk.actions.packages import LONGEST
from harkara.desk.copy.bodies import own_story
from harkara.desk.errors import DeskError
from harkara.desk.models import Package, PackageEntry, Picture, Story
from harkara.desk.screens import lookup
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.screens.plain import BoundedPaginator
from harkara.people.models import User

SHOWN = 30
"""Packages, or entries of one, on a page of the screen."""

FOUND = 12
"""Stories, or packages, that are offered."""


class PackageForm(forms.Form):
    """What a package says of itself."""

    name = forms.CharField(label=gettext_lazy("name"), max_length=80)
    standfirst = forms.CharField(
        label=gettext_lazy("standfirst"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    picture = forms.ModelChoiceField(
        label=gettext_lazy("picture"),
        queryset=Picture.objects.filter(withdrawn=False),
        required=False,
        widget=AdminImageChooser,
    )


class EntryForm(forms.Form):
    """What happened, when, and who says so. ``hour`` stays empty where the day is enough; ``day`` too, of a story that is
    not published yet: it stands where it is published then.
    """

    day = forms.DateField(label=gettext_lazy("day"), widget=AdminDateInput)
    hour = forms.TimeField(
        label=gettext_lazy("time"),
        required=False,
        widget=AdminTimeInput,
        help_text=gettext_lazy("Only where the hour matters, like 14:30."),
    )
    line = forms.CharField(label=gettext_lazy("what happened"), max_length=LONGEST, required=False)
    source = forms.CharField(label=gettext_lazy("source"), max_length=160, required=False)
    url = forms.CharField(label=gettext_lazy("address"), max_length=500, required=False)

    def told(self) -> dict[str, Any]:
        """What was filled in, as the acts take it."""
        given = self.cleaned_data
        hour: time | None = given["hour"] if given["day"] else None
        at = datetime.combine(given["day"], hour or time(), tzinfo=clock.zone()) if given["day"] else None
        return {
            "line": given["line"],
            "source": given["source"],
            "url": given["url"],
            "at": at,
            "timed": hour is not None,
        }


View = Callable[..., HttpResponse]


def _for_one(view: View) -> View:
    """Lets in who may gather stories, and shows a refusal on the package's screen."""

    @wraps(view)
    def guarded(request: HttpRequest, number: int, **which: int) -> HttpResponse:
        let_in(request, "packages")
        package = get_object_or_404(Package, pk=number)
        try:
            return view(request, package, **which)
        except DeskError as refusal:
            messages.error(request, str(refusal))
            return _to(package)

    return guarded


def listing(request: HttpRequest) -> HttpResponse:
    """The packages, the last changed first, found by letters of their names; and the form that begins one."""
    let_in(request, "packages")
    form = PackageForm(request.POST if request.method == "POST" else None)
    made: list[Package] = []
    if request.method == "POST" and _done(
        form, lambda told: made.append(actions.make_package(user=_person(request), **told))
    ):
        return _to(made[0])
    asked = normalise(request.GET.get("q", "")[:80]).strip()
    rows = Package.objects.filter(name__icontains=asked) if asked else Package.objects.all()
    context = {
        "form": form,
        "media": form.media,
        "asked": asked,
        "page": BoundedPaginator(rows, SHOWN).get_page(request.GET.get("p")),
        **_frame(_("Story packages")),
    }
    return TemplateResponse(request, "desk/packages.html", context)


@_for_one
def package(request: HttpRequest, row: Package) -> HttpResponse:
    """One package: its words, what may be put in, and its timeline, the newest first."""
    return _screen(request, row)


def _screen(
    request: HttpRequest, row: Package, *, words: PackageForm | None = None, event: EntryForm | None = None
) -> HttpResponse:
    """The screen of a package; ``words`` or ``event`` are what was typed and could not be taken."""
    form = words or PackageForm(initial={name: getattr(row, name) for name in ("name", "standfirst", "picture")})
    event = event or EntryForm()
    asked = request.GET.get("q", "").strip()[:200]
    entries = PackageEntry.objects.filter(package=row).select_related("story__section").defer("story__body")
    context = {
        "package": row,
        "form": form,
        "event": event,
        "media": form.media + event.media,
        "asked": asked,
        "found": _stories(asked, row) if asked else [],
        "page": BoundedPaginator(entries.order_by("-at", "-pk"), SHOWN).get_page(request.GET.get("p")),
        **_frame(row.name, is_one=True),
    }
    return TemplateResponse(request, "desk/package.html", context)


@require_POST
@_for_one
def change(request: HttpRequest, row: Package) -> HttpResponse:
    """Gives it other words."""
    form = PackageForm(request.POST)
    if not _done(form, lambda told: actions.change_package(row, _person(request), **told)):
        return _screen(request, row, words=form)
    messages.success(request, _("Kept."))
    return _to(row)


@require_POST
@_for_one
def put(request: HttpRequest, row: Package) -> HttpResponse:
    """Puts a story in."""
    story = get_object_or_404(Story.objects.defer("body"), pk=_number(request.POST.get("story", "")))
    actions.add_to_package(row, [story], _person(request))
    messages.success(request, _("Put in: “%(headline)s”") % {"headline": story})
    return _to(row)


@require_POST
@_for_one
def tell(request: HttpRequest, row: Package) -> HttpResponse:
    """Puts an event without a story in."""
    form = EntryForm(request.POST)
    if not _done(form, lambda told: actions.add_event(row, user=_person(request), **form.told())):
        return _screen(request, row, event=form)
    messages.success(request, _("Put in: “%(headline)s”") % {"headline": form.cleaned_data["line"]})
    return _to(row)


@_for_one
def entry(request: HttpRequest, row: Package, which: int) -> HttpResponse:
    """Changes one entry."""
    found = get_object_or_404(PackageEntry.objects.select_related("story", "package"), package=row, pk=which)
    at = found.at.astimezone(clock.zone()) if found.at else None
    initial = {name: getattr(found, name) for name in ("line", "source", "url")}
    initial |= {"day": at.date() if at else None, "hour": f"{at:%H:%M}" if at and found.timed else ""}
    form = EntryForm(request.POST if request.method == "POST" else None, initial=initial)
    form.fields["day"].required = found.story is None or at is not None

    def changed(_given: dict[str, Any]) -> None:
        told = form.told()
        if at and found.story_id and not {"day", "hour"} & set(form.changed_data):
            del told["at"]  # a story keeps the moment of its publication
        actions.change_entry(found, _person(request), **told)

    if request.method == "POST" and _done(form, changed):
        return _to(row)
    context = {
        "form": form,
        "media": form.media,
        "name": found.story.headline if found.story else found.line,
        "calm": True,
        "back": reverse("desk_packages:package", args=[row.pk]),
        **_frame(_("Change the entry"), is_one=True),
    }
    return TemplateResponse(request, "desk/act.html", context)


@require_POST
@_for_one
def take(request: HttpRequest, row: Package) -> HttpResponse:
    """Takes one entry out."""
    found = get_object_or_404(PackageEntry, package=row, pk=_number(request.POST.get("entry", "")))
    actions.take_from_package(found, _person(request))
    messages.success(request, _("Taken out of the story package."))
    return _to(row)


@require_POST
@_for_one
def show(request: HttpRequest, row: Package) -> HttpResponse:
    """Withdraws it from readers, or shows it again."""
    after = actions.show_package(row, _person(request), live=request.POST.get("live") == "1")
    messages.success(request, _("Readers see it again.") if after.live else _("Readers do not see it any more."))
    return _to(row)


@require_GET
def find(request: HttpRequest) -> JsonResponse:
    """The packages whose names hold ``q``."""
    if not rights.may(request.user, "packages"):
        raise PermissionDenied
    asked = normalise(request.GET.get("q", "")[:80]).strip()
    names = Package.objects.filter(name__icontains=asked).values_list("name", flat=True)[:FOUND] if asked else ()
    return JsonResponse({"names": list(names)})


def of_story(request: HttpRequest, number: int) -> HttpResponse:
    """The packages of one story, as the editor shows them. ``name`` puts it into the package called so, ``begin`` as well
    where there is none yet; ``out`` (an entry) takes it out.
    """
    if not rights.may(request.user, "write"):
        raise PermissionDenied
    story = get_object_or_404(Story.objects.defer("body"), pk=number)
    said, new = "", ""
    if request.method == "POST":
        let_in(request, "packages", story)
        name = normalise(request.POST.get("name", "")).strip()
        try:
            if out := request.POST.get("out"):
                actions.take_from_package(
                    get_object_or_404(PackageEntry, story=story, pk=_number(out)), _person(request)
                )
            elif row := Package.objects.filter(name=name).first():
                actions.add_to_package(row, [story], _person(request))
            elif "begin" in request.POST:
                with transaction.atomic():  # no package stays of which nothing came
                    actions.add_to_package(actions.make_package(name, _person(request)), [story], _person(request))
            else:
                new = name
        except DeskError as refusal:
            said = str(refusal)
    entries = PackageEntry.objects.filter(story=story).select_related("package").order_by("package__name")
    context = {"entries": entries, "said": said, "new": new, "may": rights.may(request.user, "packages", story)}
    return TemplateResponse(request, "desk/packages_of_story.html", context)


class PackagesPanel(Panel):
    """The packages of a story, in its editor. What is done here is done at once: a package is no part of a version."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/packages_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["may"] = self.request is not None and rights.may(self.request.user, "packages")
            return context

        @property
        def media(self) -> forms.Media:
            script: Any = Script("desk/packages.js", type="module")
            return forms.Media(js=[script])


def _stories(asked: str, row: Package) -> list[Story]:
    """Stories for what was typed: a number, an address of the paper, or words. Not those that are in it already."""
    typed = to_latin(asked)
    address = own_story(re.sub(r"^https?://[^/]+", "", typed)) if "/" in typed else None
    if typed.isdecimal():
        numbers = [int(typed[:18])]
    elif address:
        numbers = [address]
    else:
        wanted = Search(text=asked, kinds=("story", "draft"), zone=settings.HARKARA_ZONE)
        numbers = [hit.number for hit in lookup.find(wanted).found.hits[:FOUND]]
    rows = Story.objects.filter(pk__in=numbers, killed_at=None).exclude(package_entries__package=row)
    found = rows.select_related("section").defer("body").in_bulk()
    return [found[number] for number in dict.fromkeys(numbers) if number in found]


def _done(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Whether ``act`` was done with what ``form`` took; else the form says why not and keeps what was typed."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DeskError as refusal:
            form.add_error(None, str(refusal))
    return not form.errors


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # nobody else has the right
    return request.user


def _number(said: str) -> int:
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 16 else 0


def _to(row: Package) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk_packages:package", args=[row.pk]))


def _frame(title: Any, *, is_one: bool = False) -> dict[str, Any]:
    above = {"url": reverse("desk_packages:list"), "label": _("Story packages")}
    first = above if is_one else {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {"header_title": title, "header_icon": "list-ol", "breadcrumbs_items": [first, {"url": "", "label": title}]}


urls = path(
    "packages/",
    include(
        (
            [
                path("", listing, name="list"),
                path("find/", find, name="find"),
                path("of/<int:number>/", of_story, name="of_story"),
                path("<int:number>/", package, name="package"),
                path("<int:number>/change/", change, name="change"),
                path("<int:number>/put/", put, name="put"),
                path("<int:number>/tell/", tell, name="tell"),
                path("<int:number>/take/", take, name="take"),
                path("<int:number>/show/", show, name="show"),
                path("<int:number>/entry/<int:which>/", entry, name="entry"),
            ],
            "desk_packages",
        )
    ),
)
