"""The blocks a story's body is made of. ``desk.copy.bodies`` reads what they store."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

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


class Blocks(blocks.StreamBlock):
    """A body. Every kind here has a dataclass in ``layout.copy``."""

    paragraph = blocks.RichTextBlock(features=INLINE, icon="pilcrow", label=_("paragraph"))
    heading = blocks.CharBlock(icon="title", label=_("heading"), max_length=160)
    quote = Quotation()
    list = Points()
    facts = Facts()
    picture = ImageChooserBlock(icon="image", label=_("picture"))
