"""What a paper held, written into one that is empty: the same rows under the same numbers, so that every address stays good.

Nothing here looks for what might be there already but by number: a lot that came before is left as it is, so that a moving that
was broken off goes on. Each lot is one transaction, with its keys in the change log.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import PurePosixPath
from typing import Any, BinaryIO, Final

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from harkara.desk import keys
from harkara.desk.almanac import months_of
from harkara.desk.darkroom import finding, likeness
from harkara.desk.errors import Refused
from harkara.desk.holdings.leaving import LOT, ORIGINALS, Row
from harkara.desk.holdings.sorts import FRAME, LATER, PICTURE, REFERENCES, STORY, Sort
from harkara.desk.models import (
    Area,
    CardTemplate,
    Document,
    Front,
    Listing,
    NewsDay,
    OldAddress,
    Package,
    Paper,
    Picture,
    RelatedStory,
    Section,
    Story,
    Topic,
    TopicKey,
    TopicName,
)
from harkara.desk.models.taxonomy import keys_of
from harkara.rack import changes

FOLDER: Final = "original_images"
"""The folder of the media in which Wagtail keeps originals."""

EMPTY: Final = (Story, Picture, Topic, Package, Document, Section, Front)
"""A paper that has none of these is empty; whatever its name is by then."""

Reading = Callable[[str], Iterable[Row]]
"""Gives the rows of a table of the frame, by its name in ``sorts``."""

TOUCHED: Final = 2_000
"""Keys in one entry of the change log."""


@dataclass(slots=True)
class Refs:
    """By what rows call each other, and their numbers here; read from the tables when they are first needed."""

    _known: dict[type[models.Model], dict[Any, Any]] = field(default_factory=dict)

    def of(self, field: Any, called: Any) -> Any:
        """What the column of a ``field`` holds that leads to the row that is ``called`` so. Raises ``Refused`` for none."""
        model: type[models.Model] = field.related_model
        if called is None or REFERENCES[model] in ("pk", field.target_field.name):
            return called
        if model not in self._known:
            rows = model._base_manager.values_list(REFERENCES[model], "pk")
            self._known[model] = dict(rows)
        number = self._known[model].get(called)
        if number is None:
            said = _("The %(what)s “%(name)s” is named and not there: the folder is not whole, or was changed.")
            raise Refused(said % {"what": model._meta.verbose_name, "name": called})
        return number

    def forget(self) -> None:
        """Reads the tables again when next asked."""
        self._known.clear()


@dataclass(slots=True)
class Arrival:
    """What became of a lot: how many rows came in, how many were there, and which stories name others that are not there yet."""

    new: int = 0
    there: int = 0
    later: list[int] = field(default_factory=list)


def is_empty() -> bool:
    """Whether nothing stands in this paper that could be lost or mixed up."""
    return not any(model._base_manager.exists() for model in EMPTY)


def take_pictures(rows: Iterable[tuple[Row, BinaryIO | None]]) -> Arrival:
    """Takes a lot of pictures, each with its original (``None`` for one that was withdrawn or whose file is lost)."""
    done = Arrival()
    rows = list(rows)
    there = set(Picture.objects.filter(pk__in=[row["id"] for row, _file in rows]).values_list("pk", flat=True))
    fresh = [(row, file) for row, file in rows if row["id"] not in there]
    made = [_made(PICTURE, {**row, "file": _kept(row, file) if file else ""}, Refs()) for row, file in fresh]
    with transaction.atomic():
        Picture.objects.bulk_create(made)
        for picture, (row, file) in zip(made, fresh, strict=True):
            picture.created_at = PICTURE.fields["created_at"].to_python(row["created_at"])
            if file:
                finding.note(picture)
                likeness.note(picture)
        Picture.objects.bulk_update(made, ["created_at"])
        changes.touch(*(keys.shown(picture.pk) for picture in made))
    done.new, done.there = len(made), len(there)
    return done


def has_frame() -> bool:
    """Whether what stands around stories is there: it came in one transaction."""
    return any(model._base_manager.exists() for model in (Section, Listing, Topic))


def take_frame(read: Reading, refs: Refs) -> None:
    """Takes all that stands around stories, in one transaction: the paper's name, sections, desks, people, topics, lists.
    ``read`` gives the rows of a table by its name.
    """
    with transaction.atomic():
        for name, sort in FRAME.items():
            _take_rows(sort, read(name), refs)
    refs.forget()


def take_stories(rows: Sequence[Row], refs: Refs) -> Arrival:
    """Takes a lot of stories with all their parts, in one transaction. What a story names that is not there yet is left for
    ``take_later``, and the story's number is among those returned.
    """
    done = Arrival()
    numbers = [row["id"] for row in rows]
    there = set(Story.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    fresh = [row for row in rows if row["id"] not in there]
    made = [_made(STORY, row, refs) for row in fresh]
    for story in made:
        story.has_unpublished_changes = not story.live and story.killed_at is None
    named = {one["named"] for row in fresh for one in row.get("related_stories", ())}
    known = {*Story.objects.filter(pk__in=named).values_list("pk", flat=True), *(row["id"] for row in fresh)}
    with transaction.atomic():
        Story.objects.bulk_create(made)
        for part, sort in STORY.below.items():
            parts: list[models.Model] = []
            for row in fresh:
                told: Iterable[Row] = row.get(part, ())
                if part == "related_stories":
                    told = [one for one in told if one["named"] in known]
                parts += (_made(sort, one, refs, row["id"]) for one in told)
            sort.model._base_manager.bulk_create(parts)
        changes.touch(*(keys.story(row["id"]) for row in fresh))
    done.new, done.there = len(fresh), len(there)
    done.later = [
        row["id"] for row in fresh if any(one["named"] not in known for one in row.get("related_stories", ()))
    ]
    return done


def take_later(rows: Sequence[Row], refs: Refs) -> None:
    """Takes what stories name of others that came after them: a lot of stories, all of which are there."""
    sort = STORY.below["related_stories"]
    made = [_made(sort, one, refs, row["id"]) for row in rows for one in row.get("related_stories", ())]
    with transaction.atomic():
        RelatedStory.objects.bulk_create(made, ignore_conflicts=True)


def is_settled() -> bool:
    """Whether what names stories is there: it came in one transaction."""
    return any(sort.model._base_manager.exists() for sort in LATER.values())


def settle(read: Reading, refs: Refs) -> None:
    """Takes what names stories (packages, fronts, the bar), tells the change log of every list, and lets the next numbers
    begin after the last: the end of a moving, in one transaction. ``read`` as in ``take_frame``.
    """
    with transaction.atomic():
        for name, sort in LATER.items():
            _take_rows(sort, read(name), refs)
        for statement in connection.ops.sequence_reset_sql(no_style(), _moved()):
            with connection.cursor() as cursor:
                cursor.execute(statement)
        touched = sorted(_lists())
        for start in range(0, len(touched), TOUCHED):
            changes.touch(*touched[start : start + TOUCHED])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _moved() -> list[type[models.Model]]:
    """The models of which rows came with their numbers."""
    return [Story, Picture, *(sort.model for sort in (*FRAME.values(), *LATER.values()))]


def _lists() -> set[str]:
    """The keys of every list of the paper, and of its frame."""
    found = {keys.ALL, keys.FRAME, keys.PAGE, keys.DAYS, keys.MONTHS, keys.TOPICS, keys.AREAS, keys.PACKAGES}
    found |= {
        keys.DOCUMENTS,
        keys.WRITERS,
        keys.DESKS,
        keys.BANNERS,
        keys.FRONT,
        keys.SPACES,
        keys.CHANGED,
        keys.PICTURED,
    }
    found |= {keys.listing(name) for name in Listing.objects.values_list("name", flat=True)}
    found |= {keys.listing(keys.topic(slug)) for slug in Topic.objects.values_list("slug", flat=True)}
    found |= {keys.kind(kind) for kind in Story.Kind.values}
    found |= {keys.listing(keys.CORRECTIONS)}
    within = [
        name.removeprefix("area:")
        for name in Listing.objects.filter(name__startswith="area:").values_list("name", flat=True)
    ]
    above = Area.objects.filter(slug__in=within, above__isnull=False).values_list("above__slug", flat=True)
    found |= {keys.areas(slug) for slug in above.distinct()}
    for day in NewsDay.objects.values_list("day", flat=True):
        found |= {keys.day(day), keys.map_of_day(day), keys.beside(day)}
        found |= {keys.month(month.code) for month in months_of(day)}
    for package in Package.objects.all():
        found |= {
            keys.listing(package.listing),
            *(keys.listing(keys.of_package(one.slug)) for one in package.addresses.all()),
        }
    found |= {keys.moved(number // keys.MOVED_LOT) for number in OldAddress.objects.values_list("pk", flat=True)}
    for name in Front.objects.values_list("name", flat=True):
        found.add(keys.front(name))
    return found


def _take_rows(sort: Sort, rows: Iterable[Row], refs: Refs) -> None:
    for _is_merged, some in groupby(rows, lambda row: bool(row.get("into"))):  # these name others of the same table
        _take_lots(sort, some, refs)


def _take_lots(sort: Sort, rows: Iterator[Row], refs: Refs) -> None:
    while lot := list(islice(rows, LOT)):
        made = [_made(sort, row, refs) for row in lot]
        _save(made, lot)
        for part, below in sort.below.items():
            if part != "names":
                below.model._base_manager.bulk_create(
                    _made(below, one, refs, whole.pk)
                    for whole, row in zip(made, lot, strict=True)
                    for one in row.get(part, ())
                )
        refs.forget()


def _save(made: Sequence[Any], rows: Sequence[Row]) -> None:
    """Writes rows of one model. What its pages show of it touches its keys, as whenever it is saved."""
    model = type(made[0])
    if model is Topic:
        for topic, row in zip(made, rows, strict=True):
            models.Model.save(topic, force_insert=True)
            _name(topic, row)
    elif model is Paper:
        for paper in made:
            _rename(paper)
    elif model is CardTemplate:
        for look in made:
            _dress(look)
    elif model.save is models.Model.save:
        model._base_manager.bulk_create(made)
    else:
        for one in made:
            one.save(force_insert=True)


def _rename(paper: Paper) -> None:
    """The paper's one row: it may have a name before anything moves in, and keeps the rules of this house."""
    for name in FRAME["paper"].left:
        setattr(paper, name, getattr(Paper.load(), name))
    paper._state.adding = not Paper.objects.filter(pk=paper.pk).exists()
    paper.save()


