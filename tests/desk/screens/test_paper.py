"""The paper's own row, as editors fill it in."""

import pytest
from django.test import Client

from harkara.desk.models import Paper
from tests.desk.factories import make_paper
from tests.desk.screens.test_issues import at_desk

pytestmark = pytest.mark.django_db

FORM = {"name": "দৈনিক হরকরা", "outlet": "হরকরা", "tagline": "", "editor": "", "imprint": "", "google_source": ""}

MACHINES = {"security_contact": "", "crawlers": "ask", "ads_txt": ""}
READERS = {"comments": "open", "comments_days": "30", "cards": "lacking"}


@pytest.fixture
def mina() -> Client:
    make_paper(is_demo=False)
    return at_desk("mina", "admin")


def kept(client: Client, **said: str) -> str:
    """What the screen says to ``said``; nothing where it was taken."""
    form = {**FORM, "social": "", "accent": "", "headline_face": "serif", "logo": "", **MACHINES, **READERS, **said}
    answer = client.post("/desk/paper/edit/1/", form)
    return "" if answer.status_code == 302 else answer.content.decode()


def test_a_paper_puts_on_its_look(mina: Client) -> None:
    assert kept(mina, accent=" #00573F ", headline_face="sans", social="https://t.me/harkara") == ""
    paper = Paper.objects.get()
    assert (paper.accent, paper.headline_face, paper.social) == ("#00573f", "sans", "https://t.me/harkara")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"accent": "লাল"}, "“লাল” কোনো রং নয়"),
        ({"accent": "#ff9900"}, "#ff9900 রংটি পাতায় পড়ার পক্ষে বেশি ফিকে: বৈপরীত্য ১.৯, দরকার ৪.৫"),
        ({"social": "facebook.com/harkara"}, "“facebook.com/harkara” ঠিকানা নয়: শুরুতে https:// থাকে।"),
        ({"social": "javascript:alert(1)"}, "“javascript:alert(1)” ঠিকানা নয়"),
        ({"social": "https://a.example\n" * 13}, "১৩টি ঠিকানা: সর্বোচ্চ ১২টি।"),
    ],
)
def test_what_cannot_be_worn_is_refused_by_its_name(mina: Client, said: dict[str, str], refusal: str) -> None:
    assert refusal in kept(mina, **said)
    assert Paper.objects.get().accent == ""
