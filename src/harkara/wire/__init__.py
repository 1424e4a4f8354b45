"""The wire: what comes in from outside becomes a clean draft in the desk's incoming tray.

Doors: :func:`harkara.wire.clipping.parse` (the text of a saved news page, as a clipping),
:func:`harkara.wire.html.clip` (its HTML), :func:`harkara.wire.fetching.fetch` (the one way out),
:func:`harkara.wire.command.clip` (the ``harkara clip`` command), :func:`harkara.wire.formats.read` (agencies' files),
:func:`harkara.wire.mail.read` (letters), :func:`harkara.wire.take_command.take` (the ``harkara take`` command) and
:func:`harkara.wire.moving.command.move_in` (``harkara import``).

May import: :mod:`harkara.bangla`, :mod:`harkara.rack.once`; :mod:`harkara.desk.intake`, :mod:`harkara.desk.moving` and
:mod:`harkara.comments.moving` where something is stored.
"""
