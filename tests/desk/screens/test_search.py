"""The newsroom's search: one box for drafts, published stories and incoming copy."""

import html
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.admin.search import admin_search_areas

from harkara.archive import complaints
from harkara.archive.index import PER_PAGE, Found, IndexDamaged
from harkara.archive.record import Record
from harkara.desk import rights
from harkara.desk.models import IncomingClipping, Section, Story
from harkara.desk.screens import lookup, plain
from harkara.people.models import User
from tests.desk.factories import make_clipping, make_person, make_section, make_story, make_user
from tests.desk.screens.shelved import noon, put, record

pytestmark = pytest.mark.django_db

SEARCH = "/desk/search/"
REBUILDING = "খোঁজার সূচি নতুন করে তৈরি হচ্ছে।"


@pytest.fixture
def archive(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Where the paper's indexes lie."""
    settings.HARKARA_ARCHIVE = tmp_path / "archive"
    settings.HARKARA_ARCHIVE_ENGINE = "sqlite"  # the quicker one to make; the browser's tests have the other
    index = lookup.index  # a test may put another in its place
    yield tmp_path / "archive"
    index("newsroom").close()
    index("public").close()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user("rina"))
    return client


@pytest.fixture
def three(archive: Path) -> tuple[Story, Story, IncomingClipping]:
    """A published story, a draft and a clipping that all speak of a river."""
    story = make_story(headline="নদীর পানি বাড়ছে উত্তরে", at=noon(20))
    draft = make_story(headline="নদীভাঙনে ঘরহারা মানুষ, নদী শান্ত হয়নি", section="national", published=False)
    clipping = make_clipping(headline="প্রতিবেশী দেশে নদী খনন শুরু", filed_at=noon(25))
    put(archive, story, draft, clipping)
    return story, draft, clipping


def somebody(*permissions: str) -> User:
    """A person with a few rights by hand, and the door to the newsroom."""
    user = User.objects.create_user("guest", password="password")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    return user


def screen(client: Client, query: str = "", status: int = 200) -> str:
    answer = client.get(SEARCH + query)
    assert answer.status_code == status
    return str(answer.content.decode())


def headlines(text: str) -> list[str]:
    """What the screen lists, in order."""
    found = re.findall(r"<li>\s*<h2[^>]*>(.*?)</h2>", text, re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]+>", "", headline)) for headline in found]


def test_one_box_finds_all_three_and_says_how_each_stands(
    editor: Client, three: tuple[Story, Story, IncomingClipping]
) -> None:
    story, draft, clipping = three
    text = screen(editor, "?q=নদী")
    assert sorted(headlines(text)) == sorted(row.headline for row in three)
    assert "৩টি পাওয়া গেছে" in text
    assert sorted(re.findall(r'desk-badge--(\w+)">([^<]+)<', text)) == [
        ("draft", "খসড়া"),
        ("incoming", "আসা কাটিং, অপেক্ষায়"),
        ("live", "প্রকাশিত"),
    ]
    assert sorted(re.findall(r'class="desk-open" href="([^"]+)"', text)) == sorted(
        [
            reverse("desk_stories:edit", args=[story.pk]),
            reverse("desk_stories:edit", args=[draft.pk]),
            reverse("desk_tray:clipping", args=[clipping.pk]),
        ]
    )
    assert "<mark>নদীর</mark> পানি বাড়ছে উত্তরে" in text
    assert "উজানের ঢলে <mark>নদীর</mark> পানি" in text


def test_the_screen_speaks_english_by_switch(editor: Client, three: tuple[Story, Story, IncomingClipping]) -> None:
    editor.post("/desk/language/?language=en")
    text = screen(editor, "?q=নদী")
    assert [part in text for part in ("3 found", "incoming, waiting", ">published<", "পাওয়া গেছে")] == [True] * 3 + [
        False
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=story", [0]),
        ("kind=draft", [1]),
        ("kind=clipping", [2]),
        ("kind=draft&kind=clipping&sort=oldest", [2, 1]),
        ("section=national", [1]),
        ("section=nowhere", []),
        ("from=2026-11-21&to=2026-11-25", [2]),
        ("from=২০২৬-১১-২৫&to=২০২৬-১১-২০&sort=oldest", [0, 2]),
        ("to=2026-11-20", [0]),
        ("sort=newest", [1, 2, 0]),
    ],
)
def test_filters(editor: Client, three: tuple[Story, Story, IncomingClipping], query: str, found: list[int]) -> None:
    assert headlines(screen(editor, f"?q=নদী&{query}")) == [three[number].headline for number in found]


