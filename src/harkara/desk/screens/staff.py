"""The staff: who works here, in which place, since when unseen; invitations; accounts that were closed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from harkara.desk import actions, clock, rights
from harkara.desk.actions.invite import office_for
from harkara.desk.actions.staffing import BY_DESK_EDITORS, Office, is_admin, office_of
from harkara.desk.errors import DeskError
from harkara.desk.models import Desk, Invitation, Section
from harkara.desk.screens import letters
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.templatetags.newsroom import moment
from harkara.people import factors
from harkara.people.models import User

Screen = Callable[..., HttpResponse]


def for_staffing(view: Screen) -> Screen:
    """Lets in who may invite people and give roles."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        let_in(request, "people")
        return view(request, *args, **kwargs)

    return guarded


class OfficeForm(forms.Form):
    """A place in the newsroom. The roles that one may not give are not offered."""

    roles = forms.MultipleChoiceField(label=gettext_lazy("Roles"), widget=forms.CheckboxSelectMultiple, required=False)
    sections = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Only these sections"),
        queryset=Section.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("None chosen, of sections and desks: everywhere."),
    )
    desks = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Only these desks"),
        queryset=Desk.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, giver: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = list(rights.ROLES) if is_admin(giver) else [role for role in rights.ROLES if role in BY_DESK_EDITORS]
        self.fields["roles"].choices = [(role, rights.ROLES[role]) for role in given]  # type: ignore[attr-defined]  # a choice field

    def office(self) -> Office:
        """What was chosen."""
        said = self.cleaned_data
        return Office(
            frozenset(said["roles"]),
            frozenset(section.pk for section in said["sections"]),
            frozenset(desk.pk for desk in said["desks"]),
        )


class InvitationForm(OfficeForm):
    name = forms.CharField(label=gettext_lazy("For whom"), max_length=120)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("The link is sent there. Leave it empty to hand the link over yourself."),
    )
    field_order = ("name", "email", "roles", "sections", "desks")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not settings.EMAIL_HOST:
            self.fields["email"].help_text = _("No mail server is set: you will get a link to hand over yourself.")


class StaffView(IndexView):
    """Everybody, those who work here first."""

    model = User
    page_title = gettext_lazy("Staff")
    header_icon = "group"
    index_url_name = "desk_staff:list"
    index_results_url_name = "desk_staff:results"
    template_name = "desk/staff.html"
    any_permission_required = None
    default_ordering = "first_name"
    paginate_by = 50
    search_backend_name = None
    search_fields = ["first_name", "last_name", "username", "email", "initials"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        let_in(request, "people")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=_("name"), accessor=str, get_url=lambda row: _to("person", row.pk)),
            Column("initials", label=_("initials")),
            Column("roles", label=_("roles"), accessor=_roles_of),
            Column("remit", label=_("remit"), accessor=_remit_of),
            Column(
                "factor",
                label=_("second factor"),
                accessor=lambda row: _("has a second factor") if row.has_factor else _("no second factor"),
            ),
            Column("seen", label=_("last seen"), accessor=lambda row: moment(row.seen_at) if row.seen_at else "–"),
            StatusTagColumn(
                "status",
                label=_("status"),
                accessor=lambda row: _("works here") if row.is_active else _("closed"),
                primary=lambda row: row.is_active,
            ),
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Invite"), url=reverse("desk_staff:invite"), icon_name="plus")]

    def get_base_queryset(self) -> "QuerySet[User]":
        everybody = factors.marked(User.objects.prefetch_related("groups", "remits__section", "remits__desk"))
        return everybody.order_by("-is_active", "first_name", "username")

    def order_queryset(self, queryset: "QuerySet[User]") -> "QuerySet[User]":
        return queryset

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        waiting = Invitation.objects.filter(used_at=None, withdrawn_at=None, until__gt=clock.now())
        context["invitations"] = list(waiting.select_related("made_by"))
        return context


def _roles_of(row: User) -> str:
    held = {group.name for group in row.groups.all()}
    return ", ".join([str(label) for role, label in rights.ROLES.items() if role in held]) or "–"


def _remit_of(row: User) -> str:
    return ", ".join(str(remit.section or remit.desk) for remit in row.remits.all()) or _("everywhere")


