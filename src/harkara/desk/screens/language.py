"""Which language a screen speaks: Bangla, unless the person chose English. The choice is the account's.

The browser's own wish (``Accept-Language``) is not asked: phones and office machines in Bangla newsrooms are set to
English because their makers set them so.
"""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import path, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import ActionMenuItem
from wagtail.users.models import UserProfile

from harkara.desk.screens import digits, menu
from harkara.desk.templatetags.newsroom import other_language

SPOKEN = [code for code, _name in settings.LANGUAGES]
_YEAR = 365 * 24 * 3600


def of(request: HttpRequest) -> str:
    """The language of whoever asks: the account's choice; before signing in, what was last chosen on this machine."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        profile = getattr(request.user, "wagtail_userprofile", None)
        chosen = profile.preferred_language if profile else ""
    else:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in SPOKEN else settings.LANGUAGE_CODE


def load_screens() -> None:
    """Loads every screen of the newsroom. Wagtail words parts of them once, when they are loaded: that is done in the paper's
    language, and not in that of whoever asks first.
    """
    with translation.override(settings.LANGUAGE_CODE):
        import_module(settings.ROOT_URLCONF)
        menu.trim()


class SpeakingMiddleware:
    """Sets the language of the newsroom's screens, and turns the digits of Bangla ones (``settings.MIDDLEWARE``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        load_screens()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return self.get_response(request)
        language = of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if language == "bn":
            digits.in_bangla(response)
        return response


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Speaks the language of the query from now on, and goes back to the screen that was open."""
    language = request.GET.get("language", "")
    back = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("wagtailadmin_home")
    answer = HttpResponseRedirect(back)
    if language in SPOKEN:
        if request.user.is_authenticated:
            UserProfile.objects.update_or_create(user=request.user, defaults={"preferred_language": language})
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=_YEAR,
            path="/",  # as a cookie of the host alone has to say
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


urls = path("desk/language/", choose, name="desk_language")
"""Stands before Wagtail's addresses, since the login screen has the switch, too."""


class LanguageItem(MenuItem):
    """The switch, at the end of the sidebar. It names the other language in that language's own letters."""

    def render_component(self, request: HttpRequest) -> ActionMenuItem:
        code, name = other_language()
        address = f"{reverse('desk_language')}?language={code}"
        return ActionMenuItem(self.name, name, address, icon_name=self.icon_name, attrs={"lang": code})


def switch() -> MenuItem:
    return LanguageItem(_("Language"), "", name="language", icon_name="globe", order=20_000)
