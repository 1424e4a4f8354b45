"""Invitations, places in the newsroom, and accounts that are closed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from wagtail.models import ModelLogEntry

from harkara.desk import actions, clock, rights
from harkara.desk.actions.invite import LASTS
from harkara.desk.actions.join import Newcomer, ended
from harkara.desk.actions.staffing import Office, office_of
from harkara.desk.errors import DeskError, NothingToDo, Refused
from harkara.desk.models import Invitation
from harkara.people.models import User
from tests.desk.factories import NOON, make_desk, make_section, make_user
from tests.desk.test_rights import limited

pytestmark = pytest.mark.django_db

PASSWORD = "ঢাকা মেঘনা পদ্মা"
RINA = Newcomer("rina", "রিনা খাতুন", PASSWORD)


def place(*roles: str, sections: Any = (), desks: Any = ()) -> Office:
    return Office(frozenset(roles), frozenset(s.pk for s in sections), frozenset(d.pk for d in desks))


def test_an_invited_person_takes_the_place_that_was_kept() -> None:
    sports, desk = make_section("sports"), make_desk()
    office = place("reporter", "sub_editor", sections=[sports], desks=[desk])
    made = actions.invite("রিনা", office, make_user("chief", group="admin"), "rina@example.org")
    found = Invitation.by_token(made.token)
    assert found is not None
    user = actions.join(found, RINA)
    assert (office_of(user), user.get_full_name(), user.sign(), user.email) == (
        office,
        "রিনা খাতুন",
        "রিখা",
        "rina@example.org",
    )
    assert user.check_password(PASSWORD)
    used = Invitation.objects.get()
    assert (used.used_by, used.waits(clock.now())) == (user, False)
    assert list(ModelLogEntry.objects.order_by("pk").values_list("action", "user__username")) == [
        ("desk.invite", "chief"),
        ("desk.join", "rina"),
    ]


def test_a_link_of_ones_own_making_leads_nowhere() -> None:
    made = actions.invite("রিনা", place("reporter"), None)
    assert Invitation.by_token(made.token) == made
    assert [Invitation.by_token(token) for token in (made.token[:-1], "1", "", f"{made.token}x")] == [None] * 4


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("used", "আগেই ব্যবহার করা হয়েছে"),
        ("withdrawn", "ফিরিয়ে নেওয়া হয়েছে"),
        ("old", "মেয়াদ শেষ"),
    ],
)
def test_a_link_works_once_and_for_a_week(what: str, why: str) -> None:
    with clock.at(NOON):
        made = actions.invite("রিনা", place("reporter"), None)
        if what == "used":
            actions.join(made, Newcomer("first", "প্রথম জন", PASSWORD))
        if what == "withdrawn":
            actions.withdraw(made, None)
    now = NOON + (LASTS if what == "old" else timedelta(0))
    with clock.at(now), pytest.raises(Refused, match=why):
        actions.join(made, RINA)
    assert User.objects.filter(username="rina").count() == 0


def test_a_link_works_until_the_last_second() -> None:
    with clock.at(NOON):
        made = actions.invite("রিনা", place("reporter"), None)
    with clock.at(NOON + LASTS - timedelta(seconds=1)):
        assert (ended(made), actions.join(made, RINA).username) == ("", "rina")


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (Newcomer("rina", "Rina Khatun", PASSWORD), "“Rina Khatun” নামে বাংলা অক্ষর নেই"),
        (Newcomer("TOM", "টম", PASSWORD), "“TOM” নামটি আগেই নেওয়া"),
        (Newcomer("rina", "রিনা", "short"), "12|১২"),
        (Newcomer("rinakhatun", "রিনা", "rinakhatun-1"), "."),
    ],
)
def test_a_newcomer_is_told_what_is_wrong_and_the_link_stays_good(who: Newcomer, why: str) -> None:
    make_user("tom")
    made = actions.invite("রিনা", place("reporter"), None)
    with pytest.raises(Refused, match=why):
        actions.join(made, who)
    assert (User.objects.count(), actions.join(made, RINA).username) == (1, "rina")


def test_a_place_whose_section_is_gone_is_not_taken_everywhere() -> None:
    section = make_section("sports")
    made = actions.invite("রিনা", place("reporter", sections=[section]), None)
    section.delete()
    with pytest.raises(Refused, match="নতুন করে দিন"):
        actions.join(made, RINA)


@pytest.mark.parametrize("role", rights.ROLES)
def test_which_roles_a_desk_editor_gives(role: str) -> None:
    editor = make_user(group="desk_editor")
    if role in ("correspondent", "reporter", "sub_editor", "photo_editor"):
        assert actions.invite("রিনা", place(role), editor).roles == [role]
    else:
        with pytest.raises(Refused, match="শুধু প্রশাসক"):
            actions.invite("রিনা", place(role), editor)


def test_a_desk_editor_invites_for_the_own_desk_only() -> None:
    own, other = make_desk("ক্রীড়া ডেস্ক"), make_desk("বিশ্ব ডেস্ক")
    editor = limited("desk_editor", own)
    assert actions.invite("রিনা", place("reporter", desks=[own]), editor).desks == [own.pk]
    for office in (place("reporter"), place("reporter", desks=[own, other]), place("reporter", desks=[other])):
        with pytest.raises(Refused, match="আপনার কাজের এলাকা: ক্রীড়া ডেস্ক"):
            actions.invite("রিনা", office, editor)
    assert Invitation.objects.count() == 1


REFUSED: dict[str, tuple[str, Callable[[], tuple[User, User]]]] = {
    "oneself": ("reporter", lambda: (same := make_user(group="admin"), same)),
    "oneself, as desk editor": ("reporter", lambda: (same := make_user(group="desk_editor"), same)),
    "an administrator, by a desk editor": (
        "reporter",
        lambda: (make_user(group="admin"), make_user(group="desk_editor")),
    ),
    "a desk editor, by another": ("reporter", lambda: (make_user(group="desk_editor"), make_user(group="desk_editor"))),
    "who keeps the machine, by an administrator": (
        "reporter",
        lambda: (make_user(group="admin", is_superuser=True), make_user(group="admin")),
    ),
    "a reporter who becomes desk editor, by one": (
        "desk_editor",
        lambda: (make_user(group="reporter"), make_user(group="desk_editor")),
    ),
    "by a reporter": ("sub_editor", lambda: (make_user(group="reporter"), make_user(group="reporter"))),
    "to no role": ("", lambda: (make_user(group="reporter"), make_user(group="admin"))),
    "to no such role": ("king", lambda: (make_user(group="reporter"), make_user(group="admin"))),
}


@pytest.mark.parametrize("case", REFUSED)
def test_who_may_not_be_appointed(case: str) -> None:
    role, people = REFUSED[case]
    person, by = people()
    before = office_of(person)
    with pytest.raises(Refused):
        actions.appoint(person, place(*([role] if role else [])), by)
    assert office_of(User.objects.get(pk=person.pk)) == before


def test_an_appointment_is_written_down_with_what_was_before() -> None:
    person, sports = make_user(group="reporter"), make_section("sports")
    actions.appoint(person, place("sub_editor", sections=[sports]), make_user(group="admin"))
    assert office_of(User.objects.get(pk=person.pk)) == place("sub_editor", sections=[sports])
    assert ModelLogEntry.objects.get(action="desk.appoint").data == {
        "before": {"roles": ["reporter"], "remit": []},
        "after": {"roles": ["sub_editor"], "remit": [sports.name]},
    }
    with pytest.raises(NothingToDo):
        actions.appoint(person, place("sub_editor", sections=[sports]), None)


def test_an_administrator_has_no_remit() -> None:
    with pytest.raises(Refused, match="সব জায়গায়"):
        actions.appoint(make_user(group="reporter"), place("admin", sections=[make_section()]), None)


@pytest.mark.parametrize("act", [actions.dismiss, lambda person, by: actions.appoint(person, place("reporter"), by)])
def test_the_last_administrator_stays(act: Callable[[User, User | None], User]) -> None:
    one, other = make_user(group="admin"), make_user(group="admin")
    make_user(group="admin", is_active=False)
    act(other, one)
    with pytest.raises(Refused, match="শেষ প্রশাসক"):
        act(one, None)
    assert User.objects.get(pk=one.pk).is_active
    assert rights.roles(one) == ["admin"]


def test_who_is_dismissed_keeps_no_session_and_gets_none_back() -> None:
    person, by = make_user("tom", group="reporter"), make_user(group="admin")
    before = person.get_session_auth_hash()
    gone = actions.dismiss(person, by)
    assert (gone.is_active, gone.get_session_auth_hash() == before) == (False, False)
    back = actions.recall(gone, by)
    assert (back.is_active, back.get_session_auth_hash() == before, rights.roles(back)) == (True, False, ["reporter"])
    with pytest.raises(NothingToDo):
        actions.recall(back, by)
    actions.dismiss(back, by)
    with pytest.raises(NothingToDo):
        actions.dismiss(back, by)


@pytest.mark.parametrize("act", [actions.dismiss, actions.recall])
def test_nobody_closes_or_opens_accounts_without_the_right(act: Callable[[User, User | None], User]) -> None:
    person = make_user(group="reporter", is_active=act is actions.dismiss)
    with pytest.raises(DeskError):
        act(person, make_user(group="sub_editor"))
    assert User.objects.get(pk=person.pk).is_active is (act is actions.dismiss)
