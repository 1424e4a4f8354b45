"""A paper that moved in from WordPress moves out as a site: nginx answers at each old address as the paper did."""

import shutil
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pytest
from pytest_django.fixtures import Settings

from harkara.desk import actions, clock
from harkara.desk.models import Paper, Story
from harkara.press.moving_out.packing import pack
from harkara.press.storeroom import Storeroom
from harkara.press.turns import Turns
from harkara.rack.manifest import Entry
from harkara.wire.moving.command import move_in
from tests.stand.processes import free, running
from tests.whole.house import House
from tests.wire.moving.papers import ORIGIN, attachment, export, item

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed"),
]

WHOLE = """
daemon off;
worker_processes 1;
user {user};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/html html; application/json json; text/xml xml; }}
    include {folder}/site/nginx/maps.conf;
    server {{ listen 127.0.0.1:{port}; include {folder}/site/nginx/site.conf; }}
}}
"""
RIVER, LONG = "/2019/08/নদীর-পানি/", "/2019/08/" + "দীর্ঘ-" * 60 + "/"


@pytest.fixture
def house(tmp_path: Path, settings: Settings, transactional_db: None) -> Iterator[House]:
    yield House(tmp_path, settings)
    clock.set(None)


def ask(port: int, address: str) -> tuple[int, str, bytes]:
    """Status, where it leads, and what is said."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", address)
    answer = connection.getresponse()
    told = (answer.status, answer.getheader("location") or "", answer.read())
    connection.close()
    return told


def furnished(folder: Path) -> Storeroom:
    """A paper of which one story was killed, and a press that followed."""
    path = export(
        folder / "old.xml",
        item(
            12,
            "নদীর পানি বাড়ছে",
            link=ORIGIN + quote(RIVER).lower(),
            terms=[("category", "khela", "খেলা"), ("post_tag", quote("নদী").lower(), "নদী")],
            meta=[("_thumbnail_id", "20")],
        ),
        item(13, "তুলে নেওয়া হবে", link=f"{ORIGIN}/2019/08/Gone-Story/"),
        item(14, "দীর্ঘ ঠিকানা", link=ORIGIN + quote(LONG)),
        item(15, "বড় হাতের অক্ষর", link=f"{ORIGIN}/News/$5-a b\\c/"),
        item(16, "ছোট হাতের অক্ষর", link=f"{ORIGIN}/news/$5-A b\\c/"),
        attachment(20, "boat", parent=12),
    )
    assert move_in(["wxr", str(path), "--report", str(folder / "report.csv"), "--jobs", "0"]) == 0
    Paper.objects.update_or_create(pk=1, defaults={"name": "দৈনিক হরকরা", "is_demo": True})
    actions.kill(Story.objects.get(headline="তুলে নেওয়া হবে"), None, note="ভুল খবর ছিল।")
    turns = Turns(Storeroom.of_settings(), brotli=False)
    turns.settle()
    turns.close()
    return Storeroom.of_settings()


def test_nginx_answers_as_the_paper_did(house: House, tmp_path: Path) -> None:
    home = house.enter("first")
    store = furnished(tmp_path)
    folder = tmp_path / "packed"
    packed = pack(folder)
    port = free()
    for file in (folder / "site/nginx").glob("*.conf"):
        file.write_text(file.read_text().replace("/srv/paper", str(folder)))
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, port=port, user=Path(folder).owner()))
    entries = [(path, entry) for path, entry in store.manifest.entries(limit=10_000) if path]
    seen = {entry.kind for _, entry in entries}
    assert seen == {"sheet", "moved", "gone"}
    with running(["nginx", "-c", str(folder / "nginx.conf"), "-e", "stderr"], port):
        wrong = {path: told for path, entry in entries if (told := _differs(port, path, entry))}
        # nginx does not tell large Latin letters from small ones: of two such addresses the first has both.
        assert (len(wrong), {path.lower() for path in wrong}) == (1, {"/news/$5-a b\\c/"}), packed.lacking
        assert ask(port, "/?p=13")[0] == 410
        killed = Story.objects.get(headline="তুলে নেওয়া হবে")
        assert ask(port, f"/{killed.pk}")[2] == (folder / "site/public/410.html").read_bytes()
        assert ask(port, "/nowhere")[:2] == (404, "")
        assert ask(port, "/nowhere")[2] == (folder / "site/public/404.html").read_bytes()
        story = quote(Story.objects.get(headline="নদীর পানি বাড়ছে").href)
        for address in (
            quote(RIVER),
            quote(RIVER).lower(),
            quote(RIVER) + "amp/",
            quote(RIVER) + "?amp=1",
            "/?p=12",
            "/?attachment_id=20",
            "/wp-content/uploads/2019/08/boat.jpg",
            "/wp-content/uploads/2019/08/boat-300x200.jpg",
        ):
            assert ask(port, address)[:2] == (301, story), address
        assert ask(port, "/?tag=" + quote("নদী").lower())[:2] == (301, f"/topic/{quote('নদী')}/")
    assert home.exists()


def _differs(port: int, path: str, entry: Entry) -> object:
    """What nginx says at a path of the manifest, where that is not what the stand says."""
    stem, mark, asked = path.partition("?")
    status, where, _ = ask(port, quote(stem) + mark + quote(asked, safe="=&"))
    wanted = {"sheet": 200, "gone": 410, "moved": entry.status}[entry.kind]
    return () if (status, where) == (wanted, quote(entry.target)) else (status, where, entry)
