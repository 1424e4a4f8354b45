"""What somebody outside sees who opens a link, and the screen on which links are made."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from harkara.desk import actions, clock
from harkara.desk.models import ProofLink, Story
from tests.desk.factories import make_paper, make_picture, make_section, make_story, make_user, stored

pytestmark = pytest.mark.django_db

SECRET = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def at_desk(name: str = "rina", group: str = "desk_editor") -> Client:
    client = Client()
    client.force_login(make_user(name, group=group))
    return client


def address(link: ProofLink) -> str:
    return f"/desk/proof/{link.token}/"


def opened(link: ProofLink) -> str:
    answer = Client().get(address(link))
    assert answer.status_code == 200
    assert {name: answer[name] for name in SECRET} == SECRET
    return str(answer.content.decode())


def test_a_draft_is_shown_without_signing_in_with_its_pictures() -> None:
    make_paper()
    above, inside, strange = (make_picture(width=700, height=420) for _ in range(3))
    body = stored(("paragraph", "<p>সাক্ষী তিনজন।</p>"), ("picture", inside.pk))
    story = make_story(published=False, headline="না ছাপা খবর", picture=above, body=body)
    link = actions.make_proof_link(story, None, "আইনজীবী")
    page = opened(link)
    assert ("না ছাপা খবর" in page, "খসড়া, প্রকাশিত নয়" in page, "সাক্ষী তিনজন" in page) == (True, True, True)
    files = set(re.findall(rf"{re.escape(address(link))}picture/[\w./]+", page))
    assert {file.split("/")[-2] for file in files} == {str(above.pk), str(inside.pk)}
    answers = [Client().get(file) for file in sorted(files)]
    assert {(answer.status_code, answer["Cache-Control"]) for answer in answers} == {(200, "private, no-store")}
    assert {answer["Content-Type"] for answer in answers} <= {"image/jpeg", "image/webp", "image/avif"}
    assert Client().get(f"{address(link)}picture/{strange.pk}/640.jpg").status_code == 404


def test_how_often_it_was_opened_is_counted_and_told() -> None:
    make_paper()
    story = make_story(published=False)
    link = actions.make_proof_link(story, None, "আইনজীবী")
    rina = at_desk()
    assert "এখনো খোলা হয়নি" in rina.get(f"/desk/links/{story.pk}/").content.decode()
    opened(link)
    opened(link)
    Client().head(address(link))
    assert ProofLink.objects.get().opened == 2
    assert "২ বার খোলা হয়েছে" in rina.get(f"/desk/links/{story.pk}/").content.decode()


def test_what_readers_see_is_called_so() -> None:
    make_paper()
    story = make_story()
    link = actions.make_proof_link(story, None, "মালিক")
    assert "প্রকাশিত খবরের প্রুফ" in opened(link)
    newer = Story.objects.get(pk=story.pk)
    newer.headline = "নতুন কথা"
    newer.save_revision()
    assert "খসড়া, প্রকাশিত নয়" in opened(link)


def test_wrong_ended_late_and_killed_answer_alike() -> None:
    make_paper()
    ended, late, killed = (actions.make_proof_link(make_story(), None, "আইনজীবী") for _ in range(3))
    actions.end_proof_link(ended, None)
    ProofLink.objects.filter(pk=late.pk).update(until=clock.now() - timedelta(seconds=1))
    actions.kill(killed.story, None)
    addresses = [address(link) for link in (ended, late, killed)] + [
        "/desk/proof/কিছু/",
        f"{address(late)}picture/1/640.jpg",
    ]
    answers = [Client().get(one) for one in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "এই লিংক এখন আর খোলে না" in answers[0].content.decode()
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert [Client().post(one).status_code for one in addresses[:1]] == [405]


def test_a_link_is_made_and_ended_on_the_screen_of_its_story() -> None:
    make_paper()
    story, rina = make_story(published=False), at_desk()
    at = f"/desk/links/{story.pk}/"
    assert f'href="{at}"' in rina.get(f"/desk/stories/edit/{story.pk}/").content.decode()
    revision = story.get_latest_revision()
    sent = {"whom": "আইনজীবী", "lasts": "hour", "wording": str(revision.pk)}
    assert rina.post(at, {**sent, "whom": ""}).status_code == 200
    assert rina.post(at, {**sent, "wording": "999999"}).status_code == 200
    assert ProofLink.objects.count() == 0
    assert rina.post(at, sent).status_code == 302
    link = ProofLink.objects.get()
    assert (link.revision, link.until - link.made_at) == (revision, timedelta(hours=1))
    assert address(link) in rina.get(at).content.decode()
    assert rina.post(f"/desk/links/end/{link.pk}/").status_code == 302
    assert Client().get(address(link)).status_code == 404


def test_who_does_not_edit_the_story_neither_sees_nor_ends_its_links() -> None:
    make_paper()
    story, tom = make_story(section=make_section("world")), at_desk("tom", "reporter")
    link = actions.make_proof_link(story, None, "আইনজীবী")
    assert tom.get(f"/desk/links/{story.pk}/").status_code == 302
    tom.post(f"/desk/links/end/{link.pk}/")
    assert ProofLink.objects.get().ended_at is None
    assert f'href="/desk/links/{story.pk}/"' not in tom.get(f"/desk/stories/edit/{story.pk}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_few_queries(count: int, django_assert_num_queries: object) -> None:
    make_paper()
    story, rina = make_story(published=False), at_desk()
    for _ in range(count):
        actions.make_proof_link(story, None, "আইনজীবী", revision=story.get_latest_revision())
    rina.get(f"/desk/links/{story.pk}/")
    with django_assert_num_queries(9):  # type: ignore[operator]  # a fixture of pytest-django
        rina.get(f"/desk/links/{story.pk}/")
