"""The archive: finding anything ever printed.

Two indexes, never mixed: the *public* one holds what readers may see, the *newsroom's* also drafts and incoming copy. Both
are made of records (:mod:`.record`) through the one analyser of ``harkara.bangla``, whatever engine lies below
(:mod:`.index`). Who has something to be found hands it in; this room knows neither desk nor press.

Its doors are ``shelf`` (opens an index), ``index`` (what every index can do) and ``record`` (what is handed in).
"""
