"""Fields that keep one spelling: whatever comes in goes through ``bangla.clean.normalise``.

JSON is stored as UTF-8: a Bangla letter takes three bytes, not the six of a ``\\u`` escape.
"""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from wagtail.fields import StreamField

from harkara.bangla.clean import normalise


class PlainJSON(DjangoJSONEncoder):
    """Writes letters as they are."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


def spelled(value: Any) -> Any:
    """``value`` with every text in it normalised; lists and dictionaries are gone through.

    >>> spelled({"text": "  দাম ৫০ টাকা।", "id": 7})
    {'text': '  দাম ৫০ টাকা।', 'id': 7}
    """
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, dict):
        return {key: spelled(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [spelled(item) for item in value]
    return value


class _Spelled(models.Field):
    """Normalises what is set through forms, revisions and saving."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return normalise(text) if isinstance(text, str) else text

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = normalise(value)
            setattr(model_instance, self.attname, value)
        return value


class Words(_Spelled, models.CharField):
    """A line of text."""


class Prose(_Spelled, models.TextField):
    """Text of any length."""


class Captions(models.JSONField):
    """What a story says of its pictures where that differs from what the pictures say: by the picture's number, as text, a
    ``caption`` and an ``alt``; what is not there is the picture's own.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "encoder": PlainJSON})

    def get_db_prep_value(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        return super().get_db_prep_value(spelled(value), *args, **kwargs)


class Body(StreamField):
    """Blocks of a story, spelled one way and stored as UTF-8."""

    @property
    def json_field(self) -> models.JSONField:
        return models.JSONField(encoder=PlainJSON)

    def get_prep_value(self, value: Any) -> Any:
        return spelled(super().get_prep_value(value))

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.get_prep_value(self.value_from_object(obj)), cls=PlainJSON)
