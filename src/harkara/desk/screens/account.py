"""The account screen: everybody sets their own initials for sign-offs."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel

from harkara.people.models import User


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