def test_a_writer_is_a_filter_and_the_box_knows_the_names(editor: Client, archive: Path) -> None:
    mine = make_story(headline="নদীর ঘাটে", bylines=[(make_person("রিনা বেগম"), "")])
    other = make_story(headline="নদীর বাঁকে", bylines=[(make_person("টম রায়"), "")])
    put(archive, mine, other)
    text = screen(editor, "?q=নদী&writer=রিনা+বেগম")
    assert headlines(text) == ["নদীর ঘাটে"]
    assert '<option value="টম রায়">' in text


def test_filters_alone_choose_and_nothing_asked_finds_nothing(
    editor: Client, three: tuple[Story, Story, IncomingClipping]
) -> None:
    assert headlines(screen(editor, "?kind=draft")) == [three[1].headline]
    blank = screen(editor)
    assert (headlines(blank), "পাওয়া যায়নি" in blank, " autofocus" in blank) == ([], False, True)
    assert "পাওয়া যায়নি" in screen(editor, "?q=মহাকাশযান")


@pytest.mark.parametrize("has_index", [True, False])
def test_a_section_has_its_sub_sections_with_it(editor: Client, archive: Path, has_index: bool) -> None:
    sports = make_section("sports", name="খেলাধুলা")
    Section.objects.create(slug="cricket", name="ক্রিকেট", above=sports, position=30)
    rows = [make_story(headline=f"নদী {slug}", section=slug) for slug in ("sports", "cricket", "world")]
    if has_index:
        put(archive, *rows)
    assert set(headlines(screen(editor, "?q=নদী&section=sports"))) == {"নদী sports", "নদী cricket"}
    assert headlines(screen(editor, "?q=নদী&section=cricket")) == ["নদী cricket"]
    if has_index:
        counted = re.findall(r'section=(\w+)">[^<]*</a> ([০-৯]+)', screen(editor, "?q=নদী"))
        assert set(counted) == {("sports", "২"), ("cricket", "১"), ("world", "১")}


# What somebody may not see


def test_who_may_not_see_the_tray_finds_and_counts_no_clipping(
    client: Client, three: tuple[Story, Story, IncomingClipping]
) -> None:
    client.force_login(somebody("view_story"))
    text = screen(client, "?q=নদী&kind=clipping")
    assert sorted(headlines(text)) == sorted(row.headline for row in three[:2])
    assert ("২টি পাওয়া গেছে" in text, 'value="clipping"' in text) == (True, False)


def test_who_may_see_only_the_tray_finds_clippings_only(
    client: Client, three: tuple[Story, Story, IncomingClipping]
) -> None:
    client.force_login(somebody("view_incomingclipping"))
    text = screen(client, "?q=নদী")
    assert (headlines(text), "১টি পাওয়া গেছে" in text) == ([three[2].headline], True)


def test_who_may_not_change_stories_is_led_to_the_paper(
    client: Client, three: tuple[Story, Story, IncomingClipping]
) -> None:
    client.force_login(somebody("view_story"))
    assert re.findall(r'class="desk-open" href="([^"]+)"', screen(client, "?q=নদী")) == [three[0].href]


@pytest.mark.parametrize("address", [SEARCH, f"{SEARCH}suggest/"])
def test_who_may_see_nothing_is_shown_nothing(client: Client, archive: Path, address: str) -> None:
    answer = client.get(f"{address}?q=নদী")
    assert (answer.status_code, answer["location"].split("?")[0]) == (302, "/desk/login/")
    user = somebody()
    client.force_login(user)
    answer = client.get(f"{address}?q=নদী")
    assert (answer.status_code, rights.findable(user)) == (302, ())
    assert answer["location"] == "/desk/"


