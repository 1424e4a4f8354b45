"""Change picture: a story gets another picture, or a picture gets other words."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import rights
from harkara.desk.actions.edit import edit
from harkara.desk.errors import NothingToDo, Refused
from harkara.desk.models import Picture, Story, Terms
from harkara.people.models import User


def change_picture(story: Story, picture: Picture | None, user: User | None) -> Story:
    """Gives a published ``story`` another main picture (or none) and returns it. Raises ``NothingToDo``, ``Refused``
    for a withdrawn picture, else as ``edit``.
    """
    if story.picture_id == (picture.pk if picture else None):
        raise NothingToDo(_("“%(headline)s” has that picture already.") % {"headline": story})
    if picture and picture.withdrawn:
        raise Refused(
            _("“%(picture)s” was withdrawn with a killed story: choose another picture.") % {"picture": picture}
        )
    return edit(story, user, picture=picture)


def describe_picture(
    picture: Picture,
    user: User | None = None,
    *,
    alt: str | None = None,
    caption: str | None = None,
    credit: str | None = None,
    terms: str | None = None,
    until: date | None = None,
) -> Picture:
    """Changes what is said of a picture, on every page that shows it, and its rights (``terms``, of ``Terms``, with the day
    ``until`` for licensed ones). Raises ``NothingToDo``, ``Refused``, also for a licence without its last day.
    """
    rights.demand(user, "pictures")
    given: dict[str, str | None] = {"alt": alt, "caption": caption, "credit": credit, "terms": terms}
    if terms == Terms.LICENSED and until is None:
        raise Refused(_("Licensed until which day? Say it, or choose other rights."))
    new: dict[str, Any] = {
        name: text for name, text in given.items() if text is not None and text != getattr(picture, name)
    }
    if terms is not None and until != picture.until:
        new["until"] = until
    if not new:
        raise NothingToDo(_("“%(picture)s” says that already.") % {"picture": picture})
    for name, text in new.items():
        setattr(picture, name, text)
    with transaction.atomic():
        said = {name: value.isoformat() if isinstance(value, date) else value for name, value in new.items()}
        log(instance=picture, action="desk.describe_picture", user=user, data=said)
        picture.save()
    return picture
