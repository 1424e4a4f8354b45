"""List a word of abuse, or strike one off the list."""

from django.db import transaction

from harkara.bangla import graphemes
from harkara.bangla.clean import normalise
from harkara.comments import clock, words
from harkara.comments.errors import Refused
from harkara.comments.models import ListedWord
from harkara.comments.moderators import Moderator
from harkara.rack.outbox.sides import READERS

LONGEST = 50
"""Letters of an entry."""


def list_word(word: str, by: Moderator) -> str:
    """Puts ``word`` on the list and returns it as it is kept. Comments that were received before are not looked through.
    Raises ``Refused`` for what has less than three letters, is too long, or stands on the list; and for a list that is full.
    """
    kept, shape = _shaped(word)
    if words.listed().of(shape, exactly=True):
        raise Refused("word_known", word=kept)
    _put(kept, shape, by, is_listed=True)
    return kept


def strike_word(word: str, by: Moderator) -> str:
    """Takes ``word`` off the list. Raises ``Refused`` for one that does not stand on it."""
    kept, shape = _shaped(word)
    if not words.listed().of(shape, exactly=True):
        raise Refused("word_unknown", word=kept)
    if shape in {words.shape(seed) for seed in words.seeds()}:
        _put(kept, shape, by, is_listed=False)
    else:
        ListedWord.objects.filter(pk=shape).delete()
    return kept


def _shaped(word: str) -> tuple[str, str]:
    kept = " ".join(normalise(word).split())
    shape = words.shape(kept)
    if len(shape) < 3 or graphemes.length(kept) < 2 or graphemes.length(kept) > LONGEST or len(kept) > 100:
        raise Refused("word_short", word=graphemes.truncate(kept, LONGEST), most=LONGEST)
    return kept, shape


def _put(word: str, shape: str, by: Moderator, *, is_listed: bool) -> None:
    with transaction.atomic(using=READERS):
        if ListedWord.objects.exclude(pk=shape).count() >= words.MOST:
            raise Refused("words_full", most=words.MOST)
        ListedWord.objects.update_or_create(
            pk=shape, defaults={"word": word, "is_listed": is_listed, "by_name": by.name[:150], "at": clock.now()}
        )
