"""The list and the editor of stories."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import (
    CreateView,
    DeleteView,
    EditView,
    LockView,
    RevisionsUnscheduleView,
    SnippetViewSet,
    UnlockView,
    UnpublishView,
)

from harkara.desk import actions, clock, defaults, kinds, rights, videos, when
from harkara.desk.actions.alerts import sends
from harkara.desk.darkroom import captions
from harkara.desk.errors import DeskError, SecondFactorMissing
from harkara.desk.many import MOST
from harkara.desk.models import Section, Story
from harkara.desk.screens import doorkeeper, drawn, kills, lookup, many, proof_links, search, tray, writing
from harkara.desk.screens.comparing import StoryCompareView
from harkara.desk.screens.keeping import KeepsDraft, KeepsNew
from harkara.desk.screens.of_kind import OfKind, Year
from harkara.desk.screens.packages import PackagesPanel
from harkara.desk.screens.picture_words import PicturesPanel
from harkara.desk.screens.plain import PlainIndexView
from harkara.desk.screens.rows import RowsPanel
from harkara.desk.screens.topics import AreaChips, TopicChips


class ClippingPanel(Panel):
    """What the clipping of a story set aside, beside the text. Nothing for a story that was written here."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/clipping_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.clipping_id)

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["clipping"] = self.instance.clipping
            return context


TEXT = [
    # Wagtail shows no label over a title: the empty field says itself what it is for.
    FieldPanel("headline", classname="title", widget=AdminAutoHeightTextInput(attrs={"placeholder": _("Headline")})),
    FieldRowPanel(
        [
            # A paper has few sections and desks: a list is one keystroke, a chooser is a dialogue.
            FieldPanel("section", widget=forms.Select),
            FieldPanel("desk", widget=forms.Select),
            FieldPanel("kind"),
            FieldPanel("kicker"),
        ]
    ),
    OfKind("obituary", [FieldPanel("remembered"), FieldPanel("born"), FieldPanel("died")]),
    FieldPanel("summary", widget=AdminAutoHeightTextInput),
    FieldPanel("picture"),
    OfKind("video", [FieldPanel("video", widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}))]),
    OfKind("photo", [HelpPanel(template="desk/several_pictures.html")]),
    FieldPanel("body", widget=writing.BodyField(Story._meta.get_field("body").stream_block)),
    PicturesPanel(heading=_("Pictures of the story")),
    ClippingPanel(heading=_("Set aside by the clipping")),
    FieldRowPanel([FieldPanel("tell_reader"), FieldPanel("tell_reason")]),
]
PARTICULARS = [
    RowsPanel("bylines", heading=_("bylines"), panels=[FieldRowPanel([FieldPanel("person"), FieldPanel("place")])]),
    FieldPanel("dateline"),
    FieldPanel("topics", widget=TopicChips),
    FieldPanel("areas", widget=AreaChips),
    PackagesPanel(heading=_("Story packages")),
    RowsPanel(
        "source_links",
        heading=_("source chain"),
        help_text=_("The origin first, our own desk last."),
        panels=[
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind"), FieldPanel("latin")]),
            FieldRowPanel([FieldPanel("url"), FieldPanel("told_at")]),
        ],
    ),
    FieldRowPanel([FieldPanel("syndication"), FieldPanel("comments")]),
    FieldPanel("no_advertising"),
    FieldPanel("sponsor"),
    MultiFieldPanel([FieldRowPanel([FieldPanel("embargo_until"), FieldPanel("embargo_reason")])], heading=_("embargo")),
    PublishingPanel(),
]


class Tabs(TabbedInterface):
    """Tabs that send no description of every panel beside them: no script of the newsroom asks for one by its name, and to make
    it draws each control a second time.
    """

    class BoundPanel(TabbedInterface.BoundPanel):
        def js_opts(self) -> dict[str, Any]:
            return {"type": type(self.panel).__name__, "prefix": self.prefix, "children": []}


class StoryForm(writing.WrittenForm):
    """A story's form. Nobody saves a story to where they could not open it again."""

    born = Year(label=_("year of birth"))
    died = Year(label=_("year of death"))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("tell_reader") and self.instance.published_at and not given.get("tell_reason"):
            self.add_error("tell_reason", _("Say in a few words what is new: readers see it beside “updated”."))
        if "captions" in given:
            self._tidy_captions(given)
        if wrong := kinds.wrong_years(given.get("born"), given.get("died")):
            self.add_error("died", wrong)
        at = given.get("go_live_at")
        if at and "go_live_at" in self.changed_data and at <= clock.now():
            self.add_error("go_live_at", when.past(at, clock.now()))
        section, desk = given.get("section"), given.get("desk")
        places = (section.pk if section else None, desk.pk if desk else None)
        if self.for_user and not rights.holds(self.for_user, *places):
            names = {"remit": ", ".join(rights.remit_names(self.for_user))}
            self.add_error("section", ValidationError(_("You work on this: %(remit)s. Choose from it."), params=names))
        return given

    def clean_video(self) -> str:
        """The address as the provider's own pages have it, without what says who shared it."""
        given = str(self.cleaned_data.get("video") or "").strip()
        if given and (wrong := kinds.wrong_video(given)):
            raise ValidationError(wrong)
        found = videos.of(given)
        return found.href if found else ""

    def _tidy_captions(self, given: dict[str, Any]) -> None:
        """Keeps of the captions what says something; one that is too long is named."""
        try:
            given["captions"] = captions.tidied(given["captions"])
        except DeskError as refusal:
            self.add_error("captions", str(refusal))


