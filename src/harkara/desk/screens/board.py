"""The desk board, the newsroom's first screen: what waits, who works on what, what is due, what is live. It updates by itself.

A column holds the newest thirty and says where there are more; nothing here grows with the archive.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
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
from harkara.desk.errors import DeskError
from harkara.desk.models import Assignment, IncomingClipping, Progress, Section, Stage, Story
from harkara.desk.screens import assignments
from harkara.desk.screens.doorkeeper import let_in
from harkara.people.models import User
from harkara.rack import changes

MOST = 30
"""Cards in a column."""

LIVE = 15
SOON = timedelta(hours=2)
"""How long before its time an assignment is due soon."""

STILL = 60
"""Seconds after which a board on which nothing happened is drawn anew, for its times."""

SOURCES = {"own": gettext_lazy("written here"), "wire": gettext_lazy("off the wire")}


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that may be done to a card, and its key."""

    name: str
    label: Any
    key: str
    address: str
    asks: bool = False
    """Leads to a form."""


@dataclass(frozen=True, slots=True)
class Card:
    """One thing on the board."""

    name: str
    address: str
    headline: str
    section: str = ""
    person: str = ""
    since: datetime | None = None
    due: datetime | None = None
    lateness: str = ""
    words: int | None = None
    has_picture: bool = False
    outlet: str = ""
    note: str = ""
    verbs: tuple[Verb, ...] = ()


@dataclass(slots=True)
class Column:
    """A column: its cards, and whether there are more than it shows."""

    name: str
    label: Any
    empty: Any
    address: str = ""
    cards: list[Card] = field(default_factory=list)
    has_more: bool = False

    def fill(self, rows: Any, card: Callable[[Any], Card], most: int = MOST) -> "Column":
        found = list(rows[: most + 1])
        self.cards = [card(row) for row in found[:most]]
        self.has_more = len(found) > most
        return self


@dataclass(frozen=True, slots=True)
class Filters:
    """What the board is narrowed to; unknown values are left out."""

    section: str = ""
    person: str = ""
    source: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        said = request.GET
        return cls(
            said.get("section", "")[:40],
            said.get("person", "") if said.get("person", "").isdecimal() else "",
            said.get("source", "") if said.get("source") in SOURCES else "",
        )

    def stories(self, prefix: str = "") -> Q:
        wanted = Q()
        if self.section:
            wanted &= Q(**{f"{prefix}section__slug": self.section})
        if self.source:
            wanted &= Q(**{f"{prefix}clipping__isnull": self.source == "own"})
        return wanted

    def people(self) -> Q:
        return Q(author=self.person) | Q(holder=self.person) if self.person else Q()


@cache
def _pattern(name: str) -> str:
    return reverse(name, args=[0])


def _at(name: str, number: int) -> str:
    """The address of what has a number; a board has hundreds, and to work each out takes a tenth of its time."""
    return _pattern(name).replace("/0/", f"/{number}/")


def columns(user: Any, filters: Filters) -> list[Column]:
    """The board for ``user``. The same number of queries however much lies there."""
    found = []
    if rights.may(user, "wire") and filters.source != "own" and not filters.person:
        tray = Column("wire", _("On the wire"), _("Nothing waits."), reverse("desk_tray:list"))
        waits = IncomingClipping.firsts().defer("text", "furniture", "lines")
        found.append(tray.fill(waits, lambda row: _clipping(user, row)))
    found.append(_assigned(user, filters))
    for stage, label, empty in (
        (Stage.DRAFT, _("Draft"), _("No drafts.")),
        (Stage.FILED, _("Filed"), _("Nothing is filed.")),
        (Stage.EDITING, _("In edit"), _("Nobody is editing.")),
        (Stage.APPROVED, _("Approved"), _("Nothing is approved.")),
    ):
        rows = Progress.objects.filter(filters.stories("story__"), filters.people(), stage=stage, story__killed_at=None)
        rows = rows.select_related("story__section", "author", "holder").defer("story__body").order_by("-since", "-pk")
        found.append(Column(stage, label, empty).fill(rows, lambda row: _progress(user, row)))
    live = Story.objects.filter(filters.stories(), live=True).select_related("section").defer("body")
    live = live.order_by("-published_at", "-id")
    address = f"{reverse('desk_stories:list')}?live=true"
    found.append(Column("live", _("Live now"), _("Nothing is published yet."), address).fill(live, _live, LIVE))
    return found


def _assigned(user: Any, filters: Filters) -> Column:
    rows: QuerySet[Assignment] = Assignment.objects.filter(done_at=None).select_related("to", "section", "story")
    rows = rows.defer("story__body").order_by("due", "id")
    if filters.section:
        rows = rows.filter(section__slug=filters.section)
    if filters.person:
        rows = rows.filter(to=int(filters.person))
    address = reverse("desk_board:assign") if rights.may(user, "edit") else ""
    return Column("assigned", _("Assigned"), _("Nothing is assigned."), address).fill(
        rows, lambda row: _assignment(user, row)
    )


