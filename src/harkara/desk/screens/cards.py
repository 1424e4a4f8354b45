"""Cards: the screen of a story on which its cards are seen, worded and taken, and the pictures of the look that is being set."""

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.panels import Panel

from harkara.bangla.clean import normalise
from harkara.bangla.naming import plain
from harkara.desk import actions, copy, proof, rights
from harkara.desk.actions.set_card import MOST
from harkara.desk.copy import cards
from harkara.desk.errors import DeskError
from harkara.desk.models import CardTemplate, Paper, Story, StoryCard
from harkara.desk.models.card import LONGEST, CardKind
from harkara.desk.models.story import PUBLISHED
from harkara.desk.screens.doorkeeper import let_in
from harkara.layout.cards import CardShape
from harkara.rack.cards import FORMS, SHAPES

HIDDEN = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}

SHAPE_NAMES = {
    "square": gettext_lazy("square"),
    "portrait": gettext_lazy("portrait"),
    "landscape": gettext_lazy("landscape"),
}

OFFERED = 12
"""Stories, the newest first, with which a look may be tried."""

COUNTED = re.compile(
    r"(?P<figure>[৳$€£]?\s?[0-9০-৯][0-9০-৯.,/]*\s?(?:%|শতাংশ|লাখ কোটি|কোটি|লাখ|হাজার)?)\s+(?P<what>\S.{2,60})"
)
"""A point of a fact box that begins with a figure."""


