"""Draft from: a clipping becomes a story's draft."""

import uuid
from html import escape

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.bangla import graphemes
from harkara.desk import defaults, keys, placing, rights
from harkara.desk.errors import Refused
from harkara.desk.models import Area, Byline, Desk, IncomingClipping, Person, Progress, Section, SourceLink, Story
from harkara.people.models import User
from harkara.rack import changes

HEADLINE_LENGTH = 250
ADDRESS_LENGTH = 500

OUR_DESK = "আমাদের ডেস্ক"
"""How the last link of a chain is called: whoever told it, we told our readers."""


def draft_from(clipping: IncomingClipping, user: User | None, section: Section | None = None) -> Story:
    """Makes the draft of a story out of ``clipping`` and returns it; the draft it has already, if one was made.

    Furniture stays with the clipping; the area that its dateline names is chosen, and where ``section`` is not given the
    section that it most likely belongs to (``desk.defaults``). Desk and byline are found by name or made.
    An embargo goes with it, what its source lets others take, and section and desk where a rule or the source of an item said so.
    Raises ``Refused`` where ``user`` may not work on the tray, or its sender killed or withholds it.
    """
    rights.demand(user, "wire")
    with transaction.atomic():
        clipping.refresh_from_db(from_queryset=IncomingClipping.objects.select_for_update())
        made = Story.objects.filter(clipping=clipping).first()
        if made is not None:
            return made
        if not clipping.is_usable:
            raise Refused(
                _("“%(headline)s” is %(state)s: no story is made of it.")
                % {"headline": clipping.headline, "state": clipping.get_state_display()}
            )
        story = Story(
            headline=graphemes.truncate(clipping.headline, HEADLINE_LENGTH),
            dateline=clipping.dateline,
            section=section or clipping.section or defaults.section_of(clipping, user),
            desk=clipping.for_desk or (Desk.objects.get_or_create(name=clipping.desk)[0] if clipping.desk else None),
            embargo_until=clipping.embargo,
            syndication=clipping.source.syndication if clipping.source else Story.Syndication.FULL,
            body=[_paragraph(text) for text in clipping.paragraphs],
            clipping=clipping,
        )
        if clipping.byline:
            person = Person.objects.get_or_create(name=clipping.byline)[0]
            story.bylines = [Byline(person=person, place=clipping.dateline, sort_order=0)]
        links = [
            SourceLink(name=link["name"], kind=link["kind"], latin=link.get("latin") or "")
            for link in clipping.source_chain
        ]
        if links:
            links[-1].url, links[-1].told_at = _address(clipping), clipping.published if clipping.guid else None
            links.append(SourceLink(name=OUR_DESK, kind=SourceLink.Kind.OWN))
        for order, link in enumerate(links):
            link.sort_order = order
        story.source_links = links
        sure = [
            choice.number
            for choice in placing.placed(clipping.dateline, clipping.headline, [clipping.text])
            if choice.sure
        ]
        story.areas = list(Area.objects.filter(pk__in=sure)) if sure else []
        story.save()
        story.save_revision(user=user, clean=False, told=False)
        Progress.written(story, user, changed=True)
        clipping.status = IncomingClipping.Status.DRAFTED
        clipping.handled_by = user
        clipping.save(update_fields=["status", "handled_by"])
        log(instance=story, action="desk.draft_from", user=user, data={"clipping": clipping.pk})
        changes.touch(keys.draft(story.pk), keys.clipping(clipping.pk))
    return story


def _address(clipping: IncomingClipping) -> str:
    """Where the last one in the chain told it, if that is an address of the web."""
    address = str(clipping.address)
    return address if address.startswith(("https://", "http://")) and len(address) <= ADDRESS_LENGTH else ""


def _paragraph(text: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "type": "paragraph", "value": f"<p>{escape(text, quote=False)}</p>"}
