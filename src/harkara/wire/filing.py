"""From a clipping or a dispatch to the desk: filed in the incoming tray, and published where an editor asked for it."""

from harkara.desk import intake
from harkara.wire.clipping import Clipping
from harkara.wire.dispatch import Dispatch


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
