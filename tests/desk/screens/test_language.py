"""The screens speak Bangla; English is one button away and stays with the account."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from wagtail.users.models import UserProfile

from tests.desk.factories import make_user

pytestmark = pytest.mark.django_db


def spoken(client: Client, address: str = "/desk/") -> str:
    text = client.get(address).content.decode()
    assert text.count('<html lang="bn"') + text.count('<html lang="en"') == 1
    return "bn" if '<html lang="bn"' in text else "en"


@pytest.fixture
def rina(client: Client) -> Client:
    client.force_login(make_user("rina"))
    return client


def test_a_browser_set_to_english_is_spoken_to_in_bangla(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en-US,en;q=0.9"
    assert spoken(client, "/desk/login/") == "bn"
    client.force_login(make_user("rina"))
    assert (spoken(client), spoken(client, "/desk/no-such-screen/")) == ("bn", "bn")


def test_the_choice_is_the_accounts_and_follows_it_to_another_machine(rina: Client) -> None:
    answer = rina.post("/desk/language/?language=en", HTTP_REFERER="http://testserver/desk/stories/")
    assert (answer.status_code, answer["location"]) == (302, "http://testserver/desk/stories/")
    assert (spoken(rina), spoken(rina, "/desk/no-such-screen/")) == ("en", "en")
    elsewhere = Client()
    elsewhere.force_login(UserProfile.objects.get().user)
    assert spoken(elsewhere) == "en"
    elsewhere.post("/desk/language/?language=bn")
    assert (spoken(elsewhere), spoken(rina)) == ("bn", "bn")


def test_the_login_screen_remembers_what_this_machine_chose(client: Client) -> None:
    page = client.get("/desk/login/").content.decode()
    assert 'action="/desk/language/?language=en"' in page
    client.post("/desk/language/?language=en")
    assert spoken(client, "/desk/login/") == "en"
    assert 'action="/desk/language/?language=bn"' in client.get("/desk/login/").content.decode()


def test_a_machine_set_to_english_does_not_overrule_an_account(rina: Client) -> None:
    rina.cookies["django_language"] = "en"
    assert spoken(rina) == "bn"


@pytest.mark.parametrize("language", ["", "fr", "bn-BD", "../en"])
def test_a_language_that_is_not_spoken_changes_nothing(rina: Client, language: str) -> None:
    rina.post(f"/desk/language/?language={language}")
    assert (spoken(rina), UserProfile.objects.filter(preferred_language__gt="").count()) == ("bn", 0)


@pytest.mark.parametrize("referer", ["https://evil.example/desk/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_switch_leads_nowhere_else(rina: Client, referer: str) -> None:
    answer = rina.post("/desk/language/?language=en", HTTP_REFERER=referer)
    assert (answer.status_code, answer["location"]) == (302, "/desk/")


def test_a_link_cannot_switch(rina: Client) -> None:
    assert rina.get("/desk/language/?language=en").status_code == 405
    assert spoken(rina) == "bn"


def test_the_sidebar_offers_the_other_language_by_its_own_name(rina: Client) -> None:
    home = rina.get("/desk/").content.decode()
    assert ("/desk/language/?language=en" in home, "/desk/language/?language=bn" in home) == (True, False)
    rina.post("/desk/language/?language=en")
    home = rina.get("/desk/").content.decode()
    assert ("/desk/language/?language=en" in home, "/desk/language/?language=bn" in home) == (False, True)
    assert "বাংলা" in home or "\\u09ac\\u09be\\u0982\\u09b2\\u09be" in home


FIRST = """
import django; django.setup()
from django.utils import translation
from harkara.desk.screens.language import SpeakingMiddleware
with translation.override("en"):
    SpeakingMiddleware(print)
    from wagtail.admin.viewsets.chooser import ChooserViewSet
    print(ChooserViewSet.choose_another_text)
"""


@pytest.mark.process
@pytest.mark.long
def test_who_asks_first_in_english_does_not_word_the_screens_of_all(tmp_path: Path) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "harkara.settings.testing", "HARKARA_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", FIRST], env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "অন্যটি বেছে নিন"), done.stderr
