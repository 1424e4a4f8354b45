"""The incoming tray: what the wire filed, with what it set aside, and one button that makes a draft."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_filters import ChoiceFilter  # type: ignore[import-untyped]  # it has no stubs
from wagtail.admin import messages as notices
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from harkara.bangla.diff import diff
from harkara.desk import actions, rights
from harkara.desk.errors import DeskError
from harkara.desk.filings import fate_of
from harkara.desk.models import IncomingClipping, Story, WireAlarm
from harkara.desk.models.filing import WAY
from harkara.desk.models.wire_rule import URGENCIES
from harkara.desk.screens.board_cards import Mark
from harkara.desk.screens.board_columns import marks
from harkara.desk.screens.plain import BoundedPictures
from harkara.desk.templatetags.newsroom import digits
from harkara.desk.twins import way
from harkara.desk.versions import Part


def for_the_wire(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets in who may work on the tray."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rights.may(request.user, "wire"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def twins_of(rows: Iterable[IncomingClipping]) -> dict[int, list[IncomingClipping]]:
    """The other clippings of the groups of ``rows``, by the number of each row, the first that came first; one query."""
    shown = [row for row in rows if row.group]
    found: dict[int, list[IncomingClipping]] = {row.pk: [] for row in shown}
    if shown:
        fields = ("headline", "outlet", "status", "state", "filed_at", "published", "source_chain", "group")
        members = IncomingClipping.objects.filter(group__in={row.group for row in shown}).only(*fields)
        for member in members.order_by("pk"):
            for row in shown:
                if row.group == member.group and row.pk != member.pk:
                    found[row.pk].append(member)
    return found


def twins_label(twins: list[IncomingClipping]) -> str:
    """How many other outlets have it, in words and the digits of the screen."""
    return _("Also from %(number)s more") % {"number": digits(len(twins))} if twins else ""


class HeadlineColumn(TitleColumn):
    """A headline, and below it, to be unfolded, the same story from other outlets."""

    cell_template_name = "desk/tray_title.html"

    def get_cell_context_data(self, instance: IncomingClipping, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        twins = getattr(instance, "twins", [])
        request = parent_context.get("request")
        return {
            **context,
            "clipping": instance,
            "twins": twins,
            "twins_label": twins_label(twins),
            "way": way([instance, *twins]) if twins else None,
            "marks": marks_of(instance),
            "may_draft": instance.may_be_drafted and request is not None and rights.may(request.user, "write"),
            "csrf_token": get_token(request) if request is not None else "",
        }


def marks_of(row: IncomingClipping) -> tuple[Mark, ...]:
    """What is to be seen of a clipping at a glance; how many others have it is said beside."""
    return marks(row.state, row.urgency, 0, row.changed_at is not None, row.embargo, row.guid)


class TrayFilterSet(WagtailFilterSet):
    """What the tray can be narrowed to."""

    urgency = ChoiceFilter(label=gettext_lazy("urgency"), choices=URGENCIES)
    newer = ChoiceFilter(
        label=gettext_lazy("newer version"),
        choices=[("yes", gettext_lazy("has one"))],
        method=lambda rows, name, value: rows.exclude(changed_at=None),
    )

    class Meta:
        model = IncomingClipping
        fields = ["status", "state", "source", "section", "for_desk", "outlet"]


WHATEVER = ("status", "outlet")
"""Filters that ask for what waits and for what does not."""

NARROWED = ("state", "urgency", "newer", "source", "section", "for_desk")
"""Filters that ask for what waits, each by itself: of a group the first may be another's."""


class TrayView(IndexView):
    """The tray as a list: what waits, each story once, or what the filter asks for."""

    model = IncomingClipping
    page_title = gettext_lazy("Incoming tray")
    template_name = "desk/tray.html"
    results_template_name = "desk/tray_results.html"
    header_icon = "download"
    index_url_name = "desk_tray:list"
    index_results_url_name = "desk_tray:results"
    any_permission_required = ["view"]
    default_ordering = "-id"
    paginate_by = 30
    search_backend_name = None
    search_fields = ["headline", "outlet"]
    filterset_class = TrayFilterSet
    paginator_class = BoundedPictures

    @property
    def columns(self) -> list[Column]:
        return [
            HeadlineColumn(
                "headline", label=_("headline"), get_url=lambda row: reverse("desk_tray:clipping", args=[row.pk])
            ),
            Column("outlet", label=_("outlet")),
            Column("section", label=_("section"), accessor=lambda row: row.section or row.for_desk or ""),
            StatusTagColumn(
                "status",
                label=_("status"),
                accessor=lambda row: row.get_status_display(),
                primary=lambda row: row.status == IncomingClipping.Status.WAITING,
            ),
            DateColumn("filed_at", label=_("filed at")),
        ]

    def get_base_queryset(self) -> "QuerySet[IncomingClipping]":
        rows = IncomingClipping.objects.defer("text", "furniture", "lines", "related", "pictures")
        rows = rows.select_related("section", "for_desk")
        asked = self.request.GET
        if asked.get("state") in (IncomingClipping.State.WITHHELD, IncomingClipping.State.CANCELLED):
            rows = rows.exclude(state=IncomingClipping.State.USABLE)  # said once more as their index says it
        if self.is_searching or any(asked.get(name) for name in WHATEVER):
            return rows
        if any(asked.get(name) for name in NARROWED):
            return rows.filter(status=IncomingClipping.Status.WAITING)
        return rows & IncomingClipping.firsts()

    def get_table(self, object_list: Any) -> Any:
        found = twins_of(object_list)
        for row in object_list:
            row.twins = found.get(row.pk, [])
        return super().get_table(object_list)


