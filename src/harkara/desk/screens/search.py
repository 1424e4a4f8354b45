"""Finding drafts, published stories and incoming copy with one box."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, get_args
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.template.response import TemplateResponse
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harkara.archive.index import LAST_PAGE, PER_PAGE, Found, Hit, Marked, Search, Sort
from harkara.archive.record import Kind
from harkara.bangla.digits import to_latin
from harkara.desk import rights
from harkara.desk.models import IncomingClipping, Person, Section, Story
from harkara.desk.screens import lookup
from harkara.desk.templatetags.newsroom import digits

LONGEST = 300
"""Letters of a question; nobody types more, and time is bounded by it."""

WRITERS = 300
"""Names that the box for writers offers while typing; others can be typed."""

KINDS: dict[Kind, Any] = {
    "story": gettext_lazy("Published"),
    "draft": gettext_lazy("Drafts"),
    "clipping": gettext_lazy("Incoming"),
}
SORTS: dict[Sort, Any] = {
    "relevance": gettext_lazy("the best first"),
    "newest": gettext_lazy("the newest first"),
    "oldest": gettext_lazy("the oldest first"),
}
WHY = {
    "absent": gettext_lazy(
        "The index is being made anew. Until it is there, only the headlines of the newest stories are looked at."
    ),
    "slow": gettext_lazy("The index took too long. Only the headlines of the newest stories were looked at."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was found, as the screen shows it. ``badge`` is ``live``, ``draft`` or ``incoming``."""

    address: str
    headline: Marked
    excerpt: Marked
    badge: str
    status: str
    section: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for, and what of it could not be understood, in sentences."""

    search: Search
    is_empty: bool
    refused: tuple[str, ...] = ()


def read(data: QueryDict, kinds: tuple[Kind, ...]) -> Asked:
    """What the address asks for, of the ``kinds`` this person may see; nothing in it is an error."""
    refused: list[str] = []

    def day(name: str) -> date | None:
        typed = to_latin(data.get(name, "").strip())
        if not typed:
            return None
        try:
            found = date.fromisoformat(typed)
        except ValueError:
            found = None
        if found is None or not 1700 <= found.year <= 2200:
            refused.append(_("“%(typed)s” is no day: write it like 2026-11-28.") % {"typed": typed[:40]})
            return None
        return found

    begins, ends = day("from"), day("to")
    if begins and ends and begins > ends:
        begins, ends = ends, begins
    chosen = tuple(kind for kind in kinds if kind in data.getlist("kind"))
    page = to_latin(data.get("page", "1"))
    search = Search(
        text=data.get("q", "").replace("\0", "").strip()[:LONGEST],
        section=data.get("section", "")[:100],
        writer=data.get("writer", "").replace("\0", "").strip()[:100],
        begins=begins,
        ends=ends,
        zone=settings.HARKARA_ZONE,
        kinds=chosen or kinds,
        sort=next((sort for sort in SORTS if sort == data.get("sort")), "relevance"),
        page=min(max(int(page), 1), LAST_PAGE) if page.isascii() and page.isdecimal() and len(page) < 5 else 1,
    )
    return Asked(
        search,
        is_empty=not (search.text or search.section or search.writer or begins or ends or chosen),
        refused=tuple(refused),
    )


def search(request: HttpRequest) -> HttpResponse:
    """The screen: the box, the filters, what was found. The same few queries however much that is."""
    kinds = rights.findable(request.user)
    if not kinds:
        raise PermissionDenied
    asked = read(request.GET, kinds)
    known = list(Section.objects.all())
    sections = {section.slug: str(section.name) for section in known}
    wanted = replace(asked.search, parts=_parts(asked.search.section, known))
    answer = lookup.Answer(Found()) if asked.is_empty else lookup.find(wanted)
    found = answer.found
    context: dict[str, Any] = {
        "wanted": wanted,
        "asked": not asked.is_empty,
        "notices": [*asked.refused, *([WHY[answer.instead]] if answer.instead else [])],
        "rows": rows(found, kinds, sections, may_change=rights.may(request.user, "write")),
        "counted": _counted(found),
        "first": (wanted.page - 1) * PER_PAGE + 1,
        "meant": _meant(found.meant, wanted, kinds),
        "kinds": [(kind, KINDS[kind], kind in request.GET.getlist("kind")) for kind in kinds],
        "sorts": SORTS.items(),
        "sections": sections.items(),
        "by_section": [
            (section.name, count, _address(wanted, kinds, section=section.slug, page=1))
            for section in known
            if (count := _found_in(found, section.slug, known)) and not wanted.section
        ],
        "writers": Person.objects.order_by("name").values_list("name", flat=True)[:WRITERS],
        "turns": _turns(found, wanted, kinds),
        "header_icon": "search",
        "header_title": _("Search"),
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": _("Search")},
        ],
    }
    return TemplateResponse(request, "desk/search.html", context)


def _parts(slug: str, sections: Sequence[Section]) -> tuple[str, ...]:
    """The sections that are parts of the one called ``slug``."""
    return tuple(section.slug for section in sections if slug and section.above_id == slug)


def _found_in(found: Found, slug: str, sections: Sequence[Section]) -> int:
    """How many were found in a section, its parts included."""
    return sum(found.sections.get(one, 0) for one in (slug, *_parts(slug, sections)))


def suggestions(request: HttpRequest) -> JsonResponse:
    """What somebody may be about to look for, as a list of texts."""
    kinds = rights.findable(request.user)
    if not kinds:
        raise PermissionDenied
    typed = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    return JsonResponse({"suggestions": list(lookup.suggest(typed, kinds))})


def rows(found: Found, kinds: tuple[Kind, ...], sections: dict[str, str], *, may_change: bool) -> list[Row]:
    """What was found, with how each thing stands in the database now. What is gone there, or may not be seen, is left
    out: the index follows a moment later.
    """
    hits = [hit for hit in found.hits if hit.kind in kinds]
    stories = Story.objects.select_related("section").defer("body", "summary", "kill_note")
    by_story = stories.in_bulk([hit.number for hit in hits if hit.kind != "clipping"])
    clippings = IncomingClipping.objects.only("status", "outlet")
    by_clipping = clippings.in_bulk([hit.number for hit in hits if hit.kind == "clipping"])
    made: list[Row] = []
    for hit in hits:
        if hit.kind == "clipping":
            row = by_clipping.get(hit.number)
            made += [_clipping_row(hit, row)] if row else []
        else:
            story = by_story.get(hit.number)
            made += [_story_row(hit, story, sections, may_change)] if story else []
    return made


def _story_row(hit: Hit, story: Story, sections: dict[str, str], may_change: bool) -> Row:
    address = reverse("desk_stories:edit", args=[story.pk]) if may_change else story.href if story.live else ""
    is_live = hit.kind == "story" and story.live
    status = _("draft of a published story") if hit.kind == "draft" and story.live else story.status_string
    section = sections.get(hit.section, "")
    return Row(address, hit.headline, hit.excerpt, "live" if is_live else "draft", status, section, hit.published_at)


def _clipping_row(hit: Hit, row: IncomingClipping) -> Row:
    address = reverse("desk_tray:clipping", args=[hit.number])
    status = f"{_('incoming')}, {row.get_status_display()}"
    return Row(address, hit.headline, hit.excerpt, "incoming", status, str(row.outlet), hit.published_at)


def _counted(found: Found) -> str:
    said = _("more than %(total)s found") if found.at_least else _("%(total)s found")
    return said % {"total": digits(found.total)}


def _meant(meant: str, wanted: Search, kinds: tuple[Kind, ...]) -> tuple[str, str] | None:
    """Another text to look for, and its address; for those who may not see everything only where they find something
    by it, so that it tells no word of what they may not see.
    """
    if not meant:
        return None
    if len(kinds) < len(get_args(Kind)) and not lookup.find(replace(wanted, text=meant, page=1)).found.total:
        return None
    return meant, _address(wanted, kinds, text=meant, page=1)


def _turns(found: Found, wanted: Search, kinds: tuple[Kind, ...]) -> dict[str, str]:
    """The addresses of the page before and the page after."""
    turns = {}
    if wanted.page > 1:
        turns["before"] = _address(wanted, kinds, page=wanted.page - 1)
    if wanted.page < LAST_PAGE and (found.total > wanted.page * PER_PAGE):
        turns["after"] = _address(wanted, kinds, page=wanted.page + 1)
    return turns


def _address(wanted: Search, kinds: tuple[Kind, ...], **changed: Any) -> str:
    """The address of this screen with ``wanted``, changed."""
    new = replace(wanted, **changed)
    given: list[tuple[str, str]] = [("q", new.text)]
    given += [("kind", kind) for kind in new.kinds] if new.kinds != kinds else []
    given += [("section", new.section)] if new.section else []
    given += [("writer", new.writer)] if new.writer else []
    given += [("from", new.begins.isoformat())] if new.begins else []
    given += [("to", new.ends.isoformat())] if new.ends else []
    given += [("sort", new.sort)] if new.sort != "relevance" else []
    given += [("page", str(new.page))] if new.page > 1 else []
    return f"{reverse('desk_search:search')}?{urlencode(given)}"


urls = path(
    "search/",
    include(
        (
            [
                path("", search, name="search"),
                path("suggest/", suggestions, name="suggest"),
            ],
            "desk_search",
        )
    ),
)
