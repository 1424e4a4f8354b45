"""Signing in: name and password, then the second factor where there is one. The address stays Wagtail's own."""

import json
import time
from typing import Any

from django import forms
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin.views.account import LoginView

from harkara.desk import rights
from harkara.desk.screens import badge, doorkeeper
from harkara.desk.screens.account import waiting
from harkara.people import factors, patience
from harkara.people.models import User

PENDING = "harkara.half-signed-in"
PATIENCE = 300
"""Seconds between the password and the second factor."""


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the app, or from your sheet"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


def first_screen(user: Any) -> str:
    """The address at which the work of ``user`` begins: for who may do nothing else, the form for phones."""
    is_outside = not user.has_perm("wagtailadmin.access_admin") and rights.may(user, "correspond")
    return reverse("desk_file:form" if is_outside else "wagtailadmin_home")


class SignInView(LoginView):
    """Name and password. Who has a second factor is signed in only when it was shown."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Leads a correspondent, to whom the rest of the newsroom is closed, to the form for phones."""
        user = self.request.user
        if user.is_authenticated and (start := first_screen(user)) != reverse("wagtailadmin_home"):
            return HttpResponseRedirect(start)
        answer: HttpResponse = super().get(*args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        user: User = form.get_user()
        if not factors.has(user):
            answer: HttpResponse = super().form_valid(form)
            return answer
        self.request.session[PENDING] = {
            "user": user.pk,
            "mark": user.get_session_auth_hash(),
            "at": int(time.time()),
            "next": self.get_success_url(),
            "remember": bool(form.cleaned_data.get("remember")),
        }
        return HttpResponseRedirect(reverse("desk_second_step"))


@never_cache
@sensitive_post_parameters("code", "credential")
def second_step(request: HttpRequest) -> HttpResponse:
    """The second factor of who has just given the password."""
    half = request.session.get(PENDING) or {}
    user = _half_signed_in(half)
    if user is None:
        request.session.pop(PENDING, None)
        return HttpResponseRedirect(reverse("wagtailadmin_login"))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = patience.address_of(request)
        if seconds := patience.knock(user.get_username(), address):
            form.add_error(None, waiting(seconds))
        elif _is_shown(request, user, form.cleaned_data["code"]):
            patience.forgive(user.get_username(), address)
            del request.session[PENDING]
            login(request, user, backend=badge.PATH)
            doorkeeper.prove(request)
            request.session.set_expiry(None if half["remember"] else 0)
            return HttpResponseRedirect(half["next"])
        else:
            form.add_error(None, _("This code or key is not good. A code is good once: wait for the next one."))
    options = factors.ask_for_key(user)
    context = {"form": form, "options": options, "username": user.get_username()}
    return TemplateResponse(request, "desk/second_step.html", context)


def _half_signed_in(half: dict[str, Any]) -> User | None:
    """Who gave a password a short while ago, if nothing has changed since."""
    user = User.objects.filter(pk=half["user"], is_active=True).first() if half else None
    if user is None or time.time() - half["at"] > PATIENCE:
        return None
    return user if constant_time_compare(half["mark"], user.get_session_auth_hash()) else None


def _is_shown(request: HttpRequest, user: User, code: str) -> bool:
    if said := request.POST.get("credential"):
        try:
            return factors.is_key(user, json.loads(said))
        except ValueError:
            return False
    return bool(code) and factors.is_code(user, code)


urls = [
    path("desk/login/", SignInView.as_view()),
    path("desk/login/second/", second_step, name="desk_second_step"),
]
