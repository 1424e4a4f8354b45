"""Twins in the incoming tray: one story from three outlets is one group; updates and other stories are not."""

from collections.abc import Sequence
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from harkara.desk import actions, intake, twins
from harkara.desk.models import ClippingBand, ClippingSketch, IncomingClipping
from tests.desk.factories import make_clipping
from tests.desk.outlets import Outlet, Text, texts
from tests.shared import vectors

STORY = (
    "সুনামগঞ্জের তাহিরপুরে পাহাড়ি ঢলে বাঁধ ভেঙে শনির হাওরের বোরো ধান ডুবে গেছে। শনিবার ভোরে বাঁধটি ভাঙে।",
    "উপজেলা কৃষি কার্যালয় বলছে, হাওরে এবার ছয় হাজার হেক্টর জমিতে ধান হয়েছিল, যার অর্ধেকও কাটা হয়নি।",
    "কৃষক আবদুল মতিন বলেন, রাতভর মাটি ফেলেও বাঁধ রক্ষা করা যায়নি; কাঁচা ধান কেটে নৌকায় তুলছেন তাঁরা।",
    "পানি উন্নয়ন বোর্ডের প্রকৌশলী জানান, উজানে দুই দিনে চারশ মিলিমিটার বৃষ্টি হয়েছে, নদীর পানি আরও বাড়তে পারে।",
)
OTHER = (
    "রাজধানীর জাদুঘরে শনিবার শুরু হয়েছে মুঘল আমলের মুদ্রার প্রদর্শনী, চলবে এক মাস।",
    "প্রদর্শনীতে তিনশ রুপার মুদ্রা আছে, যার বেশির ভাগ পাওয়া গেছে নওগাঁর এক পুকুর খননের সময়।",
    "দর্শনার্থীদের জন্য জাদুঘর খোলা থাকবে সকাল দশটা থেকে সন্ধ্যা ছয়টা পর্যন্ত, বৃহস্পতিবার বাদে।",
)


def file(outlet: str, body: Sequence[str] = STORY, headline: str = "বাঁধ ভেঙে ডুবল শনির হাওর") -> IncomingClipping:
    """A page that comes in, each another one."""
    count = IncomingClipping.objects.count()
    clipping = intake.Clipping(headline=headline, fingerprint=f"{outlet}-{count}", body=tuple(body), outlet=outlet)
    return IncomingClipping.objects.get(pk=intake.file(clipping).id)


@pytest.mark.django_db
def test_one_story_from_three_outlets_is_one_group() -> None:
    first = file("সোনারতরী")
    cut = file("নীলখাম", STORY[:3], headline="হাওরে বাঁধ ভেঙে ধান তলিয়ে গেল")
    turned = file("ভোরের ডাক", [f"নিজস্ব প্রতিবেদক: {STORY[1]}", STORY[0], STORY[3], STORY[2]])
    alone = file("নীলখাম", OTHER)
    groups = dict(IncomingClipping.objects.values_list("pk", "group"))
    assert groups == {first.pk: first.pk, cut.pk: first.pk, turned.pk: first.pk, alone.pk: None}


@pytest.mark.django_db
def test_an_update_of_the_same_outlet_is_news_of_its_own() -> None:
    first, other = file("সোনারতরী"), file("নীলখাম")
    update = file("সোনারতরী", [*STORY, "দুপুরে জেলা প্রশাসক বাঁধ দেখতে যান।"])
    assert (other.group, update.group) == (first.pk, None)
    copy = file("নীলখাম", [*STORY, "দুপুরে জেলা প্রশাসক বাঁধ দেখতে যান।"])
    assert copy.group == update.pk
    assert list(IncomingClipping.firsts().values_list("pk", flat=True)) == [update.pk, first.pk]


@pytest.mark.django_db
def test_outlets_that_say_no_name_are_not_told_apart() -> None:
    first, second = file(""), file("")
    third = file("নীলখাম")
    assert (second.group, third.group) == (None, first.pk)


@pytest.mark.django_db
def test_the_first_that_waits_stands_for_its_group() -> None:
    first, second, third = (file(outlet) for outlet in ("সোনারতরী", "নীলখাম", "ভোরের ডাক"))
    assert list(IncomingClipping.firsts()) == [first]
    actions.discard(first, None)
    assert list(IncomingClipping.firsts()) == [second]
    actions.draft_from(second, None)
    assert list(IncomingClipping.firsts()) == [third]
    intake.file(intake.Clipping(headline="ক", fingerprint=first.fingerprint, body=STORY))  # comes back
    assert list(IncomingClipping.firsts()) == [first]


@pytest.mark.django_db
def test_a_text_of_a_line_has_no_twins() -> None:
    short = ("বিস্তারিত আসছে।",)
    assert (file("সোনারতরী", short).group, file("নীলখাম", short).group) == (None, None)
    assert ClippingSketch.objects.count() == 0


@pytest.mark.django_db
def test_what_lies_long_in_the_tray_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twins, "KEPT", 3)
    first = file("সোনারতরী")
    for number in range(3):
        file("নীলখাম", [f"{paragraph} {number}" for paragraph in OTHER])
    assert file("ভোরের ডাক").group is None
    assert ClippingSketch.objects.filter(pk=first.pk).count() == 0
    assert ClippingBand.objects.values("clipping").distinct().count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("lying", [2, 5, 30])
