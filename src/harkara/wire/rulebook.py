"""The names of all rules of the clipping, each of which can be switched off to measure what it is worth."""

from harkara.wire import body, headline, marks, prose

OTHERS = (
    "unwrap",
    "mastheads",
    "days_in_story",
    "headline_with_a_cry",
    "signed_days",
    "labels_above",
    "persons",
    "places_below",
    "author_below",
    "inline_bylines",
    "indian_pages",
    "datelines",
    "attributions",
    "source_lines",
    "byline",
    "sign_off",
    "title",
    "follow",
    "imprint",
)
"""Habits that are steps of a module, not functions in a table."""

RULES: tuple[str, ...] = tuple(
    dict.fromkeys((*marks.MARKS, *prose.SIGNS, *body.WEIGHTS, *body.HABITS, *headline.SIGNS, *OTHERS))
)
