"""What an invited person sees: a name, initials and a password, and they are in. The one screen without an account."""

from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from harkara.desk import actions
from harkara.desk.actions.join import Newcomer, ended
from harkara.desk.errors import DeskError
from harkara.desk.models import Invitation
from harkara.desk.screens import badge
from harkara.desk.screens.signin import first_screen


class JoinForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Your name in Bangla"), max_length=120, help_text=gettext_lazy("As the paper prints it.")
    )
    initials = forms.CharField(
        label=gettext_lazy("initials"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("For sign-offs; empty: made from the name."),
    )
    username = forms.CharField(
        label=gettext_lazy("Name to sign in with"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=gettext_lazy("Latin letters, without spaces."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        help_text=gettext_lazy("At least 12 characters; a few words in a row are easiest to keep in mind."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("password") and said.get("again") and said["password"] != said["again"]:
            self.add_error("again", _("This is another password: write the same one twice."))
        return said


@never_cache
@sensitive_post_parameters("password", "again")
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """Takes up an invitation and signs the person in."""
    row = Invitation.by_token(token)
    why = ended(row) if row else _("This link is not one of ours: copy the whole of it, or ask for another.")
    form = None
    if row is not None and not why:
        form = JoinForm(request.POST or None, initial={"username": row.email.partition("@")[0]})
        if request.method == "POST" and form.is_valid():
            said = form.cleaned_data
            try:
                user = actions.join(row, Newcomer(said["username"], said["name"], said["password"], said["initials"]))
            except DeskError as refusal:
                form.add_error(None, str(refusal))
            else:
                login(request, user, backend=badge.PATH)
                return HttpResponseRedirect(first_screen(user))
    answer = TemplateResponse(request, "desk/invited.html", {"invitation": row, "why": why, "form": form})
    answer.status_code = 200 if form else 404 if row is None else 410
    return answer


urls = path("desk/invited/<str:token>/", invited, name="desk_invited")
