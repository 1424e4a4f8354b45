"""Sections, topics, people, desks, and the paper itself."""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    SnippetViewSet,
    SnippetViewSetGroup,
    UnpublishView,
)

from harkara.desk.models import CardTemplate, Desk, Document, Paper, Person, Section, Space
from harkara.desk.screens.cards import LookPanel
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.screens.hooks import ShareHookViewSet
from harkara.desk.screens.plain import PlainIndexView
from harkara.desk.screens.sold import CampaignViewSet
from harkara.desk.screens.topics import TopicViewSet
from harkara.desk.screens.writing import BodyField, WrittenForm

PUBLIC = Column("public", label=_("page"), accessor=lambda row: _("has one") if row.public else _("none"))
"""Whether somebody has a page for readers, in a word."""


class SectionViewSet(SnippetViewSet):
    model = Section
    icon = "list-ul"
    menu_label = _("Sections")
    admin_url_namespace = "desk_sections"
    base_url_path = "sections"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    list_display = ("name", "slug", "above", "position")
    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("slug"), FieldPanel("position")]), FieldPanel("above")]


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_label = _("Bylines")
    admin_url_namespace = "desk_people"
    base_url_path = "people"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    search_fields = ("name",)
    list_display = ("name", "role", PUBLIC)
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldPanel("public"),
        FieldPanel("about"),
        FieldPanel("picture"),
        FieldPanel("email"),
        FieldPanel("links"),
    ]


class DeskViewSet(SnippetViewSet):
    model = Desk
    icon = "group"
    menu_label = _("Desks")
    admin_url_namespace = "desk_desks"
    base_url_path = "desks"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    list_display = ("name", PUBLIC)
    panels = [
        FieldPanel("name"),
        FieldPanel("public"),
        FieldPanel("about"),
        FieldPanel("picture"),
        FieldPanel("email"),
        FieldPanel("links"),
    ]


class ForThePaper:
    """A screen whose words readers see on every page: who opens it has shown a second factor. Asked before anything is typed."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        let_in(request, "publish")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # Wagtail's view
        return answer


class PaperAddView(ForThePaper, CreateView):
    """What stands around every page, said first."""


class PaperEditView(ForThePaper, EditView):
    """The same, changed."""


class PaperUnpublishView(ForThePaper, UnpublishView):
    """A page of the paper about itself, taken off it."""


class CardEditView(EditView):
    """How cards of a kind look, for those who set fronts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        let_in(request, "front")
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer


class ColourInput(forms.TextInput):
    """A colour as letters, with the browser's own chooser beside it."""

    def __init__(self) -> None:
        super().__init__({"data-colour": _("Choose a colour"), "spellcheck": "false", "autocomplete": "off"})

    @property
    def media(self) -> forms.Media:
        script: Any = Script("desk/colour.js", type="module")
        return forms.Media(js=[script])


class PaperViewSet(SnippetViewSet):
    model = Paper
    icon = "globe"
    menu_label = _("The paper")
    admin_url_namespace = "desk_paper"
    base_url_path = "paper"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    add_view_class = PaperAddView
    edit_view_class = PaperEditView
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("outlet")]),
        FieldPanel("tagline"),
        FieldPanel("editor"),
        FieldPanel("imprint"),
        FieldPanel("google_source"),
        FieldPanel("social"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("accent", widget=ColourInput), FieldPanel("headline_face")]),
                FieldPanel("logo"),
            ],
            heading=_("Look"),
            help_text=_("Readers see it with the next page that they open."),
        ),
        FieldRowPanel([FieldPanel("cards"), FieldPanel("cards_ahead")]),
        FieldPanel("keeps"),
        FieldRowPanel([FieldPanel("comments"), FieldPanel("comments_days")]),
        FieldPanel("counts_lite"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("measure_google"), FieldPanel("measure_meta")]), FieldPanel("asks_for_code")],
            heading=_("Others who hear of readers"),
            help_text=_("Each page then asks once, at its foot; a no is as easy as a yes, and can be changed there."),
        ),
        MultiFieldPanel(
            [FieldPanel("security_contact"), FieldPanel("crawlers"), FieldPanel("ads_txt")],
            heading=_("What machines are told"),
        ),
    ]


class SpaceViewSet(SnippetViewSet):
    model = Space
    icon = "placeholder"
    menu_label = _("Advertising")
    admin_url_namespace = "desk_spaces"
    base_url_path = "spaces"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    add_view_class = PaperAddView
    edit_view_class = PaperEditView
    list_display = (
        "place",
        Column("stands", label=_("readers see"), accessor=lambda row: _("the place") if row.stands else _("nothing")),
        Column("what", label=_("what stands there"), accessor=lambda row: row.alt or (_("code") if row.markup else "")),
    )
    panels = [
        FieldPanel("place"),
        FieldPanel("on"),
        MultiFieldPanel(
            [FieldPanel("picture"), FieldPanel("alt"), FieldPanel("link")],
            heading=_("A picture"),
            help_text=_("Of your own, or as an advertiser sends it."),
        ),
        FieldPanel("markup", widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"})),
    ]


class CardViewSet(SnippetViewSet):
    """How cards look, kind by kind: each has its row from the beginning."""

    model = CardTemplate
    icon = "image"
    menu_label = _("Cards")
    admin_url_namespace = "desk_cards"
    base_url_path = "cards"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    edit_view_class = CardEditView
    list_display = (
        "kind",
        Column("ground", label=_("ground"), accessor=lambda row: row.get_ground_display()),
        Column("photo", label=_("photo"), accessor=lambda row: row.get_photo_display()),
        Column("label", label=_("over the words"), accessor="label"),
    )
    panels = [
        LookPanel(heading=_("As readers see it")),
        FieldRowPanel([FieldPanel("ground"), FieldPanel("photo")]),
        FieldRowPanel([FieldPanel("label"), FieldPanel("foot")]),
        FieldPanel("dated"),
    ]


class DocumentViewSet(SnippetViewSet):
    model = Document
    icon = "doc-full"
    menu_label = _("About the paper")
    admin_url_namespace = "desk_documents"
    base_url_path = "about"
    copy_view_enabled = False
    index_view_class = PlainIndexView
    add_view_class = PaperAddView
    edit_view_class = PaperEditView
    unpublish_view_class = PaperUnpublishView
    list_display = ("title", "slug", "position", "in_footer")
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("slug"), FieldPanel("position"), FieldPanel("in_footer")]),
            FieldPanel("summary"),
            FieldPanel("body", widget=BodyField(Document._meta.get_field("body").stream_block)),
        ],
        base_form_class=WrittenForm,
    )


class NamesGroup(SnippetViewSetGroup):
    """What is set up once and seldom changed."""

    items = (
        SectionViewSet,
        TopicViewSet,
        PersonViewSet,
        DeskViewSet,
        DocumentViewSet,
        SpaceViewSet,
        CampaignViewSet,
        CardViewSet,
        ShareHookViewSet,
        PaperViewSet,
    )
    menu_icon = "folder-open-inverse"
    menu_label = _("Names")
    menu_name = "names"
    menu_order = 400
    add_to_admin_menu = True
