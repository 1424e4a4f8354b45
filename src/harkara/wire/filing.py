"""From a clipping or a dispatch to the desk: filed in the incoming tray, and published where an editor asked for it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from harkara.desk import attached as library
from harkara.desk import intake
from harkara.wire.clipping import Clipping
from harkara.wire.dispatch import Attached, Dispatch


def file(clipping: Clipping) -> intake.Filed:
    """Files ``clipping`` in the desk's tray; the same page is found again, not filed twice."""
    sign_off = clipping.sign_off
    return intake.file(
        intake.Clipping(
            headline=clipping.headline,
            fingerprint=clipping.fingerprint,
            body=clipping.body,
            outlet=clipping.outlet or "",
            desk=clipping.desk or "",
            byline=clipping.byline or "",
            dateline=clipping.dateline or "",
            published=clipping.published,
            updated=clipping.updated,
            captions=clipping.captions,
            source_chain=tuple(
                intake.Source(source.name, source.kind, source.latin or "") for source in clipping.source_chain
            ),
            sign_off=intake.SignOff(sign_off.outlet or "", sign_off.date or "", sign_off.initials or "")
            if sign_off
            else None,
            related=clipping.related,
            furniture=tuple(intake.Furniture(piece.line, piece.text, piece.reason) for piece in clipping.furniture),
            lines=tuple(intake.Line(number, field) for number, field in clipping.lines),
            address=clipping.address,
            pictures=tuple(
                intake.Picture(picture.address, picture.caption, picture.credit, picture.width, picture.height)
                for picture in clipping.pictures
            ),
        )
    )


def publish(number: int, section: str, username: str) -> int:
    """Publishes the filed clipping ``number`` in ``section`` as the editor ``username``; returns the story's number."""
    return intake.publish(number, section, username)


def receive(dispatch: Dispatch, source: int | None = None) -> intake.Received:
    """Hands ``dispatch`` over to the desk: a new item, a newer version, a hold or a kill. The same one twice does nothing.

    ``source`` is the number of the wire source that it came through; without one the item is its sender's.
    """
    return intake.receive(handed(dispatch), source)


def with_pictures(dispatches: Iterable[Dispatch], attached: Sequence[Attached]) -> list[Dispatch]:
    """``dispatches`` with the pictures that came with them in the library, and their addresses there instead of file names.

    One that is no picture for the paper is named in the note, with the reason; small pictures inside a letter's text (a
    signature's mark) are passed over.
    """
    kept: dict[tuple[str, str], str] = {}
    refused: dict[str, list[str]] = {}
    dispatches = list(dispatches)
    told = {one.guid: one for one in reversed(dispatches)}
    for one in attached:
        item = told.get(one.of)
        picture = next((shown for shown in item.pictures if shown.address == one.name), None) if item else None
        credit = (picture.credit if picture else "") or (item.sender if item else "")
        try:
            kept[one.of, one.name] = library.keep(
                one.data, one.name, picture.caption if picture else "", credit
            ).address
        except library.Unfit as unfit:
            kept[one.of, one.name] = ""
            if not one.is_inline:
                refused.setdefault(one.of, []).append(f"“{one.name}”: {unfit}")
    return [
        replace(
            one,
            pictures=tuple(
                replace(shown, address=address)
                for shown in one.pictures
                if (address := kept.get((one.guid, shown.address), shown.address))
            ),
            note="\n".join(part for part in (one.note, *refused.get(one.guid, ())) if part),
        )
        for one in dispatches
    ]


def handed(dispatch: Dispatch) -> intake.Dispatch:
    """``dispatch`` as the desk takes it."""
    return intake.Dispatch(
        guid=dispatch.guid,
        headline=dispatch.headline,
        body=dispatch.body,
        version=dispatch.version,
        state=dispatch.state,
        sender=dispatch.sender,
        byline=dispatch.byline,
        dateline=dispatch.dateline,
        desk=dispatch.desk,
        language=dispatch.language,
        published=dispatch.published,
        updated=dispatch.updated,
        embargo=dispatch.embargo,
        urgency=dispatch.urgency,
        subjects=dispatch.subjects,
        places=dispatch.places,
        source_chain=tuple(intake.Source(link.name, link.kind, link.latin) for link in dispatch.source_chain),
        pictures=tuple(
            intake.Picture(picture.address, picture.caption, picture.credit, picture.width, picture.height)
            for picture in dispatch.pictures
        ),
        address=dispatch.address,
        rights=dispatch.rights,
        note=dispatch.note,
    )
