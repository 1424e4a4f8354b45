"""Numbers on Bangla screens are Bangla; what is a value, code or somebody's own text stays."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import Client
from django.utils import formats, translation
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminTimeInput

from harkara.desk import clock
from harkara.desk.models import Story
from harkara.desk.screens import digits
from tests.desk.factories import NOON, make_section, make_story, make_user


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Page 2 of 10</p>", "<p>Page ২ of ১০</p>"),
        ("3 left", "৩ left"),
        ("<b>1</b>2<i>3</i>4", "<b>১</b>২<i>৩</i>৪"),
        ("<p>29 নভেম্বর 2026, 14:30</p>", "<p>২৯ নভেম্বর ২০২৬, ১৪:৩০</p>"),
        ("<td>5.2&nbsp;এমবি</td>", "<td>৫.২&nbsp;এমবি</td>"),
        ("<p>(12)</p>", "<p>(১২)</p>"),
        ("<h2>সমস্যা <span>0</span></h2>", "<h2>সমস্যা <span>০</span></h2>"),
        ("<dd>1000x600</dd>", "<dd>১০০০×৬০০</dd>"),
        ("<h1>\u20633টি ছবি মুছে ফেলুন</h1><a>\u206312 বার</a>", "<h1>৩টি ছবি মুছে ফেলুন</h1><a>১২ বার</a>"),
        ("<p>&quot;12&quot; &#39;7&#x27; &lt;8&gt;</p>", "<p>&quot;১২&quot; &#39;৭&#x27; &lt;৮&gt;</p>"),
        (
            '<a title="3 ছবি" aria-label="4" href="/desk/5/">6</a>',
            '<a title="৩ ছবি" aria-label="৪" href="/desk/5/">৬</a>',
        ),
    ],
)
def test_what_is_read_is_bangla(before: str, after: str) -> None:
    assert digits.in_screen(before) == after
    assert digits.in_screen(after) == after


@pytest.mark.parametrize(
    "html",
    [
        '<input value="12"><option value="3">',
        '<div data-count="7" id="row-8" style="width: 9px">',
        "<script>let a = 1 < 2 && 3 > 2;</script>",
        '<script type="application/json">{"id": 5, "html": "<b>6</b>"}</script>',
        "<style>p { margin: 1px }</style>",
        "<textarea>দাম 12 টাকা</textarea>",
        "<code>0x1F 12</code><kbd>Ctrl 1</kbd><pre>1\n2</pre><samp>500</samp>",
        "<ins>12</ins><del>১২</del><bdi>G 20</bdi>",
        '<span class="addition">2026</span><span class="deletion">2025</span>',
        "<p>H5N1 G20 e2e@example.org https://example.org/12 v8.0.1</p>",
        "<!-- 12 -->",
        '<button data-action="click->w-list#show keydown.1->w-list#hide" data-w-list-page-value="3"></button>',
        '<a href="/desk/stories/edit/2/">খবর নম্বর 2</a><h1><span>দাম 12 টাকা</span></h1><title>১২ থেকে 20</title>',
        '<svg viewBox="0 0 16 16"><text>12</text></svg>',
    ],
)
def test_values_code_and_what_was_written_stay(html: str) -> None:
    assert digits.in_screen(html) == html


def test_a_piece_that_is_turned_is_passed_over() -> None:
    page = f"<p>1</p>{digits.turned(SafeString('<p>H5N1: 2</p>'))}<p>3</p>"
    assert digits.in_screen(page) == "<p>১</p><!--turned--><p>H5N1: 2</p><!--turned--><p>৩</p>"


def answered(response: HttpResponse) -> str:
    digits.in_bangla(response)
    return response.content.decode()


def test_a_proof_stays_as_it_will_be_printed_and_a_screen_does_not() -> None:
    proof = '<!doctype html><html lang="bn"><body><p>দাম 12 টাকা</p></body></html>'
    screen = '<!doctype html><html lang="bn"><body id="wagtail"><p>দাম 12 টাকা</p></body></html>'
    assert answered(HttpResponse(proof)) == proof
    assert answered(HttpResponse(screen)) == screen.replace("12", "১২")


def test_pieces_of_screens_are_turned_inside_json_and_nothing_else_of_it() -> None:
    sent = {"html": "<p>12</p>", "id": "12", "revision": 12, "files": [{"form": '<input value="1">2'}], "title": "12"}
    turned = json.loads(answered(JsonResponse(sent)))
    assert turned == {**sent, "html": "<p>১২</p>", "files": [{"form": '<input value="1">২'}]}


def test_files_and_streams_are_left_alone() -> None:
    assert answered(HttpResponse("1,2", content_type="text/csv")) == "1,2"
    stream = StreamingHttpResponse(["<p>12</p>"])
    digits.in_bangla(stream)
    assert b"".join(stream) == b"<p>12</p>"


def test_a_length_that_was_said_stays_true() -> None:
    response = HttpResponse("<p>12</p>", headers={"Content-Length": "9"})
    digits.in_bangla(response)
    assert (response.headers["Content-Length"], len(response.content)) == ("13", 13)


class When(forms.Form):
    day = forms.DateField(widget=AdminDateInput)
    hour = forms.TimeField(widget=AdminTimeInput)
    moment = forms.DateTimeField(widget=AdminDateTimeInput)


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize(
    ("day", "hour", "moment"),
    [
        ("২০২৬-১১-২৯", "১৪:৩০", "২০২৬-১১-২৯ ১৪:৩০"),
        ("29/11/2026", "14:30", "29/11/2026 14:30"),
        ("২৯-১১-২০২৬", "১৪:৩০:০০", "২৯/১১/২০২৬ ১৪:৩০"),
    ],
)
def test_days_and_times_are_read_in_either_digits(language: str, day: str, hour: str, moment: str) -> None:
    hooks.search_for_hooks()  # which teach the fields; a screen that another test opened may have done so, or not
    with translation.override(language):
        form = When({"day": day, "hour": hour, "moment": moment})
        assert form.errors == {}
        data = form.cleaned_data
        assert f"{data['day']:%Y-%m-%d} {data['hour']:%H:%M} {data['moment']:%Y-%m-%d %H:%M}" == (
            "2026-11-29 14:30 2026-11-29 14:30"
        )


def test_a_wrong_day_is_answered_with_the_way_to_write_it() -> None:
    with translation.override("bn"):
        assert When({"day": "৩১-০২-২০২৬"}).errors["day"] == ["তারিখটি ঠিক নয়। লিখুন ২০২৬-১১-২৯, এভাবে।"]


def test_filters_take_bangla_days_too() -> None:
    widget = DateRangePickerWidget()
    read = widget.value_from_datadict({"day_from": "২০২৬-১১-০১", "day_to": "2026-11-29"}, {}, "day")
    assert read == ["2026-11-01", "2026-11-29"]


def test_dates_have_the_order_of_the_paper() -> None:
    with translation.override("bn"):
        assert formats.date_format(NOON, "DATETIME_FORMAT") == "28 নভেম্বর 2026, 06:00"
        assert formats.date_format(NOON, "DATE_FORMAT") == "28 নভেম্বর 2026"
    with translation.override("en"):
        assert formats.date_format(NOON, "DATETIME_FORMAT") == "28 November 2026, 06:00"


@pytest.mark.django_db
def test_a_list_tells_its_numbers_in_bangla_and_in_english_in_latin(client: Client) -> None:
    client.force_login(make_user("rina"))
    with clock.at(NOON - timedelta(days=3)):
        make_story(section=make_section())

    def shown() -> Any:
        text = client.get("/desk/stories/").content.decode()
        return f'href="/desk/stories/edit/{Story.objects.get().pk}/' in text, "১ পৃষ্ঠার ১" in text, "Page 1 of 1" in text

    assert shown() == (True, True, False)
    client.post("/desk/language/?language=en")
    assert shown() == (True, False, True)
