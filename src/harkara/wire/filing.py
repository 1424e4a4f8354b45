"""From a clipping to the desk: filed in the incoming tray, and published where an editor asked for it."""

from harkara.desk import intake
from harkara.wire.clipping import Clipping


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
