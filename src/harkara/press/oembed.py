"""What oEmbed says of a story: who asks gets it from the stand, with the frame in the size that was asked for.

Source: oEmbed 1.0 (oembed.com), section 2.3.4 (parameters of all answers) and 2.3.4.4 (type ``rich``).
"""

import json
from typing import Any, Final

from harkara.layout import pages
from harkara.layout.addresses import absolute
from harkara.layout.copy import PaperCopy, TeaserCopy
from harkara.layout.words import labelled
from harkara.rack import embeds

CONTENT_TYPE: Final = "application/json; charset=utf-8"

AGE: Final = 300
"""Seconds for which who asked may keep the answer: a kill should be heard of."""


def said(story: TeaserCopy, paper: PaperCopy) -> dict[str, Any]:
    """What oEmbed says of ``story``, with ``frame`` in place of the frame itself (``rack.embeds.framed``)."""
    told: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": labelled(story.headline, story.sponsor),
        "provider_name": paper.name,
        "provider_url": f"{paper.origin}/",
        "cache_age": AGE,
        "frame": absolute(embeds.address(embeds.names(story.id)[0]), paper),
    }
    if file := pages.embedded_file(story):
        told["thumbnail_url"] = absolute(file.href, paper)
        told["thumbnail_width"], told["thumbnail_height"] = file.width, file.height
    return told


def answer(story: TeaserCopy, paper: PaperCopy) -> bytes:
    """The same as the sheet on the rack, from which the stand makes its answers."""
    return json.dumps(said(story, paper), ensure_ascii=False, separators=(",", ":")).encode()
