"""The paste box of the tray: an address or a text in, how far it is, and the clipping or the reason why there is none."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from harkara.desk import actions, pasting
from harkara.desk.errors import DeskError
from harkara.desk.models import Pasted
from harkara.desk.screens.tray import for_the_wire

AGAIN = 2
"""Seconds after which the screen that waits asks again; by a header, so that it needs no script."""


@never_cache
@for_the_wire
def paste(request: HttpRequest) -> HttpResponse:
    """The box, and what is pasted there."""
    text = request.POST.get("page", "")
    refusal = ""
    if request.method == "POST":
        try:
            pasted = actions.paste(text, request.user)  # type: ignore[arg-type]  # for_the_wire lets nobody else in
        except DeskError as error:
            refusal = str(error)
        else:
            return HttpResponseRedirect(reverse("desk_paste:pasted", args=[pasted.pk]))
    return _screen(request, text=text[:20_000], refusal=refusal, status=422 if refusal else 200)


@never_cache
@for_the_wire
def pasted(request: HttpRequest, number: int) -> HttpResponse:
    """How far a pasted page is; its clipping once there is one, or why there is none and the box again."""
    row = pasting.look(number, request.user.pk or 0)
    if row is None:
        raise Http404
    if row.state == Pasted.State.FILED and row.clipping_id:
        return HttpResponseRedirect(reverse("desk_tray:clipping", args=[row.clipping_id]))
    if row.state == Pasted.State.UNDER_WAY:
        answer = _screen(request, waits=True, address=row.address)
        answer["Refresh"] = str(AGAIN)
        return answer
    return _screen(request, text=row.address, refusal=said(row))


def said(row: Pasted) -> str:
    """Why a pasted page is no clipping, in the language of the screen."""
    details = {name: _(value) if name == "why" else value for name, value in row.details.items()}
    if not row.sentence:
        return _("The clipping was taken away meanwhile: paste the page again.")
    return _(row.sentence) % details


def _screen(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    title = _("Paste a page")
    return TemplateResponse(
        request,
        "desk/paste.html",
        {
            **context,
            "header_icon": "download",
            "header_title": title,
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": reverse("desk_tray:list"), "label": _("Incoming tray")},
                {"url": "", "label": title},
            ],
        },
        status=status,
    )


urls = path(
    "tray/",
    include(([path("paste/", paste, name="paste"), path("pasted/<int:number>/", pasted, name="pasted")], "desk_paste")),
)
