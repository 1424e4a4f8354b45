"""Pictures are taken in: what a form says of a file that becomes one, or cannot."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CharField, FileField
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from harkara.desk.darkroom import developing
from harkara.desk.errors import Unfit


class PictureFileField(WagtailImageField):
    """Takes a file by what it is, not by its name, and hands on the file that is kept."""

    def to_python(self, data: Any) -> Any:
        file = FileField.to_python(self, data)
        if file is None:
            return None
        try:
            if file.size > developing.MOST_BYTES:
                raise Unfit(developing.too_heavy())
            file.seek(0)
            return developing.DevelopedFile(developing.develop(file.read()), file.name)
        except Unfit as unfit:
            raise ValidationError(str(unfit), code="unfit") from unfit


class Title(CharField):
    """A title that is a file's name at first. A long one is cut: refused, the file would be kept back as it came."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value))[: self.max_length]


class PictureForm(BaseImageForm):
    """Every way a picture comes in by a screen. What the file says of itself fills what nobody has filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            old = self.fields["file"]
            label = capfirst(str(old.label))
            self.fields["title"] = Title(label=self.fields["title"].label, max_length=255)
            self._bound_fields_cache.pop("title", None)  # Wagtail has looked at the old one
            self.fields["file"] = PictureFileField(label=label, required=old.required, widget=old.widget)

    def clean(self) -> dict[str, Any]:
        super().clean()
        given: dict[str, Any] = self.cleaned_data
        file = given.get("file")
        if isinstance(file, developing.DevelopedFile):
            for name in ("caption", "credit", "taken_at"):
                if name in self.fields and not given.get(name) and name not in self.errors:
                    given[name] = getattr(file.said, name)
        return given


def pasting() -> SafeString:
    """The scripts that take pasted pictures on the page where many are brought, name what fills there and what chooses, and
    move a focal point by keys.
    """
    return format_html(
        '<script type="module" src="{}"></script><script type="module" src="{}" data-say-upload="{}"></script>'
        '<script type="module" src="{}" data-focus="{}"></script>',
        static("desk/pasting.js"),
        static("desk/naming.js"),
        _("How much has been uploaded"),
        static("desk/focus.js"),
        _(
            "What the picture is about stays in view where it is cut: draw a box with the mouse, or move the point with "
            "the arrow keys (Shift: further, Delete: none)."
        ),
    )
