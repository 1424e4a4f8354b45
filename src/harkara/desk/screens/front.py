"""Fronts on one screen: slots as lists, a draft that is saved step by step, and what it changes for readers.

The screen is set here, whole and in pieces; ``static/desk/front.js`` moves stories about and sends what stands then.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from harkara.archive.index import Search
from harkara.bangla.digits import to_latin
from harkara.desk import actions, clock, copy, fronts, proof, when
from harkara.desk.actions.fronts import holds
from harkara.desk.copy.fronts import set_front
from harkara.desk.copy.listings import under
from harkara.desk.errors import DeskError, Overtaken, Refused
from harkara.desk.models import Front, FrontVersion, Section, Story
from harkara.desk.models.story import PUBLISHED
from harkara.desk.screens import front_rows, lookup
from harkara.desk.screens.doorkeeper import let_in

FOUND = 12
"""Stories that a search offers."""

VERSIONS = 12
"""Published versions that the screen offers to bring back at first."""

ALL_VERSIONS = 1000
"""How many it offers to who asks for older ones."""


def _opened(request: HttpRequest, name: str) -> Front:
    """The front that a request is about, unsaved where nobody has set it. Lets in only who may set it."""
    let_in(request, "front")
    section = Section.objects.filter(slug=name).first()
    if name != fronts.HOME and section is None:
        raise Http404
    if not holds(request.user, section):
        raise PermissionDenied
    return Front.objects.select_related("changed_by", "due_by").filter(name=name).first() or Front(name=name)


def _context(request: HttpRequest, front: Front) -> dict[str, Any]:
    """What the pieces of the screen show."""
    draft, stands = front.worked_on, front.standing
    called = front_rows.names((draft, stands))
    laid = front_rows.lay(draft, called)
    most = ALL_VERSIONS if "older" in request.GET else VERSIONS
    published = FrontVersion.objects.select_related("made_by").defer("arrangement")
    versions = list(published.filter(front=front.pk, published=True)[: most + 1])
    steps = FrontVersion.objects.filter(front=front.pk, published=False).exists()
    now = clock.now()
    return {
        "front": front,
        "slots": laid.slots,
        "others": draft.others,
        "changes": front_rows.changes(front_rows.lay(stands, called), laid) if front.draft else [],
        "has_draft": front.draft is not None,
        "can_undo": steps,
        "versions": versions[:most][0 if front.draft else 1 :],
        "has_older": len(versions) > most,
        "due_words": when.in_words(front.due_at, now) if front.due_at else "",
        "rules": front_rows.rules(front.name),
        "hours": front_rows.HOURS,
        "looks": [(look, label) for look, (label, _most) in fronts.LOOKS.items() if look not in fronts.TOP],
        "empty_draft": {**draft.data(), "slots": _with_own(laid.slots)},
    }


def _with_own(rows: Sequence[front_rows.SlotRows]) -> list[dict[str, Any]]:
    """The slots as data, each with whether it is the front's own, how many it can hold and what fills it: what the script
    works on.
    """
    data = fronts.Arrangement(tuple(one.slot for one in rows)).data()["slots"]
    return [
        {**slot, "own": one.own, "most": one.most, "called": one.called} for slot, one in zip(data, rows, strict=True)
    ]


def _pieces(request: HttpRequest, front: Front) -> dict[str, Any]:
    """What the script needs after a step: the pieces of the screen, and the arrangement it works on."""
    context = _context(request, front)
    html = render_to_string("desk/front_slots.html", context, request)
    return {"step": front.step, "arrangement": context["empty_draft"], "html": html}


def screen(request: HttpRequest, name: str = fronts.HOME) -> HttpResponse:
    """The whole screen of one front; who works on some sections only comes to the first of theirs."""
    sections = [row for row in Section.objects.all() if holds(request.user, row)]
    if name == fronts.HOME and sections and not holds(request.user, None):
        return HttpResponseRedirect(reverse("desk_front:screen", args=[sections[0].slug]))
    front = _opened(request, name)
    title = next((str(row.name) for row in sections if row.slug == name), _("Front page"))
    context = {
        **_context(request, front),
        "tabs": ([(fronts.HOME, _("Front page"))] if holds(request.user, None) else [])
        + [(row.slug, str(row.name)) for row in sections],
        "addresses": {act: _address(act, name, "older" in request.GET) for act in ("state", "find", "preview", *ACTS)},
        "page_title": title,
        "header_title": _("Front: %(name)s") % {"name": title},
        "header_icon": "home",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Fronts")},
        ],
    }
    return TemplateResponse(request, "desk/front.html", context)


def state(request: HttpRequest, name: str = fronts.HOME) -> HttpResponse:
    """How the front stands now; nothing where it is as ``If-None-Match`` says."""
    pieces = _pieces(request, _opened(request, name))
    tag = hashlib.sha256(f"{pieces['step']} {pieces['html']}".encode()).hexdigest()[:20]
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304)
    answer = JsonResponse(pieces)
    answer["ETag"] = tag
    answer["Cache-Control"] = "no-store"
    return answer


def find(request: HttpRequest, name: str = fronts.HOME) -> HttpResponse:
    """Published stories for ``q``: found as the newsroom's search finds them, by number, or the newest of all."""
    _opened(request, name)
    asked = request.GET.get("q", "").strip()[:200]
    number = to_latin(asked)
    if number.isdecimal():
        numbers = [int(number[:18])]
    elif asked:
        wanted = Search(text=asked, kinds=("story",), zone=settings.HARKARA_ZONE)
        numbers = [hit.number for hit in lookup.find(wanted).found.hits[:FOUND]]
    else:
        newest = Story.objects.filter(PUBLISHED).order_by("-published_at", "-pk")
        numbers = list(newest.values_list("pk", flat=True)[:FOUND])
    stories = front_rows.stories_of(numbers)
    found = [stories[one] for one in numbers if one in stories and stories[one].live]
    return JsonResponse({"html": render_to_string("desk/front_found.html", {"found": found, "asked": asked}, request)})


