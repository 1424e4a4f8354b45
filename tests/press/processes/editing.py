"""An editor in a process of its own: takes acts as lines of JSON, one at a time, and says what became of each.

Before an act that may take a story off the paper it says which one. So whoever kills the process knows what is in doubt.
"""

import asyncio
import json
import os
import sys
from random import Random
from typing import Any, TextIO

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connections

from harkara.desk import actions
from harkara.desk.errors import DeskError
from harkara.desk.models import Story
from harkara.press.storeroom import Storeroom
from harkara.rack import door
from tests.desk.acts import ACTS, Acts

LIVE_AT_MOST = 24
ASKED_AT_ONCE = 4
PATIENCE = 30.0
"""Seconds after which a reader gives up: the press may have died with the question."""


class Editor(Acts):
    """Acts, and says on ``out`` which story an act is about before it is done."""

    def __init__(self, mark: str, out: TextIO) -> None:
        super().__init__(Random(0), mark)
        self.out = out
        self.about: int | None = None

    def say(self, **words: Any) -> None:
        self.out.write(json.dumps(words) + "\n")
        self.out.flush()

    def one(self) -> Story | None:
        story = super().one()
        self.about = story.pk if story else None
        self.say(about=self.about)
        return story

    def publish(self) -> bool:
        self.about = actions.publish(self.draft(), self.editor).pk
        return True

    def make_room(self) -> None:
        """Takes stories off the paper until it is small again: a step must stay cheap."""
        while len(live := self.live()) > LIVE_AT_MOST:
            story = self.chance.choice(live)
            self.say(about=story.pk)
            actions.unpublish(story, self.editor)

    def read(self) -> bool:
        """A few readers ask for pages that are not on the shelf. Nobody answers while the press is down."""
        store = Storeroom.of_settings()
        after, missing = "", []
        while entries := store.manifest.entries(after, 1000):
            after = entries[-1][0]
            missing += [p for p, e in entries if e.kind == "sheet" and store.shelf.mark(e.name) is None]
        store.manifest.close()
        chosen = self.chance.sample(missing, min(len(missing), ASKED_AT_ONCE))
        asyncio.run(self._ask(chosen))
        return bool(chosen)

    async def _ask(self, paths: list[str]) -> None:
        asked = (door.ask(settings.HARKARA_PRESS_URL, path, PATIENCE) for path in paths)
        for found in await asyncio.gather(*asked, return_exceptions=True):
            if isinstance(found, BaseException) and not isinstance(found, OSError):
                raise found

    def act(self, name: str, seed: int) -> None:
        """Does one act and says what became of it, as the last line."""
        self.chance, self.about = Random(seed), None
        try:
            done = {**ACTS, "publish": Editor.publish, "read": Editor.read}[name](self)
        except (DeskError, DatabaseError, LookupError) as error:
            self.say(refused=type(error).__name__, why=str(error))
            close_old_connections()
            return
        row = Story.objects.filter(pk=self.about).first() if self.about else None
        told = {"number": row.pk, "headline": row.headline} if row else {}
        self.say(done=done, **told)


def main(mark: str) -> int:
    """Works until there is nothing to read any more."""
    editor = Editor(mark, sys.stdout)
    for line in sys.stdin:
        asked = json.loads(line)
        if asked["act"] == "rest":
            connections.close_all()
            editor.say(done=True)
            continue
        if asked["act"] == "make room":
            try:
                editor.make_room()
            except (DeskError, DatabaseError) as error:
                editor.say(refused=type(error).__name__, why=str(error))
            else:
                editor.say(done=True)
            continue
        editor.act(asked["act"], asked["seed"])
    return 0


if __name__ == "__main__":
    os._exit(main(sys.argv[1]))
