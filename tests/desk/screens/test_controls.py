"""The controls of forms: letter for letter what Django's own templates set."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.safestring import SafeString

from harkara.desk.screens.controls import Controls

TRICKY = "<b>\"বাঁশি\" & 'x'</b>\n"
SAFE = SafeString("&amp; <i>")
CHOICES = [("", "---"), ("a", TRICKY), ("দল", [(1, lazystr(TRICKY)), (2, SAFE)]), (None, "কিছু নয়")]
ATTRS: dict[str, Any] = {"id": "id_x", "required": True, "disabled": False, "data-a": TRICKY, "data-b": SAFE, "n": 3}


@pytest.mark.parametrize("value", [None, "", "a", TRICKY, SAFE, 1, 0, True, ["a", "2"]])
@pytest.mark.parametrize(
    "widget",
    [
        forms.TextInput(),
        forms.HiddenInput(),
        forms.NumberInput(),
        forms.URLInput(),
        forms.EmailInput(),
        forms.PasswordInput(render_value=True),
        forms.CheckboxInput(),
        forms.DateInput(),
        forms.TimeInput(),
        forms.DateTimeInput(),
        forms.Textarea(attrs={"rows": 2}),
        forms.Select(choices=CHOICES),
        forms.SelectMultiple(choices=CHOICES),
        forms.RadioSelect(choices=CHOICES),
        forms.Select(choices=[(1, 2_000.5)]),  # a number: each language writes it in its own way
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_a_control_is_what_its_template_sets(widget: forms.Widget, value: Any) -> None:
    with translation.override("bn"):
        for attrs in ({}, ATTRS):
            ours = widget.render("x<y", value, attrs, Controls())
            assert ours == widget.render("x<y", value, attrs, DjangoTemplates())
            assert isinstance(ours, SafeString)


class Ours(forms.Select):
    option_template_name = "django/forms/widgets/checkbox_option.html"


def test_an_option_with_a_template_of_its_own_is_set_by_it() -> None:
    widget = Ours(choices=CHOICES)
    ours = widget.render("x", "a", ATTRS, Controls())
    assert ours == widget.render("x", "a", ATTRS, DjangoTemplates())
    assert 'type="select"' in ours