@for_the_wire
def clipping(request: HttpRequest, number: int) -> HttpResponse:
    """One clipping: its text, and beside it every line that was set aside, with the reason."""
    row = get_object_or_404(IncomingClipping.objects.select_related("story"), pk=number)
    story = getattr(row, "story", None)
    twins = twins_of([row]).get(row.pk, [])
    context: dict[str, Any] = {
        "clipping": row,
        "story": story,
        "twins": twins,
        "twins_label": twins_label(twins),
        "way": way([row, *twins]) if twins else None,
        "marks": marks_of(row),
        "changes": changes_of(row),
        "urgency": dict(URGENCIES).get(row.urgency or 0, ""),
        "fate": fate_of(row) if row.guid.startswith(WAY) else None,
        "may_discard": row.status == IncomingClipping.Status.WAITING,
        "story_url": reverse("desk_stories:edit", args=[story.pk]) if story else "",
        "may_draft": row.is_usable and rights.may(request.user, "write"),
        "may_work": rights.may(request.user, "write"),
        "header_icon": "download",
        "header_title": row.headline,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("desk_tray:list"), "label": _("Incoming tray")},
            {"url": "", "label": row.headline},
        ],
    }
    return TemplateResponse(request, "desk/clipping.html", context)


@require_POST
@for_the_wire
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Makes a draft of a clipping and opens it."""
    row = get_object_or_404(IncomingClipping, pk=number)
    try:
        story = actions.draft_from(row, request.user)  # type: ignore[arg-type]  # for_the_wire lets nobody else in
    except DeskError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("desk_tray:clipping", args=[row.pk]))
    messages.success(request, _("The draft is ready: check it, choose a section, publish."))
    return HttpResponseRedirect(reverse("desk_stories:edit", args=[story.pk]))


@require_POST
@for_the_wire
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a clipping out of the tray."""
    row = get_object_or_404(IncomingClipping, pk=number)
    try:
        actions.discard(row, request.user)  # type: ignore[arg-type]  # for_the_wire lets nobody else in
    except DeskError as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("desk_tray:clipping", args=[row.pk]))
    messages.success(request, _("The clipping was discarded."))
    return HttpResponseRedirect(reverse("desk_tray:list"))


@require_POST
@for_the_wire
def heed(request: HttpRequest, number: int) -> HttpResponse:
    """Takes an alarm off the board: what was to be done is done."""
    alarm = get_object_or_404(WireAlarm, pk=number)
    try:
        actions.heed(alarm, request.user)  # type: ignore[arg-type]  # for_the_wire lets nobody else in
    except DeskError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted: it is dealt with."))
    return HttpResponseRedirect(reverse("wagtailadmin_home"))


def changes_of(row: IncomingClipping) -> list[Part]:
    """What a newer version of an item changed: since the one that a story was made of, else since the one before."""
    if row.changed_at is None:
        return []
    before = row.versions.order_by("-was_drafted", "-pk").first()
    if before is None:
        return []
    found = (
        Part("headline", _("headline"), diff(str(before.headline), str(row.headline))),
        Part("text", _("text"), diff(str(before.text), str(row.text))),
    )
    return [part for part in found if any(piece.kind != "same" for piece in part.pieces)]


def tell(request: HttpRequest, story: Story) -> None:
    """Says on a story's screen what became of the item that it was made of: killed, withheld, or brought up to date."""
    clipping = story.clipping if story.clipping_id else None
    if clipping is None or clipping.changed_at is None:
        return
    address = reverse("desk_tray:clipping", args=[clipping.pk])
    if not clipping.is_usable:
        said = _("What this was made of: %(state)s. %(note)s") % {
            "state": clipping.get_state_display(),
            "note": clipping.told.get("note", ""),
        }
        notices.error(request, said, buttons=[notices.button(address, _("Look at it"))])
    elif clipping.versions.filter(was_drafted=True).exists():
        said = _("A newer version of what this was made of came in. The story was not changed by it.")
        notices.warning(request, said, buttons=[notices.button(f"{address}#changes", _("What changed"))])


urls = path(
    "tray/",
    include(
        (
            [
                path("", for_the_wire(TrayView.as_view()), name="list"),
                path("results/", for_the_wire(TrayView.as_view(results_only=True)), name="results"),
                path("<int:number>/", clipping, name="clipping"),
                path("<int:number>/draft/", draft, name="draft"),
                path("<int:number>/discard/", discard, name="discard"),
                path("alarm/<int:number>/heed/", heed, name="heed"),
            ],
            "desk_tray",
        )
    ),
)
