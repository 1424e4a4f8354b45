"""The screen of reports, and the table to take away."""

import pytest
from django.test import Client

from harkara.desk import actions, clock
from tests.desk.factories import NOON, make_paper, make_story, make_user

pytestmark = pytest.mark.django_db


def test_one_sees_a_report_and_takes_it_away_harmless() -> None:
    make_paper()
    client = Client()
    evil = make_user("evil", group="reporter", first_name="=1+2")
    rina = make_user("rina", group="desk_editor", first_name="রিনা")
    with clock.at(NOON):
        actions.publish(make_story(user=evil, published=False), None)
        make_story(user=rina)
        client.force_login(rina)
        page = client.get("/desk/numbers/").content.decode()
        table = client.get("/desk/numbers/export/?by=author&unit=day").content.decode()
        late = client.get("/desk/numbers/?since=2020-01-01").content.decode()
        none = client.get("/desk/numbers/?since=2026-01-01&until=2026-01-02").content.decode()
        client.force_login(evil)
        own = client.get("/desk/numbers/").content.decode()
    assert ("রিনা" in page, "নভেম্বর ২০২৬" in page, "রিনা" in own, "আপনার নিজের খবর" in own) == (True, True, False, True)
    assert table == "\ufeffথেকে,নাম,প্রকাশিত,হালনাগাদ,সংশোধিত\r\n2026-11-28,'=1+2,1,0,0\r\n2026-11-28,রিনা,1,0,0\r\n"
    assert ("সর্বোচ্চ এক বছর" in late, "এ সময়ে কিছু প্রকাশ হয়নি" in none) == (True, True)
