"""The doorkeeper: lets in who may, and leads who has no second factor yet to where one is set up, and back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from harkara.desk import rights
from harkara.desk.errors import SecondFactorMissing
from harkara.desk.models import Paper, Story
from harkara.people.models import User

PROVED = "harkara.proved"
"""Where a session keeps that it has shown a second factor."""


NAMED = 3
"""Users of a thing that are named where it cannot be deleted."""


def let_in(request: HttpRequest, act: str, story: Story | None = None) -> None:
    """Raises ``PermissionDenied`` where the person of ``request`` may not do ``act``, ``SecondFactorMissing`` where they
    have to set up a second factor first.
    """
    if not rights.may(request.user, act, story):
        raise PermissionDenied
    rights.demand(request.user, act)


def prove(request: HttpRequest) -> None:
    """Notes that this session has shown a second factor."""
    request.session[PROVED] = True
    if isinstance(request.user, User):
        request.user.is_proved = True


def to_setup(request: HttpRequest, missing: SecondFactorMissing, back: str) -> HttpResponse:
    """Leads to the screen where a second factor is set up; from there the way goes ``back``."""
    setup = f"{reverse('desk_second:list')}?{urlencode({'next': back})}"
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": str(missing), "setup": setup}, status=403)
    messages.warning(request, str(missing))
    return HttpResponseRedirect(setup)


def way_back(request: HttpRequest) -> str:
    """The address of the paper that ``next`` names, else the newsroom's first screen."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    is_own = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if is_own else reverse("wagtailadmin_home")


class Doorkeeper(MiddlewareMixin):
    """Tells the acts whether a session has shown a second factor, and the screens whether this is the demo paper."""

    def process_request(self, request: HttpRequest) -> None:
        if not request.path.startswith("/desk/"):
            return
        if isinstance(request.user, User):
            request.user.is_proved = bool(request.session.get(PROVED))
        request.desk_demo = SimpleLazyObject(_is_demo)  # type: ignore[attr-defined]  # read by the newsroom's base template

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ProtectedError) and request.path.startswith("/desk/"):
            return _still_used(request, exception)
        if not isinstance(exception, SecondFactorMissing):
            return None
        is_looking = request.method in ("GET", "HEAD")
        back = request.get_full_path() if is_looking else request.headers.get("Referer", "")
        return to_setup(request, exception, back)


def _still_used(request: HttpRequest, refusal: ProtectedError) -> HttpResponse:
    """Says what uses the thing that was to be deleted. Wagtail asks its index of uses before, which may be behind."""
    names = sorted(map(str, refusal.protected_objects))
    more = ["…"] if len(names) > NAMED else []
    said = _("This cannot be deleted, as something still uses it: %(names)s. Take it out there first.")
    text = said % {"names": ", ".join([*names[:NAMED], *more])}
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"error": text}, status=409)
    messages.error(request, text)
    return HttpResponseRedirect(request.get_full_path())


def _is_demo() -> Any:
    # The tests' settings ask nobody for a second factor, and so nobody has to be told that the demo does not.
    from django.conf import settings

    return settings.HARKARA_SECOND_FACTOR and Paper.objects.filter(pk=1, is_demo=True).exists()
