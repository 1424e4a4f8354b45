"""The rack: the shelf of finished pages and the books about them.

The shelf (``shelf``, ``manifest``, ``generation``, ``pages``) is files that a reader's process opens without any
database. The books are the change log (``changes``: what was touched, in the order it was committed), the recorder
(``keys``: what a page read while it was rendered) and the ledger (``ledger``: which sheet read which key). ``door`` is
the way a reader's process asks the press for a page that is not on the shelf.

Doors: ``keys.read`` and ``changes.touch`` for whoever keeps copy, everything for press, the shelf for stand. It knows
stories by public id and imports neither desk nor press.
"""
