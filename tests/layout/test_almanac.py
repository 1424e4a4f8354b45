"""A month as a calendar: weeks from Sunday on, both reckonings, links only where there was news."""

from dataclasses import replace
from datetime import date, timedelta

from lxml import html as parser

from harkara.layout import almanac, pages, specimens
from harkara.layout.copy import CalendarCopy, CalendarDayCopy, Link

PAPER = specimens.paper()


def bangla_month() -> CalendarCopy:
    days = tuple(CalendarDayCopy(date(2022, 7, 16) + timedelta(days=number)) for number in range(31))
    return replace(specimens.month(), title="শ্রাবণ ১৪২৯", calendar="bangla", days=days)


def test_weeks_begin_on_sunday_and_have_seven_places() -> None:
    weeks = almanac.weeks(specimens.month())
    assert {len(week) for week in weeks} == {7}
    assert [cell and cell.iso for cell in weeks[0]] == [None, *(f"2022-08-0{day}" for day in range(1, 7))]
    assert [cell and cell.iso for cell in weeks[-1]] == [*(f"2022-08-{day}" for day in range(28, 32)), None, None, None]


def test_a_day_has_its_number_in_both_calendars() -> None:
    cells = {cell.iso: cell for week in almanac.weeks(specimens.month()) for cell in week if cell}
    assert (cells["2022-08-01"].number, cells["2022-08-01"].other) == ("১", "১৭ শ্রাবণ")
    assert (cells["2022-08-15"].number, cells["2022-08-15"].other) == ("১৫", "৩১")
    assert (cells["2022-08-16"].other, cells["2022-08-16"].label) == ("১ ভাদ্র", "১৬ আগস্ট, ১ ভাদ্র")
    bangla = {cell.iso: cell for week in almanac.weeks(bangla_month()) for cell in week if cell}
    assert (bangla["2022-07-16"].number, bangla["2022-07-16"].other) == ("১", "১৬ জুলাই")
    assert (bangla["2022-08-01"].number, bangla["2022-08-01"].other) == ("১৭", "১ আগস্ট")
    assert bangla["2022-08-15"].label == "৩১ শ্রাবণ, ১৫ আগস্ট"


def test_only_days_with_news_are_links() -> None:
    page = parser.document_fromstring(pages.month(specimens.month(), PAPER))
    hrefs = page.xpath("//section[@class='calendar']//td/a/@href")
    assert hrefs == [f"/all/2022-08-{day:02}/" for day in range(1, 32) if day % 7]
    assert len(page.xpath("//section[@class='calendar']//td/time")) == 4
    turn = page.xpath("//nav[@class='calendar-turn']/a")
    assert [(link.get("rel"), link.get("href")) for link in turn] == [
        ("prev", "/all/2022-07/"),
        (None, "/all/calendar/#y2022"),
        ("next", "/all/2022-10/"),
    ]
    assert page.xpath("//main/div/ul[@class='pills']//a/@href") == ["/all/bn/1429-04/", "/all/bn/1429-05/"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://harkara.example/all/2022-08/"]


def test_the_first_month_has_none_before_it() -> None:
    page = parser.document_fromstring(pages.month(replace(specimens.month(), older=None, newer=None), PAPER))
    assert page.xpath("//nav[@class='calendar-turn']/a/@href") == ["/all/calendar/#y2022"]


def test_years_lead_to_their_months_and_to_the_other_calendar() -> None:
    page = parser.document_fromstring(pages.years(specimens.years(), PAPER))
    assert page.xpath("//h2/@id") == ["y2022", "y2021"]
    assert len(page.xpath("//ol[@class='calendar-months'][1]/li")) == 24
    assert page.xpath("//section[@aria-labelledby='y2021']//a/@href")[0] == "/all/2021-06/"
    assert page.xpath("//main//p/a/@href") == ["/all/bn/"]
    empty = parser.document_fromstring(pages.years(replace(specimens.years(), years=()), PAPER))
    assert empty.xpath("string(//p[@class='empty'])") == "এখানে এখনো কোনো খবর নেই।"


def test_the_page_of_a_day_has_plain_links_to_its_month_and_day_of_the_year() -> None:
    page = parser.document_fromstring(pages.list_page(specimens.day_page(), PAPER))
    place = page.xpath("//section[@data-island='calendar']")[0]
    assert (place.get("data-address"), place.get("data-day")) == ("/all/2022-08/", "2022-08-15")
    assert place.xpath(".//a/@href") == ["/all/2022-08/", "/all/on/08-15/", "/all/calendar/"]
    bare = parser.document_fromstring(pages.list_page(replace(specimens.day_page(), month=None), PAPER))
    assert bare.xpath("//section[@class='calendar-place']/@data-island") == []
    assert bare.xpath("//section[@class='calendar-place']//a/@href") == ["/all/on/08-15/", "/all/calendar/"]


def test_a_day_of_the_year_goes_through_the_years() -> None:
    copy = specimens.on()
    page = parser.document_fromstring(pages.on(copy, PAPER))
    assert page.xpath("string(//h1)") == "এই দিনে: ১৫ আগস্ট"
    assert page.xpath("//h2[@class='block-title']/a/@href") == ["/all/2021-08-15/", "/all/2020-08-15/"]
    stories = [story.href for year in copy.years for story in year.stories]
    assert page.xpath("//section[@class='calendar-on']//li/a/@href") == stories


def test_a_link_without_a_month_is_no_link() -> None:
    months = tuple(Link(str(number), "") for number in range(12))
    copy = replace(specimens.years(), years=(replace(specimens.years().years[0], months=months),))
    assert parser.document_fromstring(pages.years(copy, PAPER)).xpath("//ol//li[not(a)]/text()")[:2] == ["0", "1"]
