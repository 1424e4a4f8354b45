"""Backups: the whole paper in one file while it is published, and back again.

``command`` is `harkara backup`, ``restoring`` is `harkara restore`, ``drilling`` proves that what was kept comes back. ``sides``
takes the two databases, ``negatives`` keeps pictures of which only the new ones are copied, ``file`` is the one file, ``sealing``
closes it. See decision 37.
"""
