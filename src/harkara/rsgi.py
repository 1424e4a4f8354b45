"""What the server runs: the stand in front, and behind it the newsroom, which is Django's."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "harkara.settings")

from django.conf import settings
from django.core.asgi import get_asgi_application

from harkara.stand.rsgi import application

NEWSROOM = ("/desk/", "/static/", "/media/")
"""First words of the addresses that Django answers."""

app = application(
    rack=settings.HARKARA_RACK,
    behind=get_asgi_application(),
    prefixes=NEWSROOM,
    press_url=settings.HARKARA_PRESS_URL,
)