@for_staffing
def invite(request: HttpRequest) -> HttpResponse:
    """Invites somebody; shows the link afterwards, and sends it where there is a mail server."""
    user: User = request.user  # type: ignore[assignment]  # for_staffing lets nobody else in
    form = InvitationForm(request.POST or None, giver=user)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.invite(said["name"], form.office(), user, said["email"])
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            sent = letters.invite(made) if made.email and settings.EMAIL_HOST else None
            if sent:
                messages.success(request, _("The invitation was sent to %(email)s.") % {"email": made.email})
            elif sent is False:
                messages.warning(request, _("The mail server did not take the letter: hand the link over yourself."))
            return HttpResponseRedirect(_to("invitation", made.pk))
    return _form(request, form, _("Invite"), _("Invite"))


@for_staffing
def invitation(request: HttpRequest, number: int) -> HttpResponse:
    """An invitation with its link, to be copied."""
    row = get_object_or_404(Invitation.objects.select_related("made_by", "used_by"), pk=number)
    places = Section.objects.filter(pk__in=row.sections), Desk.objects.filter(pk__in=row.desks)
    context = {
        "invitation": row,
        "waits": row.waits(clock.now()),
        "link": letters.link(row),
        "roles": [rights.ROLES[role] for role in rights.ROLES if role in office_for(row).roles],
        "remit": [str(place) for kind in places for place in kind],
        **_head(str(row), _("Invitation")),
    }
    return TemplateResponse(request, "desk/invitation.html", context)


@for_staffing
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody's place, to be changed; and the account, to be closed or opened."""
    user: User = request.user  # type: ignore[assignment]  # for_staffing lets nobody else in
    row = get_object_or_404(User, pk=number)
    now = office_of(row)
    there = {"roles": sorted(now.roles), "sections": sorted(now.sections), "desks": sorted(now.desks)}
    form = OfficeForm(request.POST or None, initial=there, giver=user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appoint(row, form.office(), user)
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” has this place from now on.") % {"name": row})
            return HttpResponseRedirect(reverse("desk_staff:list"))
    return _form(
        request, form, str(row), _("Give this place"), person=row, factors=factors.of(row), is_self=row.pk == user.pk
    )


def _open_or_close(act: Callable[[User, User | None], User], done: Any) -> Screen:
    @require_POST
    @for_staffing
    def screen(request: HttpRequest, number: int) -> HttpResponse:
        row = get_object_or_404(User, pk=number)
        try:
            act(row, request.user)  # type: ignore[arg-type]  # for_staffing lets nobody else in
        except DeskError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(_to("person", row.pk))
        messages.success(request, done % {"name": row})
        return HttpResponseRedirect(reverse("desk_staff:list"))

    return screen


dismiss = _open_or_close(actions.dismiss, gettext_lazy("The account of “%(name)s” is closed; all its sessions ended."))
forget = _open_or_close(
    actions.forget_factors,
    gettext_lazy("“%(name)s” signs in with the password alone now, and sets up new factors then."),
)
sign_out = _open_or_close(actions.end_sessions, gettext_lazy("“%(name)s” is signed out on every device."))
recall = _open_or_close(actions.recall, gettext_lazy("The account of “%(name)s” is open again."))


@require_POST
@for_staffing
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Ends an invitation."""
    row = get_object_or_404(Invitation, pk=number)
    try:
        actions.withdraw(row, request.user)  # type: ignore[arg-type]  # for_staffing lets nobody else in
    except DeskError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The invitation for “%(name)s” was withdrawn.") % {"name": row})
    return HttpResponseRedirect(reverse("desk_staff:list"))


def _form(request: HttpRequest, form: forms.Form, title: str, button: str, **more: Any) -> HttpResponse:
    return TemplateResponse(
        request, "desk/office.html", {"form": form, "button": button, **_head(title, _("Staff")), **more}
    )


def _head(title: str, subtitle: str) -> dict[str, Any]:
    return {
        "header_title": title,
        "page_subtitle": subtitle,
        "header_icon": "group",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("desk_staff:list"), "label": _("Staff")},
            {"url": "", "label": title},
        ],
    }


def _to(name: str, number: int) -> str:
    return reverse(f"desk_staff:{name}", args=[number])


urls = path(
    "staff/",
    include(
        (
            [
                path("", StaffView.as_view(), name="list"),
                path("results/", StaffView.as_view(results_only=True), name="results"),
                path("invite/", invite, name="invite"),
                path("invitations/<int:number>/", invitation, name="invitation"),
                path("invitations/<int:number>/withdraw/", withdraw, name="withdraw"),
                path("<int:number>/", person, name="person"),
                path("<int:number>/dismiss/", dismiss, name="dismiss"),
                path("<int:number>/recall/", recall, name="recall"),
                path("<int:number>/forget/", forget, name="forget"),
                path("<int:number>/sign-out/", sign_out, name="sign_out"),
            ],
            "desk_staff",
        )
    ),
)
