"""Find and replace: the words and where to look, each place with a box, what was done, and taking it back as a whole."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.widgets import AdminDateInput

from harkara.archive.index import PER_PAGE, Search
from harkara.archive.record import Kind
from harkara.bangla.clean import normalise
from harkara.desk import actions, clock, rights
from harkara.desk.actions.amend import check_free
from harkara.desk.actions.replace_words import Chosen, mark, numbered
from harkara.desk.errors import DeskError, SecondFactorMissing
from harkara.desk.models import Progress, Replaced, Replacement, Section, Story
from harkara.desk.replacing import Spot, Wanted, spots, wordings
from harkara.desk.screens import lookup
from harkara.desk.screens.doorkeeper import let_in
from harkara.people.models import User

NEWEST = 200
"""The newest stories of each kind that are looked through whatever the index knows."""

PAGES = 10
"""Pages of the index that are taken."""

MOST = 100
"""Stories with such words that one go shows."""

RUNS = 20
"""Earlier goes that the screen lists."""


ALL_SECTIONS: Any = gettext_lazy("all sections")


class FindForm(forms.Form):
    term = forms.CharField(
        label=gettext_lazy("Words to find"),
        max_length=200,
        error_messages={"required": gettext_lazy("Write what is to be found.")},
    )
    instead = forms.CharField(
        label=gettext_lazy("What stands there instead"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty: the words are taken out."),
    )
    whole = forms.BooleanField(label=gettext_lazy("Only as a word by itself, without endings"), required=False)
    quotes = forms.BooleanField(label=gettext_lazy("Also in what people are quoted with"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Where"),
        choices=[
            ("story", gettext_lazy("what is published")),
            ("draft", gettext_lazy("drafts")),
            ("both", gettext_lazy("both")),
        ],
        initial="story",
    )
    section = forms.ModelChoiceField(
        label=gettext_lazy("section"),
        queryset=Section.objects.all(),
        required=False,
        empty_label=ALL_SECTIONS,
    )
    begins = forms.DateField(label=gettext_lazy("From"), required=False, widget=AdminDateInput)
    ends = forms.DateField(label=gettext_lazy("To"), required=False, widget=AdminDateInput)
    how = forms.ChoiceField(
        label=gettext_lazy("What readers of published stories are told"),
        choices=[
            ("silent", gettext_lazy("nothing: it is a slip of the pen")),
            ("told", gettext_lazy("a correction in each story")),
        ],
        initial="silent",
    )
    why = forms.CharField(
        label=gettext_lazy("Text of the correction"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for name in ("term", "instead", "why"):
            said[name] = normalise(said.get(name) or "").strip()
        if not said["term"] and "term" not in self.errors:
            self.add_error("term", _("Write what is to be found."))
        if said["term"] and said["term"] == said["instead"]:
            self.add_error("instead", _("That is what stands there already: write other words."))
        if said.get("how") == "told" and not said["why"]:
            self.add_error("why", _("Say what was wrong: readers see it under each story."))
        return said


@dataclass(frozen=True, slots=True)
class Row:
    """A story with such words: the places, the version they are numbered in, and why nothing can be done to it."""

    story: Story
    seen: str
    spots: list[Spot]
    refusal: str


@never_cache
def replace(request: HttpRequest) -> HttpResponse:
    """The one screen. The words are never part of an address."""
    let_in(request, "tools")
    assert isinstance(request.user, User)  # nobody else has the right
    form = FindForm(request.POST or None)
    rows: list[Row] | None = None
    is_cut = False
    if request.method == "POST" and form.is_valid():
        wanted = _wanted(form.cleaned_data)
        if "carry" in request.POST:
            return _carried(request, form.cleaned_data, wanted)
        rows, is_cut = found(form.cleaned_data, wanted, request.user)
    context = {
        "form": form,
        "media": form.media,
        "rows": rows,
        "is_cut": is_cut,
        "most": MOST,
        "count": sum(len(row.spots) for row in rows or ()),
        "instead": form.cleaned_data.get("instead", "") if rows is not None else "",
        "newest": NEWEST,
        "runs": [] if rows else _runs(),
        "header_title": _("Find and replace"),
        "header_icon": "edit",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": "", "label": _("Find and replace")},
        ],
    }
    return TemplateResponse(request, "desk/replace.html", context)


def found(said: dict[str, Any], wanted: Wanted, user: User) -> tuple[list[Row], bool]:
    """The stories in which the words stand, the newest first, and whether there are more than are shown. The same few
    queries however many there are.
    """
    numbers = _candidates(said, wanted, user)
    stories = sorted(
        rights.within(user, Story.objects.filter(pk__in=numbers, killed_at=None).select_related("section", "desk")),
        key=lambda story: -story.pk,
    )
    said_by = wordings(stories)
    held = {row.story_id: row.holder for row in Progress.objects.filter(story__in=numbers).select_related("holder")}
    rows: list[Row] = []
    for story in stories:
        if said["kind"] != "both" and story.live != (said["kind"] == "story"):
            continue
        if places := spots(said_by[story.pk], wanted):
            rows.append(Row(story, mark(story), places, _refusal(story, user, held.get(story.pk))))
    return rows[:MOST], len(rows) > MOST


def _candidates(said: dict[str, Any], wanted: Wanted, user: User) -> set[int]:
    """The numbers of stories that may hold the words: the newest of the scope, and what the newsroom's index names."""
    numbers: set[int] = set()
    section, begins, ends = said.get("section"), said.get("begins"), said.get("ends")
    kinds: tuple[Kind, ...] = ("story", "draft") if said["kind"] == "both" else (said["kind"],)
    for kind in kinds:
        rows = Story.objects.filter(live=kind == "story")
        if section is not None:
            rows = rows.filter(section=section)
        rows = _within_days(rows, begins, ends).order_by("-published_at", "-pk") if kind == "story" else rows
        numbers.update(rows.values_list("pk", flat=True)[:NEWEST])
    for page in range(1, PAGES + 1):
        search = Search(
            text=f'"{wanted.term}"',
            section=section.slug if section else "",
            begins=begins,
            ends=ends,
            zone=settings.HARKARA_ZONE,
            kinds=kinds,
            sort="newest",
            page=page,
        )
        hits = lookup.find(search).found.hits
        numbers.update(hit.number for hit in hits)
        if len(hits) < PER_PAGE:
            break
    return numbers