def _dress(look: CardTemplate) -> None:
    """How cards of a kind look: each kind has its row from the beginning."""
    before = CardTemplate.objects.filter(kind=look.kind).first()
    if before is not None:
        look.pk = before.pk
    look._state.adding = before is None
    look.save()


def _name(topic: Topic, row: Row) -> None:
    """Writes down all names of a topic, and the keys under which they are found."""
    for one in row.get("names", ()):
        name = TopicName.objects.create(topic=topic, name=one["name"])
        TopicKey.objects.bulk_create(TopicKey(name=name, key=key, place=place) for place, key in keys_of(name.name))


def _made(sort: Sort, row: Row, refs: Refs, of: Any = None) -> Any:
    """The row as an object of its model. Raises ``Refused`` for what is no field, and for what a field cannot hold."""
    values: dict[str, Any] = {f"{sort.of}_id": of} if sort.of else {}
    for name, value in row.items():
        if name in sort.below:
            continue
        known = sort.fields.get(name)
        if known is None:
            said = _("“%(name)s” is no field of a %(what)s: the folder is of another version, or was changed.")
            raise Refused(said % {"name": name, "what": sort.model._meta.verbose_name})
        try:
            if known.is_relation:
                values[known.attname] = refs.of(known, value)
            else:
                values[known.attname] = known.to_python(value)
        except (ValidationError, TypeError, ValueError) as error:
            said = _("“%(value)s” cannot be the %(name)s of a %(what)s.")
            raise Refused(
                said % {"value": str(value)[:80], "name": name, "what": sort.model._meta.verbose_name}
            ) from error
    return sort.model(**values)


def _kept(row: Row, file: BinaryIO) -> str:
    """Puts an original among the media, under its name; one that lies there already is not written again."""
    storage = ORIGINALS.storage
    name = f"{FOLDER}/{PurePosixPath(row['file']).name}"
    if storage.exists(name) and not Picture.objects.filter(file=name).exists() and _is_same(storage, name, file):
        return name
    file.seek(0)
    return str(storage.save(name, File(file)))


def _is_same(storage: Any, name: str, file: BinaryIO) -> bool:
    """Whether what lies there holds the same bytes: what a moving left that was broken off."""
    file.seek(0)
    with storage.open(name, "rb") as lies:
        while part := file.read(1 << 20):
            if lies.read(len(part)) != part:
                return False
        return not lies.read(1)
