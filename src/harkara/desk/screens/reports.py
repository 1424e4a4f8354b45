"""Reports: one's own numbers for everybody, all of them for desk editors; as a table to take away, too."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from harkara.desk import clock
from harkara.desk.models import Tally
from harkara.desk.reports import LONGEST, Line, report, sees_all, sums
from harkara.desk.screens.log import line
from harkara.people.models import User


class ReportForm(forms.Form):
    by = forms.ChoiceField(
        label=gettext_lazy("By"),
        choices=[
            ("author", gettext_lazy("reporter")),
            ("desk", gettext_lazy("desk")),
            ("section", gettext_lazy("section")),
        ],
        required=False,
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Over"),
        choices=[("day", gettext_lazy("days")), ("week", gettext_lazy("weeks")), ("month", gettext_lazy("months"))],
        required=False,
    )
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=AdminDateInput)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=AdminDateInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        today = clock.today()
        said["by"] = said.get("by") or "author"
        said["unit"] = said.get("unit") or "month"
        said["until"] = said.get("until") or today
        said["since"] = said.get("since") or min(today, said["until"]).replace(day=1)
        if said["since"] > said["until"]:
            said["since"], said["until"] = said["until"], said["since"]
        if said["until"] - said["since"] >= LONGEST:
            self.add_error("since", _("A report holds a year at most: choose a later day."))
        return said


def listing(request: HttpRequest) -> HttpResponse:
    """The report on the screen."""
    said, form = _asked(request)
    lines = _lines(request, said)
    context = {
        "form": form,
        "media": form.media,
        "rows": [(_period(one.begins, said["unit"]), one.name, list(one.counts.values())) for one in lines],
        "kinds": [kind.label for kind in Tally.Kind],
        "sums": list(sums(lines).values()),
        "own": not sees_all(request.user),
        "asked": request.GET.urlencode(),
        "header_title": _("Reports"),
        "header_icon": "table",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Reports")},
        ],
    }
    return TemplateResponse(request, "desk/reports.html", context)


def export(request: HttpRequest) -> HttpResponse:
    """The same as a table (CSV) that runs nothing in a spreadsheet."""
    said, _form = _asked(request)
    heads = (_("From"), _("Name"), *(str(kind.label) for kind in Tally.Kind))
    rows = [(one.begins.isoformat(), one.name, *map(str, one.counts.values())) for one in _lines(request, said)]
    text = "\N{BYTE ORDER MARK}" + "".join(line(row) for row in (heads, *rows))
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="report.csv"'
    return answer


def _asked(request: HttpRequest) -> tuple[dict[str, Any], ReportForm]:
    """What was asked for; where it cannot be understood, this month, with the sentence that says why."""
    form = ReportForm(request.GET)
    if form.is_valid():
        said = form.cleaned_data
        # The form shows the days that were taken, not empty boxes.
        shown = {**{name: said[name] for name in ("by", "unit")}, "since": said["since"], "until": said["until"]}
        return said, ReportForm(shown)
    today = clock.today()
    return {"by": "author", "unit": "month", "since": today.replace(day=1), "until": today}, form


def _lines(request: HttpRequest, said: dict[str, Any]) -> list[Line]:
    assert isinstance(request.user, User)  # nobody comes here without having signed in
    return report(request.user, said["by"], said["unit"], said["since"], said["until"])


def _period(begins: date, unit: str) -> str:
    """The period in words and the digits of the screen."""
    if unit == "month":
        return str(date_format(begins, "F Y"))
    if unit == "week":
        return f"{date_format(begins, 'j F')} – {date_format(begins + timedelta(days=6), 'j F Y')}"
    return str(date_format(begins, "j F Y"))


urls = path(
    "numbers/",
    include(([path("", listing, name="list"), path("export/", export, name="export")], "desk_reports")),
)
