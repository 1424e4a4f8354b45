"""Staff accounts: how a person signs."""

import pytest

from harkara.people.models import User


@pytest.mark.parametrize(
    ("fields", "sign"),
    [
        ({"initials": "এসএটি"}, "এসএটি"),
        ({"initials": "এসএটি", "first_name": "রাহেলা", "last_name": "বানু"}, "এসএটি"),
        ({}, ""),
    ],
)
def test_initials_come_first(fields: dict[str, str], sign: str) -> None:
    assert User(username="rina", **fields).sign() == sign


def test_a_name_gives_initials_of_whole_letters() -> None:
    from harkara.bangla import graphemes

    name = "শ্রাবণী ক্ষেত্রী"
    assert User(first_name="শ্রাবণী", last_name="ক্ষেত্রী").sign() == graphemes.initials(name)
