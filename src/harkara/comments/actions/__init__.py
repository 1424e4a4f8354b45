"""What can be done with comments: one verb a file. Each takes rows, writes them in one transaction, and last touches the keys
that changed in the readers' outbox. Refusals are in :mod:`harkara.comments.errors`.
"""

from .approve import approve
from .ask_code import ask_code
from .delete import delete
from .edit import edit
from .enter import enter, visitor
from .erase import erase
from .export import export
from .guard import guard
from .leave import leave
from .react import react
from .report import report
from .say import say
from .take_name import take_name
from .tidy import tidy
from .withdraw import withdraw

__all__ = [
    "approve",
    "ask_code",
    "delete",
    "edit",
    "enter",
    "erase",
    "export",
    "guard",
    "leave",
    "react",
    "report",
    "say",
    "take_name",
    "tidy",
    "visitor",
    "withdraw",
]
