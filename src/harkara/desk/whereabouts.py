"""Where a name stands in what belongs to a story: everything that a redaction goes through, in one list.

The preview and the act read the same list, so that nothing is cut that was not shown and nothing shown that is not cut.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import ModelLogEntry, Revision, TaskState

from harkara.bangla.naming import Form, Knife, forms, plain
from harkara.desk.copy.bodies import named_pictures
from harkara.desk.models import (
    ClippingSketch,
    ClippingVersion,
    Front,
    FrontVersion,
    IncomingClipping,
    Package,
    PackageAddress,
    PackageEntry,
    Picture,
    Sealed,
    Story,
    StoryAddress,
    Topic,
)
from harkara.desk.models.story import Byline

Row: TypeAlias = Any

WORDY = (models.CharField, models.TextField, models.JSONField)
KEPT = (Sealed, ClippingSketch)
"""What holds the old words on purpose, or as numbers only."""

APART = (PackageEntry,)
"""What is gone through with what it belongs to."""

AROUND = 36
"""Letters that are shown on each side of what was found."""


@dataclass(frozen=True, slots=True)
class Place:
    """A row that may hold the name: how the preview calls it, and the texts in it by the name of the column."""

    label: str
    row: Row
    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A place where the name stands, how often, and the words around it the first time."""

    label: str
    count: int
    around: str


def places(story: Story) -> Iterator[Place]:
    """Every row with words of ``story`` (locked by who cuts): its own, its revisions, notes, addresses, log, the clipping it
    came from with its twins, its pictures, and whatever else leads to it.
    """
    yield Place(_("the story"), story, story.serializable_data())
    for revision in story.revisions.order_by("pk"):
        yield Place(_("an older version"), revision, {"content": revision.content, "object_str": revision.object_str})
    for relation in _relations():
        model: Any = relation.related_model
        # What is part of a version (bylines, sources) is in the story's own data already.
        if model in (*KEPT, *APART) or isinstance(relation.field, ParentalKey):
            continue
        yield from _rows(model._default_manager.filter(**{relation.field.name: story.pk}), _label(model))
    entries = ModelLogEntry.objects.filter(content_type=Story.get_content_type(), object_id=str(story.pk))
    yield from _rows(entries, _("the log"))
    kinds = ContentType.objects.get_for_models(Story, for_concrete_models=False).values()
    states = TaskState.objects.filter(workflow_state__object_id=str(story.pk), workflow_state__content_type__in=kinds)
    yield from _rows(states, _("notes of the workflow"))
    shown = named_pictures([list(story.body.raw_data)]) | ({story.picture_id} if story.picture_id else set())
    pictures = Picture.objects.filter(pk__in=shown)
    yield from _rows(pictures, _("a picture's caption"), only=("title", "description", "alt", "caption", "credit"))
    picture_log = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Picture), object_id__in=[str(row.pk) for row in pictures]
    )
    yield from _rows(picture_log, _("the log"))
    yield from _in_packages(story)
    for front in _on_fronts(story):
        said = {name: data for name in ("live", "draft", "arrangement") if (data := getattr(front, name, None))}
        yield Place(_("a front"), front, said)
    if story.clipping_id:
        clipping = IncomingClipping.objects.get(pk=story.clipping_id)
        same = models.Q(pk=clipping.pk) | (models.Q(group=clipping.group) if clipping.group else models.Q())
        clippings = IncomingClipping.objects.filter(same)
        yield from _rows(clippings, _("the clipping"))
        yield from _rows(ClippingVersion.objects.filter(clipping__in=clippings), _("the clipping"))


def names(story: Story, name: str) -> tuple[Form, ...]:
    """The forms in which ``name`` stands in the words of ``story``, the sure ones first. What stands there letter by
    letter is always among them.
    """
    said = [text for place in places(story) for text in spoken(place.said)]
    found = forms(name, said)
    literal = Form(name, "same")
    if not any(form.text == name for form in found) and Knife([literal], "").holds(said):
        count = sum(plain(text).count(name) for text in said)
        found = (Form(name, "same", count=max(1, count)), *found)
    return found


