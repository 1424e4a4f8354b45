"""The front's five places, on one screen."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.snippets.widgets import AdminSnippetChooser

from harkara.desk import actions
from harkara.desk.actions.set_front import PLACES, arrangement, top
from harkara.desk.errors import DeskError, Overtaken
from harkara.desk.models import Story
from harkara.desk.screens.doorkeeper import let_in


class FrontForm(forms.Form):
    """A story for each place; an empty place is filled with the newest."""

    until = forms.DateTimeField(
        label=gettext_lazy("until"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Empty: until changed."),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, PLACES + 1):
            self.fields[f"place{place}"] = forms.ModelChoiceField(
                label=_("Lead") if place == 1 else _("Place %(number)s") % {"number": place},
                queryset=Story.objects.filter(live=True).defer("body"),
                required=False,
                widget=AdminSnippetChooser(model=Story),
            )
        self.order_fields([*(f"place{place}" for place in range(1, PLACES + 1)), "until"])

    def pins(self) -> dict[int, Story]:
        """The chosen stories by place."""
        chosen = {place: self.cleaned_data[f"place{place}"] for place in range(1, PLACES + 1)}
        return {place: story for place, story in chosen.items() if story}


def front(request: HttpRequest) -> HttpResponse:
    """Shows the places and sets them."""
    let_in(request, "front")
    rows = top()
    there: dict[str, Any] = {f"place{pin.place}": pin.story.pk for pin in rows}
    seen = request.POST["seen"] if "seen" in request.POST else arrangement(rows)
    there["until"] = next((pin.until for pin in rows if pin.until), None)
    form = FrontForm(request.POST or None, initial=there)
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_front(form.pins(), form.cleaned_data["until"], request.user, seen=form.cleaned_data["seen"])  # type: ignore[arg-type]  # who may has an account
        except Overtaken:
            overtaken = True
            seen = arrangement(rows)
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The front is set."))
            return HttpResponseRedirect(reverse("desk_front"))
    context = {
        "form": form,
        "overtaken": overtaken,
        "seen": seen,
        "standing": rows,
        "media": form.media,
        "header_title": _("Front page"),
        "header_icon": "home",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Front page")},
        ],
    }
    return TemplateResponse(request, "desk/front.html", context)


urls = path("front/", front, name="desk_front")
