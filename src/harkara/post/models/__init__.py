"""What the post keeps: tables of the readers' database. Nothing here refers to the newsroom's."""

from .letters import (
    Asking,
    Letter,
    LetterAgain,
    LetterBounce,
    LetterDay,
    LetterOrder,
    LetterReader,
    Mailing,
    MailingStory,
    ReturnedTo,
)
from .push import Message, Reached, Subscription, Walk, Wish

__all__ = [
    "Asking",
    "Letter",
    "LetterAgain",
    "LetterBounce",
    "LetterDay",
    "LetterOrder",
    "LetterReader",
    "Mailing",
    "MailingStory",
    "Message",
    "Reached",
    "ReturnedTo",
    "Subscription",
    "Walk",
    "Wish",
]
