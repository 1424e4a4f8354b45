"""Campaigns begin, end by the clock, and end when they were seen or clicked as often as was ordered."""

import logging
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from wagtail.log_actions import log

from harkara.desk.models import Campaign
from harkara.desk.models.campaign import sold
from harkara.rack import changes
from harkara.readings import numbers

trouble = logging.getLogger(__name__)

BEGUN, ENDED, REACHED = "desk.begin_campaign", "desk.end_campaign", "desk.reach_campaign"


def settle_campaigns(moment: datetime) -> int:
    """Lets campaigns run whose time has come by ``moment``, and ends those whose time is over or that were shown as often as was
    ordered; returns how many changed. One query while none is on, two while any is, two more where one ends by a number.
    """
    begun = Q(from_at__isnull=True) | Q(from_at__lte=moment)
    open_ended = Q(until_at__isnull=True) | Q(until_at__gt=moment)
    should = Q(on=True, reached_at__isnull=True) & begun & open_ended
    rows = list(Campaign.objects.filter(Q(running=True) | (should & Q(running=False))))
    if not rows:
        return 0
    full = _reached([row for row in rows if row.running and row.wants])
    due = set(Campaign.objects.filter(should, pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    changed = [row for row in rows if row.running != (row.pk in due and row.pk not in full)]
    if not changed:
        return 0
    with transaction.atomic():
        for row in changed:
            told = {"running": not row.running}
            if row.pk in full:
                Campaign.objects.filter(pk=row.pk).update(reached_at=moment, **told)
            else:
                Campaign.objects.filter(pk=row.pk).update(**told)
            log(instance=row, action=REACHED if row.pk in full else ENDED if row.running else BEGUN)
        changes.touch(*sold())
    return len(changed)


def _reached(rows: list[Campaign]) -> set[int]:
    """Those of ``rows`` that were seen or clicked as often as was ordered. Two queries, none for none."""
    if not rows:
        return set()
    parts = dict(
        Campaign.objects.filter(pk__in=[row.pk for row in rows]).values_list("creatives", F("pk"))  # creative: campaign
    )
    try:
        counted = numbers.ads(number for number in parts if number)
    except DatabaseError as error:
        trouble.warning("nobody knows how often campaigns were seen, since the readers' database refuses: %s", error)
        return set()
    sums: dict[int, list[int]] = {row.pk: [0, 0] for row in rows}
    for creative, (shown, pressed) in counted.items():
        sums[parts[creative]][0] += shown
        sums[parts[creative]][1] += pressed
    return {
        row.pk
        for row in rows
        if (row.wanted_shown and sums[row.pk][0] >= row.wanted_shown)
        or (row.wanted_pressed and sums[row.pk][1] >= row.wanted_pressed)
    }