@xframe_options_sameorigin
def preview(request: HttpRequest, name: str = fronts.HOME) -> HttpResponse:
    """The draft as readers would see it, made by the renderer that prints."""
    front = _opened(request, name)
    drawn = set_front(front.worked_on)
    page = copy.section(name, None) if name else None
    pulled = proof.pull_front(under(drawn, page) if page else drawn, copy.paper())
    return HttpResponse(pulled.body, status=pulled.status, headers=dict(pulled.headers))


def _save(name: str, said: dict[str, Any], user: Any) -> Any:
    return actions.draft_front(name, fronts.of_data(said.get("arrangement")), user, seen=_step(said))


def _publish(name: str, said: dict[str, Any], user: Any) -> Any:
    return actions.publish_front(name, user, seen=_step(said))


def _undo(name: str, said: dict[str, Any], user: Any) -> Any:
    return actions.undo_front(name, user, seen=_step(said))


def _bring_back(name: str, said: dict[str, Any], user: Any) -> Any:
    return actions.bring_back_front(name, int(said.get("version") or 0), user, seen=_step(said))


def _schedule(name: str, said: dict[str, Any], user: Any) -> Any:
    typed = to_latin(str(said.get("at") or "")).strip()
    if not typed:
        return actions.schedule_front(name, None, user, seen=_step(said))
    try:
        moment = parse_datetime(typed)
    except ValueError:
        moment = None
    if moment is None:
        raise Refused(_("“%(said)s” is no time that can be read: write it like 2026-11-30 06:00.") % {"said": typed})
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=clock.zone())
    return actions.schedule_front(name, zoned, user, seen=_step(said))


def _step(said: dict[str, Any]) -> int:
    return int(said.get("seen") or 0)


ACTS: dict[str, Callable[[str, dict[str, Any], Any], Any]] = {
    "save": _save,
    "publish": _publish,
    "undo": _undo,
    "back": _bring_back,
    "schedule": _schedule,
}
"""What the script asks for, by the last word of the address."""


def _act(act: str) -> Callable[..., HttpResponse]:
    @require_POST
    def screen(request: HttpRequest, name: str = fronts.HOME) -> HttpResponse:
        _opened(request, name)
        try:
            said = json.loads(request.body)
        except ValueError:
            said = None
        if not isinstance(said, dict):
            return JsonResponse({"said": _("This is no front: open the screen again.")}, status=400)
        try:
            ACTS[act](name, said, request.user)
        except Overtaken:
            front = _opened(request, name)
            who = front.changed_by.get_full_name() or front.changed_by.get_username() if front.changed_by else ""
            told = _("%(name)s changed this front meanwhile. Nothing was overwritten.") % {
                "name": who or _("Somebody else")
            }
            return JsonResponse({**_pieces(request, front), "overtaken": True, "said": told}, status=409)
        except DeskError as refusal:
            return JsonResponse({"said": str(refusal)}, status=400)
        return JsonResponse(_pieces(request, _opened(request, name)))

    return screen


def _address(act: str, name: str, with_older: bool) -> str:
    asked = "?older" if with_older and act not in ("find", "preview") else ""
    return reverse(f"desk_front:{act}", args=[name] if name else []) + asked


_SCREENS: dict[str, Callable[..., HttpResponse]] = {
    "state": state,
    "find": find,
    "preview": preview,
    **{act: _act(act) for act in ACTS},
}

urls = path(
    "front/",
    include(
        (
            [
                path("", screen, name="screen"),
                *(path(f"home/{act}/", view, name=act) for act, view in _SCREENS.items()),
                path("of/<slug:name>/", screen, name="screen"),
                *(path(f"of/<slug:name>/{act}/", view, name=act) for act, view in _SCREENS.items()),
            ],
            "desk_front",
        )
    ),
)
