"""One act for many stories: chosen on the list, foretold one by one, carried out, and told what became of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column

from harkara.bangla.clean import normalise
from harkara.desk import clock, many, rights, when
from harkara.desk.models import Issue, Section, Story, Topic
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.screens.topics import TopicChips
from harkara.people.models import User

LOT = 10
"""Stories that the script of the screen hands in at a time, so that one sees how far it is."""


class RetagForm(forms.Form):
    add = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics to add"),
        queryset=Topic.objects.filter(into=None),
        required=False,
        widget=TopicChips,
    )
    remove = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics to take away"), queryset=Topic.objects.all(), required=False, widget=TopicChips
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not said.get("add") and not said.get("remove"):
            raise forms.ValidationError(_("Choose at least one topic to add or to take away."))
        return said


class MoveForm(forms.Form):
    section = forms.ModelChoiceField(
        label=gettext_lazy("To which section"), queryset=Section.objects.all(), empty_label=None
    )


class UnpublishForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The history of each story keeps it; readers do not see it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_reason(self) -> str:
        reason = normalise(self.cleaned_data["reason"]).strip()
        if not reason:
            raise forms.ValidationError(_("Say why: each story's history keeps it."))
        return reason


class IssueForm(forms.Form):
    issue = forms.ModelChoiceField(
        label=gettext_lazy("Into which issue"), queryset=Issue.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["issue"]
        choice.queryset = Issue.objects.filter(called_off_at=None, at__gt=clock.now()).order_by("at")
        choice.label_from_instance = lambda issue: when.exactly(issue.at)


@dataclass(frozen=True, slots=True)
class Kind:
    """An act that the list offers: its name, its form, and how an act is made of what the form said."""

    label: Any
    icon: str
    right: str
    form: type[forms.Form]
    make: Callable[[dict[str, Any]], many.Act]


KINDS: dict[str, Kind] = {
    "retag": Kind(
        gettext_lazy("Change topics"),
        "tag",
        "publish",
        RetagForm,
        lambda said: many.Retag(tuple(said["add"]), tuple(said["remove"])),
    ),
    "move": Kind(
        gettext_lazy("Move to another section"),
        "arrow-right",
        "publish",
        MoveForm,
        lambda said: many.Move(said["section"]),
    ),
    "issue": Kind(
        gettext_lazy("Put into a print edition"),
        "date",
        "tools",
        IssueForm,
        lambda said: many.PutIntoIssue(said["issue"]),
    ),
    "unpublish": Kind(
        gettext_lazy("Take off the paper"),
        "download",
        "unpublish",
        UnpublishForm,
        lambda said: many.Unpublish(said["reason"]),
    ),
}


class ChosenColumn(Column):
    """A box to tick."""

    header_template_name = "desk/many_head.html"

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        box = '<td class="desk-tick"><input type="checkbox" name="id" value="{}" aria-label="{}: {}"></td>'
        return format_html(box, instance.pk, _("Choose this story"), instance)


def offers(user: Any) -> list[tuple[str, Kind]]:
    """The acts that ``user`` may do to many stories, by name."""
    if not rights.may(user, "tools"):
        return []
    return [(name, kind) for name, kind in KINDS.items() if rights.may(user, kind.right)]


@require_POST
def acting(request: HttpRequest) -> HttpResponse:
    """The form of the act, what it will do to each chosen story, and what it did."""
    kind = dict(offers(request.user)).get(request.POST.get("act", ""))
    if kind is None:
        raise PermissionDenied
    let_in(request, kind.right)
    assert isinstance(request.user, User)  # nobody else has the right
    numbers, is_cut = _chosen(request)
    rows = Story.objects.defer("body").select_related("section", "desk").prefetch_related("topics")
    stories = sorted(rows.filter(pk__in=numbers), key=lambda story: numbers.index(story.pk))
    step = next((step for step in ("carry", "show") if step in request.POST), "")
    form = kind.form(request.POST if step else None)
    outcomes: list[many.Outcome] = []
    if step and form.is_valid():
        act = kind.make(form.cleaned_data)
        carry = many.done if step == "carry" else many.foretold
        outcomes = carry(act, stories, request.user)
    elif step == "carry":
        step = ""
    if request.POST.get("told") == "data":
        told = [{"id": one.story.pk, "ok": one.ok, "said": one.said} for one in outcomes]
        return JsonResponse({"outcomes": told})
    if not stories:
        return HttpResponseRedirect(reverse("desk_stories:list"))
    context = {
        "act": request.POST["act"],
        "kind": kind,
        "form": form,
        "media": form.media,
        "stories": stories,
        "outcomes": outcomes,
        "fit": [one.story.pk for one in outcomes if one.ok],
        "refused": [one for one in outcomes if not one.ok],
        "step": step if outcomes else "",
        "is_cut": is_cut,
        "most": many.MOST,
        "lot": LOT,
        "header_title": kind.label,
        "header_icon": kind.icon,
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": "", "label": kind.label},
        ],
    }
    return TemplateResponse(request, "desk/many.html", context)


def _chosen(request: HttpRequest) -> tuple[list[int], bool]:
    """The numbers of the stories that were ticked, or of the newest that match the list's filter; and whether there are
    more than one may take.
    """
    if request.POST.get("all"):
        found = matching(request, request.POST.get("filter", ""))
    else:
        found = list(dict.fromkeys(int(one) for one in request.POST.getlist("id") if one.isdecimal()))
    return found[: many.MOST], len(found) > many.MOST


def matching(request: HttpRequest, query: str) -> list[int]:
    """The numbers of the stories that the list shows for ``query``, one more than one may take at most."""
    asked = HttpRequest()
    asked.method, asked.user, asked.path = "GET", request.user, reverse("desk_stories:list")
    asked.GET = QueryDict(query)
    built: Any = Story.snippet_viewset.index_view  # hung there by Wagtail
    view = built.view_class(**built.view_initkwargs)
    view.setup(asked)
    return list(view.get_queryset().values_list("pk", flat=True)[: many.MOST + 1])


urls = path("many/", include(([path("", acting, name="acting")], "desk_many")))
