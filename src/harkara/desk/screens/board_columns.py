"""What stands on the board: what waits, who works on what, what is due, what is live.

A column holds the newest thirty and says where there are more; nothing here grows with the archive. Rows are read as plain
values, of what a card shows and no more: to make a story of each takes longer than to find it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from harkara.desk import clock, rights
from harkara.desk.models import Assignment, IncomingClipping, Progress, Stage, Story, WireAlarm
from harkara.desk.models.filing import WAY
from harkara.desk.models.story import PUBLISHED
from harkara.desk.screens.board_cards import Card, Column, Mark, Verb, at
from harkara.desk.templatetags.newsroom import digits

LIVE = 15
SOON = timedelta(hours=2)
"""How long before its time an assignment is due soon."""

SOURCES = {"own": gettext_lazy("written here"), "wire": gettext_lazy("off the wire")}

URGENT = 3
"""Urgencies up to this one are shown as urgent."""

Row = dict[str, Any]
_WIRE = (
    *("pk", "headline", "outlet", "filed_at", "changed_at", "state", "urgency", "embargo", "guid", "section__name"),
    "others",
)
_ALARM = (
    *("pk", "state", "note", "made_at", "clipping__outlet", "story_id"),
    *(f"story__{name}" for name in ("headline", "live", "section_id", "desk_id", "section__name")),
)
_NAME = ("first_name", "last_name", "username")
_STAGES = (
    "story_id",
    "stage",
    "since",
    "note",
    "words",
    "author_id",
    "holder_id",
    *(f"{who}__{part}" for who in ("author", "holder") for part in _NAME),
    *(f"story__{name}" for name in ("headline", "section_id", "desk_id", "picture_id", "section__name")),
)
_ASSIGNED = (
    "pk",
    "what",
    "brief",
    "due",
    "by_id",
    "story_id",
    "to_id",
    "section__name",
    *(f"to__{it}" for it in _NAME),
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the board is narrowed to; unknown values are left out."""

    section: str = ""
    person: str = ""
    source: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        said = request.GET
        return cls(
            said.get("section", "")[:40],
            said.get("person", "") if said.get("person", "").isdecimal() else "",
            said.get("source", "") if said.get("source") in SOURCES else "",
        )

    def stories(self, prefix: str = "") -> Q:
        wanted = Q()
        if self.section:
            wanted &= Q(**{f"{prefix}section__slug": self.section})
        if self.source:
            wanted &= Q(**{f"{prefix}clipping__isnull": self.source == "own"})
        return wanted

    def people(self) -> Q:
        return Q(author=self.person) | Q(holder=self.person) if self.person else Q()


