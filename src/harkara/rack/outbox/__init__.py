"""The outbox of the readers' side: what changed in the `readers` database, for the press to hear of.

Comments and readings keep their tables in a database of their own, to which the newsroom's change log cannot reach in one
commit. So they :func:`~.log.touch` keys here, in the transaction that changes something, and the press carries these
entries into the newsroom's log in the same order. Doors: ``log`` for rooms of the readers' side and the press, ``sides``
for the settings (which table lies in which database).
"""
