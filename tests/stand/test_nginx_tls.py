"""``deploy/nginx/harkara-tls.conf`` under a real nginx with a certificate of the test's own: TLS, HTTP/2, two hosts."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from harkara.press import paging
from harkara.rack.pages import Page
from harkara.rack.ready import Ready
from harkara.rack.shelf import Shelf
from tests.stand.front import FOLDER, WHOLE
from tests.stand.processes import free, running, stand
from tests.stand.reader import STORY, Rack

PROGRAMS = ("nginx", "openssl", "curl")

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(not all(map(shutil.which, PROGRAMS)), reason=f"one of {', '.join(PROGRAMS)} is not installed"),
]


@dataclass
class Front:
    """nginx with TLS on ``tls`` and without on ``plain``; the files of its configuration in ``folder``."""

    folder: Path
    tls: int
    plain: int

    def ask(self, host: str, path: str, *more: str, scheme: str = "https") -> tuple[str, int, dict[str, str], str]:
        """Protocol, status, headers and body, as curl gets them."""
        port = self.tls if scheme == "https" else self.plain
        at = ["--resolve", f"{host}:{port}:127.0.0.1", "--cacert", str(self.folder / "cert.pem")]
        command = ["curl", "-sS", "-i", *at, *more, f"{scheme}://{host}:{port}{path}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        head, _, body = done.stdout.replace("\r\n", "\n").partition("\n\n")
        first, *lines = head.split("\n")
        protocol, status = first.split()[:2]
        return (
            protocol,
            int(status),
            {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)},
            body,
        )


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("tls")
    subject = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example,DNS:desk.news.example"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")]
    subprocess.run(["openssl", "req", "-x509", *key, *files, *subject], check=True, capture_output=True)
    rack = Rack(folder / "rack")
    ready = Ready(folder / "rack" / "ready", paging.public())
    rack.shelf = Shelf(folder / "rack" / "shelf", rack.shelf.generation, ready)
    rack.manifest.place(STORY, "story:12")
    rack.shelf.put("story:12", Page(200, paging.public(), ("প্রথম সংস্করণ" * 100).encode()), address=STORY)
    ready.open()
    behind, tls, plain = free(), free(), free()
    for file in FOLDER.iterdir():
        text = file.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace("/srv/harkara", str(folder))
        text = re.sub(r"\n\s+listen \[::\]:\S+[^;]*;", "", text)
        text = re.sub(r"listen 80;", f"listen 127.0.0.1:{plain};", text)
        text = re.sub(r"listen 443 ", f"listen 127.0.0.1:{tls} ", text)
        text = re.sub(r"/etc/letsencrypt/live/news.example/fullchain.pem", f"{folder}/cert.pem", text)
        text = re.sub(r"/etc/letsencrypt/live/news.example/privkey.pem", f"{folder}/key.pem", text)
        text = text.replace("return 301 https://$host$", f"return 301 https://$host:{tls}$")
        (folder / file.name).write_text(text.replace("include harkara-", f"include {folder}/harkara-"))
    user = f"user {Path(folder).owner()};"
    whole = WHOLE.replace("/harkara.conf", "/harkara-tls.conf").format(folder=folder, modules="", user=user)
    (folder / "nginx.conf").write_text(whole)
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-e", "stderr"]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    warned = [
        line for line in checked.stderr.splitlines() if "[warn]" in line and "http2" not in line
    ]  # newer ones say it apart
    assert warned == []
    with stand(behind, rack), running(command, tls):
        yield Front(folder, tls, plain)


def test_a_ready_page_goes_out_by_http_2_and_says_that_tls_is_to_be_remembered(front: Front) -> None:
    protocol, status, headers, body = front.ask("news.example", STORY, "--compressed")
    assert (protocol, status, body) == ("HTTP/2", 200, "প্রথম সংস্করণ" * 100)
    assert headers["strict-transport-security"] == "max-age=63072000"
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "last-modified" not in headers, "nginx itself handed it out"


def test_the_stand_answers_by_http_2_what_is_not_ready(front: Front) -> None:
    protocol, status, _, _ = front.ask("news.example", "/no-such-page")
    assert (protocol, status) == ("HTTP/2", 404)


def test_the_newsroom_is_told_that_it_was_asked_by_tls(front: Front) -> None:
    _, status, _, body = front.ask(
        "desk.news.example", "/desk/x", "-H", "X-Forwarded-Proto: http", "-H", "X-Forwarded-For: 8.8.8.8"
    )
    assert status == 201
    assert '["x-forwarded-proto", "https"]' in body
    assert '["x-forwarded-for", "127.0.0.1"]' in body
    assert '["host", "desk.news.example"]' in body


def test_what_comes_without_tls_is_led_to_it(front: Front) -> None:
    _, status, headers, _ = front.ask("desk.news.example", "/desk/?a=1", scheme="http")
    assert (status, headers["location"]) == (301, f"https://desk.news.example:{front.tls}/desk/?a=1")
    assert "strict-transport-security" not in headers


def test_old_protocols_and_other_hosts_get_no_answer(front: Front) -> None:
    for host, more in (("news.example", ["--tls-max", "1.1"]), ("other.example", ["-k"])):
        at = ["--resolve", f"{host}:{front.tls}:127.0.0.1", "--cacert", str(front.folder / "cert.pem")]
        done = subprocess.run(
            ["curl", "-sS", *more, *at, f"https://{host}:{front.tls}/"], capture_output=True, check=False
        )
        assert done.returncode == 35
