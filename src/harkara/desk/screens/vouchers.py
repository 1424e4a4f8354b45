"""Voucher copies: every version of a page that readers could see, shown as it was printed and handed out with its hash."""

import base64
from html import unescape
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock
from harkara.desk.actions.open_sealed import standing
from harkara.desk.errors import Missing
from harkara.desk.models import Paper, Sealed, Story
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.sealing import unseal
from harkara.people.models import User
from harkara.rack.errors import RackUnreadable, TornPage
from harkara.rack.manifest import Manifest
from harkara.rack.shelf import place_of
from harkara.rack.vouchers import Voucher, Vouchers, sheet_at, vouchers_of

SHOWN, TAKEN = "desk.voucher.show", "desk.voucher.take"
"""How the log calls it that somebody looked at a voucher copy, or took it away."""

MOST = 200
"""Versions that the screen lists, the newest first."""

BARE = "sandbox; default-src 'none'; style-src 'self'; img-src 'self'"
"""What a page of long ago may do in the newsroom: be looked at."""


SHUT = gettext_lazy("A name was redacted after this was printed: two people open it with the sealed copy.")


class AddressForm(forms.Form):
    address = forms.CharField(
        label=gettext_lazy("Address of the page"),
        help_text=gettext_lazy("As it stands in the browser: / for the front page."),
        max_length=500,
    )
    at = forms.DateTimeField(
        label=gettext_lazy("As it was at"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Empty: every version."),
    )


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Asks for an address and lists its versions."""
    let_in(request, "unseal")
    form = AddressForm(request.GET or None)
    found: list[Voucher] | None = None
    if request.GET and form.is_valid():
        found = _versions(form.cleaned_data["address"])
        at = form.cleaned_data["at"]
        if at is not None:
            found = [one for one in found if one.since <= at and (one.until is None or at < one.until)]
    context = {
        "form": form,
        "media": form.media,
        "rows": None if found is None else [(one, _shut(one, request.user)) for one in found[:MOST]],
        "address": request.GET.get("address", ""),
        "days": settings.HARKARA_VOUCHER_DAYS,
        "header_title": _("Voucher copies"),
        "header_icon": "folder-open-inverse",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Voucher copies")},
        ],
    }
    return TemplateResponse(request, "desk/vouchers.html", context)


@require_safe
def show(request: HttpRequest, sha256: str) -> HttpResponse:
    """One version as it was printed, or its bytes to take away (``take``). The log keeps who did."""
    let_in(request, "unseal")
    assert isinstance(request.user, User)  # nobody else has the right
    address, moment = request.GET.get("address", ""), request.GET.get("since", "")
    chosen = next((one for one in _versions(address) if one.sha256 == sha256 and one.since.isoformat() == moment), None)
    if chosen is None:
        raise Http404
    if why := _shut(chosen, request.user):
        messages.error(request, why)
        return HttpResponseRedirect(f"{reverse('desk_vouchers:list')}?{urlencode({'address': address})}")
    try:
        page = chosen.page()
    except TornPage:
        messages.error(request, _("The file holds other bytes than were printed: it proves nothing any more."))
        return HttpResponseRedirect(f"{reverse('desk_vouchers:list')}?{urlencode({'address': address})}")
    if why := _names_somebody(page.identity(), chosen, request.user):
        messages.error(request, why)
        return HttpResponseRedirect(f"{reverse('desk_vouchers:list')}?{urlencode({'address': address})}")
    kind = page.header("content-type") or "application/octet-stream"
    takes = "take" in request.GET or not kind.startswith("text/html")
    data = {"address": address, "since": chosen.since.isoformat(), "sha256": chosen.sha256}
    log(instance=_subject(chosen), action=TAKEN if takes else SHOWN, user=request.user, data=data)
    answer = HttpResponse(page.identity(), content_type=kind)
    answer["Content-Security-Policy"] = BARE
    answer["Cache-Control"] = "private, no-store"
    answer["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(chosen.sha256)).decode()}:"
    if takes:
        ending = kind.partition(";")[0].rpartition("/")[2].rpartition("+")[2]
        stem = f"{chosen.name.replace(':', '-')}-{chosen.since:%Y%m%dT%H%M%SZ}-{chosen.sha256}"
        answer["Content-Disposition"] = f'attachment; filename="{stem}.{ending}"'
    return answer


def _versions(address: str) -> list[Voucher]:
    rack = Path(settings.HARKARA_RACK)
    if not (rack / "manifest.sqlite3").exists():
        return []
    manifest = Manifest(rack / "manifest.sqlite3")
    try:
        name = sheet_at(address, manifest)
    except (RackUnreadable, ValueError):
        return []
    finally:
        manifest.close()
    return Vouchers(vouchers_of(rack)).of(name, place_of(name)) if name else []


def _shut(voucher: Voucher, user: Any) -> str:
    """Why this version is not shown: it was printed before a name was redacted in its story. Then it is opened by two
    people, with the sealed copy of that redaction.
    """
    number = _story(voucher)
    if number is None:
        return ""
    rows = Sealed.objects.filter(story=number, made_at__gte=voucher.since).defer("box")
    return "" if all(_is_open(sealed, user) for sealed in rows) else str(SHUT)


def _names_somebody(body: bytes, voucher: Voucher, user: Any) -> str:
    """The same of a page that shows many stories: a list or a feed that has a name in it which was redacted later."""
    text = normalise(unescape(body.decode("utf-8", "replace")))
    for sealed in Sealed.objects.filter(made_at__gte=voucher.since):
        try:
            words = unseal(bytes(sealed.box))["words"]
        except Missing:
            words = ""  # closed with another key: nobody can say, so it stays shut
        if words in text and not _is_open(sealed, user):
            return str(SHUT)
    return ""


def _is_open(sealed: Sealed, user: Any) -> bool:
    opening = standing(sealed)
    mine = opening is not None and user.pk in (opening.asked_by_id, opening.agreed_by_id)
    return opening is not None and mine and opening.is_open(clock.now())


def _story(voucher: Voucher) -> int | None:
    kind, _colon, number = voucher.name.partition(":")
    return int(number) if kind in ("story", "data") and number.isdecimal() else None


def _subject(voucher: Voucher) -> Any:
    number = _story(voucher)
    return (Story.objects.filter(pk=number).first() if number else None) or Paper.load()


urls = path(
    "vouchers/",
    include(([path("", listing, name="list"), path("<str:sha256>/", show, name="show")], "desk_vouchers")),
)
