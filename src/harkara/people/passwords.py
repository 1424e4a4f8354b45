"""What a password of staff must be: long. Nothing is asked of its letters (NIST SP 800-63B, 3.1.1.2; ASVS 5.0, 6.2)."""

from typing import Final

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _

LEAST: Final = 12
ADVISED: Final = 15


class Length(MinimumLengthValidator):
    """Refuses what is shorter than 12 letters, and advises 15 (``AUTH_PASSWORD_VALIDATORS``)."""

    def __init__(self) -> None:
        super().__init__(LEAST)

    def get_help_text(self) -> str:
        said = _(
            "At least %(least)d letters; %(advised)d or more are better: a short sentence that nobody else would write."
        )
        return said % {"least": LEAST, "advised": ADVISED}
