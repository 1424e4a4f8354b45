"""What can go wrong on the rack::

RackError
├── RackFull       the disk (or the quota) has no room; what lay there before still lies there
├── TornPage       a page file is short, changed, of another format or of another sheet
└── RackUnreadable the manifest or the generation is there and cannot be read
"""


class RackError(Exception):
    """Root of the rack's own errors."""


class RackFull(RackError):  # noqa: N818 (says what is, as the trade does)
    """Nothing was put: the disk is full. The old page is still there."""


class TornPage(RackError):  # noqa: N818 (see above)
    """The bytes are not a whole page of this sheet; it counts as missing."""


class RackUnreadable(RackError):  # noqa: N818 (see above)
    """A book of the rack exists and cannot be used."""
