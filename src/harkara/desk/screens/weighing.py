"""Two wordings of one story, shown to the editor who has to say what becomes of them.

What the browser gets: whose each difference is, the states its fields and blocks would take from the other side, and the
two sides set beside one another, word by word.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.models import Revision

from harkara.bangla.diff import diff
from harkara.desk import versions
from harkara.desk.copy.bodies import Galley
from harkara.desk.keeping.merging import BODY, Content, Difference, compare, content_of, order
from harkara.desk.models import Picture, Story
from harkara.desk.templatetags.newsroom import digits, moment
from harkara.layout.copy import Block, FactBox, ListBlock, Paragraph, Span
from harkara.layout.words import lines

IN_PLACE = frozenset(
    (
        "headline",
        "kicker",
        "kind",
        "section",
        "desk",
        "summary",
        "dateline",
        "syndication",
        "comments",
        "remembered",
        "born",
        "died",
        "video",
    )
)
"""Fields that the browser can set while somebody types; others are set by the server, and the page is opened again."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A difference as the screen shows it, in words. ``form``: both sides say the same words, set otherwise. ``nothing``:
    what to call a side that says nothing.
    """

    path: str
    side: str
    label: str
    part: versions.Part
    may_be_both: bool
    form: bool
    nothing: str

    @property
    def says_mine(self) -> bool:
        return any(piece.new for piece in self.part.pieces)

    @property
    def says_theirs(self) -> bool:
        return any(piece.old for piece in self.part.pieces)


@dataclass(frozen=True, slots=True)
class Scales:
    """Two wordings and the one that both began from."""

    base: Content
    mine: Content
    theirs: Content
    my_story: Story
    their_story: Story

    @property
    def differences(self) -> list[Difference]:
        return compare(self.base, self.mine, self.theirs)


def read(story: Story, names: Collection[str]) -> Content:
    """What ``story`` would store now, of the fields ``names``."""
    stored = json.loads(json.dumps(story.serializable_data(), cls=DjangoJSONEncoder))
    return content_of(stored, names)


def edited(form: Any) -> list[str]:
    """The names of what ``form`` edits: its fields and its rows of others."""
    return [*(name for name in form.fields if hasattr(Story, name)), *form.formsets]


def told(scales: Scales, *, latest: Revision | None) -> dict[str, Any]:
    """What the browser is told of the two wordings."""
    differences = scales.differences
    shown = [_shown(one, scales) for one in differences]
    clashes = [one for one in shown if one.side == "clash"]
    who = (latest.user.get_full_name() or latest.user.get_username()) if latest and latest.user else ""
    context = {"clashes": clashes, "others": [one for one in shown if one.side != "clash"], "who": who}
    return {
        "success": False,
        "error_code": "invalid_revision",
        "theirs": str(latest.pk) if latest else "",
        "who": who,
        "clashes": [one.path for one in clashes],
        "differences": [{"path": one.path, "side": one.side} for one in differences],
        "in_place": all(one.block or one.path in IN_PLACE for one in differences if one.side != "mine"),
        "states": _states(differences, scales.their_story),
        "order": order(*([block["id"] for block in side.get(BODY) or []] for side in _sides(scales))),
        "html": render_to_string("desk/two_wordings.html", context),
    }


def _sides(scales: Scales) -> Iterable[Content]:
    return scales.base, scales.mine, scales.theirs


def _states(differences: Iterable[Difference], story: Story) -> dict[str, Any]:
    """What the browser's fields and blocks would take from the other side, by path; ``None`` takes a block away."""
    stream: Any = Story._meta.get_field(BODY)
    blocks = {row["id"]: row for row in stream.stream_block.get_form_state(story.body)}
    found: dict[str, Any] = {}
    for one in differences:
        if one.block:
            found[one.path] = blocks.get(one.block)
        elif one.path in IN_PLACE:
            found[one.path] = "" if one.theirs is None else str(one.theirs)
    return found


def _shown(one: Difference, scales: Scales) -> Shown:
    if one.block:
        block = one.mine or one.theirs
        label = str(scales.their_story.body.stream_block.child_blocks[block["type"]].label)
        mine, theirs = _words_of(one.mine), _words_of(one.theirs)
        if mine == theirs:
            mine, theirs = _words_of(one.mine, links=True), _words_of(one.theirs, links=True)
    else:
        label = versions.label(one.path)
        mine, theirs = (
            _said(one.path, *side) for side in ((scales.my_story, one.mine), (scales.their_story, one.theirs))
        )
    return Shown(
        one.path,
        one.side,
        label,
        versions.Part(one.path, label, diff(theirs, mine)),
        may_be_both=bool(one.block and one.mine and one.theirs),
        form=bool(mine) and mine == theirs,
        nothing=_("taken away") if one.block else _("empty"),
    )


def _words_of(block: Any, *, links: bool = False) -> str:
    """What readers read of a stored block, a line for each paragraph or point. ``links``: with the addresses behind words."""
    if block is None:
        return ""
    if block["type"] == "picture":
        picture = Picture.objects.filter(pk=block["value"]).first()
        return f"{(picture.caption or picture.title) if picture else ''} ({digits(block['value'])})".strip()
    galley = Galley([block])
    set_ = galley.blocks({}, {number: f"/{number}" for number in galley.stories})
    return "\n".join(lines(map(_with_addresses, set_) if links else set_))


def _with_addresses(block: Block) -> Block:
    """``block`` with the address of each link behind its words."""
    match block:
        case Paragraph(spans):
            return Paragraph(_opened(spans))
        case ListBlock(items) | FactBox(items=items):
            return replace(block, items=tuple(map(_opened, items)))
    return block


def _opened(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(replace(span, text=f"{span.text} ({span.href})") if span.href else span for span in spans)


def _said(name: str, story: Story, value: Any) -> str:
    """What a field or the rows of ``story`` say, in the words of the editor's form; ``value`` is how it is stored."""
    said = versions.said(story)
    return said[name] if name in said else _worded(Story._meta.get_field(name), value)


def _worded(field: Any, value: Any) -> str:
    if value is None or value == "" or value == []:
        return ""
    if isinstance(field, models.ManyToManyField):
        related: Any = field.related_model
        return ", ".join(map(str, related._default_manager.filter(pk__in=value)))
    if isinstance(field, models.DateTimeField):
        return moment(field.to_python(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
