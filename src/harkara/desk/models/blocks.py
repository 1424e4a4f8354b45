"""The blocks a story's body is made of. ``desk.copy.bodies`` reads what they store."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from harkara.bangla.naming import plain

INLINE = ["bold", "italic", "link"]


class Quotation(blocks.StructBlock):
    """Somebody's words, and whose."""

    text = blocks.TextBlock(label=_("text"), rows=3)
    speaker = blocks.CharBlock(label=_("speaker"), required=False, max_length=160)

    class Meta:
        icon = "openquote"
        label = _("quote")


class Points(blocks.StructBlock):
    """A list of points, numbered or not."""

    ordered = blocks.BooleanBlock(label=_("numbered"), required=False)
    items = blocks.ListBlock(blocks.RichTextBlock(features=INLINE, label=_("point")), label=_("points"))

    class Meta:
        icon = "list-ul"
        label = _("list")


class Facts(blocks.StructBlock):
    """A box beside the text: what happened before, figures, who is who; and who says so."""

    heading = blocks.CharBlock(label=_("heading"), required=False, max_length=120)
    items = blocks.ListBlock(blocks.RichTextBlock(features=INLINE, label=_("point")), label=_("points"))
    source = blocks.CharBlock(label=_("source"), required=False, max_length=160)

    class Meta:
        icon = "info-circle"
        label = _("fact box")


class Score(blocks.StructBlock):
    """How a match stands, or ended. Digits may be typed in any script: readers see Bangla ones."""

    title = blocks.CharBlock(label=_("what is played"), required=False, max_length=120)
    home = blocks.CharBlock(label=_("one team"), max_length=120)
    home_points = blocks.CharBlock(label=_("its score"), required=False, max_length=40)
    home_detail = blocks.CharBlock(label=_("overs, scorers"), required=False, max_length=120)
    away = blocks.CharBlock(label=_("the other team"), max_length=120)
    away_points = blocks.CharBlock(label=_("its score"), required=False, max_length=40)
    away_detail = blocks.CharBlock(label=_("overs, scorers"), required=False, max_length=120)
    status = blocks.CharBlock(label=_("how it stands"), required=False, max_length=120)

    class Meta:
        icon = "order"
        label = _("score")


class Table(blocks.StructBlock):
    """A table of results: a row a line, its cells apart by ``|`` or by tabs, as spreadsheets copy them."""

    caption = blocks.CharBlock(label=_("what the table shows"), required=False, max_length=120)
    rows = blocks.TextBlock(
        label=_("rows"), rows=6, help_text=_("A row a line, cells apart by | or pasted from a spreadsheet.")
    )
    head = blocks.BooleanBlock(label=_("the first row names the columns"), required=False, default=True)
    source = blocks.CharBlock(label=_("source"), required=False, max_length=160)

    class Meta:
        icon = "table"
        label = _("table of results")


class Blocks(blocks.StreamBlock):
    """A body. Every kind here has a dataclass in ``layout.copy``."""

    paragraph = blocks.RichTextBlock(features=INLINE, icon="pilcrow", label=_("paragraph"))
    heading = blocks.CharBlock(icon="title", label=_("heading"), max_length=160)
    quote = Quotation()
    list = Points()
    facts = Facts()
    score = Score()
    table = Table()
    picture = ImageChooserBlock(icon="image", label=_("picture"))

    def clean(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        """Paragraphs without a word are left out of what is published: nobody is asked to delete them."""
        if self.is_deferred_validation:
            return super().clean(value, *args, **kwargs)
        kept = [(child.block_type, child.value, child.id) for child in value if not _is_blank(child)]
        try:
            return super().clean(blocks.StreamValue(self, kept), *args, **kwargs)
        except StreamBlockValidationError:
            return super().clean(value, *args, **kwargs)  # it names what is wrong by its place among all


def _is_blank(child: Any) -> bool:
    return child.block_type == "paragraph" and not plain(child.value.source).strip()


def has_words(stored: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a stored body holds more than paragraphs without a word."""
    return any(block["type"] != "paragraph" or plain(block["value"]).strip() for block in stored)
