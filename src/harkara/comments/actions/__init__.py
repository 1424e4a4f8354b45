"""What can be done with comments: one verb a file. Each takes rows, writes them in one transaction, and last touches the keys
that changed in the readers' outbox. Refusals are in :mod:`harkara.comments.errors`.
"""

from .appeal import appeal
from .approve import approve
from .ask_code import ask_code
from .delete import delete
from .edit import edit
from .enter import enter, visitor
from .erase import erase
from .export import export
from .flood import begin_flood, end_flood
from .guard import guard
from .judge import ban, judge, lift, undo
from .leave import leave
from .list_word import list_word, strike_word
from .note import note
from .react import react
from .report import report
from .say import say
from .take_name import take_name
from .tidy import tidy
from .withdraw import withdraw

__all__ = [
    "appeal",
    "approve",
    "ask_code",
    "ban",
    "begin_flood",
    "delete",
    "edit",
    "end_flood",
    "enter",
    "erase",
    "export",
    "guard",
    "judge",
    "leave",
    "lift",
    "list_word",
    "note",
    "react",
    "report",
    "say",
    "strike_word",
    "take_name",
    "tidy",
    "undo",
    "visitor",
    "withdraw",
]
