"""Fields of the story's form that belong to one kind of story: others do not see them."""

from typing import Any

from django import forms
from django.forms.widgets import Script
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel

from harkara.bangla.digits import to_bangla, to_latin


class Year(forms.IntegerField):
    """A year, in Bangla digits or others."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        said = {"invalid": _("Write the year in figures, like 1952.")}
        super().__init__(**{"required": False, "min_value": 1, "max_value": 9999, "error_messages": said, **kwargs})

    def to_python(self, value: Any) -> int | None:
        found: int | None = super().to_python(to_latin(value).strip() if isinstance(value, str) else value)
        return found

    def prepare_value(self, value: Any) -> Any:
        is_bangla = isinstance(value, int) and (get_language() or "").startswith("bn")
        return to_bangla(str(value)) if is_bangla else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}


class OfKind(FieldRowPanel):
    """A row of fields for stories of ``kind``: hidden while another kind is chosen, and nothing in it is lost."""

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clone_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().clone_kwargs()
        return {**kwargs, "kind": self.kind}

    class BoundPanel(FieldRowPanel.BoundPanel):
        @property
        def attrs(self) -> dict[str, Any]:
            chosen = self.form["kind"].value() if self.form is not None else self.instance.kind
            marked = {**self.panel.attrs, "data-of-kind": self.panel.kind}
            return marked if chosen == self.panel.kind else {**marked, "hidden": True}

        @property
        def media(self) -> forms.Media:
            script: Any = Script("desk/of_kind.js", type="module")
            media: forms.Media = super().media
            return media + forms.Media(js=[script])
