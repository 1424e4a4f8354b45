"""A list of rows as the newsroom's screens show it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView

COUNTED = 3_000
"""How many rows of a list are counted and can be turned to; who looks for an older one is helped by a search."""


class BoundedPaginator(Paginator[Any]):
    """Counts no further than ``COUNTED``: to count a million rows takes longer than to show thirty."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if isinstance(rows, QuerySet):
            rows = rows.order_by()  # else PostgreSQL puts a whole section in order, to count the first of it
        return int(rows[:COUNTED].count())


def in_all(paginator: Any) -> str:
    """What is said of the length of a list. Wagtail says the name of the thing after a number, which Bangla does not."""
    return _("%(count)s in all") % {"count": paginator.count}


class BoundedPictures(BoundedPaginator, WagtailPaginator):
    """The same in a list that says how many there are."""

    @cached_property
    def items_count_label(self) -> str:
        if self.count < COUNTED:
            return str(super().items_count_label)
        return _("at least %(count)s %(things)s") % {"count": self.count, "things": self.verbose_name_plural}


class PlainIndexView(IndexView):
    """A list without boxes to tick: deleting in bulk passes over a row's own ``delete``, and so over its keys."""

    paginator_class = BoundedPaginator

    @cached_property
    def columns(self) -> list[Column]:
        return [column for column in super().columns if column.name != "bulk_actions"]
