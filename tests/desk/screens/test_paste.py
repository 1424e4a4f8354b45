"""The paste box: an address or a text in, the clipping out, or a sentence why not; in Bangla, and without a script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from lxml import html as parser

from harkara.desk import actions, clock, intake, pasting
from harkara.desk.errors import Refused
from harkara.desk.models import IncomingClipping, Pasted
from harkara.wire import pasting as reader
from harkara.wire import refusals, robots
from tests.desk.factories import NOON, make_user
from tests.wire.html_shapes import HtmlPage, pages
from tests.wire.page_shapes import shapes
from tests.wire.servers import Names, Paper, page, paper

pytestmark = pytest.mark.django_db(transaction=True)

HTML: HtmlPage = next(shape for shape in pages() if shape.name.startswith("01-"))
TEXT = shapes()[0].text


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The numbers that are to be read; the test reads them."""
    asked: list[int] = []
    before = dict(pasting._hooks)
    intake.read_by(asked.append)
    yield asked
    pasting._hooks.update(before)


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Paper]:
    robots.forget()
    monkeypatch.setenv("HARKARA_LOCAL_HOSTS", "paper.example")
    with paper({"/news": page(HTML.data, "text/html")}) as running:
        yield running


@pytest.fixture
def reporter(client: Client) -> Client:
    client.force_login(make_user("tom", group="reporter"))
    return client


def sent(client: Client, text: str) -> str:
    """Where the box leads after ``text`` was pasted."""
    answer = client.post("/desk/tray/paste/", {"page": text})
    assert answer.status_code == 302
    return str(answer["location"])


def test_an_address_becomes_a_clipping(reporter: Client, reads: list[int], host: Paper) -> None:
    where = sent(reporter, f"  http://paper.example:{host.port}/news ")
    waiting = reporter.get(where)
    assert (waiting.status_code, waiting["Refresh"]) == (200, "2")
    assert "পাতাটি পড়া হচ্ছে" in waiting.content.decode()
    assert "no-store" in waiting["Cache-Control"] or "no-cache" in waiting["Cache-Control"]
    reader.read(reads[0], Names(paper_example="127.0.0.1"))
    row = IncomingClipping.objects.get()
    assert reporter.get(where)["location"] == f"/desk/tray/{row.pk}/"
    shown = parser.fromstring(reporter.get(f"/desk/tray/{row.pk}/").content)
    assert HTML.address in shown.xpath("//dl//a/@href")
    told = shown.find_class("desk-pictures-told")[0].text_content()
    assert "আলোকধারা" in told
    assert [picture["address"] for picture in row.pictures] == shown.xpath("//ul[@class='desk-pictures-told']//a/@href")
    assert not shown.xpath("//article//img")  # told of, not fetched by the browser either
    drafted = reporter.post(f"/desk/tray/{row.pk}/draft/")
    assert drafted["location"].startswith("/desk/stories/")


@pytest.mark.parametrize("text", [TEXT, HTML.data.decode()], ids=["text", "html"])
def test_a_text_or_html_becomes_a_clipping(text: str, reporter: Client, reads: list[int]) -> None:
    where = sent(reporter, text)
    reader.read(reads[0])
    row = IncomingClipping.objects.get()
    assert reporter.get(where)["location"] == f"/desk/tray/{row.pk}/"
    assert Pasted.objects.get().text == ""
    reader.read(reads[0])  # asked again it does nothing
    assert IncomingClipping.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "http://169.254.169.254/latest/",
            "“http://169.254.169.254/latest/” আনা হয়নি: “১৬৯.২৫৪.১৬৯.২৫৪” নিয়ে যায় ১৬৯.২৫৪.১৬৯.২৫৪ ঠিকানায়, যা সবার জন্য খোলা নয়",
        ),
        ("http://localhost/", "“localhost” ভেতরের নেটওয়ার্কের নাম"),
        ("ftp://paper.example/", "শুধু http:// ও https:// আনা হয়, “ftp” নয়"),
        ("The quick brown fox jumps over the lazy dog.", "কাটিং হয়নি: এতে বাংলা লেখা নেই; কোনো বাংলা খবরের পাতা দিন।"),
        ("<html><ul><li>হোম<li>খেলা</ul>", "কাটিং হয়নি: এতে খবর নেই"),
    ],
)
def test_what_is_refused_says_so_in_bangla(text: str, sentence: str, reporter: Client, reads: list[int]) -> None:
    where = sent(reporter, text)
    reader.read(reads[0])
    answer = reporter.get(where)
    assert "Refresh" not in answer
    shown = parser.fromstring(answer.content)
    assert sentence in " ".join(shown.xpath("//*[@role='alert']")[0].text_content().split())
    box = shown.get_element_by_id("desk-paste")
    assert (box.text or "").strip() == (text if "://" in text else "")
    assert IncomingClipping.objects.count() == 0


