"""The press: follows the change log and puts finished pages on the rack.

``printing`` renders a sheet inside one snapshot of the database and notes what it read; ``plan`` knows which sheets
there are and what a changed key brings into or out of existence; ``bake`` puts a rendering on the rack if nothing it
read has changed meanwhile; ``turns`` is the loop; ``door`` takes the stand's questions, and the ``ovens`` behind it
bake what was asked for, in lots; ``check`` compares the rack with fresh renderings. The rules are in
``docs/decisions/0002-press-rack-stand.md``.

Nobody calls the press: it reads the change log, and the stand asks it through ``rack.door``.
May import ``desk`` (by its doors ``copy``, ``due``, ``holdings``, ``proof`` and ``clock``), ``rack``, ``layout``, ``bangla``.
"""
