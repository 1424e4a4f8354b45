"""Finished copy of cards, pictures of a story for sharing (:mod:`.copy` says what finished copy is). How they look is data:
``cards.toml``.
"""

from dataclasses import dataclass
from typing import Literal

CardKind = Literal["headline", "quote", "breaking", "numbers", "obituary", "score"]
CardShape = Literal["square", "portrait", "landscape"]
CardGround = Literal["paper", "dark", "accent"]
CardPhoto = Literal["above", "behind", "none"]


@dataclass(frozen=True, slots=True)
class CardLook:
    """How cards of a kind look: what lies behind the words, where the photo stands, what is written over the headline and at
    the foot (empty: nothing), and whether the day is told.
    """

    ground: CardGround = "paper"
    photo: CardPhoto = "above"
    label: str = ""
    foot: str = ""
    dated: bool = True


@dataclass(frozen=True, slots=True)
class CardCopy:
    """A picture of a story for sharing, before it is drawn: what stands on it, in Bangla digits and normalised."""

    kind: CardKind
    look: CardLook
    words: str  # the headline, or what was quoted
    label: str  # over the words
    day: str  # "১৫ আগস্ট ২০২২"
    paper: str  # its name, where there is no logo
    aside: tuple[str, ...] = ()  # below the words: who said them; of an obituary the years, and its headline
    figures: tuple[
        tuple[str, str], ...
    ] = ()  # figures with what they count; teams of a score with theirs, figure first
    photo: int | None = None  # the picture's number
    focus: tuple[int, int] = (50, 50)  # see ``PictureCopy.focus``
    credit: str = ""  # of the photo
    logo: int | None = None
    is_corrected: bool = False
    accent: str = ""  # of the paper, as in ``LookCopy``
    face: Literal["serif", "sans"] = "serif"
