"""``harkara clip``: what it prints, what it stores, and what it says when it cannot."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harkara.desk.models import IncomingClipping, Section, Story
from harkara.people.models import User
from harkara.wire import clipping, robots
from harkara.wire.command import clip
from tests.wire.html_shapes import pages
from tests.wire.page_shapes import shapes
from tests.wire.servers import Paper, Reply, paper
from tests.wire.servers import page as reply

PAGE = shapes()[0]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE.text, encoding="utf-8")
    return path


def test_json_prints_and_stores_nothing(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clip([str(page), "--json"]) == 0  # no database is marked: a query would fail this test
    assert len(json.loads(capsys.readouterr().out)["lines"]) == sum(
        bool(line.strip()) for line in PAGE.text.splitlines()
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_gives_the_same(
    encoding: str, tmp_path: Path, page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(PAGE.text.encode(encoding))
    printed = []
    for path in (page, other):
        assert clip([str(path), "--json"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAGE.text.encode())))
    assert clip(["-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["headline"]


@pytest.mark.django_db
def test_it_is_filed_once(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clip([str(page)]) == 0
    row = IncomingClipping.objects.get()
    assert capsys.readouterr().out == f"Filed: “{row.headline}”, /desk/tray/{row.pk}/\n"
    assert clip([str(page)]) == 0
    assert capsys.readouterr().out == f"Already in the tray: “{row.headline}”, /desk/tray/{row.pk}/\n"
    assert IncomingClipping.objects.count() == 1


@pytest.mark.django_db
def test_it_is_published_once(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Section.objects.create(slug="world", name="আন্তর্জাতিক")
    User.objects.create_superuser("editor", password="x")
    for _ in range(2):
        assert clip([str(page), "--publish", "--section", "world", "--as", "editor"]) == 0
        story = Story.objects.get()
        assert story.live
        assert capsys.readouterr().out.endswith(f"Published: story {story.pk}, /{story.pk}\n")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("section", "user", "sentence"),
    [
        ("sports", "editor", "There is no section “sports”; there are: world."),
        ("world", "nobody", "There is no editor “nobody”: name an account of the newsroom."),
    ],
)
def test_nobody_and_nowhere(
    page: Path, section: str, user: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Section.objects.create(slug="world", name="আন্তর্জাতিক")
    User.objects.create_superuser("editor", password="x")
    assert clip([str(page), "--publish", "--section", section, "--as", user]) == 2
    assert capsys.readouterr().err == sentence + "\n"
    assert Story.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty; save the page as text again"),
        (b"\n \n\t\n", "it is empty; save the page as text again"),
        (bytes(range(256)) * 40, "it is not text in UTF-8 or UTF-16; save the page as UTF-8 text"),
        (b"The quick brown fox jumps.\n" * 30, "it has no Bangla text; save the page of a Bangla story"),
        ("হোম\nখেলা\nবিনোদন\n".encode(), "it has no story, only headlines or menus; save the page of one story"),
        ("ক".encode() * (5 * 1024 * 1024 // 3 + 1), "it is larger than 5 MB; save only the page of one story"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    content: bytes, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(content)
    assert clip([str(path)]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", f"Cannot clip {path}: {why}.\n")


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.txt"
    assert clip([str(path)]) == 2
    assert capsys.readouterr().err == f"Cannot read {path}: No such file or directory; give the path of a saved page.\n"


def test_a_folder_is_no_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert clip([str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"Cannot read {tmp_path}: Is a directory; give the path of a saved page.\n"


def test_publishing_needs_a_section_and_a_name(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        clip([str(page), "--publish"])
    assert ended.value.code == 2
    assert "--publish needs --section SLUG and --as USER" in capsys.readouterr().err


HTML = next(page for page in pages() if page.name.startswith("01-"))


def test_a_file_of_html(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(HTML.data)
    assert clip([str(path), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["headline"], printed["address"]) == (HTML.headline, HTML.address)
    assert printed["pictures"][0]["credit"] == "আলোকধারা"


def test_html_on_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HTML.data)))
    assert clip(["-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["headline"] == HTML.headline


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    robots.forget()
    monkeypatch.setenv("HARKARA_LOCAL_HOSTS", "127.0.0.1")
    with paper({"/news": reply(HTML.data, "text/html"), "/text": reply(PAGE.text.encode(), "text/plain")}) as running:
        yield running


@pytest.mark.django_db
def test_an_address_is_filed_with_its_pictures(host: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    assert clip([f"http://127.0.0.1:{host.port}/news"]) == 0
    row = IncomingClipping.objects.get()
    assert capsys.readouterr().out == f"Filed: “{row.headline}”, /desk/tray/{row.pk}/\n"
    assert (row.headline, row.address) == (HTML.headline, HTML.address)
    assert [picture["credit"] for picture in row.pictures] == ["আলোকধারা"]
    assert "/a.jpg" not in " ".join(host.paths())  # told of, not copied


def test_an_address_of_plain_text(host: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    assert clip([f"http://127.0.0.1:{host.port}/text", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["headline"] == clipping.parse(PAGE.text).headline


@pytest.mark.parametrize(
    ("path", "given", "sentence"),
    [
        ("/none", reply(b"", status=404), "There is no page at “{}”, it answers 404: look at the address."),
        (
            "/a.pdf",
            reply(b"%PDF-1.7", "application/pdf"),
            "“{}” is no page but “application/pdf”: give the address of the page, or paste its text.",
        ),
        ("/menu", reply(b"<p>x</p>"), "Cannot clip {}: it has no Bangla text; give the page of a Bangla story."),
    ],
)
def test_an_address_that_is_no_story(
    path: str, given: Reply, sentence: str, host: Paper, capsys: pytest.CaptureFixture[str]
) -> None:
    host.replies[path] = given
    address = f"http://127.0.0.1:{host.port}{path}"
    assert clip([address]) == 2
    assert capsys.readouterr().err == sentence.format(address) + "\n"


def test_an_address_inside_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert clip(["http://169.254.169.254/latest/meta-data/"]) == 2
    assert capsys.readouterr().err == (
        "“http://169.254.169.254/latest/meta-data/” is not fetched: “169.254.169.254” leads to 169.254.169.254, "
        "which is not public; give the address of a public page.\n"
    )
