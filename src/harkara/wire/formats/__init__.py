"""Agencies' formats: one file each, from bytes to dispatches.

Doors: :func:`read` (any file of an agency), :data:`FORMATS` (what is known). A new format is a module with ``NAME``,
``knows`` and ``read``, and its line in ``registry.py``; how, says ``docs/how-to/add-a-source.md``.

May import: the rest of :mod:`harkara.wire` that reads (trees, paragraphs, chain, dispatch); never the desk.
"""

from harkara.wire.formats.registry import FORMATS, read

__all__ = ["FORMATS", "read"]