class _Within:
    """A screen about one story, for those who may do ``act`` to it. Others are told why not and led to the list."""

    act = "write"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = Story.objects.none()
        if rights.is_limited(request.user):
            found = Story.objects.filter(pk=unquote(str(kwargs["pk"]))).defer("body")
        try:
            rights.demand(request.user, self.act, *found)
        except DeskError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("desk_stories:list"))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # Wagtail's view
        return response


class _Publishing:
    """Publishing from a screen: a refusal is a sentence on the screen, never an error page."""

    def publish_action(self) -> HttpResponse | None:
        try:
            response: HttpResponse | None = super().publish_action()  # type: ignore[misc]  # Wagtail's view
        except DeskError as refusal:
            view: Any = self
            messages.error(view.request, str(refusal))
            return HttpResponseRedirect(view.get_edit_url())
        except SecondFactorMissing as missing:  # the draft is saved; back here it is published with one more click
            view = self
            return doorkeeper.to_setup(view.request, missing, view.get_edit_url())
        self._say_when()
        return response

    def _say_when(self) -> None:
        """Says in words when a scheduled story goes out."""
        view: Any = self
        at = getattr(view.object, "go_live_at", None)
        if at and at > clock.now():
            said = {"when": when.in_words(at, clock.now())}
            messages.info(view.request, _("It will be published by itself %(when)s.") % said)


class _Staged:
    """Acts of the footer that follow a save: a refusal is a sentence, and what was written is saved all the same."""

    STEPS: ClassVar[dict[str, Callable[[Story, Any], object]]] = {
        "file": actions.file_story,
        "claim": actions.claim,
        "approve": actions.approve,
        "release": actions.release,
    }

    def run_action_method(self) -> HttpResponse | None:
        view: Any = self
        step = next((act for name, act in self.STEPS.items() if f"action-{name}" in view.request.POST), None)
        if step is None:
            response: HttpResponse | None = super().run_action_method()  # type: ignore[misc]  # Wagtail's view
            return response
        try:
            step(view.object, view.request.user)
        except DeskError as refusal:
            messages.error(view.request, str(refusal))
            return HttpResponseRedirect(view.get_edit_url())
        except SecondFactorMissing as missing:
            return doorkeeper.to_setup(view.request, missing, view.get_edit_url())
        return None


class StoryIndexView(PlainIndexView):
    """The list of stories: the same few queries however long the archive is."""

    search_backend_name = None  # Wagtail's engines know no Bangla and split a word at its signs

    def search_queryset(self, queryset: "QuerySet[Story]") -> "QuerySet[Story]":
        """Narrows the list by the newsroom's index, and by letters of the newest headlines."""
        if not self.is_searching:
            return queryset
        text = self.search_query.replace("\0", "").strip()[: search.LONGEST]
        number = self.request.GET.get("section", "")
        section = Section.objects.filter(pk=number).first() if number.isdecimal() else None
        return queryset.filter(lookup.numbers(text, section=section)) if text else queryset

    @cached_property
    def many(self) -> list[tuple[str, many.Kind]]:
        """What may be done to many of them at once."""
        return many.offers(self.request.user)

    @cached_property
    def columns(self) -> list[Column]:
        chosen: list[Column] = [many.ChosenColumn("chosen")] if self.many else []
        return [
            *chosen,
            drawn.TitleWithButtons(
                self,
                "headline",
                label=capfirst(_("headline")),
                sort_key="headline",
                get_url=lambda story: self.get_edit_url(story) or self.get_inspect_url(story),
                get_title_id=lambda story: f"snippet_{story.pk}_title",
            ),
            drawn.PlainColumn("section", label=_("section")),
            drawn.StatusColumn(sort_key=None),
            drawn.TimeColumn("modified_at", label=_("modified at"), sort_key="modified_at"),
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["media"] += forms.Media(js=["desk/many.js"])
        return {**context, "many": self.many, "most": MOST}


LAST_SECTION = "harkara.section"
"""Where a session keeps the section of the story that was saved last."""


class StoryCreateView(KeepsNew, _Staged, _Publishing, CreateView):
    """A new story begins with its headline, in the section where this person's last one stood, with a paragraph to write."""

    def get_initial_form_instance(self) -> Story:
        last = self.request.session.get(LAST_SECTION)
        empty = [{"type": "paragraph", "value": ""}]
        return Story(section=defaults.section_for(self.request.user, last), body=empty)

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)
        form.fields["headline"].widget.attrs["autofocus"] = True
        return form

    def save_instance(self) -> Any:
        saved = super().save_instance()
        if saved.section_id and self.request.session.get(LAST_SECTION) != saved.section_id:
            self.request.session[LAST_SECTION] = saved.section_id
        return saved


