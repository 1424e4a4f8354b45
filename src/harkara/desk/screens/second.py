"""One's own second factors: an app, keys, a sheet of codes; each is added and taken away with the password."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from wagtail.log_actions import log

from harkara.desk.models import Paper
from harkara.desk.screens import doorkeeper
from harkara.people import factors
from harkara.people.models import User

SECRET = "harkara.new-app"  # noqa: S105  (the name of a place in the session)
SHOWN = "harkara.new-codes"


class PasswordForm(forms.Form):
    """Whoever sits down at an open screen cannot change how its owner signs in."""

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        said = str(self.cleaned_data["password"])
        if not self.user.check_password(said):
            raise forms.ValidationError(_("This is not your password: try again."))
        return said


class AppForm(PasswordForm):
    code = forms.CharField(
        label=gettext_lazy("Code that the app shows now"),
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    field_order = ("code", "password")


class KeyForm(PasswordForm):
    name = forms.CharField(label=gettext_lazy("Name of the key"), max_length=60, initial=gettext_lazy("My key"))
    credential = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("name", "password", "credential")


def _own(request: HttpRequest) -> User:
    """The person of a screen that Wagtail lets nobody enter without an account."""
    user = request.user
    assert isinstance(user, User)
    return user


def overview(request: HttpRequest) -> HttpResponse:
    """What there is, and what can be added."""
    user = _own(request)
    own = factors.of(user)
    context = {
        "factors": own,
        "codes_left": factors.codes_left(user),
        "has_app": any(factor.kind == "app" for factor in own),
        "form": PasswordForm(user=user),
        "next": doorkeeper.way_back(request) if "next" in request.GET else "",
        **_head(_("Second factor")),
    }
    return TemplateResponse(request, "desk/second.html", context)


@never_cache
@sensitive_post_parameters()
def app(request: HttpRequest) -> HttpResponse:
    """Adds an app: a square to point the phone at, and the code that it shows then."""
    user = _own(request)
    secret = request.session.setdefault(SECRET, factors.new_secret())
    form = AppForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        if factors.add_app(user, secret, form.cleaned_data["code"]):
            request.session.pop(SECRET, None)
            return _added(request, user, "app")
        form.add_error("code", _("The app shows another code now. Check the phone's clock, and write the newest code."))
    address = factors.app_address(user, secret, str(Paper.load().name))
    context = {
        "form": form,
        "square": mark_safe(factors.square(address)),  # noqa: S308  (made here, of an address that is quoted)
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "address": address,
        **_next(request),
        **_head(_("Add an app")),
    }
    return TemplateResponse(request, "desk/second_app.html", context)


@never_cache
@sensitive_post_parameters()
def key(request: HttpRequest) -> HttpResponse:
    """Adds a key: one to plug in, or the phone or laptop itself."""
    user = _own(request)
    form = KeyForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        if factors.add_key(user, form.cleaned_data["name"], _json(form.cleaned_data["credential"])):
            return _added(request, user, "key")
        form.add_error(None, _("The key did not answer as it should: touch it once more."))
    context = {"form": form, "options": factors.ask_for_new_key(user), **_next(request), **_head(_("Add a key"))}
    return TemplateResponse(request, "desk/second_key.html", context)


@never_cache
def codes(request: HttpRequest) -> HttpResponse:
    """Shows a new sheet of codes, once."""
    shown = request.session.pop(SHOWN, None)
    if shown is None:
        return HttpResponseRedirect(reverse("desk_second:list"))
    context = {"codes": shown, "back": doorkeeper.way_back(request), **_head(_("Your sheet of codes"))}
    return TemplateResponse(request, "desk/second_codes.html", context)


@require_POST
@sensitive_post_parameters()
def new_codes(request: HttpRequest) -> HttpResponse:
    """Makes a new sheet in place of the old one."""
    user = _own(request)
    if not _is_asked(request, user) or not factors.has(user):
        return HttpResponseRedirect(reverse("desk_second:list"))
    request.session[SHOWN] = factors.new_codes(user)
    log(instance=user, action="desk.new_codes", user=user)
    return HttpResponseRedirect(reverse("desk_second:codes"))


@require_POST
@sensitive_post_parameters()
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a factor away."""
    user = _own(request)
    if _is_asked(request, user) and factors.remove(user, number):
        log(instance=user, action="desk.remove_factor", user=user)
        messages.success(request, _("It is taken away and signs nobody in any more."))
        if not factors.has(user):
            request.session.pop(doorkeeper.PROVED, None)
    return HttpResponseRedirect(reverse("desk_second:list"))


def _added(request: HttpRequest, user: User, kind: str) -> HttpResponse:
    """After a factor was added: with the first one comes a sheet of codes, which is shown once."""
    log(instance=user, action="desk.add_factor", user=user, data={"kind": kind})
    doorkeeper.prove(request)
    messages.success(request, _("The second factor is set up. From now on you are asked for it when you sign in."))
    if factors.codes_left(user):
        return HttpResponseRedirect(doorkeeper.way_back(request))
    request.session[SHOWN] = factors.codes(user)
    return HttpResponseRedirect(f"{reverse('desk_second:codes')}?{urlencode(_next(request))}")


def _is_asked(request: HttpRequest, user: User) -> bool:
    form = PasswordForm(request.POST, user=user)
    if not form.is_valid():
        messages.error(request, _("This is not your password: try again."))
        return False
    return True


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _next(request: HttpRequest) -> dict[str, str]:
    return {"next": doorkeeper.way_back(request)}


def _head(title: str) -> dict[str, Any]:
    return {
        "header_title": title,
        "header_icon": "key",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("desk_second:list"), "label": _("Second factor")},
            {"url": "", "label": title},
        ],
    }


urls = path(
    "second/",
    include(
        (
            [
                path("", overview, name="list"),
                path("app/", app, name="app"),
                path("key/", key, name="key"),
                path("codes/", codes, name="codes"),
                path("codes/new/", new_codes, name="new_codes"),
                path("<int:number>/remove/", remove, name="remove"),
            ],
            "desk_second",
        )
    ),
)
