"""The readers' screens: what one reader sees and sends, below ``/comment/``. Plain forms; they need no script.

Nothing of it is kept by anybody, and every form carries Django's token, which the page itself brought (``csrf``). Who
signed in holds a word in a cookie of its own, unlike the newsroom's.
"""
