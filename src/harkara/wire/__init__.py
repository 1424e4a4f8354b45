"""The wire: what comes in from outside becomes a clean draft in the desk's incoming tray.

Doors: :func:`harkara.wire.clipping.parse` (the text of a saved news page, as a clipping) and
:func:`harkara.wire.command.clip` (the ``harkara clip`` command).

May import: :mod:`harkara.bangla`; :mod:`harkara.desk.intake` where something is stored.
"""
