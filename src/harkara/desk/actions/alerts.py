"""Send to readers: an order to tell those who asked for it of a story, by notices of their browsers; and what follows such a
notice when its story is corrected, redacted or withdrawn.
"""

from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla import graphemes
from harkara.bangla.clean import normalise
from harkara.desk import clock, keys, rights
from harkara.desk.actions import traces
from harkara.desk.copy.subjects import of_section, of_topic
from harkara.desk.errors import NothingToDo, NotPublished, Refused
from harkara.desk.models import Alert, Section, Story
from harkara.people.models import User
from harkara.post.errors import PostError
from harkara.post.push import words
from harkara.rack import changes

SENT = "desk.send_alert"
"""How the history of a story calls it."""

FIRST: Final = (Alert.Kind.NEWS, Alert.Kind.BREAKING, Alert.Kind.URGENT)
"""Kinds that a person may order; the others follow."""

CORRECTED: Final = "সংশোধনী: {}"
WITHDRAWN: Final = "খবরটি প্রত্যাহার করা হয়েছে"
WITHDRAWN_WHY: Final = "যে খবরটি আপনাকে জানানো হয়েছিল, তা আর আমাদের পাতায় নেই।"
"""What readers are told, in their language, by what follows a notice."""


def sends() -> bool:
    """Whether the paper sends notices at all."""
    return bool(settings.HARKARA_PUSH_PUBLIC_KEY)


def send_alert(story: Story, user: User | None, kind: str, title: str, text: str = "") -> Alert:
    """Orders a notice of the published ``story``, of a ``kind`` (of :data:`FIRST`). The same words are sent once, however often
    the story is published or the form is sent. Raises ``Refused``, ``NotPublished``, ``NothingToDo``.
    """
    rights.demand(user, "urgent", story)
    if not sends():
        raise Refused(_("This paper sends no notices yet: its engineer sets that up (“harkara push-keys”)."))
    title, text = normalise(title).strip(), normalise(text).strip()
    if kind not in FIRST:
        raise Refused(_("There is no kind of notice “%(kind)s”.") % {"kind": kind[:40]})
    if not title:
        raise Refused(_("A notice needs a title: it is what readers see first."))
    for said, most in ((title, words.TITLE), (text, words.TEXT)):
        if len(said) > most:
            raise Refused(
                _("“%(words)s” has %(count)s letters, and phones show %(most)s at most: shorten it.")
                % {"words": graphemes.truncate(said, 40), "count": len(said), "most": most}
            )
    try:
        words.packed(title, text, story.pk, kind)
    except PostError as refusal:
        raise Refused(str(refusal)) from refusal
    with transaction.atomic():
        row = traces.locked(story.pk)
        if not row.live:
            raise NotPublished(_("“%(headline)s” is not published: publish it first.") % {"headline": row})
        if row.sponsor:
            raise Refused(_("“%(headline)s” is paid for: it is not sent to readers as news.") % {"headline": row})
        before = list(Alert.objects.filter(story=row.pk, kind__in=FIRST).values_list("title", "text"))
        if (title, text) in before:
            raise NothingToDo(_("These very words were sent to readers before: nobody gets them twice."))
        alert = Alert.objects.create(
            story=row,
            event=f"{row.pk}.{len(before) + 1}",
            kind=kind,
            title=title,
            text=text,
            subjects=[*(["breaking"] if kind != Alert.Kind.NEWS else []), *subjects_of(row)],
            ordered_at=clock.now(),
            ordered_by=user,
        )
        log(instance=row, action=SENT, user=user, data={"kind": kind, "event": alert.event})
        changes.touch(keys.alert(alert.event))
    return alert


def subjects_of(story: Story) -> list[str]:
    """What readers may have asked for to hear of ``story``: its section, the one above that, its topics."""
    section = Section.objects.filter(pk=story.section_id).first()
    slugs = [slug for slug in (section.slug, section.above_id) if slug] if section else []
    topics = Story.topics.through.objects.filter(story=story.pk).order_by("topic").values_list("topic", flat=True)
    return [*map(of_section, slugs), *map(of_topic, topics)]


def follow(story: Story, kind: str, what: str, user: User | None, *, text: str = "") -> set[str]:
    """Orders what follows the notices of ``story``, if there were any, inside the caller's transaction; ``what`` names the act
    among those of the story. Returns the keys to touch.
    """
    if not sends() or not Alert.objects.filter(story=story.pk, kind__in=FIRST).exists():
        return set()
    title, text = _told(story, kind, text)
    alert = Alert.objects.create(
        story_id=story.pk,
        event=f"{story.pk}.{what}",
        kind=kind,
        title=graphemes.truncate(title, words.TITLE)[: words.TITLE],
        text=graphemes.truncate(text, words.TEXT)[: words.TEXT],
        ordered_at=clock.now(),
        ordered_by=user,
    )
    return {keys.alert(alert.event)}


def _told(story: Story, kind: str, text: str) -> tuple[str, str]:
    if kind == Alert.Kind.KILL:  # not a word of what is withdrawn
        return WITHDRAWN, WITHDRAWN_WHY
    if kind == Alert.Kind.CORRECTION:
        return CORRECTED.format(story.headline), text
    return story.headline, story.summary
