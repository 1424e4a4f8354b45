"""The field of rich text: what is taken of what is posted, what it shows, and that the editor is the one that was written."""

import copy
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation
from lxml import html as parser
from wagtail.blocks.base import BlockWidget

from harkara.desk.models import Story
from harkara.desk.screens import writing
from harkara.desk.screens.writing import RichText
from tests.desk.factories import make_story, make_topic, make_user

EDITOR = Path(__file__).resolve().parents[3] / "src/harkara/desk/editor"
BUILT = EDITOR.parent / "static/desk/writing/editor.js"

NUMBER = re.compile("[0-9a-f]{8}-[-0-9a-f]{27}")


def taken(html: str) -> str | None:
    return RichText().value_from_datadict(QueryDict(mutable=True) | {"text": html}, {}, "text")


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ('<p>এক <b>দুই</b> <i>তিন</i><br/><a href="/12">চার</a></p>', None),
        ('<p>ক &amp; <a href="https://example.com/?a=1&amp;b=2">খ</a></p>', None),
        ("<p>ক<script>alert(1)</script></p>", "<p>কalert(1)</p>"),
        ('<p onclick="x()" style="color:red">ক</p>', "<p>ক</p>"),
        ('<p><a href="javascript:alert(1)">ক</a></p>', "<p><a>ক</a></p>"),
        ("<h2>ক</h2>", "ক"),
    ],
)
@pytest.mark.django_db
def test_only_what_the_field_offers_is_taken(posted: str, kept: str | None) -> None:
    assert taken(posted) == (posted if kept is None else kept)


def test_what_was_stored_is_shown_as_it_is() -> None:
    assert RichText().format_value('<p data-block-key="a1">ক <b>খ</b></p>') == '<p data-block-key="a1">ক <b>খ</b></p>'
    assert RichText().format_value(None) == ""


@pytest.mark.django_db
def test_stories_for_a_link(client: Client) -> None:
    client.force_login(make_user("rina"))
    story = make_story(headline="জাহাজ এসেছে বন্দরে")
    make_story(headline="জাহাজ ডুবেছে", published=False)
    address = reverse("desk_writing:stories")
    assert client.get(address, {"q": "জাহাজ"}).json() == {
        "stories": [{"number": story.pk, "headline": "জাহাজ এসেছে বন্দরে"}]
    }
    assert client.get(address, {"q": " "}).json() == {"stories": []}


@pytest.mark.django_db
def test_names_and_what_is_no_mistake(client: Client) -> None:
    client.force_login(make_user("rina"))
    make_topic("গ্রেটা থুনবার্গ")
    assert client.get(reverse("desk_writing:names"), {"q": "thun"}).json() == {
        "names": [{"name": "গ্রেটা থুনবার্গ", "kind": "topic"}]
    }
    checked = client.post(
        reverse("desk_writing:check"), json.dumps(["😀 থুনবার্গ সরককার ধরণ"]), content_type="application/json"
    ).json()["texts"]
    assert [(one["word"], one["start"], one["end"], one["kind"], one["instead"]) for one in checked[0]] == [
        ("সরককার", 12, 18, "unknown", ["সরকার"]),
        ("ধরণ", 19, 22, "variant", ["ধরন"]),
    ]


@pytest.mark.parametrize(("body", "status"), [("{", 400), ('["ক", 1]', 400), (json.dumps(["ক" * 400_001]), 413)])
@pytest.mark.django_db
def test_what_is_no_list_of_texts_is_refused(client: Client, body: str, status: int) -> None:
    client.force_login(make_user("rina"))
    for door in ("mend", "check"):
        assert client.post(reverse(f"desk_writing:{door}"), body, content_type="application/json").status_code == status


def test_the_editor_was_built_from_its_sources() -> None:
    hashed = hashlib.sha256()
    avro = [f"../../bangla/avro/{name}" for name in ("avro.mjs", "rules.json")]
    for name in ["package.json", *avro, *sorted(f"src/{file.name}" for file in (EDITOR / "src").iterdir())]:
        hashed.update(f"{name}\n".encode() + (EDITOR / name).read_bytes())
    head = BUILT.read_text(encoding="utf-8")[:1_000]
    assert re.findall("sha256 ([0-9a-f]{64})", head) == [hashed.hexdigest()], "build it: make editor"
    for name, version in json.loads((EDITOR / "package.json").read_text())["devDependencies"].items():
        assert f"{name} {version}" in head


@pytest.mark.skipif(
    not (EDITOR / "node_modules").exists() or not shutil.which("node"), reason="`make editor` was not run here"
)
def test_what_is_built_is_what_was_written(tmp_path: Path) -> None:
    subprocess.run(["node", "build.mjs", str(tmp_path / "editor.js")], cwd=EDITOR, check=True, capture_output=True)
    assert (tmp_path / "editor.js").read_bytes() == BUILT.read_bytes()


@pytest.mark.django_db
def test_bijoy_is_told_from_the_latin_beside_it(client: Client) -> None:
    client.force_login(make_user("rina"))
    address = reverse("desk_writing:mend")
    answer = client.post(address, ["XvKvq Reuters", "ঢাকা"], content_type="application/json")
    assert answer.json() == {"texts": [[["ঢাকায় ", True], ["Reuters", False]], [["ঢাকা", False]]]}
    assert client.post(address, "{", content_type="application/json").status_code == 400
    assert client.post(address, ["x" * 400_001], content_type="application/json").status_code == 413


@pytest.mark.django_db
def test_the_blocks_of_a_story_are_told_once_a_language(client: Client) -> None:
    client.force_login(make_user("rina"))
    edit = reverse("desk_stories:edit", args=[make_story().pk])
    block = Story._meta.get_field("body").stream_block
    told = {}
    for language in ("bn", "en", "bn"):
        client.post(f"/desk/language/?language={language}")
        page = parser.fromstring(client.get(edit).content.decode())
        told[language] = str(page.get_element_by_id("body").get("data-w-block-data-value"))
        with translation.override(language):
            assert NUMBER.sub("", told[language]) == NUMBER.sub("", BlockWidget(block).block_json)
    assert told["bn"] != told["en"]
    field = writing.BodyField(block)
    first, second = copy.deepcopy(field), copy.deepcopy(field)  # as forms do
    said = {}
    for language in ("bn", "en"):
        with translation.override(language):
            said[language] = first.js_context
            assert second.js_context is said[language]
            numbers = [NUMBER.findall(one.block_json) for one in (first, second)]
            assert (len(numbers[0]), set(numbers[0]) & set(numbers[1])) == (2, set())
    assert said["bn"] is not said["en"]
