"""The editor's half of keeping: what is typed comes here every second or so and goes into a revision.

It stands on Wagtail's own autosave: the form is sent to the editor's address and answered in JSON. What differs: the
request names the page that sends it and the revision that page began from; it is weighed under the story's lock.
"""

import json
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import Any

from django import forms
from django.db import transaction
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import ensure_csrf_cookie
from wagtail.admin.ui.components import Component
from wagtail.models import Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from harkara.desk import clock
from harkara.desk.actions import traces
from harkara.desk.actions.publish import pictures_of
from harkara.desk.keeping import jotting, running
from harkara.desk.keeping.jotting import LONGEST_NAME
from harkara.desk.keeping.merging import content_of, merge, stored_as
from harkara.desk.models import Story
from harkara.desk.screens import weighing
from harkara.desk.screens.weighing import Scales
from harkara.desk.templatetags.newsroom import second

PAGE = "keeping_page"
BASE = "keeping_base"
TURN = "keeping_turn"
"""What the browser adds to the form: the name of the page that sends, the revision it began from, and the number of the
sending.
"""

JOT = "keeping_jot"
"""Instead of the form: the number of the sending that put it down already (``keeping.jotting``)."""

WEIGH = "keeping_weigh"
"""Asks what the form says beside what the server has; nothing is saved."""

CHOICES = "keeping_choices"
THEIRS = "keeping_theirs"
"""What an editor chose where two wordings clash, in JSON by path, and the revision that he saw beside his."""

LONGEST_TURN = 18


class KeptLine(Component):
    """The line in the editor's head that says what is kept."""

    template_name = "desk/kept_line.html"

    def __init__(self, user: Any, story: Story | None, page: str) -> None:
        self.user, self.story, self.page = user, story, page

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        story = self.story
        return {
            "person": self.user.pk,
            "story": story.pk if story else "",
            "base": (story.latest_revision_id or "") if story else "",
            "page": self.page,  # a form that was sent back with its faults goes on being the same page
        }

    @property
    def media(self) -> forms.Media:
        script: Any = Script("desk/keeping/main.js", type="module")
        return forms.Media(js=[script], css={"all": ["desk/keeping/keeping.css", "desk/publishing.css"]})


class Keeps:
    """What the screens for a new story and for one that exists have in common; before Wagtail's view."""

    request: HttpRequest
    object: Any
    expects_json_response: bool
    produced_error_code: str
    produced_error_message: Any

    @cached_property
    def page(self) -> str:
        return str(self.request.POST.get(PAGE, ""))[:LONGEST_NAME]

    @cached_property
    def base(self) -> str:
        """The number of the revision that the page began from; empty if it does not say, or of a new story."""
        return str(self.request.POST.get(BASE, ""))

    def kept(self, revision: Revision) -> None:
        """Marks what the page sent as kept in ``revision``."""
        running.note(revision, self.page)
        self.revised()

    def revised(self) -> None:
        """What the page put down up to this sending is in a revision."""
        if turn := _turn(self.request.POST.get(TURN)):
            jotting.revised(self.request.user, self.page, turn)  # type: ignore[arg-type]  # signed in

    def read_back(self) -> bool:
        """Where the request says only which sending is meant, its form is read from there; returns whether it is known."""
        post = self.request.POST
        if JOT not in post:
            return True
        found = jotting.said(self.request.user, self.page, _turn(post[JOT]))  # type: ignore[arg-type]  # signed in
        whole = post.copy()
        for name, value in found or ():
            whole.appendlist(name, value)
        self.request.POST = whole  # type: ignore[assignment]  # the request is as if the form had come with it
        return found is not None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # Wagtail's view
        if context.get("autosave_indicator"):
            line = KeptLine(self.request.user, self.begun_from, self.page)
            context["autosave_indicator"] = line
            context["media"] += line.media
        return context

    @property
    def begun_from(self) -> Story | None:
        """The story as the page that is answered shows it."""
        return self.object if self.object and self.object.pk else None

    def form_invalid(self, form: Any) -> HttpResponse:
        """What keeps the text from being kept is told by field: the page has no other way to hear it."""
        if self.expects_json_response and getattr(self, "produced_error_code", "") == "validation_error":
            self.produced_error_message = " ".join(_complaints(form))
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # Wagtail's view
        return response

    def answer(self, revision: Revision, form: Any, **more: Any) -> dict[str, Any]:
        """What the page hears when its text is kept."""
        return {
            "success": True,
            "pk": self.object.pk,
            "revision_id": revision.pk,
            "revision_created_at": revision.created_at.isoformat(),
            "field_updates": dict(form.get_field_updates_for_resave()),
            "headline": str(self.object),
            "kept_at": second(clock.now()),
            **more,
        }


