"""The stand: hands finished pages to readers.

``application`` is in front; it answers from the rack, from memory where it can, and never needs a database.
What is not baked is asked of the press (``asking``); what is not the reader's goes through the ``bridge`` to the
application behind, which the composition root passes in. ``search`` answers who looks for
something, from the public index. ``command`` starts the whole house.

Doors: ``application.application`` for the composition root, ``command.serve`` for the command line. It imports rack, archive,
layout and bangla only, and knows neither desk nor press nor Wagtail.
"""
