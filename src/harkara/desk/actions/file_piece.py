"""File a piece: what a correspondent wrote on a phone comes into the tray, once however often it is sent; its pictures follow,
part by part.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from harkara.bangla import bijoy, graphemes
from harkara.bangla.clean import normalise
from harkara.desk import attached, clock, keys, rights
from harkara.desk.actions.receive import receive
from harkara.desk.dispatch import Dispatch, Picture, Source
from harkara.desk.errors import Missing, Refused, Unfit
from harkara.desk.models import FiledPicture, Filing, IncomingClipping, PicturePart, Remit
from harkara.desk.models import filing as pieces
from harkara.people.models import User
from harkara.rack import changes

LONGEST: Final = 50_000
"""Characters of a piece: a page of a newspaper has a third of that."""

MOST_PICTURES: Final = 10
LARGEST: Final = 8 * 1024 * 1024
"""Bytes of one picture; the form sends them a tenth as large."""

WAITING: Final = 200 * 1024 * 1024
"""Bytes of a person's pictures that may be told of and not have come."""

AN_HOUR: Final = 60
"""Pieces of one person in an hour."""

LATEST: Final = timedelta(days=30)
"""So long a piece may have lain on a phone; and so long the parts of a picture wait for the rest."""

SWEPT: Final = 50
HEADLINE: Final = 90


