"""What a story says of its pictures, where that differs from what the pictures say of themselves."""

from typing import Any, Final

from django.utils.translation import gettext as _

from harkara.bangla.clean import normalise
from harkara.desk.errors import Refused

PARTS: Final = {"caption": 400, "alt": 250}
"""What may be said, and in how many letters: as many as a picture's own words have."""


def tidied(given: Any) -> dict[str, dict[str, str]]:
    """The captions out of what an editor's form holds: by the number of the picture, what is not empty, spelled one way.

    Raises ``Refused`` for words that are too long, naming how they begin, and for what is no set of captions.
    """
    if given in (None, ""):
        return {}
    if not isinstance(given, dict):
        raise Refused(_("What is said of the pictures could not be read: load the page again."))
    found: dict[str, dict[str, str]] = {}
    for number, said in given.items():
        if not (str(number).isascii() and str(number).isdecimal() and isinstance(said, dict)):
            raise Refused(_("What is said of the pictures could not be read: load the page again."))
        words = {name: normalise(str(said.get(name) or "")).strip() for name in PARTS}
        for name, text in words.items():
            if len(text) > PARTS[name]:
                raise Refused(
                    _("“%(words)s…” is too long for a picture: %(most)s letters at most.")
                    % {"words": text[:40], "most": PARTS[name]}
                )
        if kept := {name: text for name, text in words.items() if text}:
            found[str(int(number))] = kept
    return found