def test_suggestions_come_from_what_one_may_see(client: Client, archive: Path) -> None:
    put(
        archive,
        make_story(headline="নদীর ঘাটে মেলা"),
        make_clipping(headline="নদীশাসনের গোপন কাগজ", text="কিছু নেই"),
    )
    client.force_login(make_user("rina"))
    found = client.get(f"{SEARCH}suggest/?q=নদী").json()["suggestions"]
    assert [any(word in text for text in found) for word in ("নদীর", "নদীশাসনের")] == [True, True]
    client.force_login(somebody("view_story"))
    found = client.get(f"{SEARCH}suggest/?q=নদী").json()["suggestions"]
    assert [any(word in text for text in found) for word in ("নদীর", "নদীশাসনের")] == [True, False]
    User.objects.filter(username="guest").delete()
    client.force_login(somebody("view_incomingclipping"))
    assert client.get(f"{SEARCH}suggest/?q=নদী").json() == {"suggestions": []}


def test_another_text_is_offered_where_it_finds_more(editor: Client, archive: Path) -> None:
    put(archive, *(make_story(headline=f"পাসপোর্ট মিলছে ঘরে বসে, দিন {number}") for number in range(4)))
    text = screen(editor, "?q=পাসপোট&kind=story")
    assert "আপনি কি খুঁজছেন" in text
    address = re.search(r'আপনি কি খুঁজছেন <a href="([^"]+)" lang="bn">পাসপোর্ট<', text)
    assert address
    assert len(headlines(screen(editor, html.unescape(address[1]).removeprefix(SEARCH)))) == 4


def test_another_text_tells_no_word_that_one_may_not_see(client: Client, archive: Path, monkeypatch: Any) -> None:
    put(archive, make_story(headline="ঘাটে নৌকা"))
    answers = {"নকা": Found(meant="নৌকা"), "নৌকা": Found(total=1), "গপন": Found(meant="গোপন"), "গোপন": Found()}

    class Answering:
        def search(self, wanted: Any) -> Found:
            return answers[wanted.text]

        def count(self) -> int:
            return 1

    monkeypatch.setattr(lookup, "index", lambda name: Answering())
    client.force_login(somebody("view_story"))
    assert [">নৌকা</a>?" in screen(client, "?q=নকা"), "গোপন" in screen(client, "?q=গপন")] == [True, False]


# The index lags, is absent, or slow


def test_a_row_that_is_gone_is_left_out_and_one_that_changed_says_so(
    editor: Client, three: tuple[Story, Story, IncomingClipping]
) -> None:
    story, draft, _clipping = three
    Story.objects.filter(pk=draft.pk).delete()
    story.unpublish()
    text = screen(editor, "?q=নদী&kind=story&kind=draft")
    assert (headlines(text), re.findall(r'desk-badge--(\w+)">', text)) == ([story.headline], ["draft"])


def test_the_draft_of_a_published_story_says_so(editor: Client, archive: Path) -> None:
    story = make_story(headline="নদীর ঘাটে")
    put(archive, story, record(story, "draft", headline="নদীর ঘাটে আজ"))
    text = screen(editor, "?q=নদী")
    assert sorted(re.findall(r'desk-badge--(\w+)">([^<]+)<', text)) == [
        ("draft", "প্রকাশিত খবরের খসড়া"),
        ("live", "প্রকাশিত"),
    ]


def test_without_an_index_headlines_are_found_in_the_database(
    editor: Client, three: tuple[Story, Story, IncomingClipping], settings: Any, tmp_path: Path
) -> None:
    settings.HARKARA_ARCHIVE = tmp_path / "nowhere"
    text = screen(editor, "?q=নদী")
    assert (sorted(headlines(text)), REBUILDING in text) == (sorted(row.headline for row in three), True)
    assert "<mark>নদীর</mark> পানি বাড়ছে উত্তরে" in text
    assert [
        headlines(screen(editor, f"?q=নদী&{query}"))
        for query in ("kind=clipping", "section=national", "to=2026-11-20", "q=খনন+শুরু&kind=clipping", "writer=কেউ")
    ] == [[three[2].headline], [three[1].headline], [three[0].headline], [three[2].headline], []]


def test_a_damaged_index_is_a_sentence_and_the_desk_goes_on(
    editor: Client, three: tuple[Story, Story, IncomingClipping], archive: Path
) -> None:
    for path in (archive / "newsroom").iterdir():
        path.write_bytes(b"broken")
    text = screen(editor, "?q=নদী")
    assert (len(headlines(text)), REBUILDING in text) == (3, True)
    assert editor.get(f"{SEARCH}suggest/?q=নদী").json() == {"suggestions": []}
    assert complaints.complaint(archive / "newsroom").startswith("The index in ")


