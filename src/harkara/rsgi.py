"""What the server runs: the stand in front, and behind it the newsroom, which is Django's.

`harkara serve` has the newsroom in a process of its own. A server that is started by hand has it in each worker.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")

from typing import cast

from django.conf import settings

from harkara.stand.asgi import PLACE, AsgiApp
from harkara.stand.bridge import later
from harkara.stand.corridor import corridor
from harkara.stand.rsgi import application

NEWSROOM = ("/desk/", "/static/", "/media/")
"""First words of the addresses that Django answers."""


def newsroom() -> AsgiApp:
    """Django with all that the desk needs. Takes seconds to load: readers are served meanwhile."""
    from django.core.asgi import get_asgi_application

    return cast(AsgiApp, get_asgi_application())  # Django types its messages more narrowly than ASGI does


place = os.environ.get(PLACE)
app = application(
    rack=settings.HARKARA_RACK,
    behind=corridor(place) if place else later(newsroom),
    prefixes=NEWSROOM,
    press_url=settings.HARKARA_PRESS_URL,
    spool=settings.HARKARA_HOME / "readings",
)
