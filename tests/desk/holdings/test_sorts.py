"""Who adds a field or a table says whether it leaves the house: here the build fails who did not."""

import pytest
from django.apps import apps
from django.db import models

from harkara.desk.holdings.sorts import (
    FRAME,
    LATER,
    LEFT,
    MADE_ANEW,
    OF_THE_KILLED,
    OF_THE_WITHDRAWN,
    PICTURE,
    REFERENCES,
    STORY,
    Sort,
)
from harkara.desk.models import Story

SORTS = {"stories": STORY, "pictures": PICTURE, **FRAME, **LATER}
ALL = {**SORTS, **{f"{name}.{part}": sort for name, whole in SORTS.items() for part, sort in whole.below.items()}}


def test_every_table_of_the_desk_goes_along_or_stays_for_a_reason() -> None:
    tables = set(apps.get_app_config("desk").get_models(include_auto_created=True))
    known = [*(sort.model for sort in ALL.values()), *MADE_ANEW, *LEFT]
    assert len(known) == len(set(known))
    unknown = tables - set(known) - {through for through in tables if through._meta.auto_created}
    assert unknown == set(), "say in desk/holdings/sorts.py whether these leave the house"
    assert {Story.topics.through, Story.areas.through} <= set(known)
    assert all(len(reason) > 10 for reason in (*MADE_ANEW.values(), *LEFT.values()))


@pytest.mark.parametrize("name", ALL)
def test_every_field_goes_along_or_stays_for_a_reason(name: str) -> None:
    sort = ALL[name]
    fields = {field.name for field in (*sort.model._meta.concrete_fields, *sort.model._meta.many_to_many)}
    said = {*sort.fields, *sort.left, *sort.below, sort.of} - {""}
    assert fields - said == ({"id"} if sort.of else set())
    assert sort.left.keys() <= fields
    assert all(len(reason) > 10 for reason in sort.left.values())


def test_a_field_that_nobody_spoke_of_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare(models.Model):
        known = models.TextField()
        new = models.TextField()

        class Meta:
            app_label = "tests"

        def __str__(self) -> str:
            return str(self.known)

    sort = Sort(Bare, left={"new": "it stays for the sake of this test"})
    assert set(sort.fields) == {"id", "known"}
    assert set(Sort(Bare).fields) == {"id", "known", "new"}
    apps.all_models["tests"].clear()


@pytest.mark.parametrize("name", ALL)
def test_what_a_row_names_can_be_found_by_its_name(name: str) -> None:
    named = {field.related_model for field in ALL[name].fields.values() if field.is_relation}
    assert named <= REFERENCES.keys()


def test_of_the_killed_and_withdrawn_goes_nothing_that_was_said() -> None:
    assert {*STORY.fields, *STORY.below} >= OF_THE_KILLED
    assert OF_THE_KILLED.isdisjoint(
        {"headline", "kicker", "summary", "body", "captions", "corrections", "updates", "remembered"}
    )
    assert set(PICTURE.fields) >= OF_THE_WITHDRAWN
    assert OF_THE_WITHDRAWN.isdisjoint({"file", "title", "alt", "caption", "credit"})
