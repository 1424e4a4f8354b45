"""The letters that the newsroom sends."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _

from harkara.desk.models import Invitation, Paper
from harkara.desk.templatetags.newsroom import moment

log = logging.getLogger(__name__)


def link(invitation: Invitation) -> str:
    """The address that the invited person opens."""
    return f"{settings.HARKARA_DESK_ORIGIN}{reverse('desk_invited', args=[invitation.token])}"


def invite(invitation: Invitation) -> bool:
    """Sends the link of ``invitation`` to its address; returns whether the mail server took the letter."""
    paper = Paper.load()
    words = {"name": invitation, "paper": paper, "link": link(invitation), "until": moment(invitation.until)}
    subject = _("%(paper)s: your place in the newsroom") % words
    body = (
        _("%(name)s, a place in the newsroom of %(paper)s waits for you. This link works once, until %(until)s:")
        % words
    )
    try:
        return send_mail(subject, f"{body}\n\n{words['link']}\n", None, [invitation.email]) == 1
    except (SMTPException, OSError) as error:
        log.warning("invitation %s: the letter was not taken. %s", invitation.pk, type(error).__name__)
        return False