class KeepsNew(Keeps):
    """A new story gets its number with its first word. The page may not hear of it: asked again, it is led there."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.read_back():
            return JsonResponse({"whole": True}, status=409)
        with transaction.atomic():
            story = running.begun(self.page)
            if story and self.expects_json_response:
                return JsonResponse({"success": True, "again": True, **self._leads_to(story)})
            if WEIGH in request.POST and self.expects_json_response:
                return self.weigh()
            response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]  # Wagtail's view
        return response

    def save_instance(self) -> Any:
        instance = super().save_instance()  # type: ignore[misc]  # Wagtail's view
        if self.expects_json_response:
            self.kept(self.new_revision)  # type: ignore[attr-defined]  # Wagtail's view
        else:
            self.revised()
        return instance

    def get_success_json(self) -> dict[str, Any]:
        view: Any = self
        return self.answer(view.new_revision, view.form, **self._leads_to(self.object))

    def weigh(self) -> HttpResponse:
        """What the form says beside an empty one."""
        view: Any = self
        view.form = form = view.get_form()
        if not view.is_valid(form):
            return self.form_invalid(form)
        names = weighing.edited(form)
        empty = weighing.read(Story(), names)
        mine = form.save(commit=False)
        scales = Scales(empty, weighing.read(mine, names), empty, mine, Story())
        return JsonResponse(weighing.told(scales, latest=None), status=409)

    def _leads_to(self, story: Story) -> dict[str, Any]:
        address = reverse("desk_stories:edit", args=[story.pk])
        hydrate = f"{address}?_w_hydrate_create_view=1"
        return {"pk": story.pk, "url": address, "hydrate_url": hydrate, "revision_id": story.latest_revision_id}


class KeepsDraft(Keeps):
    """The editor of a story that exists."""

    _read: Story | None = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if request.method == "GET" and "_w_hydrate_create_view" not in request.GET:
            running.seal(int(kwargs["pk"])) if str(kwargs["pk"]).isdigit() else None
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # Wagtail's view

    def get_object(self, queryset: Any = None) -> Any:
        """The story as its newest revision has it. Django's view asks for it again: it gets what was read a moment before."""
        read, self._read = self._read, None
        return read or super().get_object(queryset)  # type: ignore[misc]  # Wagtail's view

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        while not view.hydrate_create_view and running.is_open(self.object):  # it came between sealing and reading
            running.seal(self.object.pk)
            self.object = view.get_object()
        self._read = self.object
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[misc]  # Wagtail's view
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        view: Any = self
        if not self.read_back():
            return JsonResponse({"whole": True}, status=409)
        with transaction.atomic():
            if _differ(traces.locked(self.object.pk), view.live_object):  # somebody was faster by a moment
                self.object = view.get_object()
                view.lock = view.get_lock()
                view.locked_for_user = view.lock and view.lock.for_user(request.user)
            if self.expects_json_response and (self.is_out_of_date or WEIGH in request.POST):
                return self.weigh()
            response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]  # Wagtail's view
        return response

    def weigh(self) -> HttpResponse:
        """What the form says beside what the server has: told, or laid together as an editor chose."""
        view: Any = self
        theirs, latest = view.live_object.get_latest_revision_as_object(), self.object.latest_revision
        base = latest if running.writes(self.object, self.page) else self._begun_from()
        self.__dict__["is_out_of_date"] = False  # that is what is being looked at
        newest, self.object = self.object, base.as_object() if base else self.object  # the form speaks of its beginning
        view.form = form = view.get_form()
        if not view.is_valid(form):
            return self.form_invalid(form)
        self.object = newest
        names = weighing.edited(form)
        mine = form.save(commit=False)
        scales = Scales(
            content_of(base.content if base else {}, names),
            weighing.read(mine, names),
            weighing.read(theirs, names),
            mine,
            theirs,
        )
        if self.request.POST.get(THEIRS) == str(latest.pk if latest else ""):
            return JsonResponse(self._lay_together(scales))
        told = weighing.told(scales, latest=latest)
        if told["clashes"] and WEIGH not in self.request.POST:
            running.put_aside(self.object, mine, view.request.user, self.page)
        running.seal(self.object.pk)
        return JsonResponse(told, status=409)

    def _begun_from(self) -> Revision | None:
        found: Revision | None = self.object.revisions.filter(pk=self.base).first() if self.base.isdigit() else None
        return found

    def _lay_together(self, scales: Scales) -> dict[str, Any]:
        """Saves what becomes of two wordings as a revision of its own; the page is to be opened again."""
        view: Any = self
        merged = merge(scales.base, scales.mine, scales.theirs, _choices(self.request.POST.get(CHOICES, "")))
        content = {**scales.their_story.serializable_data(), **stored_as(merged)}
        story = view.live_object.with_content_json(content)
        action = view.action_class(story, user=self.request.user, log_action="wagtail.edit", clean=False)
        self.object = action.execute(skip_permission_checks=True)
        self.kept(action.revision)
        return self.answer(action.revision, view.form, reload=True)

    @cached_property
    def is_out_of_date(self) -> bool:
        """Whether somebody saved something that the page has not seen. A page that does not say what it began from is
        believed.
        """
        if not self.base and not self.page:
            return False
        latest = str(self.object.latest_revision_id or "")
        return self.base != latest and not running.writes(self.object, self.page)

    def is_valid(self, form: Any) -> bool:
        if self.is_out_of_date and not self.expects_json_response:
            self.produced_error_code = "invalid_revision"
            self.produced_error_message = _(
                "Somebody saved a newer version of this story meanwhile. Nothing is lost: your wording stands below, "
                "theirs is in the history."
            )
            return False
        return bool(super().is_valid(form))  # type: ignore[misc]  # Wagtail's view

    @cached_property
    def overwrite_revision(self) -> Revision | None:
        return running.own(self.object, self.page) if self.expects_json_response else None

    def save_instance(self) -> Any:
        if not self.expects_json_response:
            self.revised()
            return super().save_instance()  # type: ignore[misc]  # Wagtail's view
        view: Any = self
        action = view.action_class(
            view.form.instance,
            user=self.request.user,
            form=view.form,
            log_action=None if self.overwrite_revision else "wagtail.edit",
            overwrite_revision=self.overwrite_revision,
            clean=False,
        )
        with self._index_of_uses(view.form.instance):
            instance = action.execute(skip_permission_checks=True)
        view.new_revision = action.revision
        self.kept(action.revision)
        return instance

    def _index_of_uses(self, written: Story) -> AbstractContextManager[None]:
        """Wagtail's index of what is used where is brought up to date twice a save. While somebody types it has nothing to
        learn, unless a picture came or went.
        """
        base = self.object.latest_revision
        is_same = base is not None and pictures_of(base.as_object()) == pictures_of(written)
        return disable_reference_index_auto_update() if is_same else nullcontext()

    def get_success_json(self) -> dict[str, Any]:
        view: Any = self
        return self.answer(view.new_revision, view.form)