def test_an_index_that_hangs_is_not_waited_for(
    editor: Client, three: tuple[Story, Story, IncomingClipping], monkeypatch: Any
) -> None:
    released = threading.Event()

    class Hanging:
        def search(self, wanted: Any) -> Found:
            released.wait(30)
            return Found()

        def suggest(self, typed: str, limit: int = 8) -> tuple[str, ...]:
            released.wait(30)
            return ("never",)

    monkeypatch.setattr(lookup, "index", lambda name: Hanging())
    monkeypatch.setattr(lookup, "PATIENCE", 0)
    try:
        text = screen(editor, "?q=নদী")
        assert (len(headlines(text)), "সূচি সময়মতো উত্তর দেয়নি।" in text) == (3, True)
        assert editor.get(f"{SEARCH}suggest/?q=নদী").json() == {"suggestions": []}
    finally:
        released.set()


def test_what_the_database_looks_at_is_bounded(archive: Path, monkeypatch: Any) -> None:
    first, second = (make_story(headline=f"নদীর ঘাট {number}") for number in range(2))
    monkeypatch.setattr(lookup, "NEWEST", second.pk - first.pk)
    asked = lookup.Search(text="নদী -মেলা", kinds=("story",))
    assert [hit.number for hit in lookup.find(asked).found.hits] == [second.pk]
    monkeypatch.setattr(lookup, "NEWEST", 1000)
    monkeypatch.setattr(lookup, "LISTED", 1)
    found = lookup.find(asked).found
    assert (found.total, found.at_least) == (1, True)


def test_an_absent_index_of_an_empty_paper(editor: Client, archive: Path) -> None:
    assert REBUILDING in screen(editor, "?q=নদী")


def test_nobody_is_asked_about_no_kinds(monkeypatch: Any) -> None:
    def refuse(name: str) -> Any:
        raise IndexDamaged("not to be opened")

    monkeypatch.setattr(lookup, "index", refuse)
    assert lookup.find(lookup.Search(text="নদী")) == lookup.Answer(Found())


# Any input, any size


@pytest.mark.parametrize(
    "query",
    [
        "?q=%22নদী",
        "?q=-",
        "?q=%00",
        "?q=" + "ক" * 5000,
        "?q=নদী&page=0",
        "?q=নদী&page=99999999999999999999",
        "?q=নদী&page=২",
        "?q=নদী&page=²",
        "?q=নদী&sort=worst&kind=nothing",
        "?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "?writer=%00&section=%00",
        "?q=%F0%9F&from=x",
    ],
)
def test_no_input_is_an_error(editor: Client, three: tuple[Story, Story, IncomingClipping], query: str) -> None:
    text = screen(editor, query)
    assert ("<script>alert" in text, 'class="desk-search"' in text) == (False, True)


@pytest.mark.parametrize("day", ["yesterday", "0001-01-01", "9999-12-31", "2026-13-01"])
def test_what_is_no_day_is_said(editor: Client, three: tuple[Story, Story, IncomingClipping], day: str) -> None:
    text = screen(editor, f"?q=নদী&from={day}")
    assert (len(headlines(text)), "কোনো দিন নয়" in text) == (3, True)


def test_pages(editor: Client, archive: Path) -> None:
    story = make_story(headline="নদীর ঘাটে")
    records = [record(story, headline=f"নদীর ঘাটে {number}") for number in range(1)]
    records += [
        Record("clipping", make_clipping(headline=f"নদী {number}").pk, f"নদী {number}", "পাঠ", noon(1))
        for number in range(PER_PAGE)
    ]
    put(archive, *records)
    first, second = screen(editor, "?q=নদী"), screen(editor, "?q=নদী&page=2")
    assert [len(headlines(first)), len(headlines(second))] == [PER_PAGE, 1]
    turns = [re.findall(r'rel="(next|prev)" href="([^"]+)"', text) for text in (first, second)]
    query = "q=%E0%A6%A8%E0%A6%A6%E0%A7%80"
    assert turns == [[("next", f"{SEARCH}?{query}&amp;page=2")], [("prev", f"{SEARCH}?{query}")]]


