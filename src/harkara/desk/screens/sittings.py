"""Where one is signed in: the own sessions, and how to end them. Who ends one gives the password first (ASVS 5.0, 7.5.2)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.log_actions import log

from harkara.desk.screens.second import PasswordForm
from harkara.desk.templatetags.newsroom import digits
from harkara.people import sittings
from harkara.people.models import User


@never_cache
@sensitive_post_parameters("password")
def own(request: HttpRequest) -> HttpResponse:
    """Lists the sessions of who asks; those that were ticked end, with the password."""
    user = request.user
    assert isinstance(user, User)
    form = PasswordForm(request.POST if request.method == "POST" else None, user=user)
    ticked = set(request.POST.getlist("end"))
    if request.method == "POST" and not ticked:
        form.add_error(None, _("Tick at least one of them."))
    if request.method == "POST" and form.is_valid():
        count = sittings.end(user, ticked)
        log(instance=user, action="desk.end_own_sessions", user=user, data={"count": count})
        said = ngettext("%(count)s is signed out.", "%(count)s are signed out.", count)
        messages.success(request, said % {"count": digits(count)})
        return HttpResponseRedirect(reverse("desk_sittings"))
    here = sittings.mark(request.session.session_key or "")
    rows = [(row, row.mark == here, row.mark in ticked) for row in sittings.of(user)]
    return TemplateResponse(request, "desk/sittings.html", {"rows": rows, "form": form, **_head()})


def _head() -> dict[str, Any]:
    title = _("Where you are signed in")
    return {
        "header_title": title,
        "header_icon": "desktop",
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": title}],
    }


urls = path("sittings/", own, name="desk_sittings")
