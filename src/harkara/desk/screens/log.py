"""The log: every act with who, what, when; filtered, turned by number and not by counting, exported as a table."""

import csv
import io
import json
from collections.abc import AsyncIterator, Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from asgiref.sync import sync_to_async
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.handlers.asgi import ASGIRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log as note
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from harkara.bangla.digits import to_latin
from harkara.desk import rights
from harkara.desk.models import Paper, Story
from harkara.people.models import User

PER_PAGE = 50
AT_ONCE = 500
"""Rows that an export reads at a time."""

OUT_OF_ORDER = timedelta(minutes=10)
"""Numbers and moments of entries run together, but for transactions that lasted: no longer than this."""


class FilterForm(forms.Form):
    person = forms.ModelChoiceField(
        label=gettext_lazy("Member of staff"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    act = forms.ChoiceField(label=gettext_lazy("Act"), required=False)
    story = forms.CharField(label=gettext_lazy("Story no."), required=False, max_length=20)
    since = forms.DateField(label=gettext_lazy("From day"), required=False, widget=AdminDateInput)
    until = forms.DateField(label=gettext_lazy("To day"), required=False, widget=AdminDateInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.order_by("first_name", "username")  # type: ignore[attr-defined]  # a choice of rows
        acts = sorted(((action, str(label)) for action, label in registry.get_choices()), key=lambda act: act[1])
        self.fields["act"].choices = [("", _("All")), *acts]  # type: ignore[attr-defined]  # a choice field

    def clean_story(self) -> int | None:
        said = to_latin(str(self.cleaned_data["story"])).strip().lstrip("#/")
        if not said:
            return None
        if not said.isdecimal():
            raise forms.ValidationError(_("“%(said)s” is no number of a story.") % {"said": said})
        return int(said)


def entries(said: dict[str, Any]) -> "QuerySet[ModelLogEntry]":
    """The entries that a filter asks for, the newest first. Each filter has its index (``desk.migrations``), so a page
    costs the same in a log of any length.
    """
    rows: QuerySet[ModelLogEntry] = ModelLogEntry.objects.order_by("-pk").select_related("user", "content_type")
    if said.get("person"):
        rows = rows.filter(user=said["person"])
    if said.get("act"):
        rows = rows.filter(action=said["act"])
    if said.get("story"):
        rows = rows.filter(object_id=str(said["story"]), content_type=Story.get_content_type())
    zone = ZoneInfo(settings.HARKARA_ZONE)
    if said.get("since"):
        begin = datetime.combine(said["since"], time(), zone)
        first = _number_at(begin - OUT_OF_ORDER)
        rows = rows.filter(pk__gte=first, timestamp__gte=begin) if first else rows.none()
    if said.get("until"):
        end = datetime.combine(said["until"] + timedelta(days=1), time(), zone)
        beyond = _number_at(end + OUT_OF_ORDER)
        rows = rows.filter(timestamp__lt=end, **({"pk__lt": beyond} if beyond else {}))
    return rows


def _number_at(moment: datetime) -> int | None:
    """The number of the first entry at or after ``moment``."""
    found = ModelLogEntry.objects.filter(timestamp__gte=moment).order_by("timestamp", "pk")
    number: int | None = found.values_list("pk", flat=True).first()
    return number


def listing(request: HttpRequest) -> HttpResponse:
    """One page of the log."""
    _let_in(request)
    form = FilterForm(request.GET)
    rows = entries(form.cleaned_data) if form.is_valid() else ModelLogEntry.objects.none()
    before = request.GET.get("before", "")
    page = list((rows.filter(pk__lt=int(before)) if before.isdecimal() else rows)[: PER_PAGE + 1])
    asked = request.GET.copy()
    asked.pop("before", None)
    context = {
        "form": form,
        "media": form.media,
        "rows": [_row(entry) for entry in page[:PER_PAGE]],
        "older": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        "asked": asked.urlencode(),
        "before": before,
        "header_title": _("Log"),
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Log")},
        ],
    }
    return TemplateResponse(request, "desk/log.html", context)


def export(request: HttpRequest) -> StreamingHttpResponse | HttpResponse:
    """The log as a table (CSV), as the filter asks, row by row; that it was exported stands in the log."""
    _let_in(request)
    form = FilterForm(request.GET)
    if not form.is_valid():
        return listing(request)
    asked = {name: str(value) for name, value in form.cleaned_data.items() if value}
    note(instance=Paper.load(), action="desk.export_log", user=request.user, data=asked)
    rows = entries(form.cleaned_data)
    # Each server wants its own kind of stream: an iterator of the wrong kind would be gathered in memory first.
    lines = _later(rows) if isinstance(request, ASGIRequest) else (line for batch in _batches(rows) for line in batch)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="log.csv"'
    return answer


def harmless(cell: Any) -> str:
    """``cell`` as a spreadsheet shows it and does not run it: what begins a formula gets an apostrophe.

    >>> harmless("=2+3"), harmless("নদী"), harmless("\\t@x")
    ("'=2+3", 'নদী', "'\\t@x")
    """
    text = str(cell)
    return f"'{text}" if text[:1] in FORMULA or text.lstrip()[:1] in FORMULA else text


FORMULA = frozenset(
    "=+-@\t\r\n\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)


def _let_in(request: HttpRequest) -> None:
    if not rights.may(request.user, "log"):
        raise PermissionDenied


def _row(entry: ModelLogEntry) -> dict[str, Any]:
    is_story = entry.content_type_id == Story.get_content_type().pk and not entry.deleted
    return {
        "at": entry.timestamp,
        "who": str(entry.user) if entry.user else _("the house"),
        "act": _act(entry),
        "subject": entry.label,
        "kind": entry.object_verbose_name,
        "href": reverse("desk_stories:edit", args=[entry.object_id]) if is_story else "",
        "said": _message(entry),
        "address": entry.data.get("address", ""),
    }


def _act(entry: ModelLogEntry) -> str:
    formatter = registry.get_formatter(entry)
    return str(formatter.label) if formatter else str(entry.action)


def _message(entry: ModelLogEntry) -> str:
    return strip_tags(str(entry.message))


def _batches(rows: "QuerySet[ModelLogEntry]") -> Iterator[list[str]]:
    """The lines of the table, a few hundred at a time; no cursor stays open between them."""
    heads = (
        _("Time"),
        _("Member of staff"),
        _("Act"),
        _("Kind"),
        _("Subject"),
        _("Number"),
        _("What was done"),
        _("Details"),
    )
    yield ["\N{BYTE ORDER MARK}" + line(heads)]
    before: int | None = None
    while batch := list((rows if before is None else rows.filter(pk__lt=before))[:AT_ONCE]):
        yield [line(_cells(entry)) for entry in batch]
        before = batch[-1].pk


async def _later(rows: "QuerySet[ModelLogEntry]") -> AsyncIterator[str]:
    batches = _batches(rows)
    following = sync_to_async(lambda: next(batches, None))
    while (batch := await following()) is not None:
        yield "".join(batch)


def _cells(entry: ModelLogEntry) -> tuple[str, ...]:
    local = entry.timestamp.astimezone(ZoneInfo(settings.HARKARA_ZONE))
    who = str(entry.user) if entry.user else _("the house")
    details = json.dumps(entry.data, ensure_ascii=False) if entry.data else ""
    moment, kind = f"{local:%Y-%m-%d %H:%M:%S}", str(entry.object_verbose_name)
    return moment, who, _act(entry), kind, entry.label, entry.object_id, _message(entry), details


def line(cells: Iterable[Any]) -> str:
    """A line of a table (CSV) that runs nothing in a spreadsheet."""
    written = io.StringIO()
    csv.writer(written).writerow([harmless(cell) for cell in cells])
    return written.getvalue()


urls = path(
    "log/",
    include(([path("", listing, name="list"), path("export/", export, name="export")], "desk_log")),
)
