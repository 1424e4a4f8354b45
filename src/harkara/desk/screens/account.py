"""Signing in, and the account screen, where everybody sets their own initials for sign-offs."""

import math
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import BaseSettingsPanel

from harkara.desk.templatetags.newsroom import digits
from harkara.people import factors, patience
from harkara.people.models import User


class SignInForm(LoginForm):
    """Wagtail's form, whose password field names itself in English only (``WAGTAILADMIN_USER_LOGIN_FORM``)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")

    def clean(self) -> dict[str, Any]:
        """Asks for patience first: after too many failures nothing is heard for a while, and the sentence is the same
        whether there is such an account or not.
        """
        account, address = self.cleaned_data.get("username") or "", patience.address_of(self.request)
        if not account or not self.cleaned_data.get("password"):
            return super().clean()  # type: ignore[no-any-return]  # Wagtail's form has no types
        if seconds := patience.knock(account, address):
            raise forms.ValidationError(waiting(seconds), code="patience")
        cleaned: dict[str, Any] = super().clean()
        if self.user_cache is not None and not factors.has(self.user_cache):
            patience.forgive(account, address)
        return cleaned


def waiting(seconds: int) -> str:
    """How long somebody waits, in words."""
    if seconds > 90:
        minutes = digits(math.ceil(seconds / 60))
        return gettext("Too many tries that failed. Try again in %(minutes)s minutes.") % {"minutes": minutes}
    return gettext("Too many tries that failed. Try again in %(seconds)s seconds.") % {"seconds": digits(seconds)}


def second_factor(request: HttpRequest) -> dict[str, Any]:
    """Leads from the account screen to one's second factors."""
    return {
        "url": reverse("desk_second:list"),
        "label": _("Second factor"),
        "help_text": _("An app, keys and a sheet of codes: asked for after the password."),
        "icon_name": "key",
    }


def own_sessions(request: HttpRequest) -> dict[str, Any]:
    """Leads from the account screen to where one is signed in."""
    return {
        "url": reverse("desk_sittings"),
        "label": _("Where you are signed in"),
        "help_text": _("Browsers and phones that are signed in to your account; each can be signed out from here."),
        "icon_name": "desktop",
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


class AddressForm(forms.ModelForm):
    """The address to which a new password is sent: whoever sits down at an open screen cannot make it theirs."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        required=False,
        help_text=_("Needed only where the address changes."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    class Meta:
        model = User
        fields = ("email",)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "email" in self.changed_data and not self.instance.check_password(cleaned.get("password") or ""):
            self.add_error("password", gettext("This is not your password: try again."))
        return cleaned


class AddressPanel(BaseSettingsPanel):
    name = "address"
    title = _("E-mail")
    order = 160
    form_class = AddressForm
    form_object = "user"
