"""What the acts on fronts share: the locked row, who may, what is written down."""

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import clock, fronts, keys, rights
from harkara.desk.errors import Missing, Overtaken, Refused
from harkara.desk.fronts import Arrangement
from harkara.desk.models import Front, FrontVersion, Paper, Section, Story
from harkara.people.models import User

PUBLISHED = "desk.set_front"
"""How the log calls it that readers see another front."""


def locked(name: str, user: User | None, seen: int | None = None) -> Front:
    """The front called so, locked until the transaction ends. Raises ``Missing`` where there is no such section,
    ``Refused`` where ``user`` may not set it, ``Overtaken`` where somebody else did after the step ``seen``.
    """
    section = Section.objects.filter(slug=name).first()
    if name != fronts.HOME and section is None:
        raise Missing(_("There is no section “%(name)s”, and so it has no front.") % {"name": name})
    demand(user, section)
    Front.objects.get_or_create(name=name)
    row = Front.objects.select_for_update().get(name=name)
    if seen is not None and seen != row.step:
        raise Overtaken(_("Somebody else has set the front since you opened it."))
    return row


def demand(user: User | None, section: Section | None) -> None:
    """Raises ``Refused`` where ``user`` may not set the front of ``section`` (``None``: the home page, which is nobody's who
    works on some sections only).
    """
    rights.demand(user, "front")
    if user is not None and not holds(user, section):
        raise Refused(
            _("“%(front)s” is outside what “%(name)s” works on (%(remit)s). Ask its desk editor.")
            % {
                "front": section.name if section else _("Front page"),
                "name": user.get_full_name() or user.get_username(),
                "remit": ", ".join(rights.remit_names(user)),
            }
        )


def holds(user: rights.Somebody, section: Section | None) -> bool:
    """Whether the remit of ``user`` takes in the front of ``section``; that of the home page only a remit without limits."""
    return rights.holds(user, section.pk, None) if section else not rights.is_limited(user)


def let_stand(front: Front, wanted: Arrangement, user: User | None) -> str:
    """Readers see ``wanted`` from now on, without pins of stories that are not published; returns the key to touch."""
    kept = only_published(wanted)
    front.live, front.draft, front.due_at, front.due_by = kept.data(), None, None, None
    front.versions.filter(published=False).delete()
    step(front, kept, user, published=True)
    places = {slot.name: [pin.story for pin in slot.pins] for slot in kept.slots if slot.pins}
    log(instance=Paper.load(), action=PUBLISHED, user=user, data={"front": front.name, "places": places})
    return keys.front(front.name)


def only_published(wanted: Arrangement) -> Arrangement:
    """Without pins of stories that are not published. They are not locked: who takes one off the paper comes after us to the
    front's row and takes the pin out then; the other order of locks would let two wait for one another.
    """
    numbers = [pin.story for pin in wanted.pins()]
    live = set(Story.objects.filter(pk__in=numbers, live=True).values_list("pk", flat=True))
    for pin in list(wanted.pins()):
        if pin.story not in live:
            wanted = wanted.without(pin.story)
    return wanted


def step(front: Front, stands: Arrangement, user: User | None, *, published: bool = False) -> None:
    """Saves ``front`` as one step further, and what ``stands`` then."""
    front.step += 1
    front.changed_at, front.changed_by = clock.now(), user
    front.save()
    FrontVersion.objects.create(
        front=front,
        step=front.step,
        published=published,
        arrangement=stands.data(),
        made_at=front.changed_at,
        made_by=user,
    )


def refill(was: str, now: str) -> set[str]:
    """Lets slots that are filled from the listing ``was`` be filled from ``now``, on every front; returns the keys to touch.
    What stood there before keeps the old name: brought back, such a slot is empty until somebody fills it.
    """
    touched = set()
    for front in Front.objects.select_for_update():
        for column in ("live", "draft"):
            data = getattr(front, column)
            slots = [slot for slot in data["slots"] if slot["of"] == was] if data else []
            for slot in slots:
                slot["of"] = now
            if slots:
                Front.objects.filter(pk=front.pk).update(**{column: data})
                touched |= {keys.front(front.name)} if column == "live" else set()
    return touched


def off_the_fronts(story: int) -> set[str]:
    """Takes the pins of a story that leaves the paper off every front that readers see; returns the keys to touch. A draft
    keeps its pin, which comes to nothing. One query, and one for each front that had it.
    """
    touched = set()
    for front in Front.objects.select_for_update().filter(live__isnull=False):
        stands = front.standing
        if (kept := stands.without(story)) is not stands:
            Front.objects.filter(pk=front.pk).update(live=kept.data())
            touched.add(keys.front(front.name))
    return touched
