"""The wire's sources and rules: what is looked at and how that goes, and where what comes in goes."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet, SnippetViewSetGroup

from harkara.desk import routing
from harkara.desk.models import WireRule, WireSource
from harkara.desk.screens.plain import PlainIndexView
from harkara.desk.templatetags.newsroom import moment, told

TRIED = 50
"""Items on which a rule is tried."""


def how(source: WireSource) -> str:
    """How it goes with a source, in a word."""
    if source.is_paused:
        return _("paused")
    if source.error:
        return _("fails")
    return _("goes well") if source.looked_at else _("not looked at yet")


def next_look(source: WireSource) -> str:
    """When a source is looked at next; nothing while it is paused."""
    return "–" if source.is_paused else moment(source.next_at)


class LooksPanel(Panel):
    """How the last look went, beside what an editor sets. Nothing for a source that is being written down."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/wire_looks.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and bool(super().is_shown())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "source": self.instance, "how": how(self.instance), "next": next_look(self.instance)}


WIDE = "desk-wide"
"""Columns for which a phone has no room: a source's own screen shows what they say."""


class WireSourceViewSet(SnippetViewSet):
    model = WireSource
    icon = "download"
    menu_label = gettext_lazy("Wire sources")
    admin_url_namespace = "desk_sources"
    base_url_path = "wire/sources"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    search_fields = ("name", "outlet", "address")
    list_display = (
        "name",
        Column("kind", label=gettext_lazy("kind"), accessor=lambda row: row.get_kind_display(), classname=WIDE),
        StatusTagColumn(
            "how",
            label=gettext_lazy("how it goes"),
            accessor=how,
            primary=lambda row: not row.error and not row.is_paused,
        ),
        Column(
            "looked_at",
            label=gettext_lazy("last look"),
            accessor=lambda row: moment(row.looked_at) if row.looked_at else "–",
        ),
        Column("next_at", label=gettext_lazy("next look"), accessor=next_look, classname=WIDE),
        Column("taken", label=gettext_lazy("items taken"), accessor="taken", classname=WIDE),
        Column(
            "error",
            label=gettext_lazy("last error"),
            accessor=lambda row: told(row.error) if row.error else "–",
            classname=WIDE,
        ),
    )
    panels = [
        LooksPanel(heading=gettext_lazy("Last look")),
        FieldRowPanel([FieldPanel("name"), FieldPanel("outlet")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("minutes")]),
        FieldPanel(
            "address", widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"})
        ),
        FieldRowPanel([FieldPanel("section"), FieldPanel("for_desk")]),
        FieldRowPanel([FieldPanel("syndication"), FieldPanel("zone")]),
        FieldPanel("is_paused"),
    ]


class TriedPanel(Panel):
    """Which of the last items a rule would have caught, and the button that asks."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/wire_tried.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "tried": getattr(self.request, "tried", None), "last": TRIED}


class Tries:
    """A form that may be tried before it is saved."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Saves the rule; where it is to be tried, shows what it would have caught and saves nothing."""
        request = self.request  # type: ignore[attr-defined]  # Wagtail's view
        if "action-try" not in request.POST:
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # Wagtail's view
            return answer
        found = routing.caught(form.instance, TRIED)
        request.tried = {
            "caught": [row for row, is_caught in found if is_caught],
            "missed": [row for row, is_caught in found if not is_caught],
        }
        self.form = form
        shown: HttpResponse = self.render_to_response(self.get_context_data(form=form))  # type: ignore[attr-defined]  # as above
        return shown


class RuleAddView(Tries, CreateView):
    """A new rule."""


class RuleEditView(Tries, EditView):
    """The same, changed."""


def does(rule: WireRule) -> str:
    """What a rule does to what it catches, in words."""
    if rule.discards:
        return _("discards it")
    urgency = rule.get_urgency_display() if rule.urgency else ""
    return " · ".join(str(one) for one in (rule.section, rule.for_desk, urgency) if one)


class WireRuleViewSet(SnippetViewSet):
    model = WireRule
    icon = "list-ol"
    menu_label = gettext_lazy("Wire rules")
    admin_url_namespace = "desk_rules"
    base_url_path = "wire/rules"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    add_view_class = RuleAddView
    edit_view_class = RuleEditView
    search_fields = ("name", "words")
    list_display = (
        "name",
        "position",
        Column("does", label=gettext_lazy("what it does"), accessor=does),
        StatusTagColumn(
            "is_on",
            label=gettext_lazy("in force"),
            accessor=lambda row: _("in force") if row.is_on else _("off"),
            primary=lambda row: row.is_on,
        ),
    )
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("position"), FieldPanel("is_on")]),
        MultiFieldPanel(
            [
                FieldPanel("words", widget=forms.Textarea(attrs={"rows": 4})),
                FieldRowPanel(
                    [
                        FieldPanel("subjects", widget=forms.Textarea(attrs={"rows": 3})),
                        FieldPanel("places", widget=forms.Textarea(attrs={"rows": 3})),
                    ]
                ),
                FieldPanel("source"),
            ],
            heading=gettext_lazy("What it catches"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("section"), FieldPanel("for_desk"), FieldPanel("urgency")]),
                FieldPanel("discards"),
            ],
            heading=gettext_lazy("What becomes of it"),
        ),
        TriedPanel(heading=gettext_lazy("Try the rule")),
    ]

    def get_queryset(self, request: Any) -> Any:
        return WireRule.objects.select_related("section", "for_desk").order_by("position", "pk")


class WireGroup(SnippetViewSetGroup):
    """What comes in by itself, and where it goes."""

    items = (WireSourceViewSet, WireRuleViewSet)
    menu_icon = "download"
    menu_label = gettext_lazy("Wire")
    menu_name = "wire"
    menu_order = 410
    add_to_admin_menu = True
