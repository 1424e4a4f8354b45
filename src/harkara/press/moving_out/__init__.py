"""Moving out: the whole paper in one folder, which any other house can read, and this one takes back.

``crate`` is the folder while it is packed: nobody finds it half full. ``stories`` says a story and a picture as ninjs,
``packing`` goes through the paper in one snapshot of the database, ``site`` writes the pages as files that any web server can
hand out, ``leads`` where old addresses lead.
"""