def _within_days(rows: Any, begins: date | None, ends: date | None) -> Any:
    if begins:
        rows = rows.filter(published_at__gte=clock.begin(begins))
    return rows.filter(published_at__lt=clock.end(ends)) if ends else rows


def _refusal(story: Story, user: User, holder: User | None) -> str:
    try:
        if not rights.may(user, "publish" if story.live else "edit", story):
            return _("It is outside what you work on: %(act)s.") % {"act": rights.ACTS["publish"][0]}
        check_free(story, user, holder)
    except DeskError as refusal:
        return str(refusal)
    return ""


def _carried(request: HttpRequest, said: dict[str, Any], wanted: Wanted) -> HttpResponse:
    """Does it to each story of which a place was ticked, and tells what became of it."""
    assert isinstance(request.user, User)  # let in above
    why = said["why"] if said["how"] == "told" else ""
    if said["kind"] != "draft":
        let_in(request, "correct" if why else "publish")
    by_story: dict[int, list[str]] = {}
    for one in request.POST.getlist("place"):
        story, _dot, place = one.partition(".")
        if story.isdecimal():
            by_story.setdefault(int(story), []).append(place)
    if not by_story:
        messages.warning(request, _("No place was chosen: nothing was changed."))
        return HttpResponseRedirect(reverse("desk_replace:replace"))
    run = actions.begin_replacement(request.user, told=bool(why))
    places = 0
    for number in list(by_story)[:MOST]:
        chosen = Chosen(number, request.POST.get(f"seen-{number}", ""), numbered(by_story[number]))
        try:
            places += actions.replace_words(run, chosen, wanted, request.user, why=why).places
        except (DeskError, SecondFactorMissing) as refusal:
            messages.error(request, str(refusal))
    stories = run.stories.count()
    if not stories:
        run.delete()
        return HttpResponseRedirect(reverse("desk_replace:replace"))
    said_of = {"places": places, "stories": stories}
    messages.success(request, _("Replaced in %(places)s places of %(stories)s stories.") % said_of)
    return HttpResponseRedirect(reverse("desk_replace:run", args=[run.pk]))


def _runs() -> list[tuple[Replacement, Replaced | None, int]]:
    """The newest goes, each with its words and how many stories it changed; two queries."""
    rows = list(Replacement.objects.select_related("made_by")[:RUNS])
    stories: dict[int, list[Replaced]] = {row.pk: [] for row in rows}
    for one in Replaced.objects.filter(run__in=rows).defer("before"):
        stories[one.run_id].append(one)
    return [(row, next(iter(stories[row.pk]), None), len(stories[row.pk])) for row in rows]


@never_cache
def run(request: HttpRequest, number: int) -> HttpResponse:
    """What one go did, story by story; sent with a word, it is taken back as a whole."""
    let_in(request, "tools")
    assert isinstance(request.user, User)  # nobody else has the right
    row = get_object_or_404(Replacement.objects.select_related("made_by"), pk=number)
    rows = list(row.stories.select_related("story__section").defer("before", "story__body"))
    context = {
        "run": row,
        "rows": rows,
        "left": [one for one in rows if one.taken_back_at is None],
        "header_title": _("What was replaced"),
        "header_icon": "edit",
        "breadcrumbs_items": [
            {"url": reverse("desk_replace:replace"), "label": _("Find and replace")},
            {"url": "", "label": _("What was replaced")},
        ],
    }
    return TemplateResponse(request, "desk/replaced.html", context)


@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a go back: each story by itself, so that one which was written in since stops no other."""
    let_in(request, "tools")
    assert isinstance(request.user, User)  # nobody else has the right
    row = get_object_or_404(Replacement, pk=number)
    why = normalise(request.POST.get("why", "")).strip() if row.told else ""
    if row.told and not why:
        messages.error(request, _("Say what was wrong: readers see it under each story."))
        return HttpResponseRedirect(reverse("desk_replace:run", args=[row.pk]))
    done = 0
    for one in row.stories.filter(taken_back_at=None):
        try:
            actions.take_back(one, request.user, why=why)
        except (DeskError, SecondFactorMissing) as refusal:
            messages.error(request, str(refusal))
        else:
            done += 1
    messages.success(request, _("Taken back in %(stories)s stories.") % {"stories": done})
    return HttpResponseRedirect(reverse("desk_replace:run", args=[row.pk]))


def _wanted(said: dict[str, Any]) -> Wanted:
    return Wanted(said["term"], said["instead"], bool(said["whole"]), bool(said["quotes"]))


urls = path(
    "replace/",
    include(
        (
            [
                path("", replace, name="replace"),
                path("<int:number>/", run, name="run"),
                path("<int:number>/back/", back, name="back"),
            ],
            "desk_replace",
        )
    ),
)
