"""A worker that answers searches has loaded neither newsroom nor database, and before the first search not even templates."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harkara.archive import shelf
from harkara.archive.index import Place
from harkara.archive.record import Record
from tests.stand.archives import bake
from tests.stand.processes import PATHS, ROOT
from tests.stand.reader import Rack

pytestmark = pytest.mark.process

WORKER = """
import asyncio, sys
from urllib.parse import urlencode
import harkara.served
from tests.stand.reader import Exchange, Request

def ask(path, **said):
    async def asked():
        exchange = Exchange()
        rest = harkara.served.app(Request(path, query_string=urlencode(said)), exchange)
        if rest is not None:
            await rest
        return exchange
    return asyncio.run(asked())

def loaded(*names):
    return sorted(name for name in names if any(one == name or one.startswith(name + ".") for one in sys.modules))

assert ask("/search/").status == 200
print(loaded("jinja2", "tantivy", "harkara.bangla.clock"))
for said in ({"q": "putin"}, {"q": "পুতিনের", "from": "২০২২"}, {"q": "নদী"}):
    answer = ask("/search/", **said)
    print(answer.status, answer.text().count('class="teaser hit"'))
print(ask("/search/suggest", q="পুত").text())
print(loaded("harkara.desk", "harkara.press", "harkara.rack.models", "django.db.models", "wagtail"))
"""


@pytest.mark.parametrize("engine", shelf.ENGINES)
def test_a_worker_searches_without_newsroom_and_database(tmp_path: Path, engine: str) -> None:
    bake(Rack(tmp_path / "rack"))
    index = shelf.open_index(tmp_path / "archive" / "public", writing=True, engine=engine)
    moment = datetime(2022, 8, 15, tzinfo=UTC)
    words = "কিম জং উনকে চিঠি লিখলেন ভ্লাদিমির পুতিন"
    index.write([Record("story", 1, words, words, moment, href="/world/1/x", section="world")], [], Place(1))
    index.close()
    environment = {
        "HARKARA_HOME": str(tmp_path),
        "HARKARA_ARCHIVE_ENGINE": engine,
        "HARKARA_NEWSROOM": str(tmp_path / "newsroom"),
        "PYTHONPATH": PATHS,
    }
    run = subprocess.run(
        [sys.executable, "-c", WORKER], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    assert run.stdout.splitlines() == ["[]", "200 1", "200 1", "200 0", '{"suggestions": ["পুতিন"]}', "[]"]
