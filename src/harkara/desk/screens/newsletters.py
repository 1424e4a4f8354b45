"""Letters to readers: which there are, of what they are composed, how the next one looks, its note, and how far they got."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from harkara.bangla.digits import to_latin
from harkara.desk import actions, clock, copy, newsletters, rights, when
from harkara.desk.copy import letters
from harkara.desk.errors import DeskError
from harkara.desk.models import BreakingLetter, Newsletter, NewsletterNote, NewsletterTurn, Section, Story
from harkara.desk.models.newsletter import DAILY
from harkara.desk.newsletters import MOST_PARTS, MOST_ROWS
from harkara.desk.screens.doorkeeper import let_in
from harkara.desk.templatetags.newsroom import digits
from harkara.layout import letters as setting
from harkara.layout.letters import LetterCopy
from harkara.people.models import User
from harkara.post.letters import mailings
from harkara.post.models import Mailing

BARE = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' {origin}; frame-ancestors 'self'; sandbox"
"""What a letter may do on its screen: be looked at, with its pictures."""

SHOWN = 20
"""Turns of the screen, the newest first."""

DAYS = (
    ("5", gettext_lazy("Saturday")),
    ("6", gettext_lazy("Sunday")),
    ("0", gettext_lazy("Monday")),
    ("1", gettext_lazy("Tuesday")),
    ("2", gettext_lazy("Wednesday")),
    ("3", gettext_lazy("Thursday")),
    ("4", gettext_lazy("Friday")),
)
"""The weekdays in the order of the week here, each as Python counts it."""

NOWHERE = "-"


class HourInput(forms.TimeInput):
    """Shows a time of day in the digits of the screen's language."""

    def format_value(self, value: Any) -> str | None:
        shown: str | None = super().format_value(value)
        return digits(shown) if shown else shown


class Hour(forms.TimeField):
    """A time of day, in Bangla digits or Latin ones."""

    widget = HourInput(format="%H:%M")

    def to_python(self, value: Any) -> Any:
        return super().to_python(to_latin(value) if isinstance(value, str) else value)


class LetterForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("name"), max_length=60, widget=forms.TextInput(attrs={"lang": "bn"}))
    slug = forms.RegexField(
        r"\A[a-z]+(?:-[a-z]+)*\Z",
        label=gettext_lazy("slug"),
        max_length=40,
        help_text=gettext_lazy("Stands in its address and never changes: morning, for example."),
    )
    about = forms.CharField(
        label=gettext_lazy("what readers get"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"lang": "bn"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("when it goes out"), choices=Newsletter.Kind.choices)
    at = Hour(
        label=gettext_lazy("time of day"),
        required=False,
        help_text=gettext_lazy("In the paper's zone. It is composed then, and sets out at once."),
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("weekdays"), choices=DAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.IntegerField(
        label=gettext_lazy("stories of the last hours"), min_value=1, max_value=newsletters.LONGEST_HOURS, initial=24
    )
    subject = forms.ChoiceField(label=gettext_lazy("subject"), choices=Newsletter.Subject.choices)
    pictures = forms.BooleanField(label=gettext_lazy("with a picture of the first story"), required=False, initial=True)
    signed = forms.CharField(
        label=gettext_lazy("below the editor's note"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"lang": "bn"}),
    )
    is_on = forms.BooleanField(label=gettext_lazy("readers can order it, and it goes out"), required=False)

    def __init__(self, data: Any, row: Newsletter) -> None:
        initial = {name: getattr(row, name) for name in self.base_fields} | {"days": list(row.days)}
        for place, one in enumerate(row.parts):
            initial |= {f"front{place}": one["front"] or "home", f"rows{place}": one["rows"]}
        super().__init__(data, initial=initial)
        if row.pk:
            self.fields["slug"].disabled = True
        fronts = [
            (NOWHERE, _("none")),
            ("home", _("The home page")),
            *((one.slug, one.name) for one in Section.objects.all()),
        ]
        for place in range(MOST_PARTS):
            self.fields[f"front{place}"] = forms.ChoiceField(
                label=_("front"), choices=fronts, required=False, initial="home" if not place else NOWHERE
            )
            self.fields[f"rows{place}"] = forms.IntegerField(
                label=_("rows"), min_value=1, max_value=MOST_ROWS, required=False, initial=8 if not place else 3
            )

    @property
    def pairs(self) -> list[tuple[Any, Any]]:
        """The field of each front with that of its rows."""
        return [(self[f"front{place}"], self[f"rows{place}"]) for place in range(MOST_PARTS)]

    @property
    def others(self) -> list[Any]:
        """All other fields."""
        return [self[name] for name in self.base_fields]

    def said(self) -> dict[str, Any]:
        """What the form says, by the names of the model."""
        told = {name: self.cleaned_data[name] for name in self.base_fields if name != "slug"}
        told["days"] = "".join(one for one in DAILY if one in self.cleaned_data["days"])
        found = [
            {"front": "" if front == "home" else front, "rows": self.cleaned_data.get(f"rows{place}") or 1}
            for place in range(MOST_PARTS)
            if (front := self.cleaned_data.get(f"front{place}") or NOWHERE) != NOWHERE
        ]
        return told | {"parts": found}


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("editor's note"),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "bn"}),
    )


class BreakingForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("editor's note"),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 3, "lang": "bn"}),
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Yes: to all who ordered it, now. It cannot be called back, and never goes a second time.")
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A letter on the screen of all: when its turn is next, and how many readers get it (``None``: nobody knows now)."""

    row: Newsletter
    next: str
    readers: int | None


@dataclass(frozen=True, slots=True)
class Told:
    """A turn, and how far its letter got."""

    turn: NewsletterTurn
    mailing: Mailing | None
    href: str


View = Callable[..., HttpResponse]


def _refusing(view: View) -> View:
    """Shows a refusal on the screen of all letters."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DeskError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("desk_newsletters:list"))

    return guarded


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All letters, and what became of the newest turns."""
    let_in(request, "front")
    rows = list(Newsletter.objects.all())
    turns = list(NewsletterTurn.objects.select_related("newsletter").order_by("-at", "-pk")[:SHOWN])
    try:
        readers, sent = mailings.ordered(), {one.pk: one for one in mailings.newest(3 * SHOWN)}
        is_down = False
    except DatabaseError:
        readers, sent, is_down = {}, {}, True
    context = {
        "lines": [Line(row, _next(row), None if is_down else readers.get(row.slug, 0)) for row in rows],
        "turns": [Told(one, sent.get(one.mailing or 0), _href(one, sent.get(one.mailing or 0))) for one in turns],
        "is_down": is_down,
        "is_set_up": bool(settings.HARKARA_LETTERS_FROM),
        "may_withdraw": rights.may(request.user, "urgent"),
        **_frame(_("Newsletters")),
    }
    return TemplateResponse(request, "desk/newsletters.html", context)


def edit(request: HttpRequest, number: int = 0) -> HttpResponse:
    """The form of one letter, or of a new one."""
    let_in(request, "front")
    row = get_object_or_404(Newsletter, pk=number) if number else Newsletter()
    form = LetterForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            if not row.pk:
                row.slug = form.cleaned_data["slug"]
                if Newsletter.objects.filter(slug=row.slug).exists():
                    raise DeskError(
                        _("There is a letter “%(slug)s” already: choose another word.") % {"slug": row.slug}
                    )
            saved = actions.set_newsletter(row, _user(request), form.said())
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(name)s” is set up so.") % {"name": saved})
            return HttpResponseRedirect(reverse("desk_newsletters:letter", args=[saved.pk]))
    title = row.name if row.pk else _("New letter")
    context = {"form": form, "row": row, "back": reverse("desk_newsletters:list"), **_frame(title, is_one=True)}
    return TemplateResponse(request, "desk/newsletter_form.html", context)


def letter(request: HttpRequest, number: int) -> HttpResponse:
    """One letter: how the next one looks, and its note with its deadline."""
    let_in(request, "front")
    row = get_object_or_404(Newsletter, pk=number)
    day = _day(row)
    kept = NewsletterNote.objects.filter(newsletter=row, day=day).first() if day else None
    form = NoteForm(request.POST or None, initial={"text": kept.text if kept else ""})
    if request.method == "POST" and form.is_valid() and day:
        try:
            said = date.fromisoformat(request.POST.get("day", ""))
            actions.write_note(row, _user(request), said, form.cleaned_data["text"])
        except (DeskError, ValueError) as refusal:
            form.add_error(None, str(refusal) if isinstance(refusal, DeskError) else _("Open this screen again."))
        else:
            messages.success(request, _("The note stands at the head of the next letter."))
            return HttpResponseRedirect(request.path)
    found = _composed(row)
    context = {
        "row": row,
        "form": form,
        "day": day,
        "until": when.exactly(newsletters.moment(day, row.at, clock.zone())) if day and row.at else "",
        "found": found,
        "bytes": len(setting.html(found, copy.paper()).encode()) if found else 0,
        "text": setting.text(found, copy.paper()) if found else "",
        "mail": reverse("desk_newsletters:mail", args=[row.pk]),
        **_frame(row.name, is_one=True),
    }
    return TemplateResponse(request, "desk/newsletter.html", context)


@require_safe
def mail(request: HttpRequest, number: int) -> HttpResponse:
    """The next letter as mail programs get it, for its screen alone."""
    let_in(request, "front")
    found = _composed(get_object_or_404(Newsletter, pk=number))
    if found is None:
        raise Http404
    return _bare(setting.html(found, copy.paper()))


def breaking(request: HttpRequest, number: int) -> HttpResponse:
    """Asks whether the story ``number`` is to go out as a breaking letter, and orders it."""
    story = get_object_or_404(Story.objects.defer("body").select_related("section"), pk=number)
    let_in(request, "urgent", story)
    back = reverse("desk_stories:edit", args=[story.pk])
    form = BreakingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.send_breaking(story, _user(request), form.cleaned_data["note"])
        except DeskError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("“%(headline)s” goes out as a breaking letter.") % {"headline": story})
            return HttpResponseRedirect(back)
    context = {
        "form": form,
        "story": story,
        "back": back,
        "warning": _("Mails cannot be called back. A correction stamps, and a kill stops, only what has not gone yet."),
        "header_title": _("Send as breaking letter"),
        "header_icon": "mail",
        "breadcrumbs_items": [
            {"url": reverse("desk_stories:list"), "label": _("Stories")},
            {"url": back, "label": story.headline},
            {"url": "", "label": _("Send as breaking letter")},
        ],
    }
    return TemplateResponse(request, "desk/act.html", context)


@require_POST
@_refusing
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraws the letter of a turn."""
    let_in(request, "urgent")
    turn = get_object_or_404(NewsletterTurn.objects.select_related("newsletter"), pk=number)
    actions.withdraw_letter(turn, _user(request))
    messages.success(request, _("The letter was withdrawn: nobody gets it from now on."))
    return HttpResponseRedirect(reverse("desk_newsletters:list"))


