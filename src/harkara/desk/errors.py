"""What the desk refuses, each with a sentence that names the value and the way out::

DeskError
├── NotReady       a story lacks what a published story needs
├── NotPublished   the act is for published stories only
├── Killed         the story was killed; nothing brings it back
├── DraftPending   newer words wait in a draft; the act would pass over them
├── NothingToDo    the act would change nothing
├── Overtaken      somebody else did the same meanwhile; what they did would be lost
├── Unfit          a file that is no picture for the paper
├── Missing        a clipping, section or editor that does not exist
└── Refused        everything else that must not be done

``SecondFactorMissing`` stands beside them.
"""


class DeskError(Exception):
    """Root of the desk's own errors; the text is a sentence for the editor."""


class NotReady(DeskError):  # noqa: N818 (a refusal says what is, as editors do)
    """The story lacks something that a published story needs."""


class NotPublished(DeskError):  # noqa: N818 (see above)
    """Readers do not see this story."""


class Killed(DeskError):  # noqa: N818 (see above)
    """The story was killed."""


class DraftPending(DeskError):  # noqa: N818 (see above)
    """Unpublished words wait in a draft."""


class Overtaken(DeskError):  # noqa: N818 (see above)
    """What stands there is not what this person saw: it would be overwritten unseen."""


class NothingToDo(DeskError):  # noqa: N818 (see above)
    """Nothing would change."""


class Missing(DeskError):  # noqa: N818 (see above)
    """What was named does not exist."""


class Unfit(DeskError):  # noqa: N818 (see above)
    """A file cannot become a picture of the paper."""


class SecondFactorMissing(Exception):  # noqa: N818 (see above)
    """Somebody who may do this has not shown a second factor. Not a ``DeskError``: screens lead to where one is set up
    (``desk.screens.doorkeeper``) instead of showing a sentence and staying.
    """


class Refused(DeskError):  # noqa: N818 (see above)
    """This must not be done."""
