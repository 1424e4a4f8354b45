"""What became of campaigns: how often each was seen and clicked, on the screen and as a table to take away."""

import logging
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from harkara.desk import clock
from harkara.desk.models import Campaign, Creative
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.screens.log import line
from harkara.desk.screens.plain import PlainIndexView
from harkara.desk.screens.rows import RowsPanel
from harkara.desk.templatetags.newsroom import moment
from harkara.readings import numbers

log = logging.getLogger(__name__)

SHOWN: Final = 100
"""Campaigns on the screen, the newest first."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was seen and clicked."""

    seen: int = 0
    pressed: int = 0

    @property
    def rate(self) -> str:
        """Clicks of a hundred times seen."""
        return f"{100 * self.pressed / self.seen:.2f}" if self.seen else "–"


def state(campaign: Campaign) -> str:
    """How a campaign stands, in a word or two."""
    if campaign.reached_at:
        return _("kept")
    if campaign.running:
        return _("running")
    if not campaign.on:
        return _("not released")
    return _("over") if campaign.until_at and campaign.until_at <= clock.now() else _("waits for its time")


def term(campaign: Campaign) -> str:
    """From when until when, in words."""
    ends = [moment(at) if at else "…" for at in (campaign.from_at, campaign.until_at)]
    return " – ".join(ends) if campaign.from_at or campaign.until_at else "–"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The newest campaigns with their counts. Four queries, however many there are."""
    _let_in(request)
    rows = list(Campaign.objects.all()[:SHOWN])
    counts, is_lost = _counts(rows)
    context = {
        "rows": [(row, state(row), term(row), counts[row.pk]) for row in rows],
        "lost": is_lost,
        "header_title": _("What was sold"),
        "header_icon": "table",
        "breadcrumbs_items": [
            {"url": reverse("desk_campaigns:list"), "label": _("Campaigns")},
            {"url": "", "label": _("What was sold")},
        ],
    }
    return TemplateResponse(request, "desk/sold.html", context)


@require_safe
def export(request: HttpRequest, number: int) -> HttpResponse:
    """A campaign day by day, in the paper's zone, as a table (CSV) that runs nothing in a spreadsheet."""
    _let_in(request)
    campaign = get_object_or_404(Campaign, pk=number)
    names = {row.pk: str(row) for row in Creative.objects.filter(campaign=campaign).order_by("sort_order", "pk")}
    days: dict[tuple[date, int], list[int]] = defaultdict(lambda: [0, 0])
    for ad, hour, seen, pressed in numbers.ads_by_hour(names):
        day = clock.day_of(datetime.fromtimestamp(3600 * hour, UTC))
        days[day, ad][0] += seen
        days[day, ad][1] += pressed
    heads = [
        _("Day"),
        _("Campaign"),
        _("Advertiser"),
        _("what is shown"),
        _("Seen"),
        _("Clicks"),
        _("Clicks of a hundred"),
    ]
    lines = [line(heads)]
    for (day, ad), (seen, pressed) in sorted(days.items()):
        who = [day.isoformat(), campaign.name, campaign.advertiser, names[ad]]
        lines.append(line([*who, seen, pressed, Count(seen, pressed).rate]))
    total = Count(sum(one[0] for one in days.values()), sum(one[1] for one in days.values()))
    lines.append(line([_("Together"), campaign.name, campaign.advertiser, "", total.seen, total.pressed, total.rate]))
    answer = HttpResponse("\N{BYTE ORDER MARK}" + "".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="campaign-{campaign.pk}.csv"'
    return answer


def _let_in(request: HttpRequest) -> None:
    if not request.user.has_perm("desk.view_campaign"):
        raise PermissionDenied


def _counts(rows: list[Campaign]) -> tuple[dict[int, Count], bool]:
    """The counts of ``rows`` by their numbers, and whether nobody knows them."""
    sums = {row.pk: [0, 0] for row in rows}
    parts = dict(Creative.objects.filter(campaign__in=sums).values_list("pk", "campaign"))
    try:
        counted = numbers.ads(parts) if parts else {}
    except DatabaseError as error:
        log.error("nobody knows how often campaigns were seen, since the readers' database refuses: %s", error)
        return {number: Count() for number in sums}, True
    for ad, (seen, pressed) in counted.items():
        sums[parts[ad]][0] += seen
        sums[parts[ad]][1] += pressed
    return {number: Count(*both) for number, both in sums.items()}, False


class CampaignIndexView(PlainIndexView):
    """The list of campaigns, with the way to what became of them."""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        report = HeaderButton(_("What was sold"), url=reverse("desk_sold:list"), icon_name="table")
        return [*super().header_buttons, report]


class ForTheSeller:
    """A screen whose words readers see on every page: who opens it has shown a second factor."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        let_in(request, "publish")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # Wagtail's view
        return answer


class CampaignAddView(ForTheSeller, CreateView):
    """A new order."""


class CampaignEditView(ForTheSeller, EditView):
    """An order, changed."""


class CampaignDeleteView(ForTheSeller, DeleteView):
    """An order, taken away."""


class CampaignViewSet(SnippetViewSet):
    model = Campaign
    icon = "placeholder"
    menu_label = gettext_lazy("Campaigns")
    admin_url_namespace = "desk_campaigns"
    base_url_path = "campaigns"
    copy_view_enabled = False
    index_view_class = CampaignIndexView
    add_view_class = CampaignAddView
    edit_view_class = CampaignEditView
    delete_view_class = CampaignDeleteView
    list_display = (
        "name",
        Column("advertiser", label=gettext_lazy("advertiser"), accessor=lambda row: row.advertiser or _("our own")),
        Column("state", label=gettext_lazy("how it stands"), accessor=state),
        Column("term", label=gettext_lazy("term"), accessor=term, classname="desk-wide"),
    )
    search_fields = ("name", "advertiser")
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("advertiser")]),
            FieldRowPanel([FieldPanel("on"), FieldPanel("house")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("at_head"), FieldPanel("at_front")]),
                    FieldRowPanel([FieldPanel("at_text"), FieldPanel("at_foot")]),
                    FieldPanel("sections", widget=forms.CheckboxSelectMultiple),
                ],
                heading=gettext_lazy("where"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("from_at"), FieldPanel("until_at")]),
                    FieldRowPanel([FieldPanel("wanted_shown"), FieldPanel("wanted_pressed"), FieldPanel("weight")]),
                ],
                heading=gettext_lazy("how long, how often"),
            ),
            RowsPanel(
                "creatives",
                heading=gettext_lazy("what is shown"),
                min_num=1,
                panels=[
                    FieldPanel("picture"),
                    FieldRowPanel([FieldPanel("alt"), FieldPanel("link")]),
                    FieldPanel("markup"),
                ],
            ),
        ]
    )


urls = path(
    "sold/",
    include(([path("", listing, name="list"), path("<int:number>/export/", export, name="export")], "desk_sold")),
)
