"""Export: everything that is known of a reader, for that reader."""

from typing import Any

from harkara.comments import bans
from harkara.comments.models import Appeal, Comment, EntryCode, Reaction, Reader, Report, Verdict, Visit


def export(reader: Reader) -> dict[str, Any]:
    """All that the tables hold of ``reader``, ready for JSON; moments are ISO 8601 in UTC. Codes and what browsers hold are
    not told, since nothing is kept of them that could be read.
    """
    ban = bans.ban_of(reader)
    comments = Comment.objects.filter(reader=reader).order_by("pk")
    return {
        "email": reader.email,
        "name": reader.name,
        "joined_at": reader.joined_at.isoformat(),
        "last_seen_on": reader.seen_on.isoformat(),
        "signed_in": [
            {"since": visit.began_at.isoformat(), "until": visit.expires_at.isoformat()}
            for visit in Visit.objects.filter(reader=reader).order_by("pk")
        ],
        "codes_sent_at": [
            at.isoformat()
            for at in EntryCode.objects.filter(email=reader.email).order_by("pk").values_list("made_at", flat=True)
        ],
        "comments": [
            {
                "number": one.pk,
                "story": one.story,
                "answers": one.parent_id,
                "state": one.state,
                "text": one.text,
                "made_at": one.made_at.isoformat(),
                "edited_at": one.edited_at.isoformat() if one.edited_at else None,
            }
            for one in comments
        ],
        "reactions": [
            {"comment": one.comment_id, "kind": one.kind}
            for one in Reaction.objects.filter(reader=reader).order_by("pk")
        ],
        "banned_until": ban.until.isoformat() if ban else None,
        "verdicts": [
            {"comment": one.comment_id, "verdict": one.act, "reason": one.reason, "at": one.at.isoformat()}
            for one in Verdict.objects.filter(reader=reader).order_by("pk")
        ],
        "appeals": [
            {"comment": one.comment_id, "words": one.words, "made_at": one.made_at.isoformat(), "granted": one.granted}
            for one in Appeal.objects.filter(verdict__reader=reader).order_by("pk")
        ],
        "reports": [
            {"comment": one.comment_id, "reason": one.reason, "words": one.words, "made_at": one.made_at.isoformat()}
            for one in Report.objects.filter(reader=reader).order_by("pk")
        ],
    }
