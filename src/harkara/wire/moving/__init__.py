"""Moving in: the archive of another paper, whatever program it was kept by, becomes stories of this one.

Doors: :mod:`.parcel` (what a reader of any format yields), :data:`.registry.KINDS` (which formats there are) and
:func:`.command.move_in` (``harkara import``). A new format is a module with ``open_``, and its line in ``registry.py``.

May import: the rest of :mod:`harkara.wire` that reads; :mod:`harkara.desk.moving` and :mod:`harkara.comments.moving` in
``engine.py`` alone.
"""
