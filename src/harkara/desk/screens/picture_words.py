"""What is said of the pictures of a story, filled in beside its text: nobody leaves the story for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.panels import Panel
from wagtail.images.models import Filter

from harkara.bangla.digits import to_latin
from harkara.desk import clock, rights
from harkara.desk.actions.change_picture import describe_picture
from harkara.desk.darkroom import terms, uses
from harkara.desk.errors import DeskError, NothingToDo
from harkara.desk.models import Picture, Terms

MOST = 60
"""Pictures that are told of at once: no story has more."""

THUMBNAIL = "max-165x165"
"""As the list of pictures has it, so that it is drawn once."""


class Day(forms.DateField):
    """A day, in Bangla digits or others."""

    def to_python(self, value: Any) -> date | None:
        found: date | None = super().to_python(to_latin(value).strip() if isinstance(value, str) else value)
        return found


class WordsForm(forms.Form):
    """What must be said of a picture, and what should."""

    credit = forms.CharField(label=_("credit"), max_length=120, required=False)
    terms = forms.ChoiceField(label=_("rights"), choices=[("", "—"), *Terms.choices], required=False)
    until = Day(label=_("may be used until"), required=False, help_text=_("Like 2026-11-28."))
    alt = forms.CharField(label=_("alternative text"), max_length=250, required=False)
    caption = forms.CharField(label=_("caption"), max_length=400, required=False)


@dataclass(frozen=True, slots=True)
class Card:
    """One picture as the editor of a story shows it."""

    picture: Picture
    form: WordsForm
    lacks: list[str]
    has_ended: bool
    ends_soon: bool
    uses: list[uses.Use]
    is_saved: bool = False

    @property
    def thumbnail(self) -> Any:
        return self.picture.get_rendition(Filter(spec=THUMBNAIL))


def cards(
    numbers: list[int], story: int | None, form: WordsForm | None = None, *, is_saved: bool = False
) -> list[Card]:
    """The pictures with these ids, in their order; ``form`` instead of what is kept, of a single one."""
    found = Picture.objects.filter(pk__in=numbers).prefetch_renditions(THUMBNAIL).in_bulk()  # type: ignore[attr-defined]  # Wagtail's manager
    before = uses.latest(numbers, story)
    today = clock.today()
    return [
        Card(
            row,
            form or WordsForm(initial={name: getattr(row, name) for name in WordsForm.base_fields}),
            terms.lacks(row),
            terms.has_ended(row, today),
            terms.ends_soon(row, today),
            before.get(number, []),
            is_saved,
        )
        for number in dict.fromkeys(numbers)
        if (row := found.get(number))
    ]


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """The cards of the pictures that the form of a story names: ``id`` as often as there are pictures, and ``story``."""
    if not rights.may(request.user, "write"):
        raise PermissionDenied
    numbers = [int(number) for number in request.GET.getlist("id")[:MOST] if number.isascii() and number.isdecimal()]
    return _answer(request, cards(numbers, _story(request.GET.get("story", ""))))


@require_POST
def save(request: HttpRequest, number: int) -> HttpResponse:
    """Keeps what was filled in; answers the card anew, with a sentence where it could not."""
    if not rights.may(request.user, "pictures"):
        raise PermissionDenied
    picture = get_object_or_404(Picture, pk=number)
    form = WordsForm(request.POST)
    is_saved = False
    if form.is_valid():
        try:
            describe_picture(picture, request.user, **form.cleaned_data)  # type: ignore[arg-type]  # the desk's user
            is_saved = True
        except NothingToDo:
            is_saved = True
        except DeskError as refusal:
            form.add_error(None, str(refusal))
    given = None if is_saved else form
    return _answer(request, cards([number], _story(request.POST.get("story", "")), given, is_saved=is_saved))


def _answer(request: HttpRequest, found: list[Card]) -> HttpResponse:
    may = rights.may(request.user, "pictures")
    return TemplateResponse(request, "desk/picture_cards.html", {"cards": found, "may_describe": may})


def _story(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else None


class PicturesPanel(Panel):
    """The pictures of a story below its text, each with what is said of it, and what this story says instead."""

    def get_form_options(self) -> dict[str, Any]:
        return {"fields": ["captions"], "widgets": {"captions": forms.HiddenInput(attrs={"data-captions": True})}}

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/pictures_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["captions"] = self.form["captions"] if self.form is not None else None
            return context

        @property
        def media(self) -> forms.Media:
            script: Any = Script("desk/pictures.js", type="module")
            return forms.Media(js=[script])


urls = path(
    "pictures/",
    include(
        (
            [
                path("words/", shown, name="shown"),
                path("words/<int:number>/", save, name="save"),
            ],
            "desk_pictures",
        )
    ),
)
