"""Stands on other machines: how each keeps a rack of its own that follows the press's (decision 34).

On the press's machine the ``journal`` says what became of the rack, and ``dispatch`` hands it and the pages out, as whole
files, to who knows the key. On a node the ``runner`` takes them and lays them on the node's own rack, ``ear`` hears when
there is something new, ``asks`` brings the stand's questions to the press, and ``state`` says how it stands. Neither side
needs Django, and no node knows anything of the newsroom.

Doors: ``command`` for the command line, ``journal`` for the press, ``state`` for who watches.
"""
