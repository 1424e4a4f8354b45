"""Letters by mail: who ordered them, what is on its way, and what came back (decision 41).

Doors: ``mailings`` (the newsroom's side lays letters down, changes and withdraws them), ``copy`` (what the archive on the web
shows), ``command`` (the carrier, ``harkara letters``), ``urls`` (the pages of readers).
"""
