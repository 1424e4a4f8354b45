"""What the desk takes for the files that machines read, and how it refuses."""

import pytest
from django.core.exceptions import ValidationError

from harkara.desk.models import Paper
from harkara.desk.models.machines import contact, sellers
from tests.desk.factories import make_paper


@pytest.mark.parametrize("value", ["desk@paper.example", "https://paper.example/security"])
def test_a_contact_is_an_address_of_mail_or_of_the_web(value: str) -> None:
    contact(value)


@pytest.mark.parametrize(
    "value", ["desk", "http://paper.example", "https://x", "javascript:alert(1)", "a@b.example\nExpires: x"]
)
def test_other_contacts_are_refused_by_name(value: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        contact(value)
    assert value in refusal.value.messages[0]


def test_the_lines_of_ads_are_taken_as_partners_give_them() -> None:
    sellers(
        "# ours\ngoogle.com, pub-0000000000000000, DIRECT, f08c47fec0942fa0\n\nads.example,77,reseller # theirs\n"
        "OWNERDOMAIN=paper.example\ncontact = ads@paper.example"
    )


@pytest.mark.parametrize(
    "line", ["<script>", "google.com pub-1 DIRECT", "google.com, pub-1, OWNER", "google.com, pub-1"]
)
def test_a_line_that_is_none_is_named_with_its_number(line: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        sellers(f"google.com, pub-1, DIRECT\n{line}")
    [said] = refusal.value.messages
    assert (line in said, "2" in said or "২" in said) == (True, True)


def test_a_paper_asks_before_it_is_trained_on_unless_it_says_otherwise(db: None) -> None:
    assert (make_paper().crawlers, Paper.load().security_contact, Paper.load().ads_txt) == ("ask", "", "")
