"""Every address of the newsroom, and who gets in. Views are called without middleware and answers are not rendered, so
that all addresses can be tried for all roles.
"""

import re
from collections.abc import Iterator
from typing import Any

from allauth.core import context
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import constants
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.cache import SessionStore
from django.core.exceptions import PermissionDenied
from django.core.management.color import no_style
from django.db import connection, transaction
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from harkara.desk import actions, clock
from harkara.desk.actions.staffing import Office
from harkara.desk.models import (
    Assignment,
    Campaign,
    CardTemplate,
    Desk,
    Document,
    Newsletter,
    PackageEntry,
    Paper,
    Person,
    Section,
    ShareHook,
    Space,
    Topic,
)
from harkara.people.models import User
from tests.desk.factories import (
    make_clipping,
    make_desk,
    make_paper,
    make_person,
    make_picture,
    make_rule,
    make_source,
    make_story,
    make_topic,
    make_user,
    stored,
)

EMPTY = {"body-count": "0"}
"""What a script of the editor writes into the form: how many blocks a body has."""


LEADS_AWAY = ("/desk/", "/desk/staff/", "/desk/log/", "/desk/file/in/")
"""Where Wagtail sends whom it lets nowhere, and where its own screens for users lead. An act that is done says so."""


def routes() -> Iterator[tuple[str, str]]:
    """Name and route of each address under ``/desk/``; an address without a name is named by its route."""
    for name, route in _walk(get_resolver().url_patterns):
        if route.startswith("desk/"):
            yield name or route, route


def _walk(patterns: Any, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            yield (f"{space}{pattern.name}" if pattern.name else ""), route


class Walker:
    """Goes to addresses. There is one row of everything for an address to be about."""

    def __init__(self) -> None:
        with (
            connection.cursor() as cursor
        ):  # an address may be about the one row of anything: they have the same number
            for reset in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
                cursor.execute(reset)
        picture = make_picture()
        story = make_story(published=True)
        make_desk(), make_person(), make_topic(), make_paper()
        page = Document.objects.create(title="আমাদের কথা", slug="about", body=stored(("paragraph", "<p>কথা</p>")))
        page.save_revision().publish()
        self.draft, self.filed, self.approved = (make_story(published=False) for _ in range(3))
        self.somebody, editor = make_user(group="reporter"), make_user(group="desk_editor")
        for waiting in (self.filed, self.approved):
            actions.file_story(waiting, self.somebody)
        actions.approve(self.approved, editor)
        actions.claim(self.filed, make_user(group="sub_editor"))
        due = Assignment.objects.create(what="সেতু", to=self.somebody, by=editor, due=clock.now(), made_at=clock.now())
        sections = {
            "tray": make_clipping().pk,
            "images": picture.pk,
            "desks": Desk.objects.get().pk,
            "sections": Section.objects.get().pk,
            "topics": Topic.objects.get().pk,
            "topic": Topic.objects.get().pk,
            "people": Person.objects.get().pk,
            "paper": Paper.objects.get().pk,
            "staff": self.somebody.pk,
            "staff/invitations": actions.invite("রিনা", Office(frozenset({"reporter"})), None).pk,
            "board/assignment": due.pk,
            "packages": self._package(),
            "about": page.pk,
            "spaces": Space.objects.create(place="head").pk,
            "cards": CardTemplate.objects.get(kind="headline").pk,
            "campaigns": (sold := Campaign.objects.create(name="মেলা", house=True)).pk,
            "sold": sold.pk,
            "hooks": ShareHook.objects.create(name="ফেসবুক", address="https://x.example/{id}").pk,
            "packages/of": story.pk,
            "newsletters": Newsletter.objects.create(
                slug="morning", name="সকালের চিঠি", parts=[{"front": "", "rows": 3}], since=clock.now()
            ).pk,
            "newsletters/story": story.pk,
            "wire/sources": make_source().pk,
            "wire/rules": make_rule().pk,
        }
        self.numbers = dict(sorted(sections.items(), key=lambda pair: -len(pair[0])))
        self.stories = {
            "file": self.draft.pk,
            "delete": self.draft.pk,
            "claim": self.filed.pk,
            "release": self.filed.pk,
            "approve": self.filed.pk,
            "send-back": self.filed.pk,
            "publish": self.approved.pk,
        }
        self.story = story.pk
        self.revision = story.get_latest_revision().pk

    @staticmethod
    def _package() -> int:
        """A package with one entry of the same number."""
        package = actions.make_package("সেতু", None)
        PackageEntry.objects.create(pk=package.pk, package=package, line="নকশা", at=clock.now())
        return package.pk

    def gets_in(self, user: User | None, route: str) -> bool:
        """Whether ``user`` (``None``: who has not signed in) is let in, looking or sending an empty form."""
        path = self.path(route)
        return self._is_let_in(user, path, "get") or self._is_let_in(user, path, "post")

    def path(self, route: str) -> str:
        """An address of ``route``, about something that is there."""
        below = route.removeprefix("desk/")
        about = next((pk for folder, pk in self.numbers.items() if below.startswith(f"{folder}/")), None)
        if about is None:
            about = next((pk for act, pk in self.stories.items() if f"/{act}/" in below), self.story)

        def argument(found: re.Match[str]) -> str:
            kind, _, key = found[1].rpartition(":")
            if key == "revision_id":
                return str(self.revision)
            if key in ("app_label", "content_type_app_name", "app_name"):
                return "desk"
            if key in ("model_name", "content_type_model_name"):
                return "story"
            if key in ("shape", "kind"):
                return {"shape": "square", "kind": "headline"}[key]
            if kind == "slug":
                return "world"
            if kind == "int" or key in ("pk", "number", "image_id", "object_id"):
                return str(about)
            return {"action": "delete", "filter_spec": "width-100", "uidb64": "MQ"}.get(key, "x")

        plain = re.sub(r"\(\?P<pk>[^)]*\)", str(self.story), route)
        plain = re.sub(r"\(\?P<revision_id_[ab]>[^)]*\)", "live", plain).replace(r"\.", ".")
        plain = plain.replace(r"(\d+)", "1").replace("(.*)", "x").replace("(?:users|groups)", "users").rstrip("$")
        return "/" + re.sub(r"<([^<>]+)>", argument, plain)

    def _is_let_in(self, user: User | None, path: str, method: str) -> bool:
        request = getattr(RequestFactory(), method)(path, EMPTY if method == "post" else {})
        request.user = user or AnonymousUser()
        request.session = SessionStore()
        request._messages = FallbackStorage(request)
        try:
            with transaction.atomic(), context.request_context(request):
                match = resolve(path)
                answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
                transaction.set_rollback(True)
        except (PermissionDenied, Http404):
            return False
        if answer.status_code >= 400:
            return False
        if answer.status_code != 302:
            return True
        said = [message.level for message in request._messages]
        to = answer["Location"].partition("?")[0]
        if to in LEADS_AWAY:
            return constants.SUCCESS in said
        return to != "/desk/login/" and constants.ERROR not in said
