"""Topics: their list, their names, merging two of them; and the fields of the editor that offer topics and places."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet
from wagtail.snippets.widgets import AdminSnippetChooser

from harkara.bangla.clean import normalise
from harkara.desk import actions, offering, placing
from harkara.desk.errors import DeskError
from harkara.desk.models import Area, Topic, TopicName
from harkara.desk.screens.plain import PlainIndexView
from harkara.people.models import User

LONGEST = 400_000
"""Letters of a text for which topics are offered."""


class Chips(forms.SelectMultiple):
    """What is chosen as chips, with a box to find more by, and what the text speaks of. Costs one query, however much there
    is to choose from.
    """

    template_name = "desk/chips.html"
    model: ClassVar[type[Model]]
    door: ClassVar[str]
    """The namespace of the addresses ``find`` and ``offer``."""
    say: ClassVar[dict[str, Any]]
    key: ClassVar[str]
    """The letter that takes the first offer, with Alt."""

    def optgroups(self, name: str, value: Iterable[str], attrs: Any = None) -> list[Any]:
        return []  # the template shows what is chosen, not all there are

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        numbers = [int(number) for number in value or () if str(number).isdecimal()]
        rows = self.model._default_manager.in_bulk(numbers) if numbers else {}
        context["chosen"] = [rows[number] for number in numbers if number in rows]
        context |= {
            "find": reverse(f"{self.door}:find"),
            "offer": reverse(f"{self.door}:offer"),
            "say": self.say,
            "key": self.key,
        }
        context["add"] = self.add()
        return context

    def add(self) -> str:
        """Where a new one is made; empty where none can be."""
        return ""

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["desk/chips.js"])


class TopicChips(Chips):
    """The topics of a story."""

    model = Topic
    door = "desk_topic"
    key = "T"
    say: ClassVar = {
        "find": gettext_lazy("Find a topic"),
        "all": gettext_lazy("Topics"),
        "none": gettext_lazy("No topic is called so."),
    }

    def add(self) -> str:
        return reverse("desk_topic:add")


class AreaChips(Chips):
    """The places that a story is about."""

    model = Area
    door = "desk_area"
    key = "P"
    say: ClassVar = {
        "find": gettext_lazy("Find a division, district or upazila"),
        "all": gettext_lazy("Places"),
        "none": gettext_lazy("No place is called so."),
    }


class TopicForm(WagtailAdminModelForm):
    """A topic, with the other names by which writers know it."""

    others = forms.CharField(
        label=gettext_lazy("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One in a line, in any script: by them the topic is found and offered."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["others"].initial = "\n".join(
                self.instance.names.exclude(name=self.instance.name).values_list("name", flat=True)
            )

    def clean_others(self) -> list[str]:
        names = list(dict.fromkeys(normalise(line).strip() for line in self.cleaned_data["others"].splitlines()))
        names = [name for name in names if name]
        if long := next((name for name in names if len(name) > 80), None):
            raise ValidationError(_("“%(name)s” is too long: 80 letters at most."), params={"name": long})
        taken = TopicName.objects.filter(name__in=names).exclude(topic=self.instance.pk).select_related("topic").first()
        if taken:
            raise ValidationError(
                _("“%(name)s” is another name of the topic “%(topic)s”."),
                params={"name": taken.name, "topic": taken.topic.name},
            )
        return names

    def save(self, commit: bool = True) -> Any:
        topic = super().save(commit)
        if commit:
            topic.names.exclude(name__in=[topic.name, *self.cleaned_data["others"]]).delete()
            for name in self.cleaned_data["others"]:
                TopicName.keep(topic, name)
        return topic


class TopicEditView(EditView):
    @property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = list(super().header_more_buttons)
        address = reverse("desk_topic:merge", args=[self.object.pk])
        return [*buttons, Button(_("Merge into another"), url=address, icon_name="link", priority=40)]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = gettext_lazy("Topics")
    admin_url_namespace = "desk_topics"
    base_url_path = "topics"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    edit_view_class = TopicEditView
    list_display = ("name", "slug")
    search_fields = ("name",)
    edit_handler = ObjectList([FieldPanel("name"), FieldPanel("others")], base_form_class=TopicForm)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Topic]":
        return Topic.objects.filter(into=None)


class MergeForm(forms.Form):
    kept = forms.ModelChoiceField(
        label=gettext_lazy("Merge into"),
        queryset=Topic.objects.filter(into=None),
        help_text=gettext_lazy("This one stays and takes up the stories; the addresses of the other lead to it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].widget = AdminSnippetChooser(model=Topic)  # it takes its words from who looks just now


@permission_required("desk.change_topic", raise_exception=True)
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Merges a topic into another one."""
    assert isinstance(request.user, User)  # nobody else has the permission
    topic = get_object_or_404(Topic, pk=number, into=None)
    back = reverse("desk_topics:edit", args=[topic.pk])
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.merge_topics(form.cleaned_data["kept"], topic, request.user)
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("“%(other)s” is a part of “%(kept)s” now.") % {"other": topic.name, "kept": kept.name}
            )
            return HttpResponseRedirect(reverse("desk_topics:edit", args=[kept.pk]))
    context = {
        "form": form,
        "media": form.media,
        "name": topic.name,
        "back": back,
        "warning": _("Every story of this topic goes over. This cannot be undone."),
        "header_title": _("Merge"),
        "header_icon": "link",
        "breadcrumbs_items": [
            {"url": reverse("desk_topics:list"), "label": _("Topics")},
            {"url": back, "label": topic.name},
            {"url": "", "label": _("Merge")},
        ],
    }
    return TemplateResponse(request, "desk/act.html", context)


