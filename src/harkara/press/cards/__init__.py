"""Cards: pictures of a story for sharing, drawn from finished copy. The same copy gives the same bytes.

``faces`` sets a line of Bangla and Latin letters, ``breaking`` finds lines for a headline, ``palette`` the colours,
``drawing`` draws a card, ``saving`` makes a file of it. How cards look is data: ``layout/cards.toml``.
"""

from harkara.press.cards.drawing import draw
from harkara.press.cards.saving import FORMS, save

__all__ = ["FORMS", "draw", "save"]