class StoryEditView(_Within, KeepsDraft, _Staged, _Publishing, EditView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kills.tell(request, self.object)
        tray.tell(request, self.object)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    @property
    def header_more_buttons(self) -> list[Button]:
        story: Story = self.object
        buttons: list[Button] = list(super().header_more_buttons)
        if story.killed_at:
            return buttons
        user = self.request.user
        if story.live:
            buttons.append(_copying(f"{settings.HARKARA_ORIGIN}/{story.pk}"))
        if proof_links.may_link(user, story):
            address = reverse("desk_links:list", args=[story.pk])
            buttons.append(Button(_("Proof links"), url=address, icon_name="link", priority=35))
        if story.live and rights.may(user, "correct", story):
            buttons.append(_button(_("Correct"), "correct", story, "comment", 40))
        if story.live and rights.may(user, "urgent", story):
            buttons.append(_button(_("Bar of the front page"), "banner", story, "warning", 45))
            if settings.HARKARA_LETTERS_FROM:
                address = reverse("desk_newsletters:breaking", args=[story.pk])
                buttons.append(Button(_("Send as breaking letter"), url=address, icon_name="mail", priority=48))
            if sends():
                buttons.append(_button(_("Send to readers"), "alert", story, "mail", 44))
        if story.live and rights.may(user, "write", story):
            address = reverse("desk_live:screen", args=[story.pk])
            buttons.append(Button(_("Live coverage"), url=address, icon_name="time", priority=44))
        if story.live and rights.may(user, "publish", story):
            buttons.append(_button(_("Poll"), "poll", story, "list-ul", 49))
        if rights.may(user, "write", story):
            buttons.append(_button(_("Cards"), "cards", story, "image", 46))
        if story.live and rights.may(user, "front", story):
            buttons.append(_button(_("Test of headlines"), "headlines", story, "view", 47))
        if story.published_at and rights.may(user, "redact", story):
            buttons.append(_button(_("Redact"), "redact", story, "cut", 50))
        if rights.may(user, "kill", story):
            buttons.append(_button(_("Kill"), "kill", story, "cross", 60))
        return buttons


def _button(label: Any, act: str, story: Story, icon: str, priority: int) -> Button:
    return Button(label, url=reverse(f"desk_acts:{act}", args=[story.pk]), icon_name=icon, priority=priority)


def _copying(address: str) -> Button:
    """What copies ``address``."""
    attrs = {
        "data-controller": "w-clipboard",
        "data-action": "w-clipboard#copy",
        "data-w-clipboard-value-param": address,
    }
    return Button(_("Copy the short link"), icon_name="copy", attrs={**attrs, "title": address}, priority=34)


class StoryUnpublishView(_Within, UnpublishView):
    """Wagtail's view asks for no reason: it leads to the desk's form."""

    act = "unpublish"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("desk_acts:unpublish", args=[self.object.pk]))

    post = get


class StoryDeleteView(_Within, DeleteView):
    """Drafts may be thrown away; what was published once is killed, not deleted."""

    act = "edit"

    def delete_action(self) -> None:
        actions.throw_away(self.object, self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except DeskError as refusal:
            messages.error(self.request, str(refusal))
            return HttpResponseRedirect(reverse("desk_stories:edit", args=[self.object.pk]))
        return response


class StoryUnscheduleView(_Within, RevisionsUnscheduleView):
    act = "publish"


class StoryComparison(_Within, StoryCompareView):
    """For those who may read the story's history."""


class StoryLockView(_Within, LockView):
    act = "edit"


class StoryUnlockView(_Within, UnlockView):
    act = "edit"


class StoryViewSet(SnippetViewSet):
    """Stories at ``/desk/stories/``."""

    model = Story
    icon = "doc-full-inverse"
    menu_label = _("Stories")
    menu_order = 100
    add_to_admin_menu = True
    admin_url_namespace = "desk_stories"
    base_url_path = "stories"
    index_view_class = StoryIndexView
    index_results_template_name = "desk/stories_results.html"
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    delete_view_class = StoryDeleteView
    unpublish_view_class = StoryUnpublishView
    revisions_unschedule_view_class = StoryUnscheduleView
    revisions_compare_view_class = StoryComparison
    lock_view_class = StoryLockView
    unlock_view_class = StoryUnlockView
    copy_view_enabled = False
    list_display = ("headline", "section", "modified_at")  # how each looks: the view's ``columns``
    list_filter = ("section", "kind", "live", "topics")
    search_fields = ("headline",)
    list_per_page = 30
    ordering = ("-id",)
    edit_handler = Tabs(
        [ObjectList(TEXT, heading=_("Text")), ObjectList(PARTICULARS, heading=_("Particulars"))],
        base_form_class=StoryForm,
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Story]":
        return Story.objects.select_related("section").defer("body")