def _turn(text: object) -> int:
    """The number of a sending, 0 for nonsense."""
    said = str(text or "")
    return int(said) if said.isdecimal() and len(said) <= LONGEST_TURN else 0


def _choices(text: str) -> dict[str, str]:
    """What was chosen, by path; nothing where the browser sent nonsense."""
    try:
        found = json.loads(text or "{}")
    except json.JSONDecodeError:
        return {}
    return {str(path): str(choice) for path, choice in found.items()} if isinstance(found, dict) else {}


def leaving() -> SafeString:
    """What every screen of the newsroom loads: at signing out the browser's own notes are wiped."""
    return format_html(
        '<script type="module" src="{}" data-say-unkept-stories="{}"></script>',
        static("desk/keeping/leaving.js"),
        _("Some of what you typed has not reached the newsroom. It is wiped when you sign out. Sign out all the same?"),
    )


@never_cache
@ensure_csrf_cookie
@xframe_options_sameorigin
def here(request: HttpRequest) -> HttpResponse:
    """Who is signed in, for a page whose session ended: it waits for this one to come up in its dialogue."""
    return render(request, "desk/here.html", {"person": request.user.pk})


urls = path("keeping/here/", here, name="desk_keeping_here")


def _differ(now: Story, read: Story) -> bool:
    """Whether a story changed since it was read: its row, or what its newest revision says."""
    if any(getattr(now, field.attname) != getattr(read, field.attname) for field in Story._meta.concrete_fields):
        return True
    latest = read.latest_revision
    return bool(latest) and not Revision.objects.filter(pk=latest.pk, created_at=latest.created_at).exists()


def _complaints(form: Any) -> list[str]:
    """What is wrong with the form, a sentence a field."""
    found = [
        f"{form.fields[name].label}: {' '.join(map(str, errors))}"
        if name in form.fields
        else " ".join(map(str, errors))
        for name, errors in form.errors.items()
    ]
    for formset in getattr(form, "formsets", {}).values():
        found += map(str, formset.non_form_errors())
        for one in formset.forms:
            found += _complaints(one) if one.errors else []
    return found
