"""Looks at sources that are boxes: folders into which agencies put files, and mailboxes to which correspondents write."""

from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings

from harkara.desk.rounds import Due
from harkara.wire import complaints, drops, mail
from harkara.wire.complaints import Complaint
from harkara.wire.looks import Look
from harkara.wire.mail import mailbox
from harkara.wire.mail.mailbox import NoMailbox


def look_at_folder(due: Due, now: datetime) -> Look:
    """The files that lie whole in a folder below ``HARKARA_DROPS``. They are put aside when the desk has what is in them.

    What could not be read is said in the report, as beside the file in ``refused/``.
    """
    folder = _below(settings.HARKARA_DROPS, due.address)
    if folder is None:
        values = {"address": due.address, "root": str(settings.HARKARA_DROPS)}
        return Look(error=Complaint(complaints.OUTSIDE, values))
    try:
        files = drops.read(folder, drops.whole(folder), due.zone, due.correspondents)
    except OSError as error:
        return Look(
            error=Complaint(complaints.NO_FOLDER, {"address": due.address, "why": error.strerror or str(error)})
        )
    return Look(
        [one for file in files for one in file.opened.dispatches],
        attached=[one for file in files for one in file.opened.attached],
        report=[
            Complaint(complaints.REFUSED, {"headline": file.name[:100], "why": file.opened.why})
            for file in files
            if file.opened.why
        ],
        done=partial(drops.put_all_aside, folder, files, now),
    )


def look_at_mailbox(due: Due, now: datetime) -> Look:
    """The letters that came since the last look. Its password stands in the file ``HARKARA_NETRC`` alone."""
    try:
        where = mailbox.address(due.address)
        secret = mailbox.password(where, settings.HARKARA_NETRC)
        delivery = mailbox.fetch(
            where, secret, due.memo, now, lambda data: mail.read(data, due.zone, due.correspondents)
        )
    except NoMailbox as error:
        return Look(error=Complaint(error.sentence, dict(error.values)))
    return Look(
        [one for letter in delivery.letters for one in letter.dispatches],
        attached=[one for letter in delivery.letters for one in letter.pictures],
        memo=delivery.memo,
        report=[
            Complaint(complaints.LETTER, {"sender": letter.dispatches[0].sender[:100], "why": why})
            for letter in delivery.letters
            for why in letter.unread
        ],
        again=delivery.has_more,
    )


def _below(root: Path, address: str) -> Path | None:
    """The folder ``address`` if it lies below ``root``, however it is written and whatever links lead to."""
    told, home = (root / address).resolve(), root.resolve()
    return told if told != home and told.is_relative_to(home) else None
