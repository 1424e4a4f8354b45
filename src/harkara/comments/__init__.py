"""Comments: readers, what they say under stories, and what became of it.

Everything lies in the ``readers`` database, apart from the newsroom's: a reader is no account of staff, and a story is known
by its public id alone. Verbs are in ``actions``, one file each; each tells the readers' outbox which keys it changed, in the
same transaction, and the press prints what these change.

Doors: ``actions`` (the verbs), ``copy`` (what readers see, as layout's dataclasses), ``names`` and ``text`` (what may be
written). It imports rack, layout and bangla, and knows neither desk nor press nor stand nor Wagtail.
"""
