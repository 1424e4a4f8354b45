"""Tests of headlines: the screen of a story on which one is begun, watched, ended and taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from harkara.desk import actions, clock, rights
from harkara.desk.actions.headline_tests import LONGEST, opened_of
from harkara.desk.errors import DeskError
from harkara.desk.models import HeadlineTest, Story
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.templatetags.newsroom import digits, moment
from harkara.readings.weighing import LEAST, verdict

SHOWN = 10
"""Tests of a story on its screen, the newest first."""


class HeadlinesForm(forms.Form):
    first = forms.CharField(
        label=gettext_lazy("Another headline"),
        max_length=250,
        widget=forms.TextInput(attrs={"autofocus": True, "lang": "bn"}),
    )
    second = forms.CharField(
        label=gettext_lazy("One more, if you like"),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"lang": "bn"}),
    )
    hours = forms.TypedChoiceField(
        label=gettext_lazy("For how long at most"),
        coerce=int,
        choices=[
            (3, gettext_lazy("three hours")),
            (6, gettext_lazy("six hours")),
            (12, gettext_lazy("twelve hours")),
            (24, gettext_lazy("a day")),
            (LONGEST, gettext_lazy("three days")),
        ],
        initial=6,
    )
    takes = forms.BooleanField(
        label=gettext_lazy("The headline that wins becomes the story's own by itself"),
        required=False,
        help_text=gettext_lazy("Else it is proposed here, and you decide."),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A headline of a test: how often the story was opened by it, of a hundred openings; whether the rule found it, and whether
    the story has it now.
    """

    place: int
    words: str
    opened: int
    share: int
    is_found: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A test as screens show it. ``lines`` is empty where nobody knows what was counted; ``part``: of the way to a verdict, in
    hundredths.
    """

    test: HeadlineTest
    lines: tuple[Line, ...]
    said: str
    part: int


def told(tests: Iterable[HeadlineTest]) -> list[Told]:
    """Each of ``tests`` with its numbers, and what the rule says of them. One query of the readers' database at most."""
    rows = list(tests)
    opened = opened_of(rows)
    return [_told(test, opened.get(test.pk)) for test in rows]


def _told(test: HeadlineTest, opened: tuple[int, ...] | None) -> Told:
    counts = opened or (0,) * len(test.headlines)
    whole, found = sum(counts), verdict(counts)
    lines = tuple(
        Line(place, words, counts[place], round(100 * counts[place] / whole) if whole else 0, place == test.found)
        for place, words in enumerate(test.headlines)
    )
    part = 100 if test.found is not None else 0 if found.lacking else round(100 * found.part)
    return Told(test, lines if opened else (), _said(test, opened, found.lacking), part)


def _said(test: HeadlineTest, opened: tuple[int, ...] | None, lacking: int) -> str:
    if test.hindered and test.ended_at is None:
        return _("The rule found a winner, but it could not be taken yet. %(why)s") % {"why": test.hindered}
    if test.found is not None and test.found_at is not None:
        return _("The rule found a winner at %(when)s: “%(headline)s”.") % {
            "when": moment(test.found_at),
            "headline": test.headlines[test.found],
        }
    if opened is None:
        return _("The readers' database does not answer, so nobody knows what was counted.")
    if lacking:
        return ngettext(
            "%(count)s more opening is needed before anything is said.",
            "%(count)s more openings are needed before anything is said.",
            lacking,
        ) % {"count": digits(lacking)}
    return _("No difference that chance could not have made.")


def headlines(request: HttpRequest, number: int) -> HttpResponse:
    """The screen of the story ``number``; with ``?now`` only what updates."""
    story = get_object_or_404(Story.objects.defer("body").select_related("section"), pk=number)
    let_in(request, "front", story)
    address = reverse("desk_acts:headlines", args=[story.pk])
    form = HeadlinesForm(request.POST if request.POST.get("do") == "begin" else None)
    if request.method == "POST":
        try:
            if done := _do(request, story, form):
                messages.success(request, done)
                return HttpResponseRedirect(address)
        except DeskError as refusal:
            if not form.is_bound:
                messages.error(request, str(refusal))
                return HttpResponseRedirect(address)
            form.add_error(None, str(refusal))
    rows = told(story.headline_tests.select_related("began_by", "ended_by").order_by("-number")[:SHOWN])
    runs = next((one for one in rows if one.test.ended_at is None), None)
    may_publish = rights.may(request.user, "publish", story)
    if not may_publish:
        del form.fields["takes"]
    context: dict[str, Any] = {
        "story": story,
        "runs": runs,
        "past": [(one, _may_go_back(one.test, story, may_publish)) for one in rows if one.test.ended_at],
        "at": clock.now(),
        "address": address,
    }
    if "now" in request.GET:
        return render(request, "desk/headlines_now.html", context)
    back = reverse("desk_stories:edit", args=[story.pk])
    context |= {
        "form": form,
        "back": back,
        "may_publish": may_publish,
        "least": LEAST,
        "header_title": _("Test of headlines"),
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": _("Test of headlines")},
        ],
    }
    return TemplateResponse(request, "desk/headlines.html", context)


def _do(request: HttpRequest, story: Story, form: HeadlinesForm) -> str:
    """Does what was asked for and says so; empty where the form lacks something. Raises ``DeskError``."""
    user: Any = request.user
    if form.is_bound:
        if not form.is_valid():
            return ""
        said = form.cleaned_data
        actions.begin_headlines(story, user, [said["first"], said["second"]], said["hours"], takes=said["takes"])
        return _("The test runs: fronts show each reader one of the headlines.")
    test = get_object_or_404(story.headline_tests, pk=_number(request, "test"))
    if request.POST.get("do") == "back":
        actions.give_back_headline(test, user)
        return _("It is as it was before.")
    place = _number(request, "place")
    if place:
        after = actions.take_headline(test, user, place)
        return _("The story's headline is “%(headline)s” now.") % {"headline": after.headline}
    actions.end_headlines(test, user)
    return _("The test has ended; the story keeps its headline.")


def _number(request: HttpRequest, name: str) -> int:
    said = request.POST.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0


def _may_go_back(test: HeadlineTest, story: Story, may_publish: bool) -> bool:
    if test.made_id is not None:
        return may_publish and story.live_revision_id == test.made_id
    is_newest = not story.headline_tests.filter(number__gt=test.number).exists()
    return test.ended == HeadlineTest.Ended.HAND and test.until > clock.now() and story.live and is_newest