def _composed(row: Newsletter) -> LetterCopy | None:
    """The letter as it would be composed now; a breaking one with the story that was sent last, or the first of the home page."""
    if row.kind == Newsletter.Kind.BREAKING:
        last = BreakingLetter.objects.filter(newsletter=row).select_related("newsletter").order_by("-asked_at").first()
        number = last.story_id if last else next(iter(copy.rail().top), None)
        if number is None:
            return None
        story = number if isinstance(number, int) else number.id
        return letters.breaking(last or BreakingLetter(story_id=story, newsletter=row), clock.now())
    day = _day(row)
    note = NewsletterNote.objects.filter(newsletter=row, day=day).values_list("text", flat=True).first() if day else ""
    return letters.compose(row, clock.now(), note or "")


def _day(row: Newsletter) -> date | None:
    return newsletters.next_day(row.days, row.at, clock.now(), clock.zone()) if row.at else None


def _next(row: Newsletter) -> str:
    day = _day(row) if row.is_on else None
    return when.exactly(_moment(row, day)) if day else ""


def _moment(row: Newsletter, day: date) -> datetime:
    assert row.at is not None
    return newsletters.moment(day, row.at, clock.zone())


def _href(turn: NewsletterTurn, mailing: Mailing | None) -> str:
    if mailing is None or mailing.state == Mailing.State.WITHDRAWN:
        return ""
    return f"{settings.HARKARA_ORIGIN}/letters/{turn.newsletter.slug}/{mailing.number}/"


def _bare(html: str) -> HttpResponse:
    answer = HttpResponse(html)
    answer["Content-Security-Policy"] = BARE.format(origin=settings.HARKARA_ORIGIN)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # nobody else has the right
    return request.user


def _frame(title: Any, *, is_one: bool = False) -> dict[str, Any]:
    above = {"url": reverse("desk_newsletters:list"), "label": _("Newsletters")}
    first = above if is_one else {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {"header_title": title, "header_icon": "mail", "breadcrumbs_items": [first, {"url": "", "label": title}]}


urls = path(
    "newsletters/",
    include(
        (
            [
                path("", listing, name="list"),
                path("new/", edit, name="new"),
                path("<int:number>/", letter, name="letter"),
                path("<int:number>/edit/", edit, name="edit"),
                path("<int:number>/mail/", mail, name="mail"),
                path("story/<int:number>/", breaking, name="breaking"),
                path("turn/<int:number>/withdraw/", withdraw, name="withdraw"),
            ],
            "desk_newsletters",
        )
    ),
)
