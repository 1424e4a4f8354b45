"""The desk: where a clipping or a blank sheet becomes a story, and a story is kept true.

Doors: ``desk.copy`` reads what may be published, as ``layout.copy``'s dataclasses; ``desk.intake`` files clippings in
the incoming tray; ``desk.proof`` is where the press hangs its renderer for previews; ``desk.due`` publishes what is
scheduled; ``desk.clock`` is the desk's only source of now. ``desk.models`` and ``desk.actions`` (one file a verb) are
private: every way to change a story is an action, which writes, and touches the keys of what readers see changed, in
one transaction. The editors' screens (``desk.screens``, Wagtail) fetch, call one action and answer.

May import ``rack``, ``layout``, ``people``, ``bangla``, Django and Wagtail.
"""
