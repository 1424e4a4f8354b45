"""Two houses in one process: the second begins when the first is left."""

from dataclasses import dataclass
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections
from pytest_django.fixtures import Settings

from harkara.rack.outbox.sides import READERS
from tests.conftest import _cast


@dataclass
class House:
    """Whose turn it is: ``enter`` leaves the one before."""

    home: Path
    settings: Settings

    def enter(self, name: str) -> Path:
        """An empty house called so; returns its home."""
        home = self.home / name
        home.mkdir()
        connections.close_all()
        _cast(str(connection.settings_dict["NAME"]), str(connections[READERS].settings_dict["NAME"]))
        ContentType.objects.clear_cache()
        self.settings.HARKARA_HOME = home
        self.settings.HARKARA_RACK = home / "rack"
        self.settings.MEDIA_ROOT = home / "media"
        return home
