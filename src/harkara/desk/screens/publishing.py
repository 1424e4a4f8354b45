"""The question before publishing: what goes where, on a screen of its own and in the editor's dialogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from harkara.desk import actions, clock, rights, when
from harkara.desk.actions.alerts import sends
from harkara.desk.errors import DeskError
from harkara.desk.models import Area, Desk, Person, Section, Story, Topic
from harkara.desk.screens import alerts
from harkara.desk.screens.doorkeeper import let_in


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the paper, by its name, and its address."""

    name: str
    href: str


def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Shows what publishing would do and, asked by POST, publishes. With ``?piece`` the question alone, for a dialogue."""
    story = get_object_or_404(Story.objects.defer("body"), pk=number)
    let_in(request, "publish", story)
    here = reverse("desk_stories:edit", args=[story.pk])
    refusal = ""
    if request.method == "POST":
        refusal = _publish(request, story)
        if not refusal:
            told = alerts.way(request, story, "news")
            return HttpResponseRedirect(told or reverse("wagtailadmin_home"))
        story = Story.objects.defer("body").get(pk=number)
    assert request.user.is_authenticated  # let_in lets nobody else pass
    rehearsed = actions.rehearse(story, request.user)
    context: dict[str, Any] = {
        "rehearsed": rehearsed,
        "refusal": refusal or rehearsed.refusal,
        "when": when.in_words(rehearsed.at, clock.now()) if rehearsed.at else "",
        "joins": pages(rehearsed.joins),
        "leaves": pages(rehearsed.leaves),
        "stays": pages(rehearsed.stays),
        "seen": _mark(story),
        "may_alert": sends() and not rehearsed.at and rights.may(request.user, "urgent", story),
        "story": story,
        "back": here,
        "header_title": _("Publish"),
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": here, "label": story.headline},
            {"url": "", "label": _("Publish")},
        ],
    }
    template = "desk/publishing_piece.html" if "piece" in request.GET else "desk/publishing.html"
    answer = TemplateResponse(request, template, context)
    answer["Cache-Control"] = "no-store"
    return answer


def pages(listings: Iterable[str]) -> list[Page]:
    """The first pages of ``listings`` (their names), sections first, then topics, places from the widest, and those
    of writers and desks who have one; five queries.
    """
    slugs: dict[str, set[str]] = {kind: set() for kind in ("section", "topic", "area", "writer", "desk")}
    for name in listings:
        kind, _colon, slug = name.partition(":")
        slugs[kind].add(slug)
    sections = Section.objects.filter(slug__in=slugs["section"])
    topics = Topic.objects.filter(slug__in=slugs["topic"]).order_by("name")
    areas = Area.objects.filter(slug__in=slugs["area"])
    writers = Person.objects.filter(pk__in=slugs["writer"], public=True)
    desks = Desk.objects.filter(pk__in=slugs["desk"], public=True)
    return [
        *(Page(str(one), one.href) for one in sections),
        *(Page(str(one), one.href) for one in topics),
        *(Page(str(one), one.href) for one in areas),
        *(Page(str(one), one.href) for one in writers),
        *(Page(str(one), one.href) for one in desks),
    ]


def _publish(request: HttpRequest, story: Story) -> str:
    """Publishes what was shown, and says so; returns the refusal otherwise."""
    if request.POST.get("seen") != _mark(story):
        return _("Somebody changed the story meanwhile: look at it again.")
    assert request.user.is_authenticated
    try:
        after = actions.publish(story, request.user)
    except DeskError as refused:
        return str(refused)
    if after.go_live_at and after.go_live_at > clock.now():
        said = {"when": when.in_words(after.go_live_at, clock.now())}
        messages.info(request, _("It will be published by itself %(when)s.") % said)
    else:
        messages.success(request, _("Published: “%(headline)s”.") % {"headline": after.headline})
    return ""


def _mark(story: Story) -> str:
    """The version that the question is about."""
    latest = story.latest_revision
    return f"{latest.pk}-{latest.created_at.timestamp()}" if latest else ""
