"""Where a new story most likely belongs, so that nobody is asked what the newsroom can know."""

from collections import Counter

from harkara.bangla import normalise
from harkara.desk import rights
from harkara.desk.models import IncomingClipping, Section, Story
from harkara.desk.rights import Somebody

LOOKED_AT = 20
"""Earlier drafts of the same outlet and desk that are counted."""

_DESK = "ডেস্ক"


def section_of(clipping: IncomingClipping, user: Somebody | None) -> Section | None:
    """The section that a draft of ``clipping`` by ``user`` belongs to: the one its desk is called after, else where most of
    the last drafts of that outlet and desk went, else the only one that the person works on. ``None`` where nothing
    speaks for one. Three queries at most, however many clippings there are.
    """
    sections = {section.pk: section for section in Section.objects.all() if _is_open(user, section)}
    called = normalise(str(clipping.desk)).removesuffix(_DESK).strip()
    for section in sections.values():
        if called and normalise(str(section.name)) == called:
            return section
    alike = IncomingClipping.objects.filter(
        status=IncomingClipping.Status.DRAFTED, outlet=clipping.outlet, desk=clipping.desk
    ).order_by("-pk")[:LOOKED_AT]
    went = Story.objects.filter(clipping__in=list(alike.values_list("pk", flat=True))).order_by("-pk")
    counted = Counter(number for number in went.values_list("section", flat=True) if number in sections)
    if counted:
        return sections[counted.most_common(1)[0][0]]
    return _only(user, sections)


def section_for(user: Somebody, last: int | None) -> Section | None:
    """The section that a new story of ``user`` begins in: ``last`` (its number), where the last one stood, if it is
    still there and the person works on it; else the only one that the person works on.
    """
    sections = {section.pk: section for section in Section.objects.all() if _is_open(user, section)}
    return sections.get(last or 0) or _only(user, sections)


def _only(user: Somebody | None, sections: dict[int, Section]) -> Section | None:
    return (
        next(iter(sections.values())) if user is not None and rights.is_limited(user) and len(sections) == 1 else None
    )


def _is_open(user: Somebody | None, section: Section) -> bool:
    return user is None or rights.holds(user, section.pk, None)
