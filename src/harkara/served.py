"""What the workers of `harkara serve` run: the stand in front, and behind it the newsroom, which is Django's.

The newsroom is a process of its own; a worker that is started by hand, without one, has it inside.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")

from typing import TYPE_CHECKING, cast

from django.conf import settings

from harkara.stand.application import application
from harkara.stand.asgi import PLACE, VOICES_PLACE, AsgiApp
from harkara.stand.bridge import later
from harkara.stand.corridor import corridor
from harkara.stand.hosts import Hosts
from harkara.stand.keyed import Keyed
from harkara.stand.notices import CLOSED
from harkara.stand.search import Terms
from harkara.stand.server import Application

if TYPE_CHECKING:
    from harkara.archive.index import Index

NEWSROOM = ("/desk/", "/static/", "/media/")
"""First words of the addresses that Django answers."""


def newsroom() -> AsgiApp:
    """Django with all that the desk needs. Takes seconds to load: readers are served meanwhile."""
    from django.core.asgi import get_asgi_application

    return cast(AsgiApp, get_asgi_application())  # Django types its messages more narrowly than ASGI does


def archive() -> "Index":
    """The public index. Loaded when the first reader searches."""
    from harkara.archive import shelf

    return shelf.public()


def complain(why: str) -> None:
    """Tells who keeps the public index that readers met damage in it."""
    from harkara.archive import complaints

    complaints.complain(settings.HARKARA_ARCHIVE / "public", why)


place, said = os.environ.get(PLACE), os.environ.get(VOICES_PLACE)
has_newsroom = settings.HARKARA_ROLE in ("all", "desk")
stand = application(
    rack=settings.HARKARA_RACK,
    behind=corridor(place) if place else later(newsroom) if has_newsroom else None,
    prefixes=NEWSROOM,
    press_url=settings.HARKARA_PRESS_URL,
    spool=settings.HARKARA_HOME / "readings",
    archive=archive,
    complain=complain,
    voices=corridor(said, closed=CLOSED) if said else None,
    terms=Terms(settings.HARKARA_SEARCH_RATE, settings.HARKARA_SEARCH_BURST, settings.HARKARA_PROXIES),
)
if settings.HARKARA_ORIGIN.startswith("https://") and settings.HARKARA_HSTS != "none":
    told = {"host": "", "subdomains": "; includeSubDomains", "preload": "; includeSubDomains; preload"}
    stand.always = [("strict-transport-security", f"max-age=63072000{told[settings.HARKARA_HSTS]}")]
has_two_hosts = settings.HARKARA_DESK_ORIGIN != settings.HARKARA_ORIGIN
app: Application = Hosts(stand, settings.HARKARA_DESK_ORIGIN, NEWSROOM) if has_two_hosts else stand
if settings.HARKARA_EDGE:
    app = Keyed(app, settings.HARKARA_EDGE[0].kind, settings.HARKARA_EDGE_SECONDS)