def test_every_refusal_has_its_bangla() -> None:
    from django.utils import translation

    sentences = [value for name, value in vars(refusals).items() if name.isupper()]
    assert len(sentences) >= 20
    with translation.override("bn"):
        assert [one for one in (*sentences, pasting.TOO_LONG, pasting.WHY) if translation.gettext(one) == one] == []


@pytest.mark.parametrize("text", ["", "  \n ", "ক" * 700_001, "https://paper.example/" + "a" * 2000])
def test_what_is_not_even_tried(text: str, reporter: Client, reads: list[int]) -> None:
    answer = reporter.post("/desk/tray/paste/", {"page": text})
    assert answer.status_code == 422
    assert parser.fromstring(answer.content).xpath("//*[@role='alert']")
    assert (Pasted.objects.count(), reads) == (0, [])


def test_few_pages_are_read_at_once(reads: list[int]) -> None:
    somebody, another = make_user(group="reporter"), make_user(group="reporter")
    for _ in range(actions.paste.__globals__["AT_ONCE"]):
        actions.paste(TEXT, somebody)
    with pytest.raises(Refused, match="কয়েকটি পাতা পড়া হচ্ছে"):
        actions.paste(TEXT, somebody)
    actions.paste(TEXT, another)
    with clock.at(clock.now() + timedelta(seconds=61)):
        actions.paste(TEXT, somebody)  # those before have died


def test_all_together_are_bounded(reads: list[int]) -> None:
    for _ in range(actions.paste.__globals__["IN_ALL"]):
        actions.paste(TEXT, make_user(group="reporter"))
    with pytest.raises(Refused, match="কয়েকটি পাতা পড়া হচ্ছে"):
        actions.paste(TEXT, make_user(group="reporter"))


def test_a_reader_that_died_is_told(reporter: Client, reads: list[int]) -> None:
    with clock.at(NOON):
        where = sent(reporter, TEXT)
    with clock.at(NOON + timedelta(seconds=61)):
        assert "পাতাটি পড়তে অনেক সময় লেগেছে" in reporter.get(where).content.decode()
    reader.read(reads[0])  # and comes too late
    assert IncomingClipping.objects.count() == 0


def test_only_who_pasted_it_sees_how_far_it_is(reporter: Client, reads: list[int]) -> None:
    where = sent(reporter, TEXT)
    other = Client()
    other.force_login(make_user(group="desk_editor"))
    assert other.get(where).status_code == 404


def test_who_may_not_work_on_the_tray_is_refused(client: Client, reads: list[int]) -> None:
    moderator = make_user(group="moderator")
    client.force_login(moderator)
    assert client.post("/desk/tray/paste/", {"page": TEXT}).status_code in (302, 403)
    with pytest.raises(Refused):
        actions.paste(TEXT, moderator)
    assert (Pasted.objects.count(), reads) == (0, [])


def test_old_ones_are_forgotten(reads: list[int]) -> None:
    user = make_user(group="reporter")
    with clock.at(NOON):
        actions.paste(TEXT, user)
    with clock.at(NOON + timedelta(days=8)):
        actions.paste(TEXT, user)
    assert Pasted.objects.count() == 1
