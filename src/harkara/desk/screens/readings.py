"""Who reads what now: a screen that editors keep open, which updates by itself, and a table to take away."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harkara.desk import clock
from harkara.desk.models import HeadlineTest, Story
from harkara.desk.screens import headlines
from harkara.desk.screens.log import line
from harkara.readings import numbers
from harkara.readings.counting import OPENED
from harkara.readings.numbers import QUARTERS, Counts

log = logging.getLogger(__name__)

SHOWN: Final = 20
"""Stories on the screen."""

HOURS: Final = 24
"""Hours of the table to take away, and of what is shown beside a story."""

EXPORTED: Final = 1000

SOURCES: Final = {
    "rc": gettext_lazy("Social networks"),
    "rs": gettext_lazy("Search engines"),
    "ro": gettext_lazy("This paper"),
    "rd": gettext_lazy("Direct"),
    "rx": gettext_lazy("Other sites"),
    "rl": gettext_lazy("Lite pages"),
}
TESTED: Final = (
    *("story", "number", "chief", "others", "until", "takes", "found", "found_at", "hindered", "counts"),
    *("ended_at", "story__headline"),
)
"""Of a test of headlines, what is shown of it."""

WIDTH, HEIGHT = 120, 24
"""Of a chart, in units of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """A story as the screen shows it; ``points`` draws its last minutes, ``ended`` is how many in a hundred saw the end."""

    story: Story
    opened: int
    lately: int
    points: str
    ended: int
    seconds: int
    shared: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart of bars: ``share`` of a hundred."""

    label: str
    count: int
    share: int


def screen(request: HttpRequest) -> HttpResponse:
    """The screen; with ``?now`` only what updates."""
    if "now" in request.GET:
        return render(request, "desk/readings_now.html", _now())
    context = {
        **_now(),
        "header_title": _("Readers now"),
        "header_icon": "view",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Readers now")},
        ],
    }
    return TemplateResponse(request, "desk/readings.html", context)


def export(request: HttpRequest) -> HttpResponse:
    """What was read in the last day as a table (CSV) that runs nothing in a spreadsheet."""
    found = numbers.by_story(clock.now().timestamp(), HOURS, EXPORTED)
    stories = _stories(found)
    heads = [_("Number"), _("Headline"), _("Section"), _("Addresses"), _("Opened"), *map(str, SOURCES.values())]
    heads += [
        _("Seconds"),
        *(_("Saw %(quarters)s quarters") % {"quarters": quarter} for quarter in range(1, 5)),
        _("Shared"),
    ]
    lines = [line(heads)]
    for number, of in found.items():
        if story := stories.get(number):
            section = story.section.name if story.section else ""
            cells = [number, story.headline, section, of.of["a"], of.opened, *(of.of[what] for what in SOURCES)]
            seen = [sum(of.of[what] for what in QUARTERS[quarter:]) for quarter in range(1, 5)]
            lines.append(line([*cells, of.seconds, *seen, of.of["s"]]))
    answer = HttpResponse("\N{BYTE ORDER MARK}" + "".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="readings.csv"'
    return answer


def _now() -> dict[str, Any]:
    """What the screen shows. The same number of queries, however much is read; the newsroom's are one."""
    now = clock.now().timestamp()
    try:
        read, minutes = numbers.read_now(now), numbers.minutes(now)
        whole = numbers.counts(now, 2)
        beside = numbers.by_story(now, HOURS, EXPORTED)
    except DatabaseError as error:
        log.error("nobody knows what is read, since the readers' database refuses: %s", error)
        return {"lost": True}
    stories = _stories([one.story for one in read])
    rows: list[Row] = []
    sections = defaultdict[str, int](int)
    for one in read:
        story = stories.get(one.story)
        if story is None:
            continue  # withdrawn: whoever has it open still reads it
        sections[story.section.name if story.section else "–"] += one.opened
        if len(rows) < SHOWN:
            of = beside.get(one.story) or Counts()
            lately = sum(one.minutes[-5:])
            rows.append(Row(story, one.opened, lately, _points(one.minutes), of.reached(4), of.seconds, of.of["s"]))
    return {
        "rows": rows,
        "opened": sum(minutes),
        "points": _points(minutes),
        "width": WIDTH,
        "height": HEIGHT,
        "sections": _bars(sorted(sections.items(), key=lambda pair: -pair[1])[:8]),
        "sources": _bars([(str(label), whole.of[what]) for what, label in SOURCES.items()]),
        "quarters": [(25 * quarter, whole.reached(quarter)) for quarter in range(1, 5)],
        "has_sources": any(whole.of[what] for what in OPENED),
        "has_quarters": whole.left > 0,
        "tests": headlines.told(HeadlineTest.running().select_related("story").only(*TESTED)[:SHOWN]),
        "at": clock.now(),
    }


def _stories(wanted: Any) -> dict[int, Story]:
    """Published stories by number. One query."""
    found = Story.objects.filter(pk__in=list(wanted), live=True).select_related("section")
    return {story.pk: story for story in found.only("headline", "slug", "section")}


def _points(minutes: Sequence[int]) -> str:
    """The line of a small chart, as the points of an SVG polyline."""
    most, step = max(*minutes, 1), WIDTH / (len(minutes) - 1)
    return " ".join(
        f"{place * step:.0f},{HEIGHT - 1 - (HEIGHT - 2) * count / most:.1f}" for place, count in enumerate(minutes)
    )


def _bars(counts: Sequence[tuple[str, int]]) -> list[Bar]:
    whole = sum(count for _label, count in counts) or 1
    return [Bar(label, count, round(100 * count / whole)) for label, count in counts]


urls = path(
    "readings/",
    include(([path("", screen, name="screen"), path("export/", export, name="export")], "desk_readings")),
)
