"""Signing in, and the account screen, where everybody sets their own initials for sign-offs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import BaseSettingsPanel

from harkara.people.models import User


class SignInForm(LoginForm):
    """Wagtail's form, whose password field names itself in English only (``WAGTAILADMIN_USER_LOGIN_FORM``)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


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
