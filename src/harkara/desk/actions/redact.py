"""Redact: words vanish from everywhere, history included. What stood there is sealed."""

import json
from typing import Any

from django.db import transaction
from wagtail.models import ModelLogEntry, Revision

from harkara.bangla import slug as slugs
from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.actions.publish import NAMELESS
from harkara.desk.errors import Missing, Refused
from harkara.desk.models import Sealed, Story, StoryAddress
from harkara.desk.models.fields import PlainJSON
from harkara.people.models import User
from harkara.rack import changes


def redact(story: Story, words: str, user: User | None, *, reason: str, instead: str = "…") -> Story:
    """Replaces ``words`` with ``instead`` in every field, note, address and revision of ``story``, and returns it.

    A slug that held them is made anew; old addresses that held them lead nowhere any more. A sealed copy of the story is
    kept. Raises ``Refused`` for less than three letters, without a reason or right, ``Missing`` where the words do not occur.
    """
    words = normalise(words).strip()
    if len(words) < 3:
        raise Refused(f"“{words}” is too short to redact: it would tear holes into other words.")
    if not reason.strip():
        raise Refused("A redaction needs a reason, for those who may open the sealed copy.")
    with transaction.atomic():
        row = traces.locked(story.pk)
        rights.demand(user, "redact", row)
        revisions = list(row.revisions)
        notes = list(row.corrections.values_list("text", flat=True))
        said = (row.serializable_data(), notes, *(revision.content for revision in revisions))
        if not any(words in json.dumps(content, cls=PlainJSON) for content in said):
            raise Missing(f"“{words}” does not occur in story {row.pk}: check the spelling.")
        Sealed.objects.create(
            story=row, made_at=clock.now(), made_by=user, reason=reason, content=row.serializable_data()
        )
        before = traces.printed(row)
        _rewrite(row, words, instead)
        for revision in revisions:
            Revision.objects.filter(pk=revision.pk).update(
                content=_without(revision.content, words, instead),
                object_str=revision.object_str.replace(words, instead),
            )
        ModelLogEntry.objects.filter(object_id=str(row.pk), content_type=Story.get_content_type()).update(
            label=str(row)[:250]
        )
        touched = traces.settle(before, traces.printed(row))
        _forget_addresses(row, words)
        # The address of what was published once is known, even where the story is not shown now.
        touched.add(keys.story(row.pk) if row.published_at else keys.draft(row.pk))
        changes.touch(*sorted(touched))
    return Story.objects.get(pk=story.pk)


def _rewrite(row: Story, words: str, instead: str) -> None:
    """Rewrites the story's own rows."""
    data = _without(row.serializable_data(), words, instead)
    clean = row.with_content_json(data)
    clean.live_revision_id = row.live_revision_id
    if slugs.slugify(words) in row.slug:
        clean.slug = slugs.slugify(clean.headline) or NAMELESS
    clean.modified_at = clock.now()
    clean.save()
    for note in row.corrections.all():
        note.text = note.text.replace(words, instead)
        note.save()
    for name in [field.attname for field in Story._meta.concrete_fields]:
        setattr(row, name, getattr(clean, name))


def _without(value: Any, words: str, instead: str) -> Any:
    """``value`` with the words replaced in every text, also in JSON that is kept as text."""
    if isinstance(value, str):
        if value[:1] in "[{" and "\\u" in value:
            value = json.dumps(json.loads(value), ensure_ascii=False)
        return value.replace(words, instead)
    if isinstance(value, dict):
        return {key: _without(item, words, instead) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, words, instead) for item in value]
    return value


def _forget_addresses(row: Story, words: str) -> None:
    """Drops the old addresses that hold the words."""
    StoryAddress.objects.filter(story=row, href__contains=slugs.slugify(words)).delete()
