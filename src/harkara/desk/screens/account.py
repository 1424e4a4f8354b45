"""Signing in, and the account screen, where everybody sets their own initials for sign-offs."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import BaseSettingsPanel

from harkara.people.models import User


class SignInForm(LoginForm):
    """Wagtail's form, whose password field names itself in English only (``WAGTAILADMIN_USER_LOGIN_FORM``)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


def second_factor(request: HttpRequest) -> dict[str, Any]:
    """Leads from the account screen to one's second factors."""
    return {
        "url": reverse("desk_second:list"),
        "label": _("Second factor"),
        "help_text": _("An app, keys and a sheet of codes: asked for after the password."),
        "icon_name": "key",
    }


class InitialsForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("initials",)


class InitialsPanel(BaseSettingsPanel):
    name = "initials"
    title = _("Sign-off")
    order = 150
    form_class = InitialsForm
    form_object = "user"