def _clipping(user: Any, row: IncomingClipping) -> Card:
    draft = Verb("draft", _("Make a draft"), "KeyD", _at("desk_tray:draft", row.pk))
    return Card(
        f"wire-{row.pk}",
        _at("desk_tray:clipping", row.pk),
        str(row.headline),
        outlet=str(row.outlet),
        since=row.filed_at,
        verbs=(draft,) if rights.may(user, "write") else (),
    )


def _assignment(user: Any, row: Assignment) -> Card:
    verbs = []
    if row.story is None and rights.may(user, "write"):
        verbs.append(Verb("begin", _("Begin"), "KeyB", _at("desk_board:begin", row.pk)))
    if row.by_id == user.pk or rights.may(user, "approve"):
        verbs.append(Verb("drop", _("Take back"), "KeyX", _at("desk_board:drop", row.pk)))
    return Card(
        f"assignment-{row.pk}",
        _at("desk_stories:edit", row.story_id) if row.story_id else "",
        str(row.what),
        section=str(row.section or ""),
        person=_called(row.to),
        due=row.due,
        lateness=_lateness(row.due),
        note=str(row.brief),
        verbs=tuple(verbs),
    )


def _progress(user: Any, row: Progress) -> Card:
    story = row.story
    return Card(
        f"story-{story.pk}",
        _at("desk_stories:edit", story.pk),
        str(story.headline) or _("(no headline)"),
        section=str(story.section or ""),
        person=_called(row.holder or (row.author if row.stage == Stage.DRAFT else None)),
        since=row.since,
        words=row.words,
        has_picture=story.picture_id is not None,
        note=str(row.note),
        verbs=verbs(user, story, row),
    )


def verbs(user: Any, story: Story, row: Progress | None) -> tuple[Verb, ...]:
    """What ``user`` may do to ``story`` at its stage, the likeliest first."""
    stage = row.stage if row else Stage.EDITING if story.live else Stage.DRAFT
    holder = row.holder_id if row else None
    found = []

    def add(name: str, label: Any, key: str, act: str, asks: bool = False, at: str = "") -> None:
        if rights.may(user, act, story):
            found.append(Verb(name, label, key, _at(at or f"desk_board:{name}", story.pk), asks))

    if stage == Stage.DRAFT:
        add("file", _("File it"), "KeyF", "file")
    if stage in (Stage.EDITING, Stage.FILED):
        if holder != user.pk:
            add("claim", _("Claim"), "KeyC", "edit")
        add("approve", _("Approve"), "KeyA", "approve")
        add("send_back", _("Send back"), "KeyB", "edit", asks=True)
    if holder is not None and (holder == user.pk or rights.may(user, "approve", story)):
        add("release", _("Release"), "KeyR", "edit")
    if stage == Stage.APPROVED:
        add("publish", _("Publish"), "KeyP", "publish", asks=True, at="desk_acts:publishing")
    else:
        add("urgent", _("Publish at once"), "KeyU", "urgent", asks=True)
    return tuple(found)


def _live(story: Story) -> Card:
    address = _at("desk_stories:edit", story.pk)
    return Card(
        f"live-{story.pk}",
        address,
        str(story.headline),
        section=str(story.section or ""),
        since=story.published_at,
        has_picture=story.picture_id is not None,
    )


def _called(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _lateness(due: datetime | None) -> str:
    if due is None:
        return ""
    left = due - clock.now()
    return "overdue" if left < timedelta() else "soon" if left < SOON else ""


class BoardPanel(Component):
    """The board on the first screen."""

    name = "board"
    template_name = "desk/board.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user, filters = self.request.user, Filters.of(self.request)
        people = User.objects.filter(is_active=True).order_by("first_name", "username")[:200]
        return {
            "request": self.request,
            "csrf_token": get_token(self.request),  # a component is not told of the request
            "columns": columns(user, filters),
            "filters": filters,
            "sections": Section.objects.all(),
            "people": [(str(one.pk), _called(one)) for one in people],
            "sources": SOURCES.items(),
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
    context = {"columns": columns(request.user, Filters.of(request)), "request": request}
    answer = TemplateResponse(request, "desk/board_columns.html", context)
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


def _asking(
    right: str, form_class: type[forms.Form], title: Any, warning: Any, act: Callable[[Story, Any, str], object]
) -> Callable[..., HttpResponse]:
    """A screen that asks who has the ``right`` for a note, then calls ``act``."""

    def screen(request: HttpRequest, number: int) -> HttpResponse:
        story = get_object_or_404(Story.objects.defer("body"), pk=number)
        let_in(request, right, story)
        form = form_class(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                act(story, request.user, form.cleaned_data["note"])
            except DeskError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Done: “%(headline)s”.") % {"headline": story.headline})
                return HttpResponseRedirect(reverse("wagtailadmin_home"))
        back = _at("desk_stories:edit", story.pk)
        context = {
            "form": form,
            "story": story,
            "back": back,
            "warning": warning,
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
    actions.send_back,
)
urgent = _asking(
    "urgent",
    ReasonForm,
    gettext_lazy("Publish at once"),
    gettext_lazy("The newest version goes to readers past all stages. The reason stands in the log."),
    actions.publish_urgent,
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