@dataclass(frozen=True, slots=True)
class Said:
    """What the editor's form holds, and what is chosen already."""

    headline: str
    dateline: str
    others: list[str]
    chosen: set[int]

    @classmethod
    def read(cls, body: bytes) -> "Said | None":
        """What came as JSON; ``None`` where it is something else."""
        try:
            said = json.loads(body)
            others, chosen = [str(text) for text in said["others"]], {int(number) for number in said["chosen"]}
            return cls(str(said["headline"]), str(said.get("dateline", "")), others, chosen)
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def is_too_long(self) -> bool:
        """Whether nobody can wait until it is looked through."""
        return len(self.headline) + len(self.dateline) + sum(map(len, self.others)) > LONGEST


@require_POST
@permission_required("desk.change_story", raise_exception=True)
def offer(request: HttpRequest) -> JsonResponse:
    """The topics that a text speaks of: takes ``headline``, ``others`` (texts) and ``chosen`` (numbers) as JSON."""
    said = Said.read(request.body)
    if said is None:
        return JsonResponse({"error": "Send headline, dateline, others and chosen as JSON."}, status=400)
    found = [] if said.is_too_long() else offering.offered(said.headline, said.others, said.chosen)
    return JsonResponse({"offers": [_shown(one) for one in found]})


@require_GET
@permission_required("desk.view_topic", raise_exception=True)
def find(request: HttpRequest) -> JsonResponse:
    """The topics that begin as ``q`` does."""
    typed = normalise(request.GET.get("q", "")[:80]).strip()
    return JsonResponse({"typed": typed, "offers": [_shown(one) for one in offering.beginning(typed)]})


@require_POST
@permission_required("desk.add_topic", raise_exception=True)
def add(request: HttpRequest) -> JsonResponse:
    """A new topic called ``name``; the one that is known by that name, where there is one."""
    name = normalise(request.POST.get("name", "")).strip()
    known = TopicName.objects.filter(name=name).select_related("topic").first()
    if known:
        return JsonResponse({"number": known.topic_id, "name": known.topic.name})
    topic = Topic(name=name)
    try:
        topic.full_clean(exclude=["slug", "into"])
    except ValidationError as error:
        return JsonResponse({"error": " ".join(error.messages)}, status=400)
    topic.save()
    return JsonResponse({"number": topic.pk, "name": topic.name}, status=201)


@require_POST
@permission_required("desk.change_story", raise_exception=True)
def offer_areas(request: HttpRequest) -> JsonResponse:
    """The areas that a text names; takes what ``offer`` takes."""
    said = Said.read(request.body)
    if said is None:
        return JsonResponse({"error": "Send headline, dateline, others and chosen as JSON."}, status=400)
    found = [] if said.is_too_long() else placing.placed(said.dateline, said.headline, said.others, said.chosen)
    return JsonResponse({"offers": [_placed(one) for one in found]})


@require_GET
@permission_required("desk.change_story", raise_exception=True)
def find_areas(request: HttpRequest) -> JsonResponse:
    """The areas that begin as ``q`` does."""
    typed = normalise(request.GET.get("q", "")[:80]).strip()
    return JsonResponse({"typed": typed, "offers": [_placed(one) for one in placing.beginning(typed)]})


def _placed(one: placing.Choice) -> dict[str, Any]:
    return {"number": one.number, "name": one.name, "inside": one.inside}


def _shown(one: offering.Offer) -> dict[str, Any]:
    return {"number": one.number, "name": one.name, "slug": one.slug, "stories": one.stories, "count": one.count}


urls = path(
    "topic/",
    include(
        (
            [
                path("<int:number>/merge/", merge, name="merge"),
                path("offer/", offer, name="offer"),
                path("find/", find, name="find"),
                path("add/", add, name="add"),
            ],
            "desk_topic",
        )
    ),
)
area_urls = path(
    "area/",
    include(([path("offer/", offer_areas, name="offer"), path("find/", find_areas, name="find")], "desk_area")),
)
