"""A CDN in front of the paper: pages carry keys, and who keeps copies is told which of them are over (decision 34).

Doors: :mod:`.keys` (the key of an address), :mod:`.services` (who keeps copies, and how he is told), :mod:`.purger` (follows the
journal), :mod:`.command` (``harkara purge``). Imports nothing above the rack.
"""
