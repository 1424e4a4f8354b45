"""The controls of forms (``settings.FORM_RENDERER``): what Django's small templates for them would set, set without them.

The editor of a story has a hundred controls, and Django sets each with two or three templates. Which templates those are is
known, and what they say is five lines of Python; every other template is set as ever. A test holds both beside each other.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.forms import renderers
from django.forms.renderers import DjangoTemplates
from django.utils.functional import Promise, cached_property
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeData

LIBRARIES = {"wagtailadmin_tags": "harkara.desk.screens.wagtail_tags"}
"""What takes the place of Wagtail's tags in templates (``settings.TEMPLATES``), and in those of controls."""

_INPUTS = ("text", "hidden", "number", "email", "url", "password", "checkbox", "date", "time", "datetime", "input")
_DIRECTORY = "django/forms/widgets/"


class _NotPlainError(Exception):
    """A control holds something that only its template knows how to show."""


def _said(value: Any) -> str:
    """A value as an attribute shows it (``|stringformat:'s'``)."""
    return str(value) if isinstance(value, SafeData) else escape(str(value))


def _shown(value: Any) -> str:
    """A value as ``{{ value }}`` shows it; numbers and dates, which languages write in their own ways, are not plain."""
    if not isinstance(value, str | Promise):
        raise _NotPlainError
    return conditional_escape(str(value) if isinstance(value, Promise) else value)


def _attrs(attrs: Mapping[str, Any]) -> str:
    said = [
        f" {escape(name)}" if value is True else f' {escape(name)}="{_said(value)}"'
        for name, value in attrs.items()
        if value is not False
    ]
    return "".join(said)


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_said(widget["value"])}"'
    return f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{value}{_attrs(widget["attrs"])}>\n'


def _textarea(widget: Mapping[str, Any]) -> str:
    value = _shown(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escape(widget["name"])}"{_attrs(widget["attrs"])}>\n{value}</textarea>\n'


def _select(widget: Mapping[str, Any]) -> str:
    pieces = [f'<select name="{escape(widget["name"])}"{_attrs(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        pieces += [f'\n  <optgroup label="{_shown(group)}">'] if group else []
        for option in options:
            if option["template_name"] != f"{_DIRECTORY}select_option.html":
                raise _NotPlainError
            label = _shown(option["label"])
            pieces.append(f'\n  <option value="{_said(option["value"])}"{_attrs(option["attrs"])}>{label}</option>\n')
        pieces += ["\n  </optgroup>"] if group else []
    return f"{''.join(pieces)}\n</select>\n"


_PLAIN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **{f"{_DIRECTORY}{name}.html": _input for name in _INPUTS},
    f"{_DIRECTORY}textarea.html": _textarea,
    f"{_DIRECTORY}select.html": _select,
}


class Controls(DjangoTemplates):
    """Sets the controls of every form of the newsroom."""

    @cached_property
    def engine(self) -> Any:
        own = Path(renderers.__file__).parent / "templates"
        options = {"libraries": LIBRARIES}
        return self.backend({"APP_DIRS": True, "DIRS": [own], "NAME": "djangoforms", "OPTIONS": options})

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        plain = _PLAIN.get(template_name)
        if plain is not None:
            try:
                return plain(context["widget"]).strip()
            except _NotPlainError:
                pass
        rendered: str = super().render(template_name, context, request)
        return rendered
