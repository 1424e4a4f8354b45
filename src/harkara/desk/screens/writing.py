"""The field in which rich text is written, and what is looked up while one writes in it."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, JsonResponse
from django.urls import include, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.choosers import ExternalLinkChooserForm
from wagtail.admin.rich_text.converters.editor_html import EditorHTMLConverter
from wagtail.admin.telepath import register
from wagtail.admin.telepath.widgets import WidgetAdapter
from wagtail.blocks import Block
from wagtail.blocks.base import BlockWidget

from harkara.archive.index import Search
from harkara.bangla import bijoy, normalise, style
from harkara.desk import actions, calling
from harkara.desk.errors import DeskError
from harkara.desk.models import LeftHint, Story
from harkara.desk.models.blocks import INLINE
from harkara.desk.screens import lookup

OFFERED = 8
"""How many stories are offered for a link at most."""

LONGEST = 400_000
"""Letters of a paste that are looked through for Bijoy."""


class RichText(forms.HiddenInput):
    """Rich text as Wagtail stores it. The editor over it is ProseMirror, built from ``desk/editor``; what is posted is
    HTML, of which only what ``features`` allow is taken. Wagtail makes one for every block of rich text.
    """

    accepts_features = True
    is_hidden = False

    def __init__(self, attrs: Any = None, features: Any = None, options: Any = None) -> None:
        super().__init__(attrs)
        self.converter = EditorHTMLConverter(INLINE if features is None else features)

    def format_value(self, value: Any) -> str:
        return str(super().format_value(value) or "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        posted = super().value_from_datadict(data, files, name)
        return None if posted is None else str(self.converter.to_database_format(posted))

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["desk/writing/editor.js"], css={"all": ["desk/writing/writing.css"]})


_NUMBER = re.compile(r'"id": "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"')
"""The number of an item that stands in an empty block: no two pages may begin with the same, or merging would mix them."""


class BodyField(BlockWidget):
    """The field of a story's text. Which blocks there are, and how each looks while it is empty, is told to the browser as
    JSON: the same for everybody, and so worked out once a language, not once for each who opens a story.
    """

    def __init__(self, block_def: Block, attrs: Any = None) -> None:
        super().__init__(block_def, attrs=attrs)
        self.told: dict[str, BlockWidget] = {}  # by language; Django's copies of a widget, one a form, share it
        self.stands: Any = None  # what the story says: it stays where what was sent is not whole
        self.missing = ""  # why it is not, in words

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The text as it was sent. Where a part of it did not arrive, ``missing`` says which, and the story's text is given."""
        self.missing = ""
        try:
            return super().value_from_datadict(data, files, name)
        except (KeyError, ValueError) as fault:  # a field that did not come; a count or a place that is no number
            part = re.search(rf"{re.escape(name)}-([0-9]+)-", str(fault))
            self.missing = _not_whole(int(part[1]) + 1 if part else 0)
        return self.block_def.empty_value() if self.stands is None else self.stands

    @property
    def js_context(self) -> Any:
        return self._as_told().js_context

    @property
    def block_json(self) -> str:
        return _NUMBER.sub(lambda _old: f'"id": "{uuid4()}"', self._as_told().block_json)

    def _as_told(self) -> BlockWidget:
        language = get_language() or ""
        if language not in self.told:
            told = BlockWidget(self.block_def)
            assert told.block_json  # worked out now, in this language
            self.told[language] = told
        return self.told[language]


class WrittenForm(WagtailAdminModelForm):
    """A form with a text in the field ``body``: one that did not arrive whole is an error, and what stood stays."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        if "body" in self.fields:
            self.fields["body"].widget.stands = self.initial.get("body")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if "body" in given and self.fields["body"].widget.missing:
            self.add_error("body", self.fields["body"].widget.missing)
        return given


def _not_whole(part: int) -> str:
    """What is said of a text whose ``part`` did not arrive; 0 where nobody knows which."""
    if not part:
        return _("The text did not arrive whole, so nothing was saved. Load the page again and change it once more.")
    said = _(
        "Part %(part)s of the text did not arrive, so nothing was saved. Load the page again and change it once more."
    )
    return said % {"part": part}


class Address(forms.TextInput):
    """An address that was not sent is an empty one: Wagtail's own field of its chooser of links fails on none at all."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return str(super().value_from_datadict(data, files, name) or "")


ExternalLinkChooserForm.base_fields["url"].widget = Address()


class RichTextAdapter(WidgetAdapter):
    """Tells the script of a form how to make one more such field."""

    js_constructor = "harkara.desk.RichText"

    def js_args(self, widget: RichText) -> list[Any]:
        say = {
            "text": _("Text"),
            "bold": _("Bold (Ctrl+B)"),
            "italic": _("Italic (Ctrl+I)"),
            "link": _("Link (Ctrl+K)"),
            "where": _("An address, the number of a story, or words of its headline"),
            "take": _("Set link"),
            "unlink": _("No link"),
            "leave": _("Leave it"),
            "avro": _("Latin keys give Bangla by the Avro rules (Ctrl+M)"),
            "on": _("Avro: on"),
            "off": _("Avro: off"),
            "words": _("{n} words"),
            "graphemes": _("{n} letters"),
            "minutes": _("{n} min to read"),
            "search": _("search engines cut it"),
            "front": _("too long for the front page"),
            "card": _("shared cards cut it"),
            "mended": _("Converted from Bijoy: {what} Ctrl+Z brings the paste back as it was."),
            "style": _("Style check"),
            "clean": _("Nothing to mend."),
            "fix": _("Put {what}"),
            "all": _("All {n} alike"),
            "ignore": _("Leave it in this story"),
            "left": _("Left as it is in this story, for everybody:"),
            "again": _("Mark “{what}” again"),
            "over": _("{n} signs too many: more than {most} cannot be kept here. Shorten it; nothing was cut off."),
            "names": _("Names that the paper knows"),
            "topic": _("topic"),
            "place": _("place"),
            "source": _("source"),
            "person": _("person"),
            "none": _("No story has these words in its headline or text."),
            "wrong": _("This is no address: choose one of the stories, or write it with https:// before it."),
        }
        return [
            {
                "say": say,
                "stories": reverse("desk_writing:stories"),
                "names": reverse("desk_writing:names"),
                "mend": reverse("desk_writing:mend"),
                "check": reverse("desk_writing:check"),
                "hint": reverse("desk_writing:hint"),
            }
        ]


