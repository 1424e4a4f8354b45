"""A drawn card as the bytes of a file."""

import io
from typing import Any, Final

from PIL import Image

FORMS: Final[dict[str, tuple[str, str, dict[str, Any]]]] = {
    "jpg": ("JPEG", "image/jpeg", {"quality": 86, "progressive": True, "subsampling": 0}),
    "webp": ("WEBP", "image/webp", {"quality": 82, "method": 2}),
}
"""Pillow's name of a form, its media type and how it is saved. Letters lose their edges where colour is halved (4:2:0), so
JPEG keeps all of it; not every scraper knows WebP.
"""


def save(card: Image.Image, form: str) -> bytes:
    """``card`` as ``jpg`` or ``webp``: the same bytes each time."""
    name, _, options = FORMS[form]
    out = io.BytesIO()
    card.save(out, name, **options)
    return out.getvalue()