class Looker:
    """Whoever looks at the board: each right is asked for once a look and place, not once a card."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._known: dict[tuple[str, int | None, int | None], bool] = {}

    def may(self, act: str, section: int | None = None, desk: int | None = None) -> bool:
        known = self._known.get((act, section, desk))
        if known is None:
            known = rights.may(self.user, act) and rights.holds(self.user, section, desk)
            self._known[act, section, desk] = known
        return known


def columns(user: Any, filters: Filters) -> list[Column]:
    """The board for ``user``. The same number of queries however much lies there."""
    found = []
    looker = Looker(user)
    if rights.may(user, "wire"):
        alarms = Column("alarms", _("Killed on the wire"), "").fill(_alarms(filters), lambda row: _alarm(looker, row))
        found += [alarms] if alarms.cards else []
    if rights.may(user, "wire") and filters.source != "own" and not filters.person:
        tray = Column("wire", _("On the wire"), _("Nothing waits."), reverse("desk_tray:list"))
        waits = IncomingClipping.firsts()
        if filters.section:
            waits = waits.filter(section__slug=filters.section)
        may_write = rights.may(user, "write")
        found.append(tray.fill(counted(waits).values(*_WIRE), lambda row: _clipping(row, may_write)))
    found.append(_assigned(looker, filters))
    for stage, label, empty in (
        (Stage.DRAFT, _("Draft"), _("No drafts.")),
        (Stage.FILED, _("Filed"), _("Nothing is filed.")),
        (Stage.EDITING, _("In edit"), _("Nobody is editing.")),
        (Stage.APPROVED, _("Approved"), _("Nothing is approved.")),
    ):
        rows = Progress.objects.filter(filters.stories("story__"), filters.people(), stage=stage, story__killed_at=None)
        rows = rows.order_by("-since", "-pk").values(*_STAGES)
        found.append(Column(stage, label, empty).fill(rows, lambda row: _progress(looker, row)))
    published = Story.objects.filter(PUBLISHED, filters.stories()).order_by("-published_at", "-id")
    live = published.values("pk", "headline", "section__name", "published_at", "picture_id")
    address = f"{reverse('desk_stories:list')}?live=true"
    found.append(Column("live", _("Live now"), _("Nothing is published yet."), address).fill(live, _live, LIVE))
    return found


def counted(rows: "QuerySet[IncomingClipping]") -> "QuerySet[IncomingClipping]":
    """``rows`` with how many other outlets have the same (``others``); no query of its own."""
    members = IncomingClipping.objects.filter(group=OuterRef("group")).order_by()
    count = members.values("group").annotate(count=Count("pk")).values("count")
    return rows.annotate(others=Coalesce(Subquery(count), 1) - 1)


def _alarms(filters: Filters) -> Any:
    """What a sender killed or withholds, and a story was made of it, until somebody says that it is dealt with."""
    open_: QuerySet[WireAlarm] = WireAlarm.objects.filter(heeded_at=None, story__killed_at=None)
    if filters.section:
        open_ = open_.filter(story__section__slug=filters.section)
    return open_.order_by("-pk").values(*_ALARM)


def _alarm(looker: Looker, row: Row) -> Card:
    act = "publish" if row["story__live"] else "write"
    heed = Verb("heed", _("Dealt with"), "KeyV", at("desk_tray:heed", row["pk"]))
    return Card(
        f"alarm-{row['pk']}",
        at("desk_stories:edit", row["story_id"]),
        row["story__headline"] or _("(no headline)"),
        section=row["story__section__name"] or "",
        since=row["made_at"],
        outlet=row["clipping__outlet"],
        note=row["note"],
        marks=(
            Mark("killed", _("killed") if row["state"] == "cancelled" else _("withheld")),
            *((Mark("live", _("readers see it")),) if row["story__live"] else ()),
        ),
        verbs=(heed,) if looker.may(act, row["story__section_id"], row["story__desk_id"]) else (),
    )


def _assigned(looker: Looker, filters: Filters) -> Column:
    rows = Assignment.objects.filter(done_at=None).order_by("due", "id")
    if filters.section:
        rows = rows.filter(section__slug=filters.section)
    if filters.person:
        rows = rows.filter(to=int(filters.person))
    address = reverse("desk_board:assign") if rights.may(looker.user, "edit") else ""
    return Column("assigned", _("Assigned"), _("Nothing is assigned."), address).fill(
        rows.values(*_ASSIGNED), lambda row: _assignment(looker, row)
    )


def marks(
    state: str, urgency: int | None, others: int, is_newer: bool, embargo: datetime | None, guid: str = ""
) -> tuple[Mark, ...]:
    """What is to be seen of an item at a glance: killed, withheld, urgent, newer, under embargo, from a phone, and how many
    others have it.
    """
    found = []
    if state != IncomingClipping.State.USABLE:
        found.append(Mark("killed", _("killed") if state == IncomingClipping.State.CANCELLED else _("withheld")))
    if urgency is not None and urgency <= URGENT:
        found.append(Mark("urgent", _("urgency %(number)s") % {"number": digits(urgency)}))
    if is_newer and state == IncomingClipping.State.USABLE:
        found.append(Mark("newer", _("newer version")))
    if embargo is not None and embargo > clock.now():
        found.append(Mark("embargo", _("embargo")))
    if guid.startswith(WAY):
        found.append(Mark("phone", _("from a phone")))
    if others:
        found.append(Mark("group", _("Also from %(number)s more") % {"number": digits(others)}))
    return tuple(found)


def _clipping(row: Row, may_write: bool) -> Card:
    draft = Verb("draft", _("Make a draft"), "KeyD", at("desk_tray:draft", row["pk"]))
    return Card(
        f"wire-{row['pk']}",
        at("desk_tray:clipping", row["pk"]),
        row["headline"],
        section=row["section__name"] or "",
        outlet=row["outlet"],
        since=row["changed_at"] or row["filed_at"],
        marks=marks(
            row["state"], row["urgency"], row["others"], row["changed_at"] is not None, row["embargo"], row["guid"]
        ),
        verbs=(draft,) if may_write and row["state"] == IncomingClipping.State.USABLE else (),
    )


def _assignment(looker: Looker, row: Row) -> Card:
    number, story, user = row["pk"], row["story_id"], looker.user
    verbs = []
    if story is None and rights.may(user, "write"):
        verbs.append(Verb("begin", _("Begin"), "KeyB", at("desk_board:begin", number)))
    if row["by_id"] == user.pk or rights.may(user, "approve"):
        verbs.append(Verb("drop", _("Take back"), "KeyX", at("desk_board:drop", number)))
    return Card(
        f"assignment-{number}",
        at("desk_stories:edit", story) if story else "",
        row["what"],
        section=row["section__name"] or "",
        person=_person(row, "to"),
        due=row["due"],
        lateness=_lateness(row["due"]),
        note=row["brief"],
        verbs=tuple(verbs),
    )


def _progress(looker: Looker, row: Row) -> Card:
    return Card(
        f"story-{row['story_id']}",
        at("desk_stories:edit", row["story_id"]),
        row["story__headline"] or _("(no headline)"),
        section=row["story__section__name"] or "",
        person=_person(row, "holder") or (_person(row, "author") if row["stage"] == Stage.DRAFT else ""),
        since=row["since"],
        words=row["words"],
        has_picture=row["story__picture_id"] is not None,
        note=row["note"],
        verbs=_verbs(looker, row),
    )


def _verbs(looker: Looker, row: Row) -> tuple[Verb, ...]:
    """What the looker may do to a story at its stage, the likeliest first."""
    stage, holder, mine = row["stage"], row["holder_id"], looker.user.pk
    place = row["story__section_id"], row["story__desk_id"]
    found = []

    def add(name: str, label: Any, key: str, act: str, asks: bool = False, address: str = "") -> None:
        if looker.may(act, *place):
            found.append(Verb(name, label, key, at(address or f"desk_board:{name}", row["story_id"]), asks))

    if stage == Stage.DRAFT:
        add("file", _("File it"), "KeyF", "file")
    if stage in (Stage.EDITING, Stage.FILED):
        if holder != mine:
            add("claim", _("Claim"), "KeyC", "edit")
        add("approve", _("Approve"), "KeyA", "approve")
        add("send_back", _("Send back"), "KeyB", "edit", asks=True)
    if holder is not None and (holder == mine or looker.may("approve", *place)):
        add("release", _("Release"), "KeyR", "edit")
    if stage == Stage.APPROVED:
        add("publish", _("Publish"), "KeyP", "publish", asks=True, address="desk_acts:publishing")
    else:
        add("urgent", _("Publish at once"), "KeyU", "urgent", asks=True)
    return tuple(found)


def _live(row: Row) -> Card:
    return Card(
        f"live-{row['pk']}",
        at("desk_stories:edit", row["pk"]),
        row["headline"],
        section=row["section__name"] or "",
        since=row["published_at"],
        has_picture=row["picture_id"] is not None,
    )


def called(first: str, last: str, username: str) -> str:
    """How somebody is called, as ``User`` says it of itself."""
    return f"{first} {last}".strip() or username


def _person(row: Row, who: str) -> str:
    """How the person by the name ``who`` in ``row`` is called; nothing where there is nobody."""
    if row[f"{who}_id"] is None:
        return ""
    return called(row[f"{who}__first_name"], row[f"{who}__last_name"], row[f"{who}__username"])


def _lateness(due: datetime | None) -> str:
    if due is None:
        return ""
    left = due - clock.now()
    return "overdue" if left < timedelta() else "soon" if left < SOON else ""
