"""What other sites show of a story in a frame."""

from harkara.desk import keys
from harkara.desk.copy.teasers import described
from harkara.layout.copy import TeaserCopy
from harkara.rack.keys import read


def embed(id: int) -> TeaserCopy | None:  # noqa: A002 (the door's word)
    """A published story as others show it, with what is said of its picture; ``None`` where there is none. Notes
    ``teaser:{id}`` and its picture.
    """
    read(keys.teaser(id))
    return described(id)
