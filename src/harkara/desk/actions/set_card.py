"""Set card: an editor says what stands on the card of a story, where the story itself does not say it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.copy import cards
from harkara.desk.errors import Killed, NothingToDo, Refused
from harkara.desk.models import Story, StoryCard
from harkara.desk.models.card import LONGEST, CardKind
from harkara.people.models import User
from harkara.rack import changes

SET = "desk.set_card"

MOST = 3
"""Figures on a card."""


def set_card(
    story: Story,
    user: User | None,
    kind: str,
    *,
    words: str = "",
    speaker: str = "",
    figures: Sequence[tuple[str, str]] = (),
) -> StoryCard:
    """Gives the card of ``story`` a ``kind`` (of ``CardKind``; empty: as the story is), a quote with its ``speaker``, ``figures``
    with what they count. Its headline and picture stay the story's. Raises ``Refused``, ``Killed``, ``NothingToDo``.
    """
    rights.demand(user, "front", story)
    pairs = [[normalise(figure).strip(), normalise(what).strip()] for figure, what in figures]
    pairs = [pair for pair in pairs if pair[0]]
    said = {
        "kind": kind,
        "words": normalise(words).strip(),
        "speaker": normalise(speaker).strip(),
        "figures": pairs,
    }
    if kind and kind not in CardKind.values:
        raise Refused(_("There is no kind of card “%(kind)s”.") % {"kind": kind[:40]})
    if len(str(said["words"])) > LONGEST:
        raise Refused(_("A quote on a card has at most %(most)s letters: shorten it.") % {"most": LONGEST})
    if len(pairs) > MOST:
        raise Refused(_("A card shows at most %(most)s figures.") % {"most": MOST})
    with transaction.atomic():
        row = traces.locked(story.pk)
        if row.killed_at:
            raise Killed(_("“%(headline)s” was killed: nothing more is done with it.") % {"headline": row})
        before = StoryCard.objects.filter(story=row.pk).first()
        if all(getattr(before or StoryCard(), name) == value for name, value in said.items()):
            raise NothingToDo(_("The card says that already."))
        after = before or StoryCard(story=row)
        for name, value in said.items():
            setattr(after, name, value)
        if kind and cards.lacks(kind, row, after):
            raise Refused(lacking(kind))
        after.changed_at, after.changed_by = clock.now(), user
        after.save()
        log(instance=row, action=SET, user=user, data={"kind": kind})
        changes.touch(keys.card(row.pk))
    return after


def lacking(kind: str) -> str:
    """What a card of ``kind`` needs, a sentence."""
    return {
        CardKind.QUOTE.value: _("A card with a quote needs the quote: write it, or choose another kind."),
        CardKind.NUMBERS.value: _("A card with numbers needs one figure at least, or choose another kind."),
        CardKind.SCORE.value: _("A card with a score needs the points of both teams, or choose another kind."),
        CardKind.OBITUARY.value: _("A card of an obituary needs the name of who died: fill it in in the story."),
    }[kind]
