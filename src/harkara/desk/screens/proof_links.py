"""Proof links: the screen on which they are made and ended, and what somebody outside sees who opens one."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Revision

from harkara.desk import actions, clock, copy, proof, rights
from harkara.desk.actions.proof_links import alive, note_opening
from harkara.desk.actions.publish import pictures_of
from harkara.desk.errors import DeskError
from harkara.desk.models import ProofLink, Story
from harkara.desk.screens.comparing import named
from harkara.desk.screens.doorkeeper import let_in
from harkara.people.models import User

VERSIONS = 20
"""Versions, the newest first, of which a link may show one."""

HIDDEN = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class LinkForm(forms.Form):
    whom = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=120,
        help_text=gettext_lazy("The lawyer, the owner …: so that you know later whose link it is."),
    )
    lasts = forms.ChoiceField(
        label=gettext_lazy("How long"),
        choices=[
            ("hour", gettext_lazy("one hour")),
            ("day", gettext_lazy("one day")),
            ("week", gettext_lazy("seven days")),
        ],
        initial="day",
    )
    wording = forms.ChoiceField(label=gettext_lazy("Which wording"))

    def __init__(self, story: Story, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = story.revisions.select_related("user").defer("content").order_by("-created_at", "-pk")[:VERSIONS]
        self.versions: dict[str, Revision] = {str(row.pk): row for row in rows}
        choice = self.fields["wording"]
        assert isinstance(choice, forms.ChoiceField)  # made above
        choice.choices = [
            *((number, named(row, story)) for number, row in self.versions.items()),
            ("newest", _("Always the newest wording")),
        ]
        choice.initial = next(iter(self.versions), "newest")


def links(request: HttpRequest, number: int) -> HttpResponse:
    """The links to a story that lead somewhere, and the form that makes one."""
    story = get_object_or_404(Story.objects.defer("body").select_related("section"), pk=number)
    let_in(request, "edit", story)
    assert isinstance(request.user, User)  # nobody else has the right
    form = LinkForm(story, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.make_proof_link(
                story, request.user, said["whom"], said["lasts"], form.versions.get(said["wording"])
            )
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The link is made: copy it and send it to this person only."))
            return HttpResponseRedirect(reverse("desk_links:list", args=[story.pk]))
    back = reverse("desk_stories:edit", args=[story.pk])
    rows = alive(story).select_related("revision__user", "made_by").defer("revision__content")
    context = {
        "form": form,
        "story": story,
        "back": back,
        "rows": [(row, _address(row), named(row.revision, story) if row.revision else "") for row in rows],
        "header_title": _("Proof links"),
        "header_icon": "link",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": _("Proof links")},
        ],
    }
    return TemplateResponse(request, "desk/proof_links.html", context)


@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """Ends a link by hand."""
    link = get_object_or_404(ProofLink.objects.select_related("story__section").defer("story__body"), pk=number)
    let_in(request, "edit", link.story)
    assert isinstance(request.user, User)  # nobody else has the right
    try:
        actions.end_proof_link(link, request.user)
    except DeskError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The link for “%(whom)s” leads nowhere any more.") % {"whom": link})
    return HttpResponseRedirect(reverse("desk_links:list", args=[link.story_id]))


@require_safe
def shown(request: HttpRequest, token: str) -> HttpResponse:
    """A story as its link shows it; the same page for every link that leads nowhere, whatever the reason."""
    link = ProofLink.by_token(token, clock.now())
    if link is None:
        return _nowhere(request)
    if request.method == "GET":
        note_opening(link)
    story = link.story
    is_out = story.live and (link.revision_id or story.latest_revision_id) == story.live_revision_id
    page = proof.pull(link.wording(), proof.Shown(link.until, is_out, reverse("desk_proof:shown", args=[token])[:-1]))
    return HttpResponse(page.body, status=page.status, headers=dict(page.headers))


@require_safe
def picture(request: HttpRequest, token: str, number: int, width: int, suffix: str) -> HttpResponse:
    """A picture of the story that the link shows, published or not; of no other one."""
    link = ProofLink.by_token(token, clock.now())
    if link is None or number not in pictures_of(link.wording()):
        return _nowhere(request)
    file = copy.picture(number, width, suffix)
    if file is None:
        return _nowhere(request)
    return HttpResponse(file.body, content_type=file.content_type, headers=HIDDEN)


def _nowhere(request: HttpRequest) -> HttpResponse:
    """Says in the paper's language, which whoever gets a link reads, that it leads nowhere."""
    with override("bn"):
        answer = TemplateResponse(request, "desk/no_proof.html", {}, status=404, headers=HIDDEN)
        return answer.render()


def _address(link: ProofLink) -> str:
    return f"{settings.HARKARA_DESK_ORIGIN}{reverse('desk_proof:shown', args=[link.token])}"


def may_link(user: Any, story: Story) -> bool:
    """Whether the story's screen leads ``user`` to its links."""
    return not story.killed_at and rights.may(user, "edit", story)


urls = path(
    "links/",
    include(([path("<int:number>/", links, name="list"), path("end/<int:number>/", end, name="end")], "desk_links")),
)
"""Inside the newsroom."""

outside = path(
    "desk/proof/<str:token>/",
    include(
        (
            [
                path("", shown, name="shown"),
                path("picture/<int:number>/<int:width>.<str:suffix>", picture, name="picture"),
            ],
            "desk_proof",
        )
    ),
)
"""Before Wagtail's addresses: who opens these has no account."""
