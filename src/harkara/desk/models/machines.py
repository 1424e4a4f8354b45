"""What a paper tells machines in files of its own: security.txt, ads.txt, and what crawlers of language models may."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

SELLER = re.compile(
    r"(?P<system>[a-z0-9-]+(?:\.[a-z0-9-]+)+)\s*,\s*[^,\s]+\s*,\s*(?:DIRECT|RESELLER)(?:\s*,\s*[A-Za-z0-9-]+)?",
    re.IGNORECASE,
)
VARIABLE = re.compile(
    r"(?:CONTACT|SUBDOMAIN|INVENTORYPARTNERDOMAIN|OWNERDOMAIN|MANAGERDOMAIN)\s*=\s*\S.*", re.IGNORECASE
)


class Crawlers(models.TextChoices):
    """What crawlers of language models may do with the paper. ``ask`` is the default."""

    ALLOW = "allow", _("Read everything, also to train models")
    ASK = "ask", _("Read to answer readers and name the paper; ask before training models")
    REFUSE = "refuse", _("Read nothing")


def contact(value: str) -> None:
    """Raises ``ValidationError`` for what is neither an e-mail address nor an address that begins with ``https://``."""
    if re.fullmatch(r"https://[!-~]+\.[!-~]+", value):
        return
    try:
        validate_email(value)
    except ValidationError:
        raise ValidationError(
            _("“%(value)s” is neither an e-mail address nor an address that begins with https://."),
            params={"value": value},
        ) from None


def sellers(text: str) -> None:
    """Raises ``ValidationError`` for the first line that ads.txt (IAB, version 1.1) cannot hold."""
    for number, whole in enumerate(text.splitlines(), 1):
        line = whole.partition("#")[0].strip()
        if line and not (SELLER.fullmatch(line) or VARIABLE.fullmatch(line)):
            raise ValidationError(
                _(
                    "Line %(number)s, “%(line)s”, is none of ads.txt; write: domain, number of the account, DIRECT or RESELLER."
                ),
                params={"number": number, "line": line[:80]},
            )