register(RichTextAdapter(), RichText)


@require_GET
def stories(request: HttpRequest) -> JsonResponse:
    """The published stories that the words of ``q`` find, each with its number and headline."""
    typed = request.GET.get("q", "")[:200].strip()
    found = lookup.find(Search(text=typed, kinds=("story",))).found.hits[:OFFERED] if typed else ()
    rows = [{"number": hit.number, "headline": "".join(piece for piece, _is in hit.headline)} for hit in found]
    return JsonResponse({"stories": rows})


@require_GET
def names(request: HttpRequest) -> JsonResponse:
    """The names known to the paper of which a word begins as ``q``: Bangla, or the keys of Avro typing."""
    found = calling.beginning(request.GET.get("q", "")[:80])
    return JsonResponse({"names": [{"name": one.name, "kind": one.kind} for one in found]})


@require_POST
def mend(request: HttpRequest) -> JsonResponse:
    """Pasted texts (a JSON list), each cut into pieces ``[text, whether it stood in Bijoy]``; Bijoy comes out as Unicode."""
    return _each(request, _pieces)


@require_POST
def check(request: HttpRequest) -> JsonResponse:
    """What the style check marks in each of the texts (a JSON list): where, counted as JavaScript counts, and why. Of the
    story with the number ``story`` what somebody left alone is not marked, but listed.
    """
    number = request.GET.get("story", "")
    hints = (
        LeftHint.objects.filter(story=int(number)) if re.fullmatch("[0-9]{1,18}", number) else LeftHint.objects.none()
    )
    left = list(dict.fromkeys(hints.values_list("kind", "word")))

    def unmarked(found: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
        marked = _without_names(found)
        return [[one for one in row if (one["kind"], normalise(one["word"])) not in left] for row in marked]

    return _each(request, _findings, unmarked, left=[{"kind": kind, "word": word} for kind, word in left])


@require_POST
def hint(request: HttpRequest) -> JsonResponse:
    """Leaves a word alone in a story, or marks it again: ``{"story": 12, "kind": …, "word": …, "left": true}``."""
    try:
        said = json.loads(request.body)
        story = Story(pk=int(said["story"]))  # the act reads it, locked
        kind, word, left = str(said["kind"]), str(said["word"]), bool(said["left"])
    except (ValueError, TypeError, KeyError, OverflowError):
        return JsonResponse({"error": "Send story, kind, word and left as a JSON object."}, status=400)
    act = actions.leave_hint if left else actions.mark_again
    user: Any = request.user  # signed in, or he would not be here
    try:
        act(story, user, kind=kind, word=word)
    except DeskError as refusal:
        return JsonResponse({"error": str(refusal)}, status=409)
    return JsonResponse({"left": left})


def _each(
    request: HttpRequest,
    of: Callable[[str], list[Any]],
    after: Callable[[list[list[Any]]], list[list[Any]]] | None = None,
    **more: Any,
) -> JsonResponse:
    try:
        texts = json.loads(request.body)
    except ValueError:
        texts = None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return JsonResponse({"error": "Send a JSON list of texts."}, status=400)
    if sum(map(len, texts)) > LONGEST:
        return JsonResponse({"error": f"This is longer than {LONGEST} letters; send it in parts."}, status=413)
    found = [of(text) for text in texts]
    return JsonResponse({"texts": after(found) if after else found, **more})


def _without_names(found: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """``found`` without the words that no dictionary has but the paper knows as a name."""
    doubtful = {one["word"] for findings in found for one in findings if one["kind"] == "unknown"}
    names = calling.known(doubtful) if doubtful else set()
    return [[one for one in findings if one["kind"] != "unknown" or one["word"] not in names] for findings in found]


def _findings(text: str) -> list[dict[str, Any]]:
    return [
        {
            "word": text[found.start : found.end],
            "start": _units(text[: found.start]),
            "end": _units(text[: found.end]),
            "kind": found.kind,
            "why": found.message,
            "instead": found.suggestions[:3],
        }
        for found in style.check(text)
    ]


def _units(text: str) -> int:
    """How long ``text`` is for JavaScript, which counts a character beyond the basic plane twice."""
    return len(text.encode("utf-16-le")) // 2


def _pieces(text: str) -> list[tuple[str, bool]]:
    return [
        (normalise(bijoy.to_unicode(text[run.start : run.end])), True)
        if run.kind == "bijoy"
        else (text[run.start : run.end], False)
        for run in bijoy.runs(text)
    ]


_paths = [
    path("stories/", stories, name="stories"),
    path("names/", names, name="names"),
    path("mend/", mend, name="mend"),
    path("check/", check, name="check"),
    path("hint/", hint, name="hint"),
]
urls = path("writing/", include((_paths, "desk_writing")))