class CardForm(forms.Form):
    """What an editor says of the card of a story."""

    kind = forms.ChoiceField(
        label=gettext_lazy("kind of card"),
        required=False,
        choices=[("", gettext_lazy("As the story is")), *CardKind.choices],
        widget=forms.Select(attrs={"autofocus": True}),
    )
    words = forms.CharField(
        label=gettext_lazy("quote"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "bn"}),
    )
    speaker = forms.CharField(
        label=gettext_lazy("who said it"), required=False, max_length=120, widget=forms.TextInput(attrs={"lang": "bn"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(MOST):
            for name, label, most in (("figure", _("figure"), 24), ("what", _("what it counts, or the team"), 60)):
                field = forms.CharField(
                    required=False, max_length=most, label=label, widget=forms.TextInput({"lang": "bn"})
                )
                self.fields[f"{name}{place}"] = field

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields of each figure with that of what it counts."""
        return [(self[f"figure{place}"], self[f"what{place}"]) for place in range(MOST)]


def said_in(given: Mapping[str, str], story: Story) -> StoryCard:
    """What the fields ``given`` say of the card of ``story``; not saved."""
    kind = given.get("kind", "")
    return StoryCard(
        story=story,
        kind=kind if kind in CardKind.values else "",
        words=normalise(given.get("words", ""))[:LONGEST].strip(),
        speaker=normalise(given.get("speaker", ""))[:120].strip(),
        figures=_pairs(given),
    )


def _pairs(given: Mapping[str, str]) -> list[tuple[str, str]]:
    found = ((given.get(f"figure{place}", "")[:24], given.get(f"what{place}", "")[:60]) for place in range(MOST))
    return [(normalise(figure).strip(), normalise(what).strip()) for figure, what in found if figure.strip()]


def proposed(story: Story) -> StoryCard:
    """What the text of ``story`` offers for a card: its first quote, and the figures of its fact boxes."""
    quote: Mapping[str, str] = {}
    figures: list[tuple[str, str]] = []
    for block in story.body.raw_data:
        if block["type"] == "quote" and not quote:
            quote = block["value"]
        if block["type"] == "facts":
            figures += [pair for point in block["value"].get("items", ()) if (pair := _counted(point))]
    words = plain(quote.get("text", "")).strip()
    said = StoryCard(story=story, speaker=quote.get("speaker", "")[:120], figures=figures[:MOST])
    said.words = words if len(words) <= LONGEST else ""
    return said


def _counted(point: Any) -> tuple[str, str] | None:
    text = plain(str(point.get("value", "") if isinstance(point, dict) else point)).strip()
    found = COUNTED.match(text)
    return (found["figure"].strip(), found["what"].rstrip("।. ")) if found else None


def _initial(story: Story) -> dict[str, str]:
    """What the form shows: what was said, and what the text offers where nothing was."""
    said, offered = cards.said_of(story), proposed(story)
    pairs = said.figures or offered.figures
    initial = {"kind": said.kind, "words": said.words or offered.words, "speaker": said.speaker or offered.speaker}
    for place, (figure, what) in enumerate(pairs[:MOST]):
        initial |= {f"figure{place}": figure, f"what{place}": what}
    return initial


def screen(request: HttpRequest, number: int) -> HttpResponse:
    """The cards of the story ``number``: how they look, what is said on them, and the pack to take along."""
    story = _story(number)
    let_in(request, "write", story)
    back = reverse("desk_stories:edit", args=[story.pk])
    may_set = rights.may(request.user, "front", story)
    form = CardForm(request.POST if request.method == "POST" else None, initial=_initial(story))
    if request.method == "POST":
        let_in(request, "front", story)
        if form.is_valid():
            said = form.cleaned_data
            pairs = [(said[f"figure{place}"], said[f"what{place}"]) for place in range(MOST)]
            try:
                actions.set_card(
                    story,
                    cast(Any, request.user),
                    said["kind"],
                    words=said["words"],
                    speaker=said["speaker"],
                    figures=pairs,
                )
            except DeskError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The cards of “%(headline)s” say that now.") % {"headline": story})
                return HttpResponseRedirect(request.path)
    if not may_set:
        for field in form.fields.values():
            field.disabled = True
    context: dict[str, Any] = {
        "story": story,
        "form": form,
        "may_set": may_set,
        "shapes": [(name, SHAPE_NAMES[name], reverse("desk_acts:card", args=[story.pk, name])) for name in SHAPES],
        "share": share_text(story) if story.live else "",
        "back": back,
        "header_title": _("Cards"),
        "header_icon": "image",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": _("Cards")},
        ],
    }
    return TemplateResponse(request, "desk/cards.html", context)


def _story(number: int) -> Story:
    rows = Story.objects.select_related("section", "picture", "banner", "card")
    return get_object_or_404(rows, pk=number, killed_at=None)


@require_safe
def card(request: HttpRequest, number: int, shape: str) -> HttpResponse:
    """A card of the story ``number`` as it would be with what the form says, for its screen alone."""
    story = _story(number)
    let_in(request, "write", story)
    said = said_in(request.GET.dict(), story) if "kind" in request.GET else cards.said_of(story)
    return _drawn(cards.of(story, said), shape)


@require_safe
def look(request: HttpRequest, kind: str, shape: str) -> HttpResponse:
    """A card of ``kind`` in the look that a form says, with a real story; what that lacks for it is made up."""
    if not request.user.has_perm("desk.change_cardtemplate"):
        raise PermissionDenied
    if kind not in CardKind.values:
        raise Http404
    given = request.GET
    template = CardTemplate(kind=kind)
    for name, choices in (("ground", CardTemplate.Ground.values), ("photo", CardTemplate.Photo.values)):
        if given.get(name) in choices:
            setattr(template, name, given[name])
    template.label, template.foot = normalise(given.get("label", ""))[:30], normalise(given.get("foot", ""))[:60]
    template.dated = given.get("dated", "on") == "on"
    number = given.get("story", "")
    rows = Story.objects.filter(PUBLISHED).select_related("section", "picture", "card").order_by("-published_at", "-pk")
    story = (
        rows.filter(pk=int(number)).first() if number.isascii() and number.isdecimal() and len(number) < 18 else None
    )
    story = story or rows.first()
    if story is None:
        raise Http404(_("There is no published story to show a card of."))
    return _drawn(cards.of(story, _filled(story, kind), template), shape)


def _filled(story: Story, kind: str) -> StoryCard:
    """A card of ``kind`` for ``story``, with made-up words where it lacks them. Nothing of it is saved."""
    said = proposed(story)
    said.kind = kind
    said.words = said.words or story.summary[:160] or story.headline
    said.speaker = said.speaker or _("Name of the speaker")
    story.remembered = story.remembered or _("Name of the deceased")
    if kind == CardKind.SCORE:
        said.figures = [("২৮৭/৬", _("One team")), ("২৮১", _("The other team"))]
    elif not said.figures:
        said.figures = [("৫.৮%", _("one thing")), ("১২ লাখ", _("another thing"))]
    return said


def _drawn(found: Any, shape: str) -> HttpResponse:
    if shape not in SHAPES:
        raise Http404
    try:
        body, content_type = proof.pull_card(found, cast(CardShape, shape))
    except LookupError as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8", headers=HIDDEN)
    return HttpResponse(body, content_type=content_type, headers=HIDDEN)


def share_text(story: Story) -> str:
    """What is posted with a card: headline, summary, the short link, and whose it is."""
    address = f"{settings.HARKARA_ORIGIN}/{story.pk}"
    return "\n\n".join(filter(None, (story.headline, story.summary, address, Paper.load().name)))


@require_safe
def pack(request: HttpRequest, number: int) -> HttpResponse:
    """All cards of a published story and the text to post with them, as one file."""
    story = _story(number)
    let_in(request, "write", story)
    found = copy.card(story.pk)
    if found is None:
        messages.error(
            request, _("“%(headline)s” is not published: its cards can be taken once it is.") % {"headline": story}
        )
        return HttpResponseRedirect(reverse("desk_acts:cards", args=[story.pk]))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        for shape in SHAPES:
            for form in FORMS:
                body, _type = proof.pull_card(found, shape, form)
                folder.writestr(_entry(story, f"{story.pk}-{shape}.{form}"), body)
        folder.writestr(_entry(story, f"{story.pk}-share.txt"), share_text(story) + "\n")
    headers = {**HIDDEN, "Content-Disposition": f'attachment; filename="cards-{story.pk}.zip"'}
    return HttpResponse(out.getvalue(), content_type="application/zip", headers=headers)


def _entry(story: Story, name: str) -> zipfile.ZipInfo:
    """A file of the pack, with the time of the story's last change."""
    moment = story.modified_at or story.published_at
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6] if moment else (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry


class LookPanel(Panel):
    """How cards of the kind look with a real story, beside the fields that say so."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/card_look.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            stories = Story.objects.filter(PUBLISHED).order_by("-published_at", "-pk").values_list("pk", "headline")
            kind = self.instance.kind or CardKind.HEADLINE.value
            context["stories"] = list(stories[:OFFERED])
            context["shapes"] = [
                (name, SHAPE_NAMES[name], reverse("desk_acts:card_look", args=[kind, name])) for name in SHAPES
            ]
            context["is_made_up"] = kind in (CardKind.QUOTE, CardKind.NUMBERS, CardKind.SCORE, CardKind.OBITUARY)
            return context

        @property
        def media(self) -> forms.Media:
            script: Any = Script("desk/cards.js", type="module")
            return forms.Media(js=[script], css={"all": ["desk/cards.css"]})