def test_filing_costs_the_same_in_a_fuller_tray(lying: int) -> None:
    for number in range(lying):
        file(f"কাগজ {number}")
        file(f"কাগজ {number}", [f"{paragraph} {number}" for paragraph in OTHER])
    clipping = intake.Clipping(headline="ক", fingerprint="new", body=STORY, outlet="সোনারতরী")
    with CaptureQueriesContext(connection) as queries:
        filed = intake.file(clipping)
    assert IncomingClipping.objects.get(pk=filed.id).group == IncomingClipping.objects.order_by("pk")[0].pk
    assert len(queries) == FILING + (connection.vendor == "postgresql")  # the change log's lock


FILING = 14
"""Queries of filing a clipping that has a twin, the transaction's own among them."""


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the query plans of SQLite")
def test_no_look_at_the_tray_walks_through_it() -> None:
    file("সোনারতরী"), file("নীলখাম")
    with CaptureQueriesContext(connection) as queries:
        file("ভোরের ডাক")
        list(IncomingClipping.firsts()[:30])
    found = []
    with connection.cursor() as cursor:
        for query in list(queries):
            if query["sql"].startswith("SELECT") and "COUNT(*)" not in query["sql"]:
                cursor.execute("EXPLAIN QUERY PLAN " + query["sql"].replace("%", "%%"))
                found += [
                    step for *_, step in cursor.fetchall() if step.startswith("SCAN desk_") and "USING" not in step
                ]
    assert found == []


def test_a_sketch_is_the_same_in_every_process() -> None:
    pairs, bands = twins.sketch(STORY)
    assert (len(pairs) % 4, len(bands), len(set(bands))) == (0, 24, 24)
    assert twins.sketch([" ".join(STORY)]) == (pairs, bands)
    assert sum(bands) == SUM
    assert (twins.nearness(pairs, pairs), twins.nearness(pairs, twins.sketch(OTHER)[0])) == (1.0, 0.0)


SUM = 3745793375087433742
"""What the bands of the story come to: they lie in tables, and another order would make them worthless."""


def trials(number: int, step: int = 1) -> dict[str, list[tuple[float, bool]]]:
    """By kind of pair, how near its texts are, and whether they would be looked at."""
    chance, originals = Random(number), texts()[::step]
    outlet = Outlet(chance, originals)
    found: dict[str, list[tuple[float, bool]]] = {"copies": [], "events": [], "strangers": []}

    def compare(kind: str, one: Text, other: Text) -> None:
        (first, bands), (second, others) = twins.sketch(one), twins.sketch(other)
        if bands and others:
            found[kind].append((twins.nearness(first, second), not set(bands).isdisjoint(others)))

    for at, text in enumerate(originals):
        for _ in range(3):
            compare("copies", outlet.print(text), outlet.print(text))
        news = originals[(at + 1 + chance.randrange(len(originals) - 1)) % len(originals)]
        compare("events", outlet.print(text), outlet.follow_up(text, news))
        compare("events", text[::2], text[1::2])
    drawn = [twins.sketch(text) for text in originals]
    for at, (first, bands) in enumerate(drawn):
        for second, others in drawn[:at]:
            if bands and others:
                found["strangers"].append((twins.nearness(first, second), not set(bands).isdisjoint(others)))
    return found


def test_copies_are_told_from_other_stories() -> None:
    vectors("news-ntrex/DOCUMENT_IDS.tsv")
    found = trials(1, step=5)
    taken = {kind: [near >= twins.SAME and seen for near, seen in pairs] for kind, pairs in found.items()}
    assert sum(taken["copies"]) / len(taken["copies"]) >= 0.88
    assert sum(taken["events"]) / len(taken["events"]) <= 0.01
    assert sum(taken["strangers"]) == 0


@pytest.mark.proof
def test_how_well_copies_are_told() -> None:
    found: dict[str, list[tuple[float, bool]]] = {}
    for number in range(5):
        for kind, pairs in trials(number).items():
            found.setdefault(kind, []).extend(pairs)
    for threshold in (0.2, 0.25, 0.3, 0.33, twins.SAME, 0.38, 0.4, 0.45):
        taken = {kind: sum(near >= threshold and seen for near, seen in pairs) for kind, pairs in found.items()}
        right, wrong = taken["copies"], taken["events"] + taken["strangers"]
        print(
            f"FIGURE: twins in the tray at a nearness of {threshold}: recall, precision | "
            f"{right / len(found['copies']):.1%} of {len(found['copies'])} copies, {right / (right + wrong):.1%} "
            f"({taken['events']} of {len(found['events'])} on one event, {taken['strangers']} of "
            f"{len(found['strangers'])} strangers)"
        )
    seen = [seen for near, seen in found["copies"] if near >= twins.SAME]
    print(f"FIGURE: of copies that are one story by the threshold, found by their bands | {sum(seen) / len(seen):.1%}")
    rows = sum(seen for _, seen in found["strangers"]) / len(found["strangers"])
    print(f"FIGURE: of pairs of strangers, looked at because they share a band | {rows:.2%}")


@pytest.mark.django_db
def test_a_clipping_of_before_has_no_twin_and_disturbs_nobody() -> None:
    old = make_clipping(text="\n\n".join(STORY))
    assert (file("নীলখাম").group, IncomingClipping.objects.get(pk=old.pk).group) == (None, None)
