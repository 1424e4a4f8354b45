"""Redaction: every place where a name stands is shown first; and the sealed copies, which two people open."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from harkara.bangla.clean import normalise
from harkara.bangla.naming import SURE, Form
from harkara.desk import actions, clock, rights, whereabouts
from harkara.desk.actions.open_sealed import standing
from harkara.desk.actions.redact import knife_for
from harkara.desk.errors import DeskError
from harkara.desk.models import Sealed, Story
from harkara.desk.screens.doorkeeper import let_in
from harkara.people.models import User

KINDS: dict[str, Any] = {
    "same": gettext_lazy("as written"),
    "inflected": gettext_lazy("with an ending"),
    "spelled": gettext_lazy("spelled otherwise"),
    "part": gettext_lazy("a part of the name"),
    "inside": gettext_lazy("inside a longer word"),
    "latin": gettext_lazy("in Latin letters"),
}
"""How the screen calls the ways in which a form is the name."""

MOST = 50
"""Sealed copies that the list shows, the newest first."""


class NameForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Name that must vanish"),
        help_text=gettext_lazy(
            "Write it once, without an ending: endings and other spellings are found by themselves."
        ),
        min_length=3,
    )
    instead = forms.CharField(
        label=gettext_lazy("What stands there instead"),
        help_text=gettext_lazy("“এক ছাত্রী” takes the endings that the name had."),
        initial="…",
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, for the sealed copy"),
        help_text=gettext_lazy("Do not name the person here."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@never_cache
def redact(request: HttpRequest, number: int) -> HttpResponse:
    """Asks for a name, shows where it stands, and takes out what was confirmed. The name is never part of an address."""
    story = get_object_or_404(Story.objects.select_related("section"), pk=number)
    let_in(request, "redact", story)
    assert isinstance(request.user, User)  # nobody else has the right
    form = NameForm(request.POST or None)
    also = request.POST.getlist("also")
    found: tuple[Form, ...] = ()
    shown: list[whereabouts.Found] = []
    beside: list[str] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "cut" in request.POST:
            try:
                actions.redact(
                    story, said["words"], request.user, reason=said["reason"], instead=said["instead"], also=also
                )
            except DeskError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The name is taken out everywhere; what stood there is sealed."))
                return HttpResponseRedirect(reverse("desk_stories:edit", args=[story.pk]))
        words = normalise(said["words"]).strip()
        found = whereabouts.names(story, words)
        knife = knife_for(story, words, said["instead"], [form_.text for form_ in found])
        shown, beside = whereabouts.found(story, knife), whereabouts.beside(story, knife)
        if not found and not form.non_field_errors():
            form.add_error("words", _("This name does not occur in the story: check the spelling."))
    context = {
        **_frame(story, _("Redact")),
        "form": form,
        "sure": [(one, KINDS[one.kind]) for one in found if one.kind in SURE],
        "unsure": [(one, KINDS[one.kind], one.text in also) for one in found if one.kind not in SURE],
        "places": shown,
        "beside": beside,
        "sealed": story.sealed.exists() if rights.may(request.user, "unseal", story) else False,
    }
    return TemplateResponse(request, "desk/redact.html", context)


def sealed_list(request: HttpRequest) -> HttpResponse:
    """The sealed copies that one may ask for, the newest first."""
    let_in(request, "unseal")
    rows = Sealed.objects.select_related("story__section", "made_by").defer("box", "story__body").order_by("-pk")
    context = {
        "rows": rights.within(request.user, rows, "story")[:MOST],
        "header_title": _("Sealed copies"),
        "header_icon": "lock",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Sealed copies")},
        ],
    }
    return TemplateResponse(request, "desk/sealed_list.html", context)


@never_cache
def sealed(request: HttpRequest, number: int, said: Any = None) -> HttpResponse:
    """One sealed copy: closed, with what was asked; or its words, for the two who agreed."""
    copy = get_object_or_404(Sealed.objects.select_related("story__section", "made_by").defer("box"), pk=number)
    let_in(request, "unseal", copy.story)
    opening, now = standing(copy), clock.now()
    user = request.user
    mine = bool(opening) and user.pk in (opening.asked_by_id, opening.agreed_by_id)  # type: ignore[union-attr]  # bool(opening)
    context = {
        **_frame(copy.story, _("Sealed copy")),
        "copy": copy,
        "opening": opening,
        "waits": opening is not None and opening.waits(now),
        "is_open": opening is not None and opening.is_open(now) and mine,
        "own": opening is not None and opening.asked_by_id == user.pk,
        "said": said,
        "history": copy.openings.select_related("asked_by", "agreed_by")[:20],
        "header_icon": "lock",
    }
    return TemplateResponse(request, "desk/sealed.html", context)


@require_POST
@never_cache
def unsealing(request: HttpRequest, number: int) -> HttpResponse:
    """What is done to a sealed copy: to ask (with a reason), to agree, to read."""
    copy = get_object_or_404(Sealed.objects.select_related("story"), pk=number)
    let_in(request, "unseal", copy.story)
    assert isinstance(request.user, User)  # nobody else has the right
    act = request.POST.get("act")
    try:
        if act == "read":
            return sealed(request, number, actions.read_sealed(copy, request.user))
        if act == "agree":
            actions.agree_to_open(copy, request.user)
        else:
            actions.ask_to_open(copy, request.user, request.POST.get("reason", ""))
    except DeskError as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("desk_acts:sealed", args=[copy.pk]))


def _frame(story: Story, title: str) -> dict[str, Any]:
    back = reverse("desk_stories:edit", args=[story.pk])
    return {
        "story": story,
        "back": back,
        "header_title": title,
        "header_icon": "cut",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": title},
        ],
    }
