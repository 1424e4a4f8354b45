"""One may kill: a paper with a single editor lets that one kill alone. An administrator says so, and the log keeps it."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from harkara.desk import rights
from harkara.desk.errors import Refused
from harkara.desk.models import Paper
from harkara.people.models import User

ALONE = "desk.kill.alone"
"""How the log calls it that the rule was changed."""


def let_one_kill(user: User, allowed: bool) -> Paper:
    """Sets whether one person may kill alone, and returns the paper. Raises ``Refused`` for others than administrators."""
    if not (user.is_superuser or "admin" in rights.roles(user)):
        raise Refused(_("Only an administrator says whether one person may kill alone."))
    with transaction.atomic():
        paper, _made = Paper.objects.get_or_create(pk=1)
        if paper.one_may_kill != allowed:
            Paper.objects.filter(pk=1).update(one_may_kill=allowed)  # no page shows it: nothing to touch
            paper.one_may_kill = allowed
            log(instance=paper, action=ALONE, user=user, data={"allowed": allowed})
    return paper
