"""Wakes a process of the paper: Django is loaded, and stays.

What loading makes is needed until the process ends. Python's collector of garbage would look through all of it again and
again while there is more and more, and once more at the end, and find nothing: it took two fifths of the time in which a
process starts and ends.
"""

import gc


def wake() -> None:
    """``django.setup()`` while the collector rests; what is there afterwards is not looked through again.

    May be called where Django is loaded already. Raises what ``django.setup()`` raises.
    """
    import django

    gc.disable()
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()