QUERIES = 9
BY_HEADLINE = 4


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("has_index", [True, False])
def test_the_screen_costs_the_same(editor: Client, archive: Path, count: int, has_index: bool) -> None:
    rows: list[Any] = []
    for number in range(count):
        make_person(f"লেখক {number}")
        rows += [
            make_story(headline=f"নদী {number}", section=make_section(f"section-{number}")),
            make_story(headline=f"নদী {number}", published=False),
            make_clipping(headline=f"নদী {number}"),
        ]
    if has_index:
        put(archive, *rows)
    screen(editor, "?q=নদী")
    with CaptureQueriesContext(connection) as queries:
        text = screen(editor, "?q=নদী")
    assert len(headlines(text)) == 3 * count
    assert len(queries) == (QUERIES if has_index else QUERIES + BY_HEADLINE)


def test_the_sidebar_searches_everything(rf: RequestFactory, client: Client) -> None:
    request = rf.get("/desk/")
    request.user = make_user(group="reporter")
    assert next(area.url for area in admin_search_areas.search_items_for_request(request)) == SEARCH
    request.user = somebody()
    assert SEARCH not in [area.url for area in admin_search_areas.search_items_for_request(request)]


def listed(client: Client, asked: str) -> list[int]:
    """The numbers of the stories that the list shows."""
    return [row.pk for row in client.get(f"/desk/stories/?{asked}").context["object_list"]]


def test_the_list_is_narrowed_by_the_index_and_by_letters(
    editor: Client, three: tuple[Story, Story, IncomingClipping], monkeypatch: pytest.MonkeyPatch
) -> None:
    story, draft, _clipping = three
    other = make_story(headline="বাজারে দাম কমেছে")
    assert listed(editor, "q=নদীতে") == [draft.pk, story.pk]  # the index knows the word in other endings
    assert listed(editor, "q=বাজা") == [other.pk]  # the headline's letters, of a story that no index has yet
    assert listed(editor, f"q=নদী&section={draft.section_id}") == [draft.pk]
    monkeypatch.setattr(lookup, "NEWEST", 0)
    assert listed(editor, "q=বাজা") == []
    assert listed(editor, "q=নদী&live=true") == [story.pk]


def test_a_list_is_counted_no_further_than_it_is_turned(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "COUNTED", 2)
    for _one in range(3):
        make_story()
    with CaptureQueriesContext(connection) as captured:
        answer = editor.get("/desk/stories/")
    assert answer.context["paginator"].count == 2
    counted = [one["sql"] for one in captured if "COUNT(" in one["sql"] and "desk_story" in one["sql"]]
    assert [("LIMIT 2" in sql) for sql in counted] == [True]


def test_a_list_is_narrowed_to_numbers_so_that_it_is_not_read_whole() -> None:
    stories = [make_story(headline=f"বাংলা বর্ষবরণ {number}", section="national") for number in range(2)]
    make_story(headline="বেলা শেষের গান", section="sports")
    with CaptureQueriesContext(connection) as captured:
        found = list(Story.objects.filter(lookup.numbers("র্ষবর")).order_by("-pk"))
    assert found == stories[::-1]
    narrowed = captured.captured_queries[-1]["sql"]
    assert ("LIKE" in narrowed, " IN (" in narrowed) == (False, True)
    sports = Section.objects.get(slug="sports")
    assert list(Story.objects.filter(lookup.numbers("র্ষবর", section=sports))) == []


def test_without_an_index_a_list_is_narrowed_by_one_look_at_the_newest_headlines(archive: Path) -> None:
    story = make_story(headline="বর্ষবরণে নদীর ঘাটে মেলা")
    make_story(headline="নদীর পানি কমেছে")
    with CaptureQueriesContext(connection) as captured:
        found = list(Story.objects.filter(lookup.numbers("মেলা নদী")))
    assert found == [story]
    assert len([1 for one in captured if "LIKE" in one["sql"]]) == 1


def test_the_newest_headlines_are_looked_through_without_a_look_at_their_rows(archive: Path) -> None:
    section = make_story(headline="নদীর ঘাট").section
    with CaptureQueriesContext(connection) as captured:
        lookup.numbers("নদী")
        lookup.numbers("নদী", section=section)
    looks = [one["sql"] for one in captured if "LIKE" in one["sql"]]
    assert len(looks) == 2
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        plans = [str(cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()) for sql in looks]
    assert "COVERING INDEX desk_newest_headlines (id>?)" in plans[0]
    assert "id>?)" in plans[1]  # a section's own newest are fewer still