def spoken(value: Any) -> Iterator[str]:
    """The texts in what is kept of a row; not the names of its columns, which sound like many a name (reason, রওশন)."""
    if isinstance(value, dict):
        for item in value.values():
            yield from spoken(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from spoken(item)
    elif isinstance(value, str):
        try:
            inner = json.loads(value) if value[:1] in ("[", "{") else None
        except ValueError:
            inner = None
        if inner is None:
            yield value
        else:
            yield from spoken(inner)


def found(story: Story, knife: Knife) -> list[Found]:
    """The places where ``knife`` would cut, in the order of ``places``; those that say the same are counted together."""
    shown: dict[str, tuple[int, str]] = {}
    for place in places(story):
        for text in spoken(place.said):
            trial = Knife(knife.forms, knife.instead)
            trial.cut(text)
            if trial.cuts:
                count, around = shown.get(place.label, (0, ""))
                shown[place.label] = count + trial.cuts, around or _around(text, knife.forms)
    return [Found(label, count, around) for label, (count, around) in shown.items()]


def beside(story: Story, knife: Knife) -> list[str]:
    """What names the same and belongs to more than this story: topics and bylines, which are renamed by themselves."""
    said = [f"{_('topic')}: {topic.name}" for topic in Topic.objects.filter(stories=story) if knife.holds(topic.name)]
    for line in Byline.objects.filter(story=story).select_related("person"):
        if knife.holds(line.person.name):
            said.append(f"{_('byline')}: {line.person.name}")
    return said


def cut(place: Place, knife: Knife) -> bool:
    """Takes the name out of a row that is neither the story nor an address; returns whether it stood there."""
    if not knife.holds(place.said):
        return False
    model: Any = type(place.row)
    clean = {name: knife.cut(value) for name, value in place.said.items()}
    for name, value in clean.items():
        field = model._meta.get_field(name)
        if field.max_length and isinstance(value, str):
            clean[name] = value[: field.max_length]
    if isinstance(place.row, Picture):  # its own saving touches the pages that show it
        for name, value in clean.items():
            setattr(place.row, name, value)
        place.row.save()
    else:
        model._base_manager.filter(pk=place.row.pk).update(**clean)
    return True


def is_own(place: Place) -> bool:
    """Whether a place is the story's own row, or an address: these are rewritten, not cut."""
    return isinstance(place.row, Story | StoryAddress | PackageAddress)


def is_draft_only(place: Place) -> bool:
    """Whether only the newsroom reads a place."""
    return isinstance(place.row, Revision | ModelLogEntry | TaskState | IncomingClipping | FrontVersion)


def _in_packages(story: Story) -> Iterator[Place]:
    """The packages that hold ``story``, with all that they say: also of other stories, and of events without one."""
    packages = Package.objects.filter(entries__story=story.pk).distinct()
    numbers = list(packages.values_list("pk", flat=True))
    if not numbers:
        return
    yield from _rows(packages, _("a story package"), only=("name", "standfirst"))
    yield from _rows(PackageEntry.objects.filter(package__in=numbers), _("a story package"))
    yield from _rows(PackageAddress.objects.filter(package__in=numbers), _("an old address"))
    kind = ContentType.objects.get_for_model(Package)
    entries = ModelLogEntry.objects.filter(content_type=kind, object_id__in=[str(number) for number in numbers])
    yield from _rows(entries, _("the log"))


def _on_fronts(story: Story) -> Iterator[Row]:
    """The fronts, and what stood on them since the story was first published, where it is pinned."""
    if story.published_at is None:
        return
    yield from (row for row in Front.objects.all() if _pins(row.live, story) or _pins(row.draft, story))
    since = FrontVersion.objects.filter(made_at__gte=story.published_at).order_by("pk")
    yield from (row for row in since.iterator() if _pins(row.arrangement, story))


def _pins(data: Any, story: Story) -> bool:
    return bool(data) and any(pin["story"] == story.pk for slot in data["slots"] for pin in slot["pins"])


def _relations() -> Iterator[Any]:
    """The relations of other models that lead to one story, those without a name of their own too."""
    for field in Story._meta.get_fields(include_hidden=True):
        if field.auto_created and (field.one_to_many or field.one_to_one) and isinstance(field, models.ManyToOneRel):
            yield field


def _rows(rows: "models.QuerySet[Any]", label: str, *, only: Iterable[str] = ()) -> Iterator[Place]:
    columns = [
        field.attname
        for field in rows.model._meta.concrete_fields
        if isinstance(field, WORDY) and not field.choices and (not only or field.attname in set(only))
    ]
    if not columns:
        return
    for row in rows.order_by("pk"):
        yield Place(label, row, {name: getattr(row, name) for name in columns if getattr(row, name)})


def _label(model: Any) -> str:
    named: dict[str, Callable[[], str]] = {
        "correction": lambda: _("a correction"),
        "storyaddress": lambda: _("an old address"),
        "askedkill": lambda: _("a kill that was asked for"),
    }
    name = model._meta.model_name
    return named[name]() if name in named else str(model._meta.verbose_name)


def _around(text: str, forms_: Iterable[Form]) -> str:
    """The words around the first of the forms; what cannot be shown as words is shown by its form."""
    words = plain(text)
    for form in forms_:
        at = words.find(form.text)
        if at >= 0:
            before, after = words[max(0, at - AROUND) : at], words[at + len(form.text) : at + len(form.text) + AROUND]
            head = "…" if at > AROUND else ""
            tail = "…" if at + len(form.text) + AROUND < len(words) else ""
            return f"{head}{before}{form.text}{after}{tail}"
    return ""