@dataclass(frozen=True, slots=True)
class Announced:
    """A picture that will follow: what the phone calls it, the name of its file, how many bytes it has."""

    name: str
    file: str
    size: int
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands on the phone. ``name`` is what the phone calls it, ``version`` counts from 1; ``age`` is how long ago it was
    written by the phone's own clock, which may be wrong.
    """

    name: str
    text: str
    place: str
    headline: str = ""
    note: str = ""
    version: int = 1
    age: timedelta = timedelta()
    pictures: tuple[Announced, ...] = ()


def file_piece(piece: Piece, user: User) -> Filing:
    """Files ``piece`` as ``user``'s in the tray and returns where it lies; the same one again changes nothing, a later version of
    it brings the clipping up to date.

    Pasted Bijoy becomes Unicode. Without a headline the beginning of the text stands for one. Raises ``Refused`` where ``user``
    may not file, without text or place, and for too much.
    """
    rights.demand(user, "correspond")
    _check(piece)
    now = clock.now()
    written = now - min(max(piece.age, timedelta()), LATEST)
    for may_be_new in (True, False):
        try:
            with transaction.atomic():
                row = Filing.objects.select_for_update().filter(user=user, name=piece.name).first()
                if row is None:
                    return _first(piece, user, written, now)
                return _again(row, piece, user, written)
        except IntegrityError:  # the phone sent it twice, and both came in at this moment
            if not may_be_new:
                raise
    raise AssertionError("unreachable")


def add_part(user: User, piece: str, picture: str, start: int, data: bytes) -> FiledPicture:
    """Takes in ``data``, the bytes from ``start`` on, of a picture that was told of with a piece, and returns what is there of
    it: its ``have`` says where to go on. What does not begin there changes nothing. With its last byte it goes into the library
    and to its clipping, or is refused in words (``why``).

    Raises ``Missing`` where the piece was not filed or has no such picture, ``Refused`` for more bytes than were told of.
    """
    rights.demand(user, "correspond")
    with transaction.atomic():
        rows = FiledPicture.objects.select_for_update(of=("self",)).select_related("filing")
        row = rows.filter(filing__user=user, filing__name=piece, name=picture).first()
        if row is None:
            raise Missing(_("This piece has no such picture: send the piece first."))
        if row.came_at is not None:
            return row
        if data and start == row.have:
            if row.have + len(data) > row.size:
                raise Refused(_("This picture is larger than was said: take it out of the piece and choose it again."))
            PicturePart.objects.create(picture=row, start=start, data=data, at=clock.now())
            row.have += len(data)
            row.save(update_fields=["have"])
    return _develop(row, user) if row.have == row.size else row


def _first(piece: Piece, user: User, written: datetime, now: datetime) -> Filing:
    recent = list(Filing.objects.filter(user=user).order_by("-filed_at").values_list("filed_at", flat=True)[:AN_HOUR])
    if len(recent) == AN_HOUR and now - recent[-1] < timedelta(hours=1):
        raise Refused(_("That is more than anybody writes in an hour: it stays on this phone, send it later."))
    _make_room(piece, user)
    received = receive(_dispatch(piece, user, written, ()))
    row = Filing.objects.create(
        user=user, name=piece.name, version=piece.version, clipping_id=received.id, written_at=written, filed_at=now
    )
    _announce(row, piece)
    return row


def _again(row: Filing, piece: Piece, user: User, written: datetime) -> Filing:
    if piece.version <= row.version:
        return row
    _make_room(piece, user)
    wanted = {one.name for one in piece.pictures}
    FiledPicture.objects.filter(filing=row).exclude(name__in=wanted).delete()
    _announce(row, piece)
    row.version, row.written_at = piece.version, written
    row.save(update_fields=["version", "written_at"])
    receive(_dispatch(piece, user, written, _shown(row)))
    return row


def _check(piece: Piece) -> None:
    if not piece.text.strip():
        raise Refused(_("There is no text yet: write what happened."))
    if len(piece.text) > LONGEST:
        raise Refused(_("This is too long for one piece: send it in two."))
    if not piece.place.strip():
        raise Refused(_("Say where this is from: a district, an upazila, or any place."))
    if len(piece.pictures) > MOST_PICTURES:
        raise Refused(_("These are too many pictures for one piece: send the others with a second one."))
    if any(not 0 < one.size <= LARGEST for one in piece.pictures):
        raise Refused(_("A picture is empty or larger than 8 MB: take it out, or choose a smaller one."))


def _make_room(piece: Piece, user: User) -> None:
    """Throws away parts whose rest never came, and refuses pictures where too many are on their way."""
    old = PicturePart.objects.filter(at__lt=clock.now() - LATEST).order_by("at").values_list("picture_id", flat=True)
    if lost := set(old[:SWEPT]):
        PicturePart.objects.filter(picture__in=lost).delete()
        FiledPicture.objects.filter(pk__in=lost, came_at=None).update(have=0)
    if not piece.pictures:
        return
    since = clock.now() - LATEST
    under_way = FiledPicture.objects.filter(filing__user=user, filing__filed_at__gt=since, came_at=None)
    told = under_way.aggregate(all=Sum("size"))["all"] or 0
    if told + sum(one.size for one in piece.pictures) > WAITING:
        raise Refused(_("Many of your pictures are still on their way: send this one when they have come."))


def _announce(row: Filing, piece: Piece) -> None:
    known = {one.name: one for one in FiledPicture.objects.filter(filing=row)}
    fresh = []
    for one in piece.pictures:
        there = known.get(one.name)
        if there is None:
            fresh.append(
                FiledPicture(
                    filing=row,
                    name=one.name,
                    file=one.file[:120] or "picture",
                    caption=normalise(one.caption)[:400],
                    size=one.size,
                )
            )
        elif there.came_at is None and there.caption != normalise(one.caption)[:400]:
            there.caption = normalise(one.caption)[:400]
            there.save(update_fields=["caption"])
    FiledPicture.objects.bulk_create(fresh)


def _dispatch(piece: Piece, user: User, written: datetime, pictures: tuple[Picture, ...]) -> Dispatch:
    told = list(_paragraphs(piece.text))
    headline, place = _mended(piece.headline), _mended(piece.place)
    desks = list(Remit.objects.filter(user=user, desk__isnull=False).values_list("desk__name", flat=True)[:2])
    return Dispatch(
        guid=f"{pieces.WAY}{user.pk}:{piece.name}",
        headline=headline or _beginning(told[0]),
        body=tuple(told),
        version=piece.version,
        sender=str(user),
        byline=str(user),
        dateline=place,
        desk=desks[0] if len(desks) == 1 else "",
        published=written,
        updated=written,
        places=(place,),
        source_chain=(Source(str(user), "own"),),
        pictures=pictures,
        note="\n".join(_paragraphs(piece.note)),
    )


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.replace("\r\n", "\n").split("\n"):
        if said := _mended(line):
            yield said


def _mended(text: str) -> str:
    line = " ".join(text.replace("\0", "").split())
    return normalise(bijoy.mend(line)) if bijoy.is_bijoy(line) else normalise(line)


def _beginning(line: str) -> str:
    """A headline for a text that has none: its first sentence, or as much of it as a headline holds."""
    sentence = line.partition("।")[0].strip() or line
    return graphemes.truncate(sentence, HEADLINE)


def _develop(row: FiledPicture, user: User) -> FiledPicture:
    """Makes a picture of the library of the parts that have come. Twice at the same moment is once."""
    data = b"".join(bytes(part.data) for part in row.parts.order_by("start"))
    kept, why = None, ""
    try:
        kept = attached.keep(data, row.file, row.caption, str(user)).id
    except Unfit as unfit:
        why = str(unfit)[:500]
    with transaction.atomic():
        row = FiledPicture.objects.select_for_update(of=("self",)).select_related("filing").get(pk=row.pk)
        if row.came_at is not None:
            return row
        row.picture_id, row.why, row.came_at, row.caption = kept, why, clock.now(), ""  # the library has its words
        row.save(update_fields=["picture", "why", "came_at", "caption"])
        PicturePart.objects.filter(picture=row).delete()
        clipping = IncomingClipping.objects.select_for_update(of=("self",)).get(pk=row.filing.clipping_id)
        shown = _shown(row.filing)
        clipping.captions = [one.caption for one in shown if one.caption]
        clipping.pictures = [
            {"address": one.address, "caption": one.caption, "credit": one.credit, "width": None, "height": None}
            for one in shown
        ]
        clipping.save(update_fields=["captions", "pictures"])
        changes.touch(keys.clipping(clipping.pk))
    return row


def _shown(filing: Filing) -> tuple[Picture, ...]:
    """The pictures of ``filing`` that are in the library, as its clipping names them."""
    rows = FiledPicture.objects.filter(filing=filing, picture__isnull=False).select_related("picture")
    return tuple(
        Picture(reverse("wagtailimages:edit", args=[one.picture_id]), str(one.picture.caption), str(one.picture.credit))
        for one in rows
        if one.picture
    )
