"""Which parts of a paper a machine runs (``HARKARA_ROLE``), and what each part is not told.

The part that needs a secret has it in its environment, and no other: a hole in one does not open the rest. ``harkara serve``
takes the variables out of the environment of what it starts, and a role by itself refuses to start where it is told too much.
"""

from collections.abc import Mapping
from typing import Final

ALL: Final = "all"
DESK: Final = "desk"
PRESS: Final = "press"
STAND: Final = "stand"
WIRE: Final = "wire"

ROLES: Final = (ALL, DESK, STAND, PRESS, WIRE)

FORMER: Final = {"house": ALL}
"""What roles were called in earlier versions."""

OF_LETTERS: Final = ("HARKARA_LETTERS_MAILBOX",)
"""What who carries letters alone is told: the mailbox to which they come back."""

OF_NODES: Final = ("HARKARA_DISPATCH_KEY", "HARKARA_WAKE", "HARKARA_FOLLOWS", "HARKARA_EDGE_TOKEN")

WITHHELD: Final[dict[str, tuple[str, ...]]] = {
    ALL: ("HARKARA_WAKE", "HARKARA_FOLLOWS"),
    DESK: ("HARKARA_READERS_KEY", "HARKARA_NETRC", "HARKARA_PUSH_KEY", *OF_LETTERS, *OF_NODES),
    PRESS: (
        "HARKARA_READERS_KEY",
        "HARKARA_NETRC",
        "HARKARA_MAIL_URL",
        *OF_LETTERS,
        "HARKARA_WAKE",
        "HARKARA_FOLLOWS",
    ),
    STAND: (
        "HARKARA_DATABASE",
        "HARKARA_SECRET_KEY",
        "HARKARA_FORMER_SECRET_KEYS",
        "HARKARA_NETRC",
        "HARKARA_SHARE_SECRETS",
        "HARKARA_DISPATCH",
        "HARKARA_PUSH_KEY",
    ),
    WIRE: (
        "HARKARA_READERS_DATABASE",
        "HARKARA_READERS_KEY",
        "HARKARA_MAIL_URL",
        "HARKARA_DISPATCH",
        "HARKARA_PUSH_KEY",
        *OF_LETTERS,
        *OF_NODES,
    ),
}
"""What a machine of this role must not know."""

OF_THE_NEWSROOM: Final = (
    "HARKARA_DATABASE",
    "HARKARA_SECRET_KEY",
    "HARKARA_FORMER_SECRET_KEYS",
    "HARKARA_ARCHIVE_URL",
    "HARKARA_INDEXNOW_KEY",
    "HARKARA_NETRC",
    "HARKARA_SHARE_SECRETS",
    *OF_NODES,
)
"""What the process that takes comments in is not told: the newsroom's doors and keys, and those of other machines."""

OF_THE_POST: Final = ("HARKARA_PUSH_KEY",)
"""What only the postman is told: with it the paper's notices are signed."""

OF_THE_DISPATCH: Final = (
    *OF_THE_POST,
    "HARKARA_DATABASE",
    "HARKARA_READERS_DATABASE",
    "HARKARA_SECRET_KEY",
    "HARKARA_FORMER_SECRET_KEYS",
    "HARKARA_READERS_KEY",
    "HARKARA_ARCHIVE_URL",
    "HARKARA_MAIL_URL",
    *OF_LETTERS,
    "HARKARA_NETRC",
    "HARKARA_SHARE_SECRETS",
)
"""What dispatch, runner and counter of a node are not told: they need no database of the newsroom and sign nothing."""

OF_THE_PURGER: Final = (*OF_THE_DISPATCH, "HARKARA_DISPATCH_KEY", "HARKARA_WAKE", "HARKARA_INDEXNOW_KEY")
"""Who tells a CDN what is over knows the CDN's token, and nothing else. Nobody else knows that one (:data:`OF_NODES`)."""

VERBS: Final = {
    "newsroom": (ALL, DESK),
    "press": (ALL, PRESS),
    "bake": (ALL, PRESS),
    "check": (ALL, PRESS),
    "dispatch": (ALL, PRESS),
    "purge": (ALL, PRESS, STAND),
    "wire": (ALL, WIRE),
    "follow": (STAND,),
}
"""The verbs that one role alone runs; every other verb runs where its database is."""


def role(environment: Mapping[str, str]) -> str:
    """The role that ``environment`` says, by its name of today; what it says may be no role."""
    said = environment.get("HARKARA_ROLE", "").strip().lower() or ALL
    return FORMER.get(said, said)


def refusal(verb: str, environment: Mapping[str, str]) -> str:
    """Why ``verb`` does not start with this ``environment``, in one sentence; empty where it may."""
    mine = role(environment)
    if mine not in ROLES:
        return f"HARKARA_ROLE={environment['HARKARA_ROLE']!r} is not known: set it to {' or '.join(ROLES)}."
    if mine not in VERBS.get(verb, ROLES):
        elsewhere = " or ".join(VERBS[verb])
        return f"“harkara {verb}” is not for HARKARA_ROLE={mine}: run it where HARKARA_ROLE is {elsewhere}."
    told = [name for name in WITHHELD[mine] if environment.get(name, "").strip()]
    if verb == "serve" and told:
        return (
            f"HARKARA_ROLE={mine} must not know {' and '.join(told)}: take {'it' if len(told) == 1 else 'them'} out of the"
            " environment of this machine, or correct the role."
        )
    return ""
